"""The programme in words: sessions by day, their hours, who did what in them.

A session is a record or a nested row; moments are told in the time zone of the forum.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, F, When
from django.db.models.functions import Coalesce, ExtractHour, ExtractMinute, TruncDate
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.editions import as_day
from events.models import Appearance, Session
from forum_portal.templatetags.portal import in_language
from forum_portal.words import date_text, localized

# The last minute of each part of a day: what has no hours comes after what has some.
ENDS = {"1_morning": 12 * 60 - 1, "2_afternoon": 18 * 60 - 1, "3_evening": 24 * 60 - 1}
END_OF_DAY = 24 * 60


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
    is_now: bool = False

    @property
    def details(self) -> list[str]:
        """Room, venue, kind and track, each where it is known, in the reader's language."""
        session = self.session
        named = [(session.room, "name"), (session, "venue"), (session.track, "name")]
        room, venue, track = (in_language(*each) if each[0] else "" for each in named)
        kind = "" if session.kind == Session.Kind.OTHER else self.kind
        return list(filter(None, [room, venue, kind, track]))


@dataclass(frozen=True)
class ProgrammeDay:
    """The sessions of a day; no day is None and comes last."""

    day: date | None
    entries: list[ProgrammeEntry]


# Moments


def zone_of(name: str | None) -> tzinfo:
    """Return the time zone of a forum; the portal's where its name is none that there is."""
    try:
        return ZoneInfo(name or "")
    except (KeyError, OSError, ValueError):  # unknown; a folder's name; no name at all
        return timezone.get_default_timezone()


def as_moment(moment: datetime | str | None, zone: tzinfo | None = None) -> datetime | None:
    """Return a moment that a nested row holds as ISO text; in the portal's zone without another."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return timezone.localtime(moment, zone) if moment else None


def session_day(session: Any, zone: tzinfo | None = None) -> date | None:
    """Return the day of a session, from its hours where no day was typed."""
    start = as_moment(session.start, zone)
    return as_day(session.date) or (start.date() if start else None)


def programme_place(session: Any, zone: tzinfo | None = None) -> tuple:
    """Return the key by which a programme is ordered: day, hour, room, address."""
    start = as_moment(session.start, zone)
    minute = start.hour * 60 + start.minute if start else ENDS.get(session.part_of_day, END_OF_DAY)
    room = getattr(getattr(session, "room", None), "position", None) or 0
    return session_day(session, zone) or date.max, minute, room, session.slug


def time_order() -> tuple:
    """Return the same order for a query of sessions; their days are those of the portal's zone."""
    zone = timezone.get_default_timezone()
    day = Coalesce("date", TruncDate("start", tzinfo=zone))
    start = ExtractHour("start", tzinfo=zone) * 60 + ExtractMinute("start", tzinfo=zone)
    ends = [When(part_of_day=part, then=minute) for part, minute in ENDS.items()]
    minute = Coalesce(start, Case(*ends, default=END_OF_DAY))
    return day.asc(nulls_last=True), minute, F("room__position").asc(nulls_first=True), "slug"


def session_time(session: Any, zone: tzinfo | None = None) -> str:
    """Return "8:30–10:00", "Afternoon", or nothing where no source gives the hours.

    An end on another day says so: "22:30–0:30 the next day".
    """
    start, end = as_moment(session.start, zone), as_moment(session.end, zone)
    if start and end:
        return f"{hour_text(start)}–{hour_text(end)}{_other_day(start, end)}"
    if start:
        return hour_text(start)
    if session.part_of_day:
        return capfirst(str(Session.PartOfDay(session.part_of_day).label))
    return ""


def _other_day(start: datetime, end: datetime) -> str:
    days = (end.date() - start.date()).days
    if days == 0 or (days == 1 and not (end.hour or end.minute)):
        return ""  # midnight ends the day
    next_day = _("the next day")
    return f" {next_day}" if days == 1 else f", {date_text(end.date())}"


def session_when(session: Any, zone: tzinfo | None = None) -> str:
    """Return day and time in one: "Chiều 26/12/2023"; empty where neither is known."""
    parts = [session_time(session, zone), date_text(session_day(session, zone))]
    return " ".join(filter(None, parts))


def hour_text(moment: datetime) -> str:
    """Return "8:30"."""
    return f"{moment.hour}:{moment.minute:02}"


def zone_sentence(sessions: Iterable[Any], zone: tzinfo) -> str:
    """Return which time the hours are told in; empty where no hours are known."""
    starts = sorted(filter(None, (as_moment(each.start, zone) for each in sessions)))
    offsets = " → ".join(dict.fromkeys(map(offset_text, starts)))  # the clock may be changed within
    return (
        _("Hours are in the time of the place: %(offset)s.") % {"offset": offsets}
        if offsets
        else ""
    )


def offset_text(moment: datetime) -> str:
    """Return "UTC+7" or "UTC−3:30"."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"


# Sessions in words


def programme_by_day(
    sessions: Iterable[Any],
    zone: tzinfo | None = None,
    now: Collection[str] = (),
    silent: Collection[str] = (),
) -> list[ProgrammeDay]:
    """Return the sessions by day, those without one last.

    `now` are the addresses of those that are held now, `silent` states that the page tells once.
    """
    ordered = sorted(sessions, key=lambda each: programme_place(each, zone))
    return [
        ProgrammeDay(day, [programme_entry(each, zone, now, silent) for each in group])
        for day, group in groupby(ordered, key=lambda each: session_day(each, zone))
    ]


def programme_entry(
    session: Any,
    zone: tzinfo | None = None,
    now: Collection[str] = (),
    silent: Collection[str] = (),
) -> ProgrammeEntry:
    """Return a session with its time, kind and people in words."""
    return ProgrammeEntry(
        time=session_time(session, zone),
        session=session,
        kind=capfirst(str(Session.Kind(session.kind).label)),
        state="" if session.state in silent else state_word(session.state),
        duties=duties_of(getattr(session, "appearances", ())),
        is_now=session.slug in now,
    )


def state_word(state: str) -> str:
    """Return what a reader must know about a session; empty for one that was held."""
    return "" if state == Session.State.HELD else capfirst(str(Session.State(state).label))


def changed_word(session: Any) -> str:
    """Return "Moved" or "Cancelled", which a link to a session says wherever it stands; or ""."""
    changed = (Session.State.MOVED, Session.State.CANCELLED)
    return state_word(session.state) if session.state in changed else ""


def title_with_change(session: Any) -> str:
    """Return a session's title, plain, in the reader's language: "Opening (Cancelled)"."""
    title, word = localized(session, "title"), changed_word(session)
    return f"{title} ({word})" if word else title


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
    """Return the one sentence that says what is not known of a programme; empty when all is."""
    if not sessions:
        return _("No source for the programme yet.")
    without = sum(not each.start for each in sessions)
    if without == len(sessions):
        return _("No source yet for other sessions, hours and rooms.")
    return hours_unknown(sessions)


def hours_unknown(sessions: Sequence[Any]) -> str:
    """Return of how many sessions the hours are not known; empty where all are."""
    without = sum(not each.start for each in sessions)
    sentence = ngettext(
        "The hours of %(number)s session are not known yet.",
        "The hours of %(number)s sessions are not known yet.",
        without,
    )
    return sentence % {"number": without} if without else ""
