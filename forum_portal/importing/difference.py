"""The difference that an upload would make, page by page, in the words of people."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import connection
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from forum_portal.importing.cells import Holds
from forum_portal.importing.imports import Cell
from forum_portal.importing.tables import Column, Kind
from forum_portal.importing.uploads import StagedRow, Upload, Verdict
from forum_portal.numbers import format_number
from forum_portal.words import date_text

PER_PAGE = 50


@dataclass(frozen=True)
class Judged:
    """A staged row with its verdict: `cells` by column, as they were read."""

    line: int
    cells: dict[str, str]
    state: int
    changes: list[list[str]]
    faults: list[list[Any]]


def judged_rows(upload: Upload, state: int | None, page: int) -> list[Judged]:
    """Return one page of rows: those of a state, or all, changed ones first."""
    which = "AND v.state = %s" if state else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.line, s.cells, v.state, v.changes, v.faults "
            f"FROM {Verdict._meta.db_table} v JOIN {StagedRow._meta.db_table} s "
            f"USING (upload_id, line) WHERE v.upload_id = %s {which} "
            "ORDER BY v.state, v.line LIMIT %s OFFSET %s",
            [upload.pk, *([state] if state else []), PER_PAGE, (page - 1) * PER_PAGE],
        )
        records = cursor.fetchall()
    columns = upload.shape["columns"]
    return [
        Judged(
            line,
            dict(zip(columns, cells, strict=True)),
            state,
            json.loads(changes),
            json.loads(faults),
        )
        for line, cells, state, changes, faults in records
    ]


def columns_of(kind: Kind) -> dict[str, Column]:
    """Return the columns of a kind by name."""
    return {column.name: column for column in kind.columns}


def label(column: Column) -> str:
    """Return what people call a column."""
    return capfirst(str(column.title or column.name))


def shown(column: Column, text: str) -> str:
    """Return a canonical text as people write it: 90,7 · 27/12/2023 · the words of a code."""
    if not text:
        return ""
    match column.holds:
        case Holds.NUMBER | Holds.WHOLE:
            return _number(text)
        case Holds.CHOICE:
            return ", ".join(str(column.words.get(code, code)) for code in text.split(";"))
        case Holds.DAY:
            return _day(text)
        case Holds.YES_NO:
            return {"true": _("Yes"), "false": _("No")}.get(text, text)
    return text


def cell(column: Column, new: str, old: str | None = None) -> Cell:
    """Return a cell with its column's name, in people's words."""
    before = None if old is None else shown(column, old)
    return Cell(label(column), shown(column, new), before, column.name)


def filled(kind: Kind, row: Judged, besides: Iterable[str] = ()) -> list[Cell]:
    """Return the filled cells of a row, but for the columns in `besides`."""
    columns = columns_of(kind)
    return [
        cell(columns[name], text)
        for name, text in row.cells.items()
        if text and name not in besides
    ]


def _number(text: str) -> str:
    try:
        return format_number(Decimal(text))
    except InvalidOperation:
        return text


def _day(text: str) -> str:
    try:
        return date_text(date.fromisoformat(text))
    except ValueError:
        return text
