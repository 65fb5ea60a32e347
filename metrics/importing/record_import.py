"""Importing into the record itself: figures with their sources, or citations, into a draft.

Everything happens in the caller's transaction; the temporary tables end with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from forum_portal.importing.tables import Kind, columns
from forum_portal.importing.uploads import Upload, Verdict
from metrics.importing import citation_sql, figure_writing
from metrics.importing.citation_sql import CitationSql
from metrics.importing.drafts import draft_for
from metrics.importing.figure_sql import FigureSql
from metrics.importing.figures import CITATIONS as LOADED_CITATIONS
from metrics.importing.figures import OBSERVATIONS
from metrics.importing.row_parameters import parameters_of
from metrics.importing.versions import FIGURE
from metrics.models import Citation

TABLES = ("import_row", "import_version", "import_result")


def _as_offices_fill_it(kind: Kind, needed: Sequence[str], **changes: Any) -> Kind:
    """Return a kind of which few columns are needed; whatever the release, rows go into a draft."""
    own = (
        replace(column, required=column.name in needed, extra=column.name not in needed)
        for column in kind.columns
    )
    return replace(kind, columns=(*own, *changes.pop("more", ())), **changes)


FIGURES = _as_offices_fill_it(
    OBSERVATIONS,
    ("indicator", "area", "period"),
    key=FIGURE,
    more=columns(Citation, "source? locator? printed? sentence?"),
)
FIGURES = replace(
    FIGURES,
    columns=tuple(
        replace(each, extra=False) if each.name == "value" else each for each in FIGURES.columns
    ),
)
CITATIONS = _as_offices_fill_it(
    LOADED_CITATIONS,
    ("indicator", "area", "period", "source"),
    key=(*FIGURE, "source", "locator", "printed"),
)


@dataclass(frozen=True)
class RecordImport:
    """How one table goes into the record: its queries, and the statements that write."""

    sql: Callable[[tuple[str, ...]], Any]
    chosen: Callable[[Any], str]
    statements: tuple[str, ...]
    is_new: str

    def compare(self, upload: Upload) -> None:
        """Replace the verdicts of the upload's rows by what holds now."""
        sql = self._sql(upload)
        Verdict.objects.filter(upload=upload).delete()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64MB'")
            cursor.execute(f"DROP TABLE IF EXISTS {', '.join(TABLES)}")
            parameters = parameters_of(upload, sql)
            cursor.execute(sql.rows, parameters)
            cursor.execute(sql.versions, parameters)
            cursor.execute("ANALYZE import_version (line, version_id)")
            cursor.execute(sql.verdicts, parameters)

    def take_over(self, upload: Upload) -> dict[str, Any]:
        """Write the chosen rows into the draft; `compare` came before in the same transaction."""
        sql = self._sql(upload)
        with connection.cursor() as cursor:
            parameters = parameters_of(upload, sql) | {"left_out": upload.left_out}
            cursor.execute(self.chosen(sql), parameters)
            cursor.execute("ANALYZE import_result (line)")
            cursor.execute(
                f"SELECT count(*) FILTER (WHERE {self.is_new}), "
                f"count(*) FILTER (WHERE NOT {self.is_new}) FROM import_result"
            )
            added, changed = cursor.fetchone()
            draft = draft_for(upload)
            for statement in self.statements:
                cursor.execute(statement, {"draft": draft.pk})
        return {"release": draft.pk, "title": draft.title, "new": added, "changed": changed}

    def _sql(self, upload: Upload) -> Any:
        return self.sql(tuple(upload.shape["columns"]))


FIGURE_IMPORT = RecordImport(
    FigureSql, figure_writing.chosen, figure_writing.STATEMENTS, "(version_id IS NULL)"
)
CITATION_IMPORT = RecordImport(
    CitationSql, citation_sql.chosen, citation_sql.STATEMENTS, "(citation_id IS NULL)"
)
