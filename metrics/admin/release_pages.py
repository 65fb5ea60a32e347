"""The steps that people take with a release, each on a page of its own."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy, pgettext_lazy

from forum_portal.models import User
from metrics import lifecycle
from metrics.admin.release_forms import (
    ApprovalForm,
    CommentForm,
    MomentForm,
    RecallForm,
    ReturnForm,
    TakeBackForm,
)
from metrics.models import Release
from metrics.ownership import owns

State = Release.State
WHAT_BECOMES_PUBLIC = gettext_lazy("What becomes public")


@dataclass(frozen=True, kw_only=True)
class StepPage:
    """A step's page: from which states, by whom, with which words, and what it does.

    `title` is the step's button, too, unless `button` says more; where the release has its moment
    already, `title_again` stands in its place. A `heading` stands above the
    figures; `is_checked` shows the checklist. `has_moment` is None where a moment does not matter.
    A step that undoes or ends a release `stands_apart` from the buttons that lead on.
    """

    name: str
    states: tuple[str, ...]
    by_approver: bool
    title: Any
    meaning: Any
    done: Any
    act: Callable[..., Any]
    title_again: Any = ""
    button: Any = ""
    heading: Any = WHAT_BECOMES_PUBLIC
    form: type[CommentForm] = CommentForm
    has_moment: bool | None = None
    is_main: bool = False
    is_loss: bool = False
    stands_apart: bool = False
    is_checked: bool = False

    def called_for(self, release: Release) -> "StepPage":
        """Return the page as it is called for a release."""
        is_again = self.title_again and release.published_at
        return replace(self, title=self.title_again) if is_again else self


def _approve(*, release: Release, by: User, comment: str, manifest: str, then: str, at) -> None:
    with transaction.atomic():
        lifecycle.approve(release=release, by=by, comment=comment, manifest=manifest)
        if then == ApprovalForm.NOW:
            lifecycle.publish(release=release, by=by)
        elif then == ApprovalForm.AT:
            lifecycle.schedule(release=release, by=by, at=at)


# In this order they are offered.
PAGES = [
    StepPage(
        name="submit",
        states=(State.DRAFT,),
        by_approver=False,
        title=gettext_lazy("Send for approval"),
        meaning=gettext_lazy(
            "Somebody else looks at these figures before they become public. Until then nobody "
            "can change them."
        ),
        done=gettext_lazy("Sent for approval."),
        act=lifecycle.submit,
        is_main=True,
        is_checked=True,
    ),
    StepPage(
        name="approve",
        states=(State.IN_REVIEW,),
        by_approver=True,
        title=pgettext_lazy("action", "Approve"),
        meaning=gettext_lazy(
            "Once these figures are public, nobody can change or remove them: only correct them "
            "by a new version."
        ),
        done=gettext_lazy("Approved."),
        act=_approve,
        form=ApprovalForm,
        is_main=True,
        is_checked=True,
    ),
    StepPage(
        name="return",
        states=(State.IN_REVIEW,),
        by_approver=True,
        title=gettext_lazy("Send back"),
        meaning=gettext_lazy("It becomes a draft again, and its author mends what you write here."),
        done=gettext_lazy("Sent back to its author."),
        act=lifecycle.send_back,
        heading=gettext_lazy("What it holds"),
        form=ReturnForm,
    ),
    StepPage(
        name="take-back",
        states=(State.IN_REVIEW,),
        by_approver=False,
        title=gettext_lazy("Take back to edit"),
        meaning=gettext_lazy("It becomes a draft again: mend it, then send it once more."),
        done=gettext_lazy("It is a draft again."),
        act=lifecycle.take_back,
        heading=gettext_lazy("What it holds"),
        form=TakeBackForm,
    ),
    StepPage(
        name="publish",
        states=(State.APPROVED,),
        by_approver=True,
        title=gettext_lazy("Publish now"),
        meaning=gettext_lazy(
            "From that moment on everybody sees these figures, and nobody can change or remove "
            "them: only correct them by a new version."
        ),
        done="",
        act=lifecycle.publish,
        is_main=True,
    ),
    StepPage(
        name="schedule",
        states=(State.APPROVED,),
        by_approver=True,
        title=gettext_lazy("Set the moment"),
        title_again=gettext_lazy("Change the moment"),
        meaning=gettext_lazy("At that moment it becomes public everywhere, by itself."),
        done="",
        act=lifecycle.schedule,
        form=MomentForm,
    ),
    StepPage(
        name="unschedule",
        states=(State.APPROVED,),
        by_approver=True,
        title=gettext_lazy("Take the moment away"),
        meaning=gettext_lazy("It stays approved and waits until somebody publishes it."),
        done=gettext_lazy("It has no moment any more."),
        act=lifecycle.unschedule,
        heading=gettext_lazy("What it holds"),
        has_moment=True,
        stands_apart=True,
    ),
    StepPage(
        name="recall",
        states=(State.APPROVED,),
        by_approver=True,
        title=gettext_lazy("Take the approval back"),
        meaning=gettext_lazy("It becomes a draft again and must be approved anew."),
        done=gettext_lazy("It is a draft again."),
        act=lifecycle.recall,
        heading=gettext_lazy("What it holds"),
        form=RecallForm,
        stands_apart=True,
    ),
    StepPage(
        name="abandon",
        states=(State.DRAFT, State.IN_REVIEW),
        by_approver=False,
        title=gettext_lazy("Abandon"),
        meaning=gettext_lazy(
            "Its figures are removed for good. That it was there stays on record."
        ),
        done=gettext_lazy("Abandoned."),
        act=lifecycle.abandon,
        button=gettext_lazy("Abandon it with its figures"),
        heading=gettext_lazy("What is removed"),
        is_loss=True,
        stands_apart=True,
    ),
]


def may(user: Any, page: StepPage, release: Release) -> bool:
    """Tell whether `user` has the right to a step of this release, whatever its state."""
    if page.by_approver:
        return user.has_perm("metrics.approve_release")
    return user.has_perm("metrics.change_release") and owns(user, release)


def is_own_approval(user: Any, page: StepPage, release: Release) -> bool:
    """Tell whether `user` would approve what they prepared."""
    return page.name == "approve" and user.pk in lifecycle.prepared_by(release)


def stands_open(page: StepPage, release: Any) -> bool:
    """Tell whether a step leads on from where the release stands; needs `is_public`."""
    if release.is_public or release.state not in page.states:
        return False
    return page.has_moment is None or page.has_moment == bool(release.published_at)


def open_to(user: Any, release: Any) -> list[StepPage]:
    """Return the steps that `user` may take with `release` as it stands; needs `is_public`."""
    return [
        page
        for page in PAGES
        if stands_open(page, release)
        and may(user, page, release)
        and not is_own_approval(user, page, release)
    ]
