"""Figures, citations and changes as CSV, written by Postgres itself and streamed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from forum_portal.blocks import in_blocks
from forum_portal.database import patient
from forum_portal.tables import DIALECTS, Column, Dialect, csv_sql
from forum_portal.text import printable
from metrics import columns
from metrics.models import Citation, Observation, Release
from metrics.models.observation import ObservationQuerySet

BOM = b"\xef\xbb\xbf"


# Every public version passes the gate; the last one of each figure is in force. The window's order
# is that of the index, so that the first rows leave before the last are read.
FIGURES = """
FROM (
    SELECT versions.*, row_number() OVER w AS revision, lead(id) OVER w IS NULL AS is_current
    FROM ({gate}) versions
    WINDOW w AS (
        PARTITION BY indicator_id, period, area_id, kind, instrument_id
        ORDER BY published_at, release_id
    )
) f
"""
LABELS = """
JOIN metrics_indicator indicator ON indicator.id = f.indicator_id
JOIN metrics_pillar pillar ON pillar.id = indicator.pillar_id
JOIN metrics_unit unit ON unit.id = indicator.unit_id
JOIN metrics_area area ON area.id = f.area_id
LEFT JOIN metrics_source instrument ON instrument.id = f.instrument_id
"""
OBSERVATIONS = (
    FIGURES
    + LABELS
    + """
JOIN metrics_release release ON release.id = f.release_id
LEFT JOIN LATERAL (
    SELECT citation.* FROM ({citations}) citation WHERE citation.observation_id = f.id
    ORDER BY citation.position, citation.id LIMIT 1
) cited ON true
LEFT JOIN metrics_source source ON source.id = cited.source_id
WHERE f.is_current
ORDER BY f.indicator_id, f.period, f.area_id, f.kind, f.instrument_id
"""
)
CITATIONS = (
    FIGURES
    + LABELS
    + """
JOIN ({citations}) cited ON cited.observation_id = f.id
JOIN metrics_release release ON release.id = cited.release_id
JOIN metrics_source source ON source.id = cited.source_id
WHERE f.is_current AND f.obs_status <> 'withdrawn'
ORDER BY f.indicator_id, f.period, f.area_id, f.kind, f.instrument_id, cited.position, cited.id
"""
)
CHANGES = (
    "FROM ({held}) f"
    + LABELS
    + """
