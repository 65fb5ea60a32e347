"""One page for each step in the life of a release: what it means, what to say, one button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from forum_portal.models import User
from forum_portal.office.fields import MomentField
from forum_portal.office.refusals import refusal_sentence
from metrics import lifecycle
from metrics.admin.release_changes import planned_changes
from metrics.checklist import Checklist, check
from metrics.manifest import manifest_sha256
from metrics.models import Release
from metrics.ownership import owns
from metrics.refusals import PublishingError

State = Release.State
FIGURES_SHOWN = 50


class CommentForm(forms.Form):
    """What is said with a step; it is kept with the step."""

    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("Kept with this step. Colleagues read it, readers do not."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)


class MomentForm(CommentForm):
    """When a release becomes public by itself."""

    at = MomentField(
        label=gettext_lazy("Public from"),
        help_text=gettext_lazy("Day and time in Việt Nam. From then on nobody can change it."),
        widget=AdminSplitDateTime(),
        error_messages={"required": gettext_lazy("Give the day and the time.")},
    )
    field_order = ["at", "comment"]


class ApprovalForm(CommentForm):
    """The approver's word, what it was given for, and what follows at once."""

    LATER, NOW, AT = "later", "now", "at"

    then = forms.ChoiceField(
        label=gettext_lazy("And then"),
        choices=[
            (NOW, gettext_lazy("Publish at once")),
            (AT, gettext_lazy("Publish by itself at the moment below")),
            (LATER, gettext_lazy("Only approve; publish later by hand")),
        ],
        widget=forms.RadioSelect(),
        initial=NOW,
    )
    at = MomentField(
        label=gettext_lazy("Public from"),
        help_text=gettext_lazy("Only for a moment to come; day and time in Việt Nam."),
        widget=AdminSplitDateTime(),
        required=False,
    )
    manifest = forms.CharField(widget=forms.HiddenInput(), required=False)
    field_order = ["then", "at", "comment"]

    def clean(self):
        cleaned = self.cleaned_data
        if cleaned.get("then") == self.AT and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", _("Give the day and the time."))
        return cleaned


@dataclass(frozen=True)
class StepPage:
    """A step's page: from which states, by whom, with which words, and what it does."""

    name: str
    states: tuple[str, ...]
    by_approver: bool
    title: Any
    meaning: Any
    button: Any
    done: Any
    act: Callable[..., Any]
    form: type[forms.Form] = CommentForm
    must_have_moment: bool | None = None
    is_main: bool = False


def _approve(*, release: Release, by: User, comment: str, manifest: str, then: str, at) -> None:
    with transaction.atomic():
        lifecycle.approve(release=release, by=by, comment=comment, manifest=manifest)
        if then == ApprovalForm.NOW:
            lifecycle.publish(release=release, by=by)
        elif then == ApprovalForm.AT:
            lifecycle.schedule(release=release, by=by, at=at)


