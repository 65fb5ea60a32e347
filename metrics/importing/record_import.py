"""Importing into the record itself: figures with their sources, or citations, into a draft.

Everything happens in the caller's transaction; the temporary tables end with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from forum_portal.importing.tables import Kind, columns
from forum_portal.importing.uploads import Upload
from metrics.importing import citation_sql, figure_writing
from metrics.importing.citation_sql import CitationSql
from metrics.importing.drafts import draft_for
from metrics.importing.figure_sql import FigureSql
from metrics.importing.figures import CITATIONS as LOADED_CITATIONS
from metrics.importing.figures import OBSERVATIONS
from metrics.importing.row_parameters import parameters_of
from metrics.importing.versions import FIGURE
from metrics.models import Citation

TABLES = ("import_row", "import_version", "import_many", "import_verdict", "import_result")

# Rows that match by several columns at once are as many as Postgres thinks only if it is told so.
KNOW_ROWS = (
    "CREATE STATISTICS pg_temp.import_figure (ndistinct) "
    "ON indicator_id, period, area_id, kind FROM import_row",
    "SET LOCAL default_statistics_target = 10",
    "ANALYZE import_row",
)
# The verdicts that stand already stay: the last look before writing rarely finds another.
SHOWN = ("state", "changes", "faults")
REPLACE_VERDICTS = (
    f"""
DELETE FROM forum_portal_verdict v WHERE upload_id = %(upload)s AND NOT EXISTS (
    SELECT FROM import_verdict i
    WHERE i.line = v.line AND ({", ".join(f"i.{each}" for each in SHOWN)})
        = ({", ".join(f"v.{each}" for each in SHOWN)})
)""",
    f"""
INSERT INTO forum_portal_verdict (upload_id, line, {", ".join(SHOWN)})
SELECT %(upload)s, line, {", ".join(SHOWN)} FROM import_verdict i WHERE NOT EXISTS (
    SELECT FROM forum_portal_verdict v WHERE v.upload_id = %(upload)s AND v.line = i.line
)""",
)


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
    chosen: str
    statements: tuple[str, ...]
    is_new: str

    def compare(self, upload: Upload) -> None:
        """Replace the verdicts of the upload's rows by what holds now."""
        sql = self._sql(upload)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64MB'")
            cursor.execute(f"DROP TABLE IF EXISTS {', '.join(TABLES)}")
            parameters = parameters_of(upload, sql)
            cursor.execute(sql.rows, parameters)
            for statement in KNOW_ROWS:
                cursor.execute(statement)
            cursor.execute(sql.versions, parameters)
            cursor.execute("ANALYZE import_version")
            cursor.execute(sql.many, parameters)
            cursor.execute("ANALYZE import_many")
            cursor.execute(sql.verdicts, parameters)
            cursor.execute("ANALYZE import_verdict (line)")
            for statement in REPLACE_VERDICTS:
                cursor.execute(statement, parameters)

    def take_over(self, upload: Upload) -> dict[str, Any]:
        """Write the chosen rows into the draft; `compare` came before in the same transaction."""
        with connection.cursor() as cursor:
            cursor.execute(self.chosen, {"left_out": upload.left_out})
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
    FigureSql, figure_writing.CHOSEN, figure_writing.STATEMENTS, "(version_id IS NULL)"
)
CITATION_IMPORT = RecordImport(
    CitationSql, citation_sql.CHOSEN, citation_sql.STATEMENTS, "(citation_id IS NULL)"
)
