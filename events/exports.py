"""A forum's lists as tables that readers download: what its pages show, and nothing else."""

from typing import Any

from django.db.models import F, Q, QuerySet

from events import columns
from events.models import Appearance, Booth, Evidence, Forum, Session
from forum_portal.tables import Table
from metrics.columns import SOURCES

# {gate} holds the public records, each with its place in the order of the page.
PROGRAMME = """
FROM ({gate}) f
JOIN events_forum forum ON forum.id = f.forum_id
LEFT JOIN events_room room ON room.id = f.room_id
LEFT JOIN events_track track ON track.id = f.track_id
LEFT JOIN LATERAL (
    SELECT string_agg(organisation.name, '; ' ORDER BY organisation.sort_key) AS names
    FROM events_session_hosts host
    JOIN forum_portal_organisation organisation ON organisation.id = host.organisation_id
    WHERE host.session_id = f.id
) hosts ON true
LEFT JOIN LATERAL (
    SELECT string_agg(person.name || ' (' || said.role || ')', '; ' ORDER BY said.place) AS names
    FROM ({said}) said JOIN events_person person ON person.id = said.person_id
    WHERE said.session_id = f.id
) people ON true
ORDER BY forum.slug, f.place
"""
SPEAKERS = """
FROM ({gate}) f
JOIN events_forum forum ON forum.id = f.forum_id
JOIN events_person person ON person.id = f.person_id
LEFT JOIN forum_portal_organisation organisation ON organisation.id = f.organisation_id
LEFT JOIN events_session session ON session.id = f.session_id
ORDER BY forum.slug, f.place
"""
EXHIBITION = """
FROM ({gate}) f
JOIN events_exhibition exhibition ON exhibition.id = f.exhibition_id
JOIN events_forum forum ON forum.id = exhibition.forum_id
LEFT JOIN LATERAL (
    SELECT string_agg(organisation.name, '; ' ORDER BY organisation.sort_key) AS names
    FROM events_booth_organisations exhibitor
    JOIN forum_portal_organisation organisation ON organisation.id = exhibitor.organisation_id
    WHERE exhibitor.booth_id = f.id
) organisations ON true
ORDER BY forum.slug, f.place
"""
SOURCES_OF_FACTS = """
FROM metrics_source source WHERE source.id IN (
    SELECT ground.source_id FROM ({gate}) ground
)
ORDER BY source.slug
"""


def programme_table(forum: Forum | None = None) -> Table:
    """Return one row for each session of a forum, or of all, in the order of the programme."""
    sessions = Session.objects.published().filter(_at(forum, "forum")).in_programme_order()
    gate, params = _placed(sessions)
    said, said_params = _placed(_appearances(forum))
    source = PROGRAMME.format(gate=gate, said=said)
    # In the order of the SQL: who spoke is joined after the sessions.
    sources = _sources(_at(forum, "session__forum"))
    return Table(columns.PROGRAMME, source, (*params, *said_params), sources)


def speakers_table(forum: Forum | None = None) -> Table:
    """Return one row for each part that somebody had in a forum, or in any, as its page does."""
    gate, params = _placed(_appearances(forum))
    sources = _sources(_at(forum, "appearance__forum"))
    return Table(columns.SPEAKERS, SPEAKERS.format(gate=gate), params, sources)


def exhibition_table(forum: Forum | None = None) -> Table:
    """Return one row for each booth at a forum, or at all, in the order of its page."""
    booths = Booth.objects.published().filter(_at(forum, "exhibition__forum"))
    gate, params = _placed(
        booths.order_by(
            F("exhibition__opened_on").asc(nulls_last=True),
            *("exhibition__slug", "category", "sort_key", "pk"),
        )
    )
    facts = _at(forum, "exhibition__forum") | _at(forum, "booth__exhibition__forum")
    return Table(columns.EXHIBITION, EXHIBITION.format(gate=gate), params, _sources(facts))


def _at(forum: Forum | None, field: str) -> Q:
    return Q(**{field: forum.pk}) if forum else Q(**{f"{field}__isnull": False})


def _appearances(forum: Forum | None) -> QuerySet:
    return Appearance.objects.published().filter(_at(forum, "forum")).in_order_of_speaking()


def _sources(facts: Q) -> Table:
    evidence = Evidence.objects.published().filter(facts).order_by().values("source_id")
    gate, params = evidence.query.sql_with_params()
    return Table(SOURCES, SOURCES_OF_FACTS.format(gate=gate), params)


def _placed(records: QuerySet) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL of ordered records with the place of each, and its parameters."""
    fields = [field.attname for field in records.model._meta.concrete_fields]
    sql, params = records.values(*fields).query.sql_with_params()
    return f"SELECT ordered.*, row_number() OVER () AS place FROM ({sql}) ordered", params
