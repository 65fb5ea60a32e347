"""The page of a step in the life of a release: what is at stake, what to say, one button."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from forum_portal.office.once import SentBeforeError, sent_once, token_to_send
from forum_portal.office.refusals import refusal_sentence
from metrics.admin.release_changes import planned_changes, planned_sources
from metrics.admin.release_forms import CommentForm
from metrics.admin.release_pages import StepPage, is_own_approval, may, stands_open
from metrics.admin.release_story import last_move, last_step, taken_words
from metrics.checklist import Checklist, check
from metrics.models import Release, ReleaseStep
from metrics.refusals import PastMomentError, PublishingError
from metrics.sealing import wait_for_turn

FIGURES_SHOWN = 50
OWN = gettext_lazy("You prepared this release, so somebody else must approve it.")
NOT_YOURS = gettext_lazy("You have not the right to this step of this release.")


@require_http_methods(["GET", "POST"])
def step_page(request, pk: int, page: StepPage, model_admin: ModelAdmin):
    """Show what a step means for a release; a POST takes it, or says why it may not be taken."""
    with transaction.atomic():  # a page that is about to save locks what it gets
        release: Any = model_admin.get_object(request, str(pk))
    if release is None:
        raise Http404
    page = page.called_for(release)
    if not may(request.user, page, release):
        raise PermissionDenied(NOT_YOURS)
    if request.method == "POST":
        return _take(request, release, page, model_admin)
    if is_own_approval(request.user, page, release):
        raise PermissionDenied(OWN)
    if not stands_open(page, release):
        messages.info(request, _("This step is not open: see where the release stands."))
        return _to_release(release)
    form, checklist = _form(release, page)
    return _show(request, release, page, form, checklist, model_admin)


def _form(release: Release, page: StepPage, data=None) -> tuple[CommentForm, Checklist | None]:
    form = page.form(data, release=release)
    checklist = check(release) if page.is_checked else None
    if checklist and checklist.warnings and page.name == "submit":
        form.require_comment(_("Answer what the checklist noticed."))
    return form, checklist


def _take(request, release, page, model_admin):
    form, checklist = _form(release, page, request.POST)
    status, refusals = HTTPStatus.BAD_REQUEST, []
    try:
        if _is_taken(request, release, page, form, model_admin):
            messages.success(request, _said(release, page))
            return _to_release(release)
    except SentBeforeError as before:
        if before.is_same:
            messages.info(request, _("This step was taken already; here is the release."))
            return _to_release(release)
        text = _("This form was sent already; what you typed since was not.")
        status, refusals = HTTPStatus.CONFLICT, [text]
    except PastMomentError as refused:
        form.add_error("at", refused.sentences)
    except PublishingError as refused:
        status, refusals = refused.status, refused.sentences
    except IntegrityError as error:
        status, refusals = HTTPStatus.CONFLICT, [refusal_sentence(error)]
    if not form.is_valid() and not refusals:
        status, refusals = _not_open(request, release, page, status)
    form.show_again()
    release.refresh_from_db()
    return _show(request, release, page, form, checklist, model_admin, refusals, status)


def _is_taken(request, release, page, form, model_admin) -> bool:
    """Take the step, with its line in the log; tell whether the form was good for it."""
    with sent_once(request) as sent:
        if form.is_valid():
            words = dict(form.cleaned_data)
            wait_for_turn()
            last, meanwhile = last_step(release), _moved_since(release, words.pop("seen"))
            page.act(release=release, by=request.user, **words)
            if meanwhile:
                raise PublishingError(meanwhile)
            model_admin.log_change(request, release, taken_words(release, last))
            sent.url = _url(release)
    return bool(sent.url)


def _moved_since(release, seen: int | None) -> str:
    """Return what somebody did with the release since its page was opened; empty where nothing."""
    if seen is None or seen == last_move(release):
        return ""
    text = _("Somebody took a step meanwhile: %(steps)s Look at it, then decide.")
    return text % {"steps": taken_words(release, seen)}


def _not_open(request, release, page, status) -> tuple[HTTPStatus, list[str]]:
    """Return what comes before the errors of a form: that the step is not open at all."""
    if is_own_approval(request.user, page, release):
        return HTTPStatus.FORBIDDEN, [str(OWN)]
    if not stands_open(page, release):
        return HTTPStatus.CONFLICT, []
    return status, []


def _said(release, page) -> Any:
    fresh: Any = Release.objects.with_public_state().get(pk=release.pk)
    if fresh.is_public:
        link = '{} <a href="{}">{}</a>'
        said = _("Readers see it from now on.")
        return format_html(link, said, fresh.get_absolute_url(), _("See the public page"))
    if fresh.published_at:
        moment_is_set = _("Its moment is set.")
        return f"{page.done} {moment_is_set}".strip()
    return page.done


def _to_release(release):
    return HttpResponseRedirect(_url(release))


def _url(release) -> str:
    return reverse("admin:metrics_release_change", args=[release.pk])


def _show(
    request, release, page, form, checklist, model_admin, refusals=(), status=HTTPStatus.OK
) -> TemplateResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": page.title,
        "subtitle": release.title,
        "opts": model_admin.opts,
        "original": release,
        "page": page,
        "form": form,
        "token": token_to_send(request),
        "is_draft": release.state == Release.State.DRAFT,
        "refusals": refusals,
        "checklist": _not_said_yet(checklist, refusals),
        "submission": release.steps.filter(action=ReleaseStep.Action.SUBMITTED).last(),
        "changes": planned_changes(release, FIGURES_SHOWN),
        "added": planned_sources(release, FIGURES_SHOWN),
        "way_back": _way_back(release, page),
        "media": model_admin.media + form.media,
        "is_popup": False,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/metrics/release/step.html", context, status=status)


def _way_back(release: Release, page: StepPage) -> str:
    """Return where an approver sends a release back instead; both are open at the same time."""
    is_open = page.name == "approve" and release.state == Release.State.IN_REVIEW
    return reverse("admin:metrics_release_return", args=[release.pk]) if is_open else ""


def _not_said_yet(checklist: Checklist | None, refusals) -> Checklist | None:
    """Leave a checklist out that stands among the refusals already."""
    if checklist and refusals and {*checklist.errors, *checklist.warnings} <= set(refusals):
        return None
    return checklist
