"""iCalendar (RFC 5545): a session is one event for ever, also when it is moved or cancelled."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vText

from events.models import Appearance, Forum, Session
from events.models.forum import FIRST_YEAR, LAST_YEAR
from events.programme import as_moment, session_day, state_word, zone_of
from events.revisions import BEFORE_ALL, Revision, forum_revisions, session_revisions
from forum_portal.prepared import prepared
from forum_portal.words import localized
from metrics.feeds import clean

CONTENT_TYPE = "text/calendar"
MAKER = "-//forum-portal//schedule//VI"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
OF_SESSION = {Session.State.PLANNED: TENTATIVE, Session.State.CANCELLED: CANCELLED}
OF_FORUM = {Forum.State.POSTPONED: TENTATIVE, Forum.State.CANCELLED: CANCELLED}
DATED = Q(start__isnull=False) | Q(date__isnull=False)


@prepared
def sessions_of_forum(slug: str) -> Any:
    """Return the sessions of a forum that have a day."""
    return _dated().filter(forum__slug=slug)


@prepared
def sessions_of_person(slug: str) -> Any:
    """Return the sessions that have a day and that somebody had a part in."""
    parts = Appearance.objects.published().filter(person__slug=slug)
    return _dated().filter(pk__in=parts.values("session"))


@prepared
def forums_of_person(slug: str) -> Any:
    """Return the forums with a day where the session that somebody had a part in has none."""
    parts = Appearance.objects.published().filter(person__slug=slug)
    dated = Session.objects.published().filter(DATED).values("pk")
    within = parts.filter(Q(session__isnull=True) | ~Q(session__in=dated)).values("forum")
    forums = Forum.objects.published().filter(date_start__isnull=False)
    return forums.filter(pk__in=within).order_by("date_start", "slug")


@prepared
def session_alone(slug: str) -> Any:
    """Return a session that readers may see, whether it has a day or not."""
    return Session.objects.published().filter(slug=slug).select_related("forum", "room")


def _dated() -> Any:
    sessions = Session.objects.published().filter(DATED).select_related("forum", "room")
    return sessions.order_by(
        F("date").asc(nulls_last=True), F("start").asc(nulls_last=True), "slug"
    )


def day_of(session: Any) -> date | None:
    """Return the day of a session in the programme of its forum."""
    return session_day(session, _zone(session.forum))


def is_told_by_none(forum: Any, sessions: Iterable[Any], day: date | None) -> bool:
    """Tell whether no session stands for a forum on its own days, or on a `day` that is of them."""
    first, last = forum.date_start, forum.date_end or forum.date_start
    if not first or not first <= (day or first) <= last:
        return False
    return not any(first <= on <= last for on in map(day_of, sessions) if on)


def calendar(name: str, page: str, sessions: Sequence[Any], forums: Iterable[Any] = ()) -> bytes:
    """Return a calendar of sessions with a day, and of whole forums; `page` is the path of both."""
    written = Calendar()
    written.add("prodid", MAKER)
    written.add("version", "2.0")
    for called in ("name", "x-wr-calname"):  # the second is what most programs know
        written.add(called, vText(_clean(name)))
    written.add("url", settings.PORTAL_ORIGIN + page)
    whole = list(forums)
    for zone in dict.fromkeys(map(_zone, [*(each.forum for each in sessions), *whole])):
        if told := steady_zone(zone):
            written.add_component(told)
    of_sessions, of_forums = session_revisions(sessions), forum_revisions(whole)
    for session in sessions:
        written.add_component(session_event(session, of_sessions[session.pk]))
    for forum in whole:
        written.add_component(_forum_event(forum, of_forums[forum.pk]))
    return written.to_ical()


@cache
def steady_zone(zone: tzinfo) -> Timezone | None:
    """Return a time zone for all years that a forum may be of; None where its clock is changed.

    The library begins a summer time an hour late: such a forum's moments are told in UTC.
    """
    span = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 1, 1)
    told = Timezone.from_tzid(str(zone), first_date=span[0], last_date=span[1])
    told.pop("COMMENT", None)
    return told if len(told.subcomponents) == 1 else None


def session_event(session: Any, revision: Revision) -> Event:
    """Return a session as an event; one without hours takes the whole day."""
    event = _event(session, localized(session, "title"), revision)
    start, end = (_moment(each, _zone(session.forum)) for each in (session.start, session.end))
    event.add("dtstart", start or session.date)
    if start and end:
        event.add("dtend", end)
    event.add("status", _status(session))
    room = localized(session.room, "name") if session.room else ""
    _add(event, "location", ", ".join(filter(None, [room, session.venue or session.forum.venue])))
    _add(event, "description", _told(session))
    event.add("categories", [str(Session.Kind(session.kind).label)])
    return event


def _status(session: Any) -> str:
    """Return how sure it is; what was moved is a plan like its neighbours until it was held."""
    of_session = OF_SESSION.get(session.state, CONFIRMED)
    if session.state == Session.State.MOVED and session.forum.state == Forum.State.ANNOUNCED:
        of_session = TENTATIVE
    return CANCELLED if of_session == CANCELLED else OF_FORUM.get(session.forum.state, of_session)


def _zone(forum: Any) -> tzinfo:
    return zone_of(forum.time_zone)


def _moment(moment: datetime | None, zone: tzinfo) -> datetime | None:
    return as_moment(moment, zone if steady_zone(zone) else UTC)


def _told(session: Any) -> str:
    """Return what a calendar has no field for: the state, the part of the day, the abstract."""
    part = "" if session.start or not session.part_of_day else session.get_part_of_day_display()
    lines = [state_word(session.state), capfirst(part), localized(session, "abstract")]
    if not session.start:
        lines.insert(1, _("Hours not known"))
    return "\n".join(filter(None, lines))


def _forum_event(forum: Any, revision: Revision) -> Event:
    event = _event(forum, localized(forum, "name"), revision)
    event.add("dtstart", forum.date_start)
    event.add("dtend", (forum.date_end or forum.date_start) + timedelta(days=1))
    event.add("status", OF_FORUM.get(forum.state, CONFIRMED))
    _add(event, "location", forum.venue)
    _add(event, "description", localized(forum, "theme"))
    return event


def _event(record: Any, title: str, revision: Revision) -> Event:
    event = Event()
    event.add("uid", str(revision.guid))
    event.add("dtstamp", revision.modified)
    if revision.modified != BEFORE_ALL:
        event.add("last-modified", revision.modified)
    event.add("sequence", revision.sequence)
    event.add("summary", _clean(title))
    event.add("url", settings.PORTAL_ORIGIN + record.get_absolute_url())
    return event


def _add(event: Event, name: str, text: str) -> None:
    if text:
        event.add(name, _clean(text))


def _clean(text: str) -> str:
    """Return the text without the characters that no calendar can hold."""
    return clean(text).replace("\x7f", "").replace("\r", "")
