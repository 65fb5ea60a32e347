"""The life of a release: draft, in review, approved, public; or abandoned.

Each action is one transaction that leaves a step behind, and raises PublishingError where the
release may not take it; then nothing has changed. Whether a person has the right to an action is
asked before, by the page; that nobody approves what they prepared is asked here.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from forum_portal.models import User
from metrics.checklist import check
from metrics.clock import PortalNow, portal_now
from metrics.manifest import manifest_sha256
from metrics.models import Citation, Release, ReleaseStep
from metrics.refusals import (
    CitedElsewhereError,
    OwnReleaseError,
    PastMomentError,
    PublishingError,
)
from metrics.sealing import last_seal, seal, unseal, wait_for_turn

State = Release.State
Action = ReleaseStep.Action


def step(release: Release, action: str, by: User | None, comment: str = "") -> ReleaseStep:
    """Write a step down; `by` is None for what the loader of a city's content does."""
    return ReleaseStep.objects.create(
        release=release, action=action, by=by, comment=comment.strip()
    )


def note_edit(release: Release, by: User) -> None:
    """Write down that somebody has a hand in a draft; who has does not approve it later."""
    if by.pk not in prepared_by(release):
        step(release, Action.EDITED, by)


def _action(*states: str) -> Callable:
    """Take the turn and the release's lock first, and refuse a release in none of `states`."""

    def decorate(act: Callable[..., None]) -> Callable[..., Release]:
        @wraps(act)
        @transaction.atomic
        def action(*, release: Release, **arguments) -> Release:
            locked = lock(release)
            if locked.is_public:  # type: ignore[attr-defined]
                raise PublishingError(_("This release is public already."))
            if locked.state not in states:
                raise PublishingError(_wrong_state(locked))
            act(release=locked, **arguments)
            return locked

        return action

    return decorate


def lock(release: Release) -> Release:
    """Return the release as it is now, with `is_public`; nobody changes it until we are done."""
    wait_for_turn()
    return Release.objects.with_public_state().select_for_update(of=("self",)).get(pk=release.pk)


def _wrong_state(release: Release) -> str:
    return {
        State.DRAFT: _("This release is a draft: send it for approval first."),
        State.IN_REVIEW: _("This release waits for approval: nobody has approved it yet."),
        State.APPROVED: _("This release is approved: take the approval back to change it."),
        State.ABANDONED: _("This release was abandoned."),
    }[State(release.state)]


@_action(State.DRAFT)
def submit(*, release: Release, by: User | None, comment: str = "") -> None:
    """Send a draft for approval: its figures are frozen. Warnings must be answered in `comment`."""
    checklist = check(release)
    if checklist.errors:
        raise PublishingError(*checklist.errors)
    if checklist.warnings and not comment.strip():
        text = _("Answer what the checklist noticed in the comment, then send again.")
        raise PublishingError(text, *checklist.warnings)
    _move(release, State.IN_REVIEW)
    step(release, Action.SUBMITTED, by, comment)


@_action(State.IN_REVIEW)
def send_back(*, release: Release, by: User | None, comment: str) -> None:
    """Make a release a draft again; the comment tells its author what to mend."""
    if not comment.strip():
        raise PublishingError(_("Write what must be mended; the author reads it."))
    _move(release, State.DRAFT)
    step(release, Action.RETURNED, by, comment)


@_action(State.IN_REVIEW)
def take_back(*, release: Release, by: User | None, comment: str) -> None:
    """Make a release a draft again for those who sent it; the comment tells why."""
    if not comment.strip():
        raise PublishingError(_("Write why it is taken back; the approver reads it."))
    _move(release, State.DRAFT)
    step(release, Action.TAKEN_BACK, by, comment)


