"""What the audit trail tells of a session or a forum: who it is for ever, how often it changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)  # of what changed before there was a trail
MOST_NUMBER = 0x7FFFFFFF  # what a program with 32 bits takes

# Where a forum is held, by which clock, and whether: the changes that touch each of its sessions.
FORUMS = """
SELECT id, slug, at FROM (
    SELECT pgh_obj_id AS id, pgh_id, slug, pgh_created_at AS at,
        ROW(state, venue, time_zone) IS DISTINCT FROM lag(ROW(state, venue, time_zone)) OVER (
            PARTITION BY pgh_obj_id ORDER BY pgh_id
        ) AS differs
    FROM events_forumevent WHERE pgh_obj_id = ANY(ARRAY({ids}))
) version WHERE differs
"""
# Of all forums and rooms that a session ever had, so that the number never falls.
SESSIONS = f"""
WITH version AS (
    SELECT pgh_obj_id AS id, pgh_id, slug, pgh_created_at AS at, forum_id, room_id
    FROM events_sessionevent WHERE pgh_obj_id = ANY(%s)
), change AS (
    SELECT id, at FROM version
    UNION ALL
    SELECT stay.id, forum.at FROM (SELECT DISTINCT id, forum_id FROM version) stay
    JOIN ({FORUMS.format(ids="SELECT forum_id FROM version")}) forum ON forum.id = stay.forum_id
    UNION ALL
    SELECT stay.id, room.pgh_created_at FROM (SELECT DISTINCT id, room_id FROM version) stay
    JOIN events_roomevent room ON room.pgh_obj_id = stay.room_id
), birth AS (
    SELECT DISTINCT ON (id) id, slug, at FROM version ORDER BY id, pgh_id
)
SELECT birth.id, birth.slug, birth.at, count(*) - 1, max(change.at)
FROM birth JOIN change USING (id) GROUP BY 1, 2, 3
"""
WHOLE_FORUMS = """
SELECT id, (array_agg(slug ORDER BY pgh_id))[1], min(at), count(*) - 1, max(at) FROM (
    SELECT pgh_obj_id AS id, pgh_id, slug, pgh_created_at AS at
    FROM events_forumevent WHERE pgh_obj_id = ANY(%s)
) version GROUP BY id
"""


@dataclass(frozen=True)
class Revision:
    """`guid` stays whatever becomes of the record; `sequence` grows with each change of it."""

    guid: UUID
    sequence: int = 0
    modified: datetime = BEFORE_ALL

    @property
    def number(self) -> int:
        """The guid for programs that want a positive number."""
        return number_of(self.guid)


def number_of(guid: UUID) -> int:
    """Return a positive number of 31 bits that stands for a guid."""
    return guid.int % MOST_NUMBER + 1


def guid_of(*key: str) -> UUID:
    """Return the guid of what a natural key names: it outlives databases."""
    return uuid5(NAMESPACE_URL, "/".join(key))


def session_revisions(sessions: Iterable) -> dict[int, Revision]:
    """Return the revision of each of some sessions, by key, in one query."""
    return _revisions("session", SESSIONS, sessions)


def forum_revisions(forums: Iterable) -> dict[int, Revision]:
    """Return the revision of each of some forums, by key, in one query."""
    return _revisions("forum", WHOLE_FORUMS, forums)


def _revisions(kind: str, sql: str, records: Iterable) -> dict[int, Revision]:
    """Ask the trail; a record that it does not know has the guid of its address."""
    known = {each.id: Revision(guid_of(kind, each.slug)) for each in records}
    if not known:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(known)])
        # An address may come to another record later, so the moment is part of the name.
        told = {
            key: Revision(guid_of(kind, slug, born.isoformat()), changes, changed)
            for key, slug, born, changes, changed in cursor.fetchall()
        }
    return known | told
