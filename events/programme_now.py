"""What is held now and what comes next, on the days of a forum."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from events.editions import as_day
from events.models import Forum, Session
from events.programme import (
    ProgrammeEntry,
    as_moment,
    programme_entry,
    programme_place,
    session_day,
)

OFF = (Forum.State.CANCELLED, Forum.State.POSTPONED)


@dataclass(frozen=True)
class NowAndNext:
    """Sessions of this moment and those that begin next, `next_day` where it is another day.

    False when the forum is not going on.
    """

    now: list[ProgrammeEntry] = field(default_factory=list)
    next: list[ProgrammeEntry] = field(default_factory=list)
    next_day: date | None = None

    def __bool__(self) -> bool:
        return bool(self.now or self.next)

    @property
    def slugs(self) -> set[str]:
        """The addresses of what is held now."""
        return {each.session.slug for each in self.now}


def now_and_next(
    forum: Any, moment: datetime, zone: tzinfo, kept: Sequence[Any] | None = None
) -> NowAndNext:
    """Return what of a forum with its `session_rows` is held at `moment`, and what is next.

    Where `kept` is given, only sessions among those are told of.
    """
    here = moment.astimezone(zone)
    held = [each for each in forum.session_rows if each.state != Session.State.CANCELLED]
    if forum.state in OFF or not _goes_on(forum, held, here, zone):
        return NowAndNext()
    slugs = {each.slug for each in (held if kept is None else kept)}
    told = (each for each in held if each.slug in slugs)
    ordered = sorted(told, key=lambda each: programme_place(each, zone))
    later = [
        (start, each) for each in ordered if (start := as_moment(each.start, zone)) and start > here
    ]
    first = min((start for start, _each in later), default=None)
    following = [each for start, each in later if start == first]
    return NowAndNext(
        now=_entries((each for each in ordered if _is_held(each, here)), zone),
        next=_entries(following, zone),
        next_day=first.date() if first and first.date() != here.date() else None,
    )


def _entries(sessions: Iterable[Any], zone: tzinfo) -> list[ProgrammeEntry]:
    return [programme_entry(each, zone, silent=[Session.State.PLANNED]) for each in sessions]


def _goes_on(forum: Any, sessions: Sequence[Any], here: datetime, zone: tzinfo) -> bool:
    """Tell whether it is a day of the forum or of a session, or what began on one still lasts."""
    first, last = as_day(forum.date_start), as_day(forum.date_end or forum.date_start)
    if first and last and first <= here.date() <= last:
        return True
    return any(session_day(each, zone) == here.date() or _is_held(each, here) for each in sessions)


def _is_held(session: Any, here: datetime) -> bool:
    """Tell whether a session has begun and not ended; never where its end is not known."""
    # In UTC: an hour that the clock shows twice is held once.
    start, end = as_moment(session.start, UTC), as_moment(session.end, UTC)
    return bool(start and end and start <= here < end)
