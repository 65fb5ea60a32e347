"""One form makes one record, however often it is sent.

The page of a new record carries a token. A double click, or the back button, sends the same token
again: the same fields lead to the record that is there, others come back with all that was typed.
"""

from hashlib import sha256
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from forum_portal.models import Submission

TOKEN = "_once"  # the hidden field


class SavesOnce(admin.ModelAdmin):
    """A page that adds a record for each form it showed, once."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        token = _token(request) if object_id is None and request.method == "POST" else None
        if token is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with transaction.atomic():
                sent = Submission.objects.create(token=token, fields_sha256=_digest(request))
                response = super().changeform_view(request, None, form_url, extra_context)
                if not hasattr(request, "saved_at"):  # a pop-up that saved answers 200
                    raise _NotSavedError(response)
                Submission.objects.filter(pk=sent.pk).update(url=request.saved_at)
            return response
        except _NotSavedError as error:
            return error.response
        except IntegrityError:
            earlier = Submission.objects.filter(token=token).first()
            if earlier is None:
                raise  # it was not the token
            return self._sent_already(request, earlier, form_url, extra_context)

    def response_add(self, request, obj, post_url_continue=None):
        opts = self.opts
        name = f"admin:{opts.app_label}_{opts.model_name}_change"
        request.saved_at = reverse(name, args=[obj.pk], current_app=self.admin_site.name)
        return super().response_add(request, obj, post_url_continue)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if add:
            context["token"] = getattr(request, "new_token", None) or _token(request) or uuid4()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _sent_already(self, request, earlier: Submission, form_url, extra_context):
        if earlier.fields_sha256 == _digest(request):
            messages.info(request, _("This was saved already; here it is."))
            return HttpResponseRedirect(earlier.url)
        request.new_token = uuid4()
        request.refusal = format_html(
            '{} <a href="{}">{}</a>',
            _("This form was saved already. Save again only to make a second record."),
            earlier.url,
            _("Open the saved one"),
        )
        response: Any = super().changeform_view(request, None, form_url, extra_context)
        response.status_code = HTTPStatus.CONFLICT
        return response


class _NotSavedError(Exception):
    """The form came back with errors: its token is free again."""

    def __init__(self, response: Any):
        self.response = response.render() if hasattr(response, "render") else response


def _token(request) -> UUID | None:
    try:
        return UUID(request.POST.get(TOKEN, ""))
    except ValueError:
        return None


def _digest(request) -> str:
    kept = {name: request.POST.getlist(name) for name in request.POST}
    kept.pop("csrfmiddlewaretoken", None)
    return sha256(repr(sorted(kept.items())).encode()).hexdigest()
