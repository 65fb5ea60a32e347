"""Proposing to correct or withdraw a public figure: what is public, the new version, why."""

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
from metrics.models.observation import FIGURE_KEY
from metrics.ownership import keeps_up, seen_by
from metrics.refusals import OutdatedFigureError, PublishingError


def correct_page(request, pk: int, model_admin: ModelAdmin):
    """Show the form of a correction; a POST sends it for approval."""
    return _page(request, pk, model_admin, CorrectionForm, "correct")


def withdraw_page(request, pk: int, model_admin: ModelAdmin):
    """Show the form of a withdrawal; a POST sends it for approval."""
    return _page(request, pk, model_admin, WithdrawalForm, "withdraw")


def versions(observation: Observation) -> list[dict[str, Any]]:
    """Return the public versions of the same figure, newest first, as a page lists them."""
    key = {name: getattr(observation, name) for name in FIGURE_KEY}
    records = Observation.objects.public().filter(**key).with_labels()
    return [
        {
            "figure": str(wording.figure_text(each)),
            "release": each.release,
            "url": reverse("admin:metrics_observation_change", args=[each.pk]),
            "is_this": each.pk == observation.pk,
        }
        for each in records.order_by("-release__published_at")
    ]


def _page(request, pk, model_admin, form_class, name):
    if not ModelAdmin.has_change_permission(model_admin, request):
        raise PermissionDenied
    opened = get_object_or_404(Observation.objects.public().with_labels(), pk=pk)
    if not keeps_up(request.user, opened.indicator):
        raise PermissionDenied(OnlyOwn.not_kept)
    newest = version_in_force(opened) or opened
    if request.method != "POST" and newest.pk != opened.pk:
        messages.info(request, _("This version was corrected already. Here is the newest one."))
        return HttpResponseRedirect(reverse(f"admin:metrics_observation_{name}", args=[newest.pk]))
    form = form_class(request.POST or None, observation=opened, model_admin=model_admin)
    if request.method != "POST":
        return _form_page(request, form, newest, model_admin, name, HTTPStatus.OK)
    status = HTTPStatus.BAD_REQUEST
    try:
        if url := _send(request, form, model_admin):
            return HttpResponseRedirect(url)
    except SentBeforeError as before:
        if before.is_same:
            messages.info(request, _("This was sent for approval already; here it is."))
            return HttpResponseRedirect(before.url)
        status = HTTPStatus.CONFLICT
        text = _("This form was sent already; what you typed since was not.")
        form.add_error(None, before.sentence(text, _("Open what was sent")))
    except OutdatedFigureError as error:
        newest, status = error.newest, error.status
        form = form_class(request.POST, observation=newest, model_admin=model_admin)
        form.add_error(None, error.sentences)
    except PublishingError as error:
        status = error.status
        form.add_error(None, error.sentences)
    except ValidationError as error:
        form.add_error(None, error.messages)
    except IntegrityError as error:
        status = HTTPStatus.CONFLICT
        form.add_error(None, refusal_sentence(error))
    return _form_page(request, form, newest, model_admin, name, status)


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
    citation = public.citations.public().preferred_first().select_related("source").first()
    underway = version_underway(public)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Withdraw this figure") if is_withdrawal else _("Correct a figure"),
        "opts": model_admin.opts,
        "public": public,
        "public_text": wording.figure_text(public),
        "public_name": f"{public.indicator} · {public.area} · {public.when}",
        "crumb": f"{public.indicator}, {public.when.short}",
        "badges": [badges.status_badge(public)],
        "source_line": source_line(citation) if citation else "",
        "underway": underway,
        "may_see_underway": underway and _sees(request.user, underway.release_id),
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
    return TemplateResponse(
        request, "admin/metrics/observation/correction.html", context, status=status
    )


def _sees(user, release: int) -> bool:
    return seen_by(user, Release).filter(pk=release).exists()


def _headings(is_withdrawal):
    return {
        "version": _("New version"),
        "source": _("Who says so") if is_withdrawal else _("Where the new figure stands"),
        "why": _("Why"),
    }
