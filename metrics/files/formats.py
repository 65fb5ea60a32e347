"""The formats of files; a new one is an entry here."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from forum_portal.tables import Dialect, Table
from metrics.files.csv_file import csv_blocks
from metrics.files.csvw import csvw_bytes
from metrics.files.json_file import json_blocks
from metrics.files.workbook import workbook_bytes

LONG, WIDE = "long", "wide"


@dataclass(frozen=True)
class Format:
    """How a table becomes a file.

    `stream` yields it in blocks; `whole` returns it at once, for what nobody
    can use in part. One that says what the file is about is given that, too.
    """

    content_type: str
    stream: Callable[[Table, Dialect, Any], Generator[bytes]] | None = None
    whole: Callable[[Table, Dialect, Any], bytes] | None = None
    layouts: tuple[str, ...] = (LONG,)
    has_dialects: bool = False
    says_about: bool = True


FORMATS = {
    "csv": Format(
        "text/csv; charset=utf-8",
        stream=lambda table, dialect, about: csv_blocks(table, dialect),
        layouts=(LONG, WIDE),
        has_dialects=True,
        says_about=False,
    ),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        whole=lambda table, dialect, about: workbook_bytes(table, about),
        layouts=(LONG, WIDE),
    ),
    "json": Format(
        "application/json", stream=lambda table, dialect, about: json_blocks(table, about)
    ),
    "csv-metadata.json": Format(
        "application/csvm+json", whole=csvw_bytes, layouts=(LONG, WIDE), has_dialects=True
    ),
}
