"""What a table holds now, as a file that comes back in: Excel, or CSV in three dialects."""

from collections.abc import Callable, Iterable
from tempfile import TemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.exceptions import BadRequest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from forum_portal.busy import come_back
from forum_portal.importing.contents import csv_blocks
from forum_portal.importing.imports import Import
from forum_portal.importing.sheet_cells import TooMuchError
from forum_portal.importing.templates_out import title_of, write_workbook
from forum_portal.snapshot import snapshot
from forum_portal.tables import DIALECTS, Dialect
from forum_portal.text import printable, vietnamese_slug
from forum_portal.turns import TURNS, BusyError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
ZIP = "application/zip"
# What is offered: words, the ending of the address, what follows it, and for whom it is.
OFFERED = (
    (gettext_lazy("Excel (.xlsx)"), "xlsx", "", gettext_lazy("To edit in Excel: take this one.")),
    (
        gettext_lazy("CSV"),
        "csv",
        "",
        gettext_lazy("For Google Sheets, LibreOffice and an English Excel."),
    ),
    (
        gettext_lazy("CSV for Vietnamese Excel"),
        "csv",
        "?dialect=vi",
        gettext_lazy("For an Excel that parts cells by semicolons and writes 90,7."),
    ),
    (
        gettext_lazy("CSV for programs"),
        "csv",
        "?dialect=data",
        gettext_lazy("For programmers: months as codes. Do not open it in Excel."),
    ),
)


def content_file(request: Any, table: Import, ending: str) -> HttpResponseBase:
    """Return a table's contents as a file; 400 in a sentence for one that there is not.

    Where too many files are being made the answer is a 503 that says when to come back.
    """
    writers: dict[str, Callable[[], HttpResponseBase]] = {
        "xlsx": lambda: _workbook(request, table),
        "csv": lambda: _csv(request, table, dialect_of(request.GET)),
    }
    if ending not in writers:
        reason = _("There is no “.%(given)s” of this table. It can be “.xlsx” or “.csv”.")
        raise BadRequest(reason % {"given": printable(ending[:40])})
    return _in_turn(writers[ending])


def archive_file(request: Any, tables: Iterable[Import]) -> HttpResponseBase:
    """Return all these tables as a folder that `load_city` loads, of one and the same moment."""
    headers = attached("noi-dung", "zip")
    if request.method == "HEAD":
        return HttpResponse(content_type=ZIP, headers=headers)

    def write(out: Any) -> None:
        with snapshot(), ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for table in tables:
                contents = table.archived() if table.archived else table.contents(request.user)
                with archive.open(table.kind.file, "w") as file:
                    file.writelines(csv_blocks(contents, DIALECTS["data"]))

    return _in_turn(lambda: _whole(write, ZIP, headers))


def _whole(
    write: Callable[[Any], None], content_type: str, headers: dict[str, str]
) -> HttpResponseBase:
    """Return what `write` writes into a file, whole: nobody can read any of it before its end."""
    with TURNS.turn():
        out: Any = TemporaryFile()  # noqa: SIM115 (the answer closes it)
        try:
            write(out)
        except Exception:
            out.close()
            raise
    out.seek(0)
    return FileResponse(out, content_type=content_type, headers=headers)


def _in_turn(write: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        return write()
    except BusyError:
        return come_back()


def dialect_of(query: Any) -> Dialect:
    """Read `?dialect=`; a BadRequest that names the parameter for one that there is not."""
    given = query.get("dialect", "")
    if given not in DIALECTS:
        raise BadRequest(
            _("The parameter “dialect” in the address is “%(given)s”. It can be “vi” or “data”.")
            % {"given": printable(given[:40])}
        )
    return DIALECTS[given]


def attached(name: str, ending: str) -> dict[str, str]:
    """Return the header that names a file: "to-chuc_2026-11-22_17h05.xlsx"."""
    now = timezone.localtime()
    file = f"{name}_{now:%Y-%m-%d_%Hh%M}.{ending}"
    return {"Content-Disposition": f'attachment; filename="{file}"'}


def _name(table: Import) -> str:
    with override("vi"):
        return vietnamese_slug(title_of(table.kind))


def _workbook(request: Any, table: Import) -> HttpResponseBase:
    headers = attached(_name(table), "xlsx")
    if request.method == "HEAD":
        return HttpResponse(content_type=XLSX, headers=headers)
    contents = table.contents(request.user)
    try:
        return _whole(lambda out: write_workbook(out, table.kind, contents.rows()), XLSX, headers)
    except TooMuchError as error:
        raise BadRequest(str(error)) from error


def _csv(request: Any, table: Import, dialect: Dialect) -> HttpResponseBase:
    headers = attached(_name(table), "csv")
    if request.method == "HEAD":
        return HttpResponse(content_type=CSV, headers=headers)
    blocks = TURNS.stream(lambda: csv_blocks(table.contents(request.user), dialect))
    return StreamingHttpResponse(blocks, content_type=CSV, headers=headers)
