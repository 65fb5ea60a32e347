"""A table as an Excel workbook: the data, notes on it, the sources that it rests on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forum_portal.copying import copying
from forum_portal.numbers import format_number
from forum_portal.tables import MOST_ROWS, Table, Type, values_sql
from metrics.files.about import About
from metrics.files.notes import notes
from metrics.files.sheets import Sheet, Styles

MADE = datetime(2000, 1, 1)  # a fixed day: the same figures make the same file
POSTGRES_TYPES = {
    Type.TEXT: "text",
    Type.NUMBER: "numeric",
    Type.DATE: "date",
    Type.MOMENT: "timestamp",
}


def workbook_bytes(table: Table, about: About) -> bytes:
    """Return the whole .xlsx; a BadRequest for a table with more than MOST_ROWS rows.

    Whole, because nobody can read any of it before its last byte.
    """
    if _is_longer(table, MOST_ROWS):
        raise BadRequest(_too_many())
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        book.set_properties({"title": about.title, "author": about.portals[0][1], "created": MADE})
        styles = Styles(book)
        written = _write_table(Sheet(book, pgettext("sheet", "Data"), styles), table)
        Sheet(book, pgettext("sheet", "Notes"), styles).notes(notes(table, about, written))
        if table.sources:
            sheet = Sheet(book, pgettext("sheet", "Sources"), styles)
            _write_table(sheet, table.sources)
    return out.getvalue()


def _write_table(sheet: Sheet, table: Table) -> int:
    """Write a table with its heads; return how many rows it has."""
    sheet.heads([column.name for column in table.columns])
    for row in _rows(table):
        sheet.row(row)
    sheet.finish()
    return sheet.filled - 1


def _rows(table: Table) -> Iterator[tuple[Any, ...]]:
    with copying(values_sql(table), table.params) as copy:
        copy.set_types([POSTGRES_TYPES[column.type] for column in table.columns])
        yield from copy.rows()


def _is_longer(table: Table, most: int) -> bool:
    first = replace(table, columns=table.columns[:1])
    with copying(values_sql(first, most + 1), first.params) as copy:
        return sum(1 for _row in copy) > most


def _too_many() -> str:
    return _(
        "This table has more than %(most)s rows, too many for a workbook. Take the CSV, or ask for "
        "a part of it, such as one indicator."
    ) % {"most": format_number(MOST_ROWS)}
