"""What the export benchmark asks of Django, each in a process of its own.

    python benchmarks/exports_measured.py prepare|statement|serve|iterator [...]

The last line of all but `serve` is what was found, as JSON.
"""

import csv
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

from throwaway import ROOT

sys.path.insert(0, str(ROOT))


def statement() -> dict[str, str]:
    """Return the statement that the portal writes the file of all figures with."""
    import psycopg
    from django.db import connection

    from forum_portal.tables import DIALECTS, csv_sql
    from metrics.exports import observations_table
    from metrics.models import Observation

    table = observations_table(Observation.objects.public(), None)
    connection.ensure_connection()
    raw: Any = connection.connection
    cursor = psycopg.ClientCursor(raw)
    return {"statement": cursor.mogrify(csv_sql(table, DIALECTS["data"]), table.params)}


class Echo:
    """A file that keeps nothing."""

    def write(self, text: str) -> str:
        return text


def iterator(rows: int) -> dict[str, float]:
    """Write the same columns as Django's documentation does, row by row; tell the seconds."""
    from forum_portal.database import patient

    writer, begun = csv.writer(Echo()), time.perf_counter()
    with patient():
        written = sum(bool(writer.writerow(row)) for row in _rows_of_models(rows))
    return {"seconds": time.perf_counter() - begun, "rows": written}


def _rows_of_models(rows: int) -> Iterator[list[Any]]:
    from django.conf import settings
    from django.db.models import Count, Subquery

    from metrics.models import Observation

    older = Observation.objects.public().older_than_outer().order_by().values("indicator")
    figures = (
        Observation.objects.current()
        .select_related("indicator__pillar")
        .with_labels()
        .with_citations()
        .annotate(older=Subquery(older.annotate(number=Count("pk")).values("number")))
        .order_by("indicator", "period", "area", "kind", "instrument")[:rows]
    )
    for f in figures.iterator(chunk_size=2000):
        cited = f.public_citations[0] if f.public_citations else None
        source = cited.source if cited else None
        yield [
            *(f.indicator.code, f.indicator.name, f.indicator.pillar.code, f.area.code),
            *(f.area.name, f.kind, f.instrument.slug if f.instrument else "", f.period),
            *(f.period_start, f.period_end, None if f.is_withdrawn else f.value),
            *(f.indicator.unit.code, f.comparator, f.out_of, f.numerator, f.denominator),
            *(f.obs_status, (f.older or 0) + 1, f.comment, f.release.published_at.isoformat()),
            f.release.slug,
            *((source.slug, source.title, source.url) if source else ("", "", "")),
            *((cited.locator, cited.printed) if cited else ("", "")),
            settings.PORTAL_ORIGIN + f.get_absolute_url(),
        ]


def serve(port: str) -> None:
    """Serve as `./portal run` does, once it has everything ready."""
    from forum_portal import serving

    serving.serve(int(port))


def measure(what: str, *rest: str) -> None:
    import django

    django.setup()
    match what:
        case "prepare":
            from exports_base import make_what_figures_hang_from

            make_what_figures_hang_from()
            found: dict = {}
        case "statement":
            found = statement()
        case _:
            found = iterator(int(rest[0]))
    print(json.dumps(found))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        measure(*sys.argv[1:])
