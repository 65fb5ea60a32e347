"""When and where a moved session was to be before, as the audit trail tells."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from events.models import Session
from events.programme import session_when
from forum_portal.words import localized

# The last place in the programme that readers saw before the session was moved away from it.
FORMER = """
WITH version AS (
    SELECT *, lead(pgh_created_at, 1, 'infinity') OVER (ORDER BY pgh_id) AS until
    FROM events_sessionevent WHERE pgh_obj_id = %s
)
SELECT version.date, version.part_of_day, version.start, version.end, room.name, room.name_en,
    ROW(version.date, version.start, version.end, version.part_of_day)
        IS DISTINCT FROM ROW(session.date, session.start, session.end, session.part_of_day)
        AND coalesce(version.date, version.start::date) IS NOT NULL,
    version.room_id IS DISTINCT FROM session.room_id AND room.id IS NOT NULL
FROM version
JOIN events_session session ON session.id = version.id AND session.forum_id = version.forum_id
LEFT JOIN events_room room ON room.id = version.room_id
WHERE version.state IN ('planned', 'held') AND version.is_published AND (
    SELECT forum.is_published FROM events_forumevent forum
    WHERE forum.pgh_obj_id = version.forum_id AND forum.pgh_created_at <= version.until
    ORDER BY forum.pgh_id DESC LIMIT 1
)
ORDER BY version.pgh_id DESC
"""


@dataclass(frozen=True)
class Former:
    """A place in the programme; what a session has still is not told, time or room."""

    date: date | None
    part_of_day: str
    start: datetime | None
    end: datetime | None
    name: str
    name_en: str
    has_other_time: bool
    has_other_room: bool


def former_time(session: Any) -> Former | None:
    """Return where a moved session stood before; None where the public trail tells of nothing.

    What was no more than a draft is not told. One query for a moved session, none for others.
    """
    if session.state != Session.State.MOVED:
        return None
    with connection.cursor() as cursor:
        cursor.execute(FORMER, [session.pk])
        versions = [Former(*each) for each in cursor.fetchall()]
    return next((each for each in versions if each.has_other_time or each.has_other_room), None)


def change_notice(session: Any, former: Former | None, zone: tzinfo) -> str:
    """Return the sentence that the page of a moved or cancelled session says first; or ""."""
    if session.state == Session.State.CANCELLED:
        return _("This session was cancelled.")
    if session.state != Session.State.MOVED:
        return ""
    if former is None:
        return _("This session was moved.")
    when = session_when(former, zone) if former.has_other_time else ""
    room = localized(former, "name") if former.has_other_room else ""
    told = ", ".join(filter(None, [when, room]))
    return _("This session was moved from %(former)s.") % {"former": told}