JOIN metrics_release release ON release.id = f.release_id
LEFT JOIN LATERAL (
    SELECT manifest_sha256 FROM metrics_releaseseal WHERE release_id = release.id
    ORDER BY id DESC LIMIT 1
) seal ON true
LEFT JOIN LATERAL (
    SELECT earlier.*, count(*) OVER () AS versions
    FROM ({gate}) earlier
    WHERE earlier.indicator_id = f.indicator_id AND earlier.period = f.period
        AND earlier.area_id = f.area_id AND earlier.kind = f.kind
        AND earlier.instrument_id IS NOT DISTINCT FROM f.instrument_id
        AND (earlier.published_at, earlier.release_id) < (f.published_at, f.release_id)
    ORDER BY earlier.published_at DESC, earlier.release_id DESC LIMIT 1
) old ON true
ORDER BY f.indicator_id, f.period, f.area_id, f.kind, f.instrument_id
"""
)
# The same chain as `metrics.manifest.chain`; it ends at a release that was never sealed.
RELEASES = """
FROM (
    WITH RECURSIVE public AS (
        SELECT release.*, nullif(seal.manifest_sha256, '') AS manifest_sha256,
            row_number() OVER (
                ORDER BY release.published_at, release.slug COLLATE "C"
            ) AS place,
            (SELECT count(*) FROM metrics_observation o WHERE o.release_id = release.id) AS figures,
            (SELECT count(*) FROM metrics_citation c WHERE c.release_id = release.id) AS citations
        FROM ({gate}) release
        LEFT JOIN LATERAL (
            SELECT manifest_sha256 FROM metrics_releaseseal WHERE release_id = release.id
            ORDER BY id DESC LIMIT 1
        ) seal ON true
    ), links AS (
        SELECT 0::bigint AS place, ''::text AS chain_sha256
        UNION ALL
        SELECT public.place, encode(sha256(convert_to(
            links.chain_sha256 || public.manifest_sha256 || to_char(
                public.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'
            ) || public.slug, 'UTF8')), 'hex')
        FROM links JOIN public ON public.place = links.place + 1
    )
    SELECT public.*, links.chain_sha256 FROM public JOIN links USING (place)
) f
ORDER BY f.place DESC
"""


@dataclass(frozen=True)
class Table:
    """A table that readers download: its columns and the SQL from FROM on, with its parameters."""

    columns: tuple[Column, ...]
    source: str
    params: tuple[Any, ...]


def observations_table(figures: ObservationQuerySet, as_of: datetime | None) -> Table:
    """Return one row for each of `figures` in force, withdrawn ones as such, with its first source.

    `figures` are public versions: they come from `Observation.objects.public(as_of)`.
    """
    return _table(columns.OBSERVATIONS, OBSERVATIONS, figures, as_of)


def citations_table(figures: ObservationQuerySet, as_of: datetime | None) -> Table:
    """Return one row for each public citation of `figures` in force."""
    return _table(columns.CITATIONS, CITATIONS, figures, as_of)


def changes_table(release: Release, as_of: datetime | None) -> Table:
    """Return one row for each figure of a public release, beside the version that it replaced."""
    public = Observation.objects.public(as_of)
    held, held_params = _versions_sql(public.filter(release=release))
    gate, gate_params = _versions_sql(public)
    source = CHANGES.format(held=held, gate=gate)
    return Table(columns.CHANGES, source, (*held_params, *gate_params))


def releases_table(as_of: datetime | None) -> Table:
    """Return one row for each public release, the newest first, with its seal and the chain's."""
    gate, params = Release.objects.public(as_of).order_by().query.sql_with_params()
    return Table(columns.RELEASES, RELEASES.format(gate=gate), params)


def _table(chosen, source: str, figures: ObservationQuerySet, as_of: datetime | None) -> Table:
    gate, gate_params = _versions_sql(figures)
    citations, citation_params = Citation.objects.public(as_of).order_by().query.sql_with_params()
    return Table(
        chosen,
        source.format(gate=gate, citations=citations),
        (*gate_params, *citation_params),
    )


def _versions_sql(figures: ObservationQuerySet) -> tuple[str, tuple]:
    """Return the SQL of public versions with the moment of each, and its parameters."""
    fields = [field.attname for field in Observation._meta.concrete_fields]
    versions = figures.order_by().values(*fields, published_at=F("release__published_at"))
    return versions.query.sql_with_params()


def dialect_from_query(query: Mapping[str, str]) -> Dialect:
    """Read `?dialect=`; a BadRequest that names the parameter for one that there is not."""
    given = query.get("dialect", "")
    if given not in DIALECTS:
        raise BadRequest(
            _("The parameter “dialect” in the address is “%(given)s”. It can be “vi” or “data”.")
            % {"given": printable(given[:40])}
        )
    return DIALECTS[given]


def csv_blocks(table: Table, dialect: Dialect) -> Iterator[bytes]:
    """Return the file in blocks of 128 KiB, after Postgres has begun to answer.

    What goes wrong before that is raised here, so that it becomes a page; what goes wrong after it
    cuts the file short, and nothing is written into it. Closing the iterator frees the connection.
    """
    blocks = _blocks(table, dialect)
    next(blocks)
    return blocks


def _blocks(table: Table, dialect: Dialect) -> Iterator[bytes]:
    sql, params = csv_sql(table.columns, table.source, table.params, dialect)
    with patient(), transaction.atomic(), connection.wrap_database_errors:
        raw: Any = connection.connection  # Django's own cursor takes no parameters for COPY
        with raw.cursor() as cursor:
            # A moment is told as the portal's own clocks show it.
            cursor.execute("SELECT set_config('TimeZone', %s, true)", [settings.TIME_ZONE])
            with cursor.copy(sql, params) as copy:
                yield b""
                yield from in_blocks(chain([BOM] if dialect.bom else [], copy))
