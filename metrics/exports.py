"""The tables of figures, citations, changes and releases that readers download."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from string import Formatter
from typing import Any

from django.db.models import F

from forum_portal.tables import Column, Table
from metrics import columns
from metrics.models import Citation, Observation, Release
from metrics.models.observation import ObservationQuerySet

type Sql = tuple[str, tuple[Any, ...]]  # and its parameters

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


def _label(table: str, name: str, key: str, *, left: bool = False) -> str:
    """Return the join of the one row of a table that a key of the row before it names.

    Never a hash join, which would read and sort all rows before the first one leaves: OFFSET keeps
    Postgres from seeing through, and it remembers the rows that it has found already.
    """
    way = "LEFT JOIN" if left else "JOIN"
    row = f"SELECT labels.* FROM {table} labels WHERE labels.id = {key} OFFSET 0"
    return f"\n{way} LATERAL ({row}) {name} ON true\n"


LABELS = (
    _label("metrics_indicator", "indicator", "f.indicator_id")
    + _label("metrics_pillar", "pillar", "indicator.pillar_id")
    + _label("metrics_unit", "unit", "indicator.unit_id")
    + _label("metrics_area", "area", "f.area_id")
    + _label("metrics_source", "instrument", "f.instrument_id", left=True)
)
# The public releases are read once, not for each citation.
FIRST_SOURCE = (
    _label("metrics_release", "release", "f.release_id")
    + """
LEFT JOIN LATERAL (
    SELECT citation.* FROM metrics_citation citation
    WHERE citation.observation_id = f.id AND citation.release_id = ANY(ARRAY({releases}))
    ORDER BY citation.position, citation.id LIMIT 1
) cited ON true
"""
    + _label("metrics_source", "source", "cited.source_id", left=True)
)
IN_ORDER = "ORDER BY f.indicator_id, f.period, f.area_id, f.kind, f.instrument_id\n"
OBSERVATIONS = f"{FIGURES}{LABELS}{FIRST_SOURCE}WHERE f.is_current\n{IN_ORDER}"
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
ORDER BY f.published_at DESC, f.release_id DESC,
    f.indicator_id, f.period, f.area_id, f.kind, f.instrument_id
"""
)
# The documents that the figures of a file rest on, those that disagree and plans of targets too.
SOURCES_OF_FIGURES = (
    "FROM metrics_source source WHERE source.id IN (SELECT cited.source_id"
    + FIGURES
    + """
JOIN ({citations}) cited ON cited.observation_id = f.id
WHERE f.is_current AND f.obs_status <> 'withdrawn')
ORDER BY source.slug
"""
)
SOURCES_OF_RELEASE = """
FROM metrics_source source WHERE source.id IN (
    SELECT cited.source_id FROM ({citations}) cited JOIN ({held}) f ON cited.observation_id = f.id
)
ORDER BY source.slug
"""
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


def observations_table(figures: ObservationQuerySet, as_of: datetime | None) -> Table:
    """Return one row for each of `figures` in force, withdrawn ones as such, with its first source.

    `figures` are public versions: they come from `Observation.objects.public(as_of)`.
    """
    return figures_table(columns.OBSERVATIONS, OBSERVATIONS, figures, as_of)


def citations_table(figures: ObservationQuerySet, as_of: datetime | None) -> Table:
    """Return one row for each public citation of `figures` in force."""
    return figures_table(columns.CITATIONS, CITATIONS, figures, as_of)


def changes_table(held: ObservationQuerySet, as_of: datetime | None) -> Table:
    """Return one row for each of the public versions `held`, beside the one that it replaced."""
    parts = {
        "held": versions_sql(held),
        "gate": versions_sql(Observation.objects.public(as_of)),
        "citations": _citations_sql(as_of),
    }
    sources = Table(columns.SOURCES, *filled(SOURCES_OF_RELEASE, parts))
    return Table(columns.CHANGES, *filled(CHANGES, parts), sources)


def releases_table(as_of: datetime | None) -> Table:
    """Return one row for each public release, the newest first, with its seal and the chain's."""
    gate = Release.objects.public(as_of).order_by().query.sql_with_params()
    return Table(columns.RELEASES, *filled(RELEASES, {"gate": gate}))


def figures_table(
    chosen: Sequence[Column], source: str, figures: ObservationQuerySet, as_of: datetime | None
) -> Table:
    """Return a table whose `source` reads `{gate}`, and may read `{citations}` and `{releases}`."""
    parts = {"gate": versions_sql(figures), **public_parts(as_of)}
    sources = Table(columns.SOURCES, *filled(SOURCES_OF_FIGURES, parts))
    return Table(tuple(chosen), *filled(source, parts), sources)


def public_parts(as_of: datetime | None) -> dict[str, Sql]:
    """Return the parts `{citations}` and `{releases}`: those that were public at `as_of`."""
    releases = Release.objects.public(as_of).order_by().values("pk")
    return {"citations": _citations_sql(as_of), "releases": releases.query.sql_with_params()}


def filled(source: str, parts: Mapping[str, Sql]) -> Sql:
    """Return `source` with each {name} replaced by that part, and all parameters in order."""
    sql: list[str] = []
    params: list[Any] = []
    for text, name, _format, _conversion in Formatter().parse(source):
        sql.append(text)
        if name:
            part, given = parts[name]
            sql.append(part)
            params += given
    return "".join(sql), tuple(params)


def versions_sql(figures: ObservationQuerySet) -> Sql:
    """Return the SQL of public versions with the moment of each, and its parameters."""
    fields = [field.attname for field in Observation._meta.concrete_fields]
    versions = figures.order_by().values(*fields, published_at=F("release__published_at"))
    return versions.query.sql_with_params()


def _citations_sql(as_of: datetime | None) -> Sql:
    return Citation.objects.public(as_of).order_by().query.sql_with_params()
