"""What is still to come: it cannot have been held, whatever its state says."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from events.editions import NOT_TO_BE_HELD, as_day
from events.models import Forum, Session
from events.programme import session_when, zone_of
from forum_portal.words import date_text


def is_to_come(forum: Any) -> bool:
    """Tell whether a forum's first day, or its year where no day is known, lies ahead."""
    today, first = _today(forum), as_day(forum.date_start)
    if first:
        return first > today
    return bool(forum.year and forum.year > today.year)


def is_awaited(forum: Any) -> bool:
    """Tell whether a forum, or a row of it, is still to be held: readers see it as one to come.

    One that is announced without a day is awaited up to the end of its year.
    """
    if forum.state in NOT_TO_BE_HELD:
        return False
    if forum.state == Forum.State.ANNOUNCED and not forum.date_start:
        return not forum.year or forum.year >= _today(forum).year
    return is_to_come(forum)


def first_state(forum: Forum | None, day: date | None = None) -> Session.State:
    """Return what a new session most likely is: held only where its forum was, and not ahead."""
    was_held = forum and forum.state == Forum.State.HELD and not is_to_come(forum)
    if forum and was_held and not (day and day > _today(forum)):
        return Session.State.HELD
    return Session.State.PLANNED


def held_ahead(record: Any) -> list[tuple[str, str]]:
    """Return name and time of what is said to be held though it is to come.

    A forum and its sessions, or a session alone: at most one query.
    """
    if isinstance(record, Session):
        sessions = _held_ahead(Session.objects.filter(pk=record.pk), record.forum)
        return [_told(each, record.forum) for each in sessions]
    found = [_told(each, record) for each in _held_ahead(record.sessions, record)]
    if record.state == Forum.State.HELD and is_to_come(record):
        found.insert(0, (record.name, date_text(record.date_start) or str(record.year)))
    return found


def _held_ahead(sessions: Any, forum: Forum) -> QuerySet[Session]:
    later = Q(start__gt=timezone.now()) | Q(start__isnull=True, date__gt=_today(forum))
    return sessions.filter(later, state=Session.State.HELD).in_programme_order()


def _told(session: Session, forum: Forum) -> tuple[str, str]:
    return session.title, session_when(session, zone_of(forum.time_zone))


def _today(forum: Any) -> date:
    return timezone.localdate(timezone=zone_of(forum.time_zone))
