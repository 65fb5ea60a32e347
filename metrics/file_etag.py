"""The ETag of a file of figures, known before its first row is read.

What is public does not change but by a release, so the releases stand for all figures and
citations. The names beside them may be mended, so they are in it, too; nothing hidden is.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import DecimalField, Func, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONArray

from forum_portal.prepared import prepared
from forum_portal.tables import Dialect, Table, csv_sql, select_sql
from metrics.files.about import About
from metrics.models import Area, Citation, Indicator, Observation, Release, Source
from metrics.models.observation import ObservationQuerySet
from metrics.models.probing import has_any


class SecondsOf(Func):
    """A moment as a number, which is the same in every session's time zone."""

    template = "extract(epoch FROM %(expressions)s)"
    output_field = DecimalField()


def file_etag(
    address: str, table: Table, dialect: Dialect, state: Iterable[str], about: About | None = None
) -> str:
    """Return the ETag of the file at an address, its query included.

    `state` are lines that differ when the table's content does; `about` is what the file says.
    """
    # The statement alone, for the columns that this version of the portal writes: its parameters
    # follow from the address, and some are keys of the database.
    return etag_of([address, csv_sql(table, dialect), repr(about), *state])


def etag_of(lines: Iterable[str]) -> str:
    """Return the ETag of what these lines tell of."""
    return f'"{sha256("\n".join(lines).encode()).hexdigest()}"'


def arrangement_state(figures: ObservationQuerySet) -> QuerySet:
    """Return lines that differ when other figures are chosen, in one query."""
    keys = ("indicator__code", "area__code", "kind", "period")
    return _lines(figures, *keys).distinct().order_by("line")


def content_state(tables: Iterable[Table | None]) -> list[str]:
    """Return the digest of each table's rows, in one query; empty for a table without any.

    They are to be short enough to be read. A None, such as the sources of a table that has none,
    is passed over.
    """
    given = [table for table in tables if table]
    lines = "(SELECT md5(string_agg(line::text, E'\\n')) FROM ({}) line)"
    statement = ", ".join(lines.format(select_sql(table)) for table in given)
    params: list[Any] = [value for table in given for value in table.params]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {statement}", params)
        return [digest or "" for digest in cursor.fetchone()]


@prepared
def record_state(as_of: datetime | None) -> QuerySet[Any, str]:
    """Return lines that differ when what is public of the record does, in one query."""
    return _state(Indicator.objects.public(as_of), Area.objects.public(as_of), as_of)


@prepared
def indicator_state(indicator: int, as_of: datetime | None) -> QuerySet[Any, str]:
    """Return as much of `record_state` as the file of one public indicator, a key, can tell of."""
    figures = Observation.objects.public_in_order(as_of).filter(indicator=indicator)
    there = has_any(figures.filter(area=OuterRef("pk")), "kind", "frequency")
    return _state(Indicator.objects.filter(pk=indicator), Area.objects.filter(there), as_of)


def _state(indicators: Any, areas: Any, as_of: datetime | None) -> QuerySet[Any, str]:
    cited = Citation.objects.public_in_order(as_of).filter(source=OuterRef("pk"))
    sources = Source.objects.filter(has_any(cited, "release_id", "pk"))
    releases = _lines(Release.objects.public(as_of), "slug", SecondsOf("published_at"))
    named = [
        _lines(indicators, "code", "slug", "name", "pillar__code", "unit__code"),
        _lines(areas, "code", "name"),
        _lines(sources, "slug", "title", "label", "publisher", "published_on", "url"),
    ]
    return releases.union(*named, all=True).order_by("line")


def _lines(records: Any, *fields: str | Func) -> QuerySet:
    named = records.order_by().annotate(line=Cast(JSONArray(*fields), TextField()))
    return named.values_list("line", flat=True)