@_action(State.IN_REVIEW)
def approve(*, release: Release, by: User, manifest: str, comment: str = "") -> None:
    """Approve what is in review and fix its manifest; it becomes public by a further action.

    `manifest` is the SHA-256 of what the approver saw: what was changed meanwhile is not approved.
    """
    if by.pk in prepared_by(release):
        raise OwnReleaseError
    _recheck(release)
    digest = manifest_sha256(release)
    if manifest != digest:
        raise PublishingError(_("The release was changed since you opened it. Look at it again."))
    _move(release, State.APPROVED, approver=by)
    seal(release, digest, None)
    step(release, Action.APPROVED, by, comment)


@_action(State.APPROVED)
def schedule(*, release: Release, by: User | None, at: datetime, comment: str = "") -> None:
    """Let an approved release become public by itself `at` a moment to come."""
    if at <= portal_now():
        raise PastMomentError
    _recheck(release)
    seal(release, _approved_manifest(release), at)
    _move(release, State.APPROVED, published_at=at)
    step(release, Action.SCHEDULED, by, comment)


@_action(State.APPROVED)
def unschedule(*, release: Release, by: User | None, comment: str = "") -> None:
    """Take the moment away; the release stays approved."""
    if release.published_at is None:
        raise PublishingError(_("This release has no moment yet."))
    _move(release, State.APPROVED, published_at=None)
    seal(release, _approved_manifest(release), None)
    step(release, Action.UNSCHEDULED, by, comment)


@_action(State.APPROVED)
def publish(*, release: Release, by: User | None, comment: str = "") -> None:
    """Make an approved release public now."""
    _recheck(release)
    moment = seal(release, _approved_manifest(release), PortalNow())
    step(release, Action.PUBLISHED, by, comment)
    _move(release, State.APPROVED, published_at=moment)


@_action(State.APPROVED)
def recall(*, release: Release, by: User | None, comment: str) -> None:
    """Take an approval back before the release is public; it is a draft again."""
    if not comment.strip():
        raise PublishingError(_("Write why the approval is taken back; the author reads it."))
    _move(release, State.DRAFT, published_at=None, approver=None)
    unseal(release)
    step(release, Action.RECALLED, by, comment)


@_action(State.DRAFT, State.IN_REVIEW)
def abandon(*, release: Release, by: User | None, comment: str = "") -> None:
    """Give a release up: its figures go, its steps stay, and its address is free again.

    Not while another release cites one of its figures.
    """
    _require_uncited(release, by)
    if release.state != State.DRAFT:
        _move(release, State.DRAFT)
    release.citations.all().delete()
    release.observations.all().delete()
    _move(release, State.ABANDONED, slug=f"bo-{uuid4().hex}")
    step(release, Action.ABANDONED, by, comment)


def _move(release: Release, state: str, **changes) -> None:
    release.state = state
    for name, value in changes.items():
        setattr(release, name, value)
    Release.objects.filter(pk=release.pk).update(state=state, **changes)


def prepared_by(release: Release) -> set[int | None]:
    """Return the ids of those who may not approve a release: whoever had a hand in it."""
    own = release.steps.filter(action__in=(Action.CREATED, Action.EDITED, Action.SUBMITTED))
    return {release.author_id, *own.values_list("by", flat=True)}


def _recheck(release: Release) -> None:
    """Refuse what the checklist forbids now: units, sources, public figures may have changed."""
    errors = check(release).errors
    if errors:
        raise PublishingError(*errors)


def _require_uncited(release: Release, by: User | None) -> None:
    cited = Citation.objects.filter(observation__release=release).exclude(release=release)
    citing = Release.objects.filter(pk__in=cited.values("release")).order_by("title", "pk")
    if citing.exists():
        raise CitedElsewhereError(citing, by)


def _approved_manifest(release: Release) -> str:
    """Return the SHA-256 that was fixed at approval; refuse a release that differs from it."""
    approved = last_seal(release)
    digest = manifest_sha256(release)
    if approved is None or approved.manifest_sha256 != digest:
        raise PublishingError(_("The release does not hold what was approved any more."))
    return digest
