"""Proposing to correct or withdraw a public figure: what is public, the new version, why."""

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from forum_portal.office.once import SentBeforeError, sent_once, token_to_send
from forum_portal.office.refusals import refusal_sentence
from metrics import badges, wording
from metrics.admin.correction_forms import CorrectionForm, WithdrawalForm
from metrics.admin.owned import OnlyOwn
from metrics.citing import source_line
from metrics.correcting import version_in_force, version_underway
from metrics.models import Observation, Release
from metrics.ownership import keeps_up, seen_by
from metrics.refusals import OutdatedFigureError, PublishingError


def correct_page(request, pk: int, model_admin: ModelAdmin):
    """Show the form of a correction; a POST sends it for approval."""
    return _page(request, pk, model_admin, CorrectionForm, "correct")


def withdraw_page(request, pk: int, model_admin: ModelAdmin):
    """Show the form of a withdrawal; a POST sends it for approval."""
    return _page(request, pk, model_admin, WithdrawalForm, "withdraw")


@dataclass
class Answer:
    """What a page says of a form that was sent: with which status, beside which public version."""

    form: Any
    newest: Observation
    status: HTTPStatus = HTTPStatus.BAD_REQUEST
    url: str = ""  # where to look at what was sent; empty where nothing was

    def refuse(self, status: HTTPStatus, sentences: Any) -> None:
        self.status = status
        self.form.add_error(None, sentences)


def _page(request, pk, model_admin, form_class, name):
    opened = _opened(request, pk, model_admin)
    newest = version_in_force(opened) or opened
    if request.method == "POST":
        answer = _answer(request, opened, newest, model_admin, form_class)
        if answer.url:
            return HttpResponseRedirect(answer.url)
        return _form_page(request, answer.form, answer.newest, model_admin, name, answer.status)
    if newest.pk != opened.pk:
        messages.info(request, _("This version was corrected already. Here is the newest one."))
        return HttpResponseRedirect(reverse(f"admin:metrics_observation_{name}", args=[newest.pk]))
    form = form_class(None, observation=opened, model_admin=model_admin)
    return _form_page(request, form, newest, model_admin, name, HTTPStatus.OK)


def _opened(request, pk: int, model_admin: ModelAdmin) -> Observation:
    """Return the public figure of an address, if this person may propose another version."""
    if not ModelAdmin.has_change_permission(model_admin, request):
        raise PermissionDenied
    opened = get_object_or_404(Observation.objects.public().with_labels(), pk=pk)
    if not keeps_up(request.user, opened.indicator):
        raise PermissionDenied(OnlyOwn.not_kept)
    return opened


def _answer(request, opened, newest, model_admin, form_class) -> Answer:
    """Propose what was sent, or say why not."""
    made = partial(form_class, request.POST, model_admin=model_admin)
    answer = Answer(made(observation=opened), newest)
    try:
        answer.url = _send(request, answer.form, model_admin)
    except SentBeforeError as before:
        if before.is_same:
            messages.info(request, _("This was sent for approval already; here it is."))
            answer.url = before.url
        else:
            text = _("This form was sent already; what you typed since was not.")
            answer.refuse(HTTPStatus.CONFLICT, before.sentence(text, _("Open what was sent")))
    except OutdatedFigureError as error:
        answer = Answer(made(observation=error.newest), error.newest)
        answer.refuse(error.status, error.sentences)
    except PublishingError as error:
        answer.refuse(error.status, error.sentences)
    except ValidationError as error:
        answer.refuse(HTTPStatus.BAD_REQUEST, error.messages)
    except IntegrityError as error:
        answer.refuse(HTTPStatus.CONFLICT, refusal_sentence(error))
    return answer


def _send(request, form, model_admin) -> str:
    """Propose what the form says, with its line in the log; return where to look at it.

    Nothing where the form has errors.
    """
    with sent_once(request) as sent:
        if form.is_valid():
            corrected = form.propose(request.user)
            model_admin.log_addition(request, corrected, _("Sent for approval as a new version."))
            sent.url = reverse("admin:metrics_release_change", args=[corrected.release_id])
    if sent.url:
        messages.success(request, _said(corrected))
    return sent.url


def _said(corrected: Observation) -> str:
    if corrected.is_withdrawn:
        return _("Sent for approval. The figure is withdrawn once somebody else approves it.")
    return _("Sent for approval. It becomes public once somebody else approves it.")


def _form_page(request, form, public, model_admin, name, status):
    is_withdrawal = name == "withdraw"
    context = {
        **model_admin.admin_site.each_context(request),
        **_public_version(public),
        **_on_its_way(request, public),
        "title": _("Withdraw this figure") if is_withdrawal else _("Correct a figure"),
        "opts": model_admin.opts,
        "form": form,
        "token": token_to_send(request),
        "sections": [
            (key, capfirst(heading), form.section(key))
            for key, heading in _headings(is_withdrawal).items()
            if key in form.sections
        ],
        "media": model_admin.media + form.media,
        "is_withdrawal": is_withdrawal,
        "action": reverse(f"admin:metrics_observation_{name}", args=[public.pk]),
        "is_popup": False,
    }
    request.current_app = model_admin.admin_site.name
    template = "admin/metrics/observation/correction.html"
    return TemplateResponse(request, template, context, status=status)


def _public_version(public: Observation) -> dict[str, Any]:
    """Return what the page says of the version that readers see."""
    citation = public.citations.public().preferred_first().select_related("source").first()
    return {
        "public": public,
        "public_text": wording.figure_text(public),
        "public_name": f"{public.indicator} · {public.area} · {public.when}",
        "crumb": f"{public.indicator}, {public.when.short}",
        "badges": [badges.status_badge(public)],
        "source_line": source_line(citation) if citation else "",
    }


def _on_its_way(request, public: Observation) -> dict[str, Any]:
    """Return another version that is not public yet, and whether this person may look at it."""
    underway = version_underway(public)
    may_see = underway and _sees(request.user, underway.release_id)
    return {"underway": underway, "may_see_underway": may_see}


def _sees(user, release: int) -> bool:
    return seen_by(user, Release).filter(pk=release).exists()


def _headings(is_withdrawal):
    return {
        "version": _("New version"),
        "source": _("Who says so") if is_withdrawal else _("Where the new figure stands"),
        "why": _("Why"),
    }
