"""A long programme in brief: a line for each day, which leads to its sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from events.programme import ProgrammeDay, as_moment, session_time
from forum_portal.addresses import reverse

MOST_LISTED = 12  # sessions; of more, the page of the forum tells the days alone


@dataclass(frozen=True)
class BriefDay:
    """A day of a programme: how many sessions it has, its hours where known, and their page."""

    day: date | None
    number: int
    hours: str
    url: str


def days_in_brief(
    programme: Sequence[ProgrammeDay], slug: str, zone: tzinfo | None = None
) -> list[BriefDay]:
    """Return the days of a forum's programme; [] where all sessions can be listed."""
    if sum(len(each.entries) for each in programme) <= MOST_LISTED:
        return []
    page = reverse("events:forum-programme", [slug])
    return [_brief(each, page, zone) for each in programme]


def _brief(day: ProgrammeDay, page: str, zone: tzinfo | None) -> BriefDay:
    sessions = [each.session for each in day.entries]
    chosen = f"?{urlencode({'ngay': day.day.isoformat()})}" if day.day else ""
    return BriefDay(day.day, len(sessions), _hours(sessions, zone), page + chosen)


def _hours(sessions: Sequence[Any], zone: tzinfo | None) -> str:
    """Return from when until when the sessions are: "8:00–17:00"; empty where none has hours."""
    starts = [moment for each in sessions if (moment := as_moment(each.start, zone))]
    ends = [moment for each in sessions if (moment := as_moment(each.end, zone))]
    span = SimpleNamespace(start=min(starts, default=None), end=None, part_of_day="")
    span.end = max((each for each in ends if starts and each > span.start), default=None)
    return session_time(span, zone)
