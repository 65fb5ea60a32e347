"""The table in an uploaded file: which sheet it is on, and where its header stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from forum_portal.importing.delimited import Delimited
from forum_portal.importing.guards import is_workbook
from forum_portal.importing.headers import SEARCHED, Header, Names, find_header
from forum_portal.importing.legacy_fonts import legacy_font, no_unicode
from forum_portal.importing.tables import Kind, unreadable
from forum_portal.importing.workbooks import Sheet, Workbook

type Source = Sheet | Delimited

MAX_SHEETS = 40
WIDEST = 500  # columns that are looked at


@dataclass
class Table:
    """A source of raw rows with its header; `sheets` are all that were looked at.

    `rivals` are the other sheets whose header is as good.
    """

    source: Source
    header: Header
    sheets: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()


def find_table(kind: Kind, names: Names, data: bytes, file: str, sheet: str = "") -> Table:
    """Return the table of `kind` in an uploaded file; raises UnreadableError."""
    if is_workbook(data, file):
        return _in_workbook(kind, names, Workbook(data), sheet)
    source = Delimited(data)
    source.settle(lambda rows: _matched(find_header(names, [row[:WIDEST] for row in rows])))
    header = find_header(names, _head(source))
    if header is None:
        raise _no_header(kind, _head(source))
    return Table(source, header)


def _in_workbook(kind: Kind, names: Names, book: Workbook, sheet: str) -> Table:
    wanted = [sheet] if sheet in book.names else book.names[:MAX_SHEETS]
    best: Table | None = None
    heads: list[list[str]] = []
    rivals: list[str] = []
    for name in wanted:
        source = book.sheet(name)
        head = _head(source)
        heads += head
        header = find_header(names, head, source.first_column, source.merges)
        if header is None:
            continue
        if best is None or header.matched > best.header.matched:
            best, rivals = Table(source, header), []
        elif header.matched == best.header.matched:
            rivals.append(name)
    if best is None:
        raise _no_header(kind, heads)
    best.sheets, best.rivals = tuple(book.names), tuple(rivals)
    return best


def _matched(header: Header | None) -> int:
    return header.matched if header else 0


def _head(source: Source) -> list[list[str]]:
    """Return the first rows as text; what is no text cannot be a heading."""
    return [
        [cell if isinstance(cell, str) else _year(cell) for cell in row]
        for row in (row[:WIDEST] for row in islice(source.rows(), SEARCHED))
    ]


def _year(cell: Any) -> str:
    return f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else ""


def _no_header(kind: Kind, head: Iterable[Iterable[str]]):
    text = "\n".join(cell for row in head for cell in row)
    if font := legacy_font(text):
        return no_unicode(font)
    if not text.strip():
        return unreadable(_("There is nothing in the file."))
    wanted = [str(column.title) for column in kind.columns if column.required]
    reason = _(
        "No row holds the names of the columns. One is needed above the data, with at least: "
        "%(columns)s. The template has them all."
    )
    return unreadable(reason % {"columns": ", ".join(wanted)})
