"""What happened to a release, for the page where officers look at it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forum_portal.words import moment_text, staff_name
from metrics.models import ReleaseStep

Action = ReleaseStep.Action
SEALED = (Action.SCHEDULED, Action.PUBLISHED)  # the steps that give a release its moment


@dataclass(frozen=True)
class Event:
    """One line of the story; `who` is empty for what the portal did by itself."""

    what: str
    at: datetime
    who: str = ""
    comment: str = ""


def story(release: Any) -> list[Event]:
    """Return the steps of a release, the last first; needs `is_public`."""
    steps = list(release.steps.select_related("by").order_by("pk"))
    moments = _moments(release, steps)
    events = [_event(step, moments.get(step.pk)) for step in steps]
    if release.is_public and any(step.action == Action.SCHEDULED for step in steps[-1:]):
        events.append(Event(_("made public by itself"), release.published_at))
    return events[::-1]


def given_back(release: Any) -> tuple[str, str] | None:
    """Return who gave a draft back to its author and what they said; None for a fresh draft."""
    step = release.steps.select_related("by").order_by("pk").last()
    texts = {
        Action.RETURNED: _("Sent back by %(who)s, %(moment)s:"),
        Action.TAKEN_BACK: _("Taken back by %(who)s, %(moment)s:"),
        Action.RECALLED: _("Approval taken back by %(who)s, %(moment)s:"),
    }
    if step is None or step.action not in texts:
        return None
    words = {"who": staff_name(step.by) if step.by else "–", "moment": moment_text(step.at)}
    return texts[step.action] % words, step.comment


def taken_words(release: Any, last: int) -> str:
    """Return what was done since the step with the id `last`: "Đã duyệt, đã công bố."."""
    texts = {
        Action.SUBMITTED: pgettext("done", "sent for approval"),
        Action.RETURNED: pgettext("done", "sent back"),
        Action.TAKEN_BACK: pgettext("done", "taken back before approval"),
        Action.APPROVED: pgettext("done", "approved"),
        Action.RECALLED: pgettext("done", "approval taken back"),
        Action.SCHEDULED: pgettext("done", "scheduled for %(moment)s"),
        Action.UNSCHEDULED: pgettext("done", "moment taken away"),
        Action.PUBLISHED: pgettext("done", "made public"),
        Action.ABANDONED: pgettext("done", "abandoned"),
    }
    steps = release.steps.filter(pk__gt=last, action__in=texts).order_by("pk")
    rows = steps.values_list("action", "release__published_at")
    said = [texts[action] % {"moment": moment_text(at) if at else ""} for action, at in rows]
    return f"{capfirst(', '.join(said))}."


def last_step(release: Any) -> int:
    """Return the id of the release's last step; 0 before the first."""
    return release.steps.order_by("-pk").values_list("pk", flat=True).first() or 0


def last_move(release: Any) -> int:
    """Return the id of the last step but for edits of the draft, which lead it nowhere."""
    moves = release.steps.exclude(action=Action.EDITED).order_by("-pk")
    return moves.values_list("pk", flat=True).first() or 0


def _event(step: ReleaseStep, moment: datetime | None = None) -> Event:
    what: Any = step.get_action_display()
    if step.action == Action.SCHEDULED and moment:
        what = _("scheduled for %(moment)s") % {"moment": moment_text(moment)}
    return Event(what, step.at, staff_name(step.by) if step.by else "", step.comment)


def _moments(release: Any, steps: list[ReleaseStep]) -> dict[int, datetime]:
    """Return the moment that each step gave, by its id: the seals keep them, in the same order."""
    sealed = [step.pk for step in steps if step.action in SEALED]
    given = release.seals.filter(published_at__isnull=False).order_by("pk")
    moments = list(given.values_list("published_at", flat=True))
    return dict(zip(sealed, moments, strict=True)) if len(sealed) == len(moments) else {}
