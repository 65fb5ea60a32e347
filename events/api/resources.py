"""Forums and all that belongs to them, as what is public of it."""

from typing import Any

from django.db.models import QuerySet

from events.api import columns
from events.models import Appearance, ForumRole, Person
from forum_portal.api.resources import Resource
from metrics.models import Area

# A list is never null: a record with no part has an empty one.
OBJECTS = "coalesce(json_agg(json_build_object({}) ORDER BY {}), '[]'::json) AS list"
NAMED = "'organisation', organisation.slug, 'name', organisation.name"


def _listed(fields: str, order: str) -> str:
    return OBJECTS.format(fields, order)


FORUMS = Resource(
    name="forums",
    record="Forum",
    columns=columns.FORUMS,
    source=f"""
FROM ({{gate}}) f
LEFT JOIN ({{areas}}) area ON area.id = f.area_id
LEFT JOIN LATERAL (
    SELECT {_listed(f"{NAMED}, 'role', role.role", "role.position, role.id")}
    FROM ({{roles}}) role
    JOIN forum_portal_organisation organisation ON organisation.id = role.organisation_id
    WHERE role.forum_id = f.id
) roles ON true
""",
    parts=lambda as_of: {
        "areas": Area.objects.public(as_of),
        "roles": ForumRole.objects.published().order_by(),
    },
)
SESSIONS = Resource(
    name="sessions",
    record="Session",
    columns=columns.SESSIONS,
    source=f"""
FROM ({{gate}}) f
JOIN events_forum forum ON forum.id = f.forum_id
LEFT JOIN events_room room ON room.id = f.room_id
LEFT JOIN events_track track ON track.id = f.track_id
LEFT JOIN LATERAL (
    SELECT {_listed(NAMED, "organisation.sort_key")}
    FROM events_session_hosts host
    JOIN forum_portal_organisation organisation ON organisation.id = host.organisation_id
    WHERE host.session_id = f.id
) hosts ON true
LEFT JOIN LATERAL (
    SELECT {
        _listed(
            "'person', person.slug, 'name', person.name, 'role', said.role, "
            "'job_title', nullif(said.job_title, ''), 'organisation', "
            "coalesce(organisation.name, nullif(said.organisation_as_printed, ''))",
            "person.sort_key, said.id",
        )
    }
    FROM ({{said}}) said
    JOIN events_person person ON person.id = said.person_id
    LEFT JOIN forum_portal_organisation organisation ON organisation.id = said.organisation_id
    WHERE said.session_id = f.id
) people ON true
""",
    parts=lambda as_of: {"said": Appearance.objects.published().order_by()},
)
PEOPLE = Resource(
    name="people",
    record="Person",
    columns=columns.PEOPLE,
    source=f"""
FROM ({{gate}}) f
LEFT JOIN LATERAL (
    SELECT {
        _listed(
            "'forum', forum.slug, 'session', session.slug, 'role', said.role, "
            "'job_title', nullif(said.job_title, ''), 'organisation', "
            "coalesce(organisation.name, nullif(said.organisation_as_printed, '')), "
            "'name_as_printed', nullif(said.name_as_printed, '')",
            "forum.year DESC NULLS LAST, forum.slug, said.id",
        )
    }
    FROM ({{said}}) said
    JOIN events_forum forum ON forum.id = said.forum_id
    LEFT JOIN events_session session ON session.id = said.session_id
    LEFT JOIN forum_portal_organisation organisation ON organisation.id = said.organisation_id
    WHERE said.person_id = f.id
) appearances ON true
""",
    parts=lambda as_of: {"said": Appearance.objects.published().order_by()},
)
ORGANISATIONS = Resource(
    name="organisations",
    record="Organisation",
    columns=columns.ORGANISATIONS,
    source="""
FROM ({gate}) f
LEFT JOIN forum_portal_organisation heir ON heir.id = f.successor_id
""",
)
BOOTHS = Resource(
    name="booths",
    record="Booth",
    columns=columns.BOOTHS,
    source=f"""
FROM ({{gate}}) f
JOIN events_exhibition exhibition ON exhibition.id = f.exhibition_id
JOIN events_forum forum ON forum.id = exhibition.forum_id
LEFT JOIN LATERAL (
    SELECT {_listed(NAMED, "organisation.sort_key")}
    FROM events_booth_organisations exhibitor
    JOIN forum_portal_organisation organisation ON organisation.id = exhibitor.organisation_id
    WHERE exhibitor.booth_id = f.id
) organisations ON true
""",
)
REPORTS = Resource(
    name="reports",
    record="Report",
    columns=columns.REPORTS,
    source="""
FROM ({gate}) f
LEFT JOIN events_forum forum ON forum.id = f.forum_id
LEFT JOIN metrics_source source ON source.id = f.source_id
""",
)


def people_at(forum: str) -> QuerySet[Any]:
    """Return the people who did something at a forum."""
    said = Appearance.objects.published().filter(forum__slug=forum)
    return Person.objects.public().filter(pk__in=said.values("person"))
