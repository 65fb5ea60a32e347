"""One form makes one record, however often it is sent.

A page carries a token. A double click, or the back button, sends the same token again: the same
fields lead to what was made of them, others come back with all that was typed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forum_portal.models import Submission

TOKEN = "_once"  # the hidden field


class SentBeforeError(Exception):
    """The form's token was used; `url` is where that led, `is_same` whether its fields are alike.

    The page that shows the form again gives it a new token.
    """

    def __init__(self, request, earlier: Submission):
        self.url = earlier.url
        self.is_same = earlier.fields_sha256 == _digest(request)
        request.new_token = uuid4()

    def sentence(self, text: str, way: str) -> SafeString:
        """Return `text` with a link to what was made before; `way` is the link's words."""
        return format_html('{} <a href="{}">{}</a>', text, self.url, way)


@contextmanager
def sent_once(request) -> Iterator[Submission]:
    """Do within one transaction what a form asks for; SentBeforeError where that was done already.

    Set `url` on what is given, to where the answer leads. Left empty, nothing was done: all of it
    is rolled back, and the token is free again. A form without a token is always new.
    """
    token = token_sent(request)
    with transaction.atomic():
        sent, is_new = Submission(), True
        if token:
            known = {"fields_sha256": _digest(request)}
            sent, is_new = Submission.objects.get_or_create(token=token, defaults=known)
        if not is_new:
            raise SentBeforeError(request, sent)
        yield sent
        if not sent.url:
            transaction.set_rollback(True)
        elif token:
            sent.save(update_fields=["url"])


def token_sent(request) -> UUID | None:
    """Return the token of the form that was sent, None where it had none."""
    try:
        return UUID(request.POST.get(TOKEN, ""))
    except ValueError:
        return None


def token_to_send(request) -> UUID:
    """Return the token for the form that a page shows: the one it came with, unless used."""
    return getattr(request, "new_token", None) or token_sent(request) or uuid4()


class SavesOnce(admin.ModelAdmin):
    """A page that adds a record for each form it showed, once."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        is_new = object_id is None and request.method == "POST" and token_sent(request)
        if not is_new:
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with sent_once(request) as sent:
                response: Any = super().changeform_view(request, None, form_url, extra_context)
                sent.url = getattr(request, "saved_at", "")  # a pop-up that saved answers 200
                if not sent.url and hasattr(response, "render"):
                    response.render()
            return response
        except SentBeforeError as before:
            return self._sent_already(request, before, form_url, extra_context)

    def response_add(self, request, obj, post_url_continue=None):
        opts = self.opts
        name = f"admin:{opts.app_label}_{opts.model_name}_change"
        request.saved_at = reverse(name, args=[obj.pk], current_app=self.admin_site.name)
        return super().response_add(request, obj, post_url_continue)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if add:
            context["token"] = token_to_send(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _sent_already(self, request, before: SentBeforeError, form_url, extra_context):
        if before.is_same:
            messages.info(request, _("This was saved already; here it is."))
            return HttpResponseRedirect(before.url)
        request.refusal = before.sentence(
            _("This form was saved already. Save again only to make a second record."),
            _("Open the saved one"),
        )
        response: Any = super().changeform_view(request, None, form_url, extra_context)
        response.status_code = HTTPStatus.CONFLICT
        return response


def _digest(request) -> str:
    kept = {name: request.POST.getlist(name) for name in request.POST}
    kept.pop("csrfmiddlewaretoken", None)
    return sha256(repr(sorted(kept.items())).encode()).hexdigest()