PAGES = [
    StepPage(
        "submit",
        (State.DRAFT,),
        False,
        gettext_lazy("Send for approval"),
        gettext_lazy(
            "Somebody else looks at these figures before they become public. Until then nobody "
            "can change them."
        ),
        gettext_lazy("Send for approval"),
        gettext_lazy("Sent for approval."),
        lifecycle.submit,
        is_main=True,
    ),
    StepPage(
        "approve",
        (State.IN_REVIEW,),
        True,
        pgettext_lazy("action", "Approve"),
        gettext_lazy(
            "Once these figures are public, nobody can change or remove them: only correct them "
            "by a new version."
        ),
        pgettext_lazy("action", "Approve"),
        gettext_lazy("Approved."),
        _approve,
        ApprovalForm,
        is_main=True,
    ),
    StepPage(
        "return",
        (State.IN_REVIEW,),
        True,
        gettext_lazy("Send back"),
        gettext_lazy("It becomes a draft again, and its author mends what you write here."),
        gettext_lazy("Send back"),
        gettext_lazy("Sent back to its author."),
        lifecycle.send_back,
    ),
    StepPage(
        "publish",
        (State.APPROVED,),
        True,
        gettext_lazy("Publish now"),
        gettext_lazy(
            "From that moment on everybody sees these figures, and nobody can change or remove "
            "them: only correct them by a new version."
        ),
        gettext_lazy("Publish now"),
        gettext_lazy("It is public now."),
        lifecycle.publish,
        is_main=True,
    ),
    StepPage(
        "schedule",
        (State.APPROVED,),
        True,
        gettext_lazy("Set the moment"),
        gettext_lazy("At that moment it becomes public everywhere, by itself."),
        gettext_lazy("Set the moment"),
        gettext_lazy("It will become public by itself."),
        lifecycle.schedule,
        MomentForm,
    ),
    StepPage(
        "unschedule",
        (State.APPROVED,),
        True,
        gettext_lazy("Take the moment away"),
        gettext_lazy("It stays approved and waits until somebody publishes it."),
        gettext_lazy("Take the moment away"),
        gettext_lazy("It has no moment any more."),
        lifecycle.unschedule,
        must_have_moment=True,
    ),
    StepPage(
        "recall",
        (State.APPROVED,),
        True,
        gettext_lazy("Take the approval back"),
        gettext_lazy("It becomes a draft again and must be approved anew."),
        gettext_lazy("Take the approval back"),
        gettext_lazy("It is a draft again."),
        lifecycle.recall,
    ),
    StepPage(
        "abandon",
        (State.DRAFT, State.IN_REVIEW),
        False,
        gettext_lazy("Abandon"),
        gettext_lazy("Its figures are removed for good. That it was there stays on record."),
        gettext_lazy("Abandon it with its figures"),
        gettext_lazy("Abandoned."),
        lifecycle.abandon,
    ),
]


def may(user: Any, page: StepPage, release: Release) -> bool:
    """Tell whether `user` has the right to a step of this release, whatever its state."""
    if page.by_approver:
        return user.has_perm("metrics.approve_release")
    return user.has_perm("metrics.change_release") and owns(user, release)


def open_to(user: Any, release: Any) -> list[StepPage]:
    """Return the steps that `user` may take with `release` as it stands; needs `is_public`."""
    if release.is_public:
        return []
    return [
        page
        for page in PAGES
        if release.state in page.states
        and (page.must_have_moment is None or bool(release.published_at))
        and may(user, page, release)
    ]


@require_http_methods(["GET", "POST"])
def step_page(request, pk: int, page: StepPage, model_admin: ModelAdmin):
    """Show what a step means for a release; a POST takes it, or says why it may not be taken."""
    release: Any = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if not may(request.user, page, release):
        raise PermissionDenied(_("You have not the right to this step of this release."))
    initial = {"manifest": manifest_sha256(release)} if page.form is ApprovalForm else {}
    form = page.form(request.POST or None, initial=initial)
    status, refusals = 200, []
    if request.method == "POST":
        status = 400
        form = page.form(request.POST)
        if form.is_valid():
            try:
                page.act(release=release, by=request.user, **form.cleaned_data)
            except PublishingError as refused:
                status, refusals = refused.status, refused.sentences
            except IntegrityError as error:
                status, refusals = 409, [refusal_sentence(error)]
            else:
                return _done(request, release, page, model_admin)
    return _show(request, release, page, form, refusals, status, model_admin)


def _done(request, release, page, model_admin):
    model_admin.log_change(request, release, str(page.done))
    said: Any = page.done
    fresh = Release.objects.with_public_state().get(pk=release.pk)
    if fresh.is_public:
        link = '{} <a href="{}">{}</a>'
        said = _("It is public now.")
        said = format_html(link, said, fresh.get_absolute_url(), _("See the public page"))
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:metrics_release_change", args=[release.pk]))


def _show(request, release, page, form, refusals, status, model_admin):
    changes = planned_changes(release)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": page.title,
        "subtitle": release.title,
        "opts": model_admin.opts,
        "original": release,
        "page": page,
        "form": form,
        "refusals": refusals,
        "checklist": _checklist(release, page),
        "changes": changes[:FIGURES_SHOWN],
        "more": max(len(changes) - FIGURES_SHOWN, 0),
        "media": model_admin.media + form.media,
        "is_popup": False,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/metrics/release/step.html", context, status=status)


def _checklist(release: Release, page: StepPage) -> Checklist | None:
    return check(release) if page.name in ("submit", "approve") else None
