"""What the record holds now, as tables that come back in without a change.

Only what is public goes out: a figure has one row, and drafts have their own pages. Whoever keeps
up the figures of one organisation gets these, for a table with those of others would be refused.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction

from forum_portal.database import patient
from forum_portal.importing.contents import Contents, record_contents
from forum_portal.importing.tables import Kind
from metrics import exports
from metrics.importing import figures as loaded
from metrics.importing.record_import import CITATIONS, FIGURES
from metrics.importing.releases import RELEASES
from metrics.models import Indicator, Observation, Release
from metrics.ownership import keeps_all, kept_by

AT_A_TIME = 2000  # rows
# Where the columns of a table stand in the queries below and in those of metrics.exports.
_NAMED = {
    "release": "release.slug",
    "indicator": "indicator.code",
    "area": "area.code",
    "instrument": "instrument.slug",
    "source": "source.slug",
}
_OF_CITATIONS = {"stance", "position", "locator", "printed", "sentence", "original", "note"}
_OF_CITATIONS |= {"note_en"}
# Every version that was ever public, and every citation, each with the release that it came with.
_VERSIONS = (
    "FROM ({gate}) f JOIN metrics_release release ON release.id = f.release_id"
    + exports.LABELS
    + "ORDER BY release.published_at, release.id, f.id"
)
_CITED = (
    "FROM ({citations}) cited JOIN metrics_observation f ON f.id = cited.observation_id "
    "JOIN metrics_release release ON release.id = cited.release_id "
    "JOIN metrics_source source ON source.id = cited.source_id"
    + exports.LABELS
    + "ORDER BY release.published_at, release.id, f.id, cited.position, cited.id"
)


def figure_contents(user: Any) -> Contents:
    """Return the figures in force that this person keeps up, each with its first citation."""
    return _contents(FIGURES, exports.OBSERVATIONS, _kept_up(user))


def citation_contents(user: Any) -> Contents:
    """Return the public citations of the figures in force that this person keeps up."""
    return _contents(CITATIONS, exports.CITATIONS, _kept_up(user))


def every_figure() -> Contents:
    """Return every version that was ever public, as a folder of content tells it."""
    return _contents(loaded.OBSERVATIONS, _VERSIONS, Observation.objects.public())


def every_citation() -> Contents:
    """Return every public citation of every version."""
    return _contents(loaded.CITATIONS, _CITED)


def every_release() -> Contents:
    """Return the public releases with their moments."""
    return record_contents(RELEASES, [RELEASES], Release.objects.public())


def _kept_up(user: Any) -> Any:
    public = Observation.objects.public()
    return public if keeps_all(user) else public.filter(indicator__in=kept_by(user, Indicator))


def _contents(kind: Kind, source: str, figures: Any = None) -> Contents:
    """Return the rows of a query whose `{gate}` are `figures`, its other parts what is public."""
    parts = exports.public_parts(None)
    if figures is not None:
        parts["gate"] = exports.versions_sql(figures)
    cells = ", ".join(f"coalesce(({_sql(column.name)})::text, '')" for column in kind.columns)
    text, params = exports.filled(source, parts)
    query = f"SELECT {cells} {text}"
    return Contents(kind.columns, lambda: _rows(query, params))


def _sql(name: str) -> str:
    return _NAMED.get(name) or f"{'cited' if name in _OF_CITATIONS else 'f'}.{name}"


def _rows(query: str, params: Sequence[Any]) -> Iterator[tuple[str, ...]]:
    """Yield the rows as Postgres hands them out, some at a time."""
    with patient(), transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(query, params)
        while rows := cursor.fetchmany(AT_A_TIME):
            yield from rows
