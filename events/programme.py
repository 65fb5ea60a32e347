"""The programme in words: sessions by day, their hours, who did what in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.editions import as_day
from events.models import Appearance, Session
from forum_portal.words import date_text


@dataclass(frozen=True)
class Duty:
    """What some people did, in a word, and who they were: "Chủ trì", two people."""

    word: str
    people: list[Any]


@dataclass(frozen=True)
class ProgrammeEntry:
    """A session with its time; `session` is the row itself."""

    time: str
    session: Any
    kind: str
    state: str
    duties: list[Duty]


@dataclass(frozen=True)
class ProgrammeDay:
    """The sessions of a day; no day is None and comes last."""

    day: date | None
    entries: list[ProgrammeEntry]


def programme_by_day(sessions: Iterable[Any]) -> list[ProgrammeDay]:
    """Return the sessions, which come in programme order, by day."""
    by_day = sorted(sessions, key=lambda each: session_day(each) or date.max)
    return [
        ProgrammeDay(day, [programme_entry(each) for each in group])
        for day, group in groupby(by_day, key=session_day)
    ]


def session_day(session: Any) -> date | None:
    """Return the day of a session, from its hours where no day was typed."""
    start = as_moment(session.start)
    return as_day(session.date) or (start.date() if start else None)


def programme_entry(session: Any) -> ProgrammeEntry:
    """Return a session (a record or a row) with its time, kind and people in words."""
    return ProgrammeEntry(
        time=session_time(session),
        session=session,
        kind=capfirst(str(Session.Kind(session.kind).label)),
        state=state_word(session.state),
        duties=duties_of(session.appearances),
    )


def state_word(state: str) -> str:
    """Return what a reader must know about a session; empty for one that was held."""
    return "" if state == Session.State.HELD else capfirst(str(Session.State(state).label))


def session_time(session: Any) -> str:
    """Return "8:30–10:00", "Afternoon", or nothing where no source gives the hours."""
    start, end = as_moment(session.start), as_moment(session.end)
    if start and end:
        return f"{_hour(start)}–{_hour(end)}"
    if start:
        return _hour(start)
    if session.part_of_day:
        return capfirst(str(Session.PartOfDay(session.part_of_day).label))
    return ""


def session_when(session: Any) -> str:
    """Return day and time in one: "Chiều 26/12/2023"; empty where neither is known."""
    return " ".join(filter(None, [session_time(session), date_text(session_day(session))]))


def as_moment(moment: datetime | str | None) -> datetime | None:
    """Return a moment that a nested row holds as ISO text, in the portal's time zone."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return timezone.localtime(moment) if moment else None


def _hour(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"


def duties_of(appearances: Sequence[Any]) -> list[Duty]:
    """Return who did what, by role; the appearances come in the order of speaking."""
    return [
        Duty(role_word(role), list(group))
        for role, group in groupby(appearances, key=lambda each: each.role)
    ]


def role_word(role: str) -> str:
    """Return what somebody did, as it opens a line: "Chaired"."""
    return capfirst(str(Appearance.Role(role).label))


def people_by_person(appearances: Iterable[Any]) -> list[list[Any]]:
    """Return the appearances of each person together, in the order of the first of each."""
    people: dict[str, list[Any]] = {}
    for each in appearances:
        people.setdefault(each.person.slug, []).append(each)
    return list(people.values())


def unknown_parts(sessions: Sequence[Any]) -> str:
    """Return the one sentence that says what no source gives of a programme; empty when all is."""
    if not sessions:
        return _("No source for the programme yet.")
    if not all(each.start for each in sessions):
        return _("No source yet for other sessions, hours and rooms.")
    return ""
