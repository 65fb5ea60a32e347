"""Days far from their forum's, and sessions longer than a day: slips, most likely."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from events.editions import days_text
from events.models import Exhibition, Forum, Session
from events.programme import zone_of
from forum_portal.words import date_text

FAR = timedelta(days=7)
LONGEST = timedelta(hours=24)


def slips(record: Any) -> Iterator[str]:
    """Yield a sentence for each day or length that is most likely none of what was meant.

    Of a saved session, of an exhibition, or of a forum with all that it has: two queries at most.
    """
    if isinstance(record, Forum):
        for session in record.sessions.order_by("date", "start", "slug"):
            yield from _of_session(session, record)
        for each in record.exhibitions.order_by("slug"):
            yield from _of_day(each.title, each.opened_on, record)
    elif isinstance(record, Session):
        yield from _of_session(record, record.forum)
    elif isinstance(record, Exhibition):
        yield from _of_day(record.title, record.opened_on, record.forum)


def _of_session(session: Session, forum: Forum) -> Iterator[str]:
    start, end = session.start, session.end
    day = session.date or (start and timezone.localdate(start, zone_of(forum.time_zone)))
    yield from _of_day(session.title, day, forum)
    if start and end and end - start > LONGEST:
        text = _("“%(name)s” lasts longer than 24 hours. Change its hours if this is a slip.")
        yield text % {"name": session.title}


def _of_day(name: str, day: date | None, forum: Forum) -> Iterator[str]:
    known = _days(forum)
    if not (day and known) or known[0] - FAR <= day <= known[1] + FAR:
        return
    text = _(
        "“%(name)s” is on %(day)s, more than a week off its forum (%(days)s). Change the day if "
        "this is a slip."
    )
    days = days_text(forum) or str(forum.year)
    yield text % {"name": name, "day": date_text(day), "days": days}


def _days(forum: Forum) -> tuple[date, date] | None:
    if forum.date_start:
        return forum.date_start, forum.date_end or forum.date_start
    return (date(forum.year, 1, 1), date(forum.year, 12, 31)) if forum.year else None
