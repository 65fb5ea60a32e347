"""What the reader of workbooks does not tell: read from a sheet's XML, piece by piece.

Two things. Whether the sheet is safe to load, which takes memory for every cell of the rectangle
around its data. And the cells whose value alone misleads: shares, months, errors, formulas that
nobody has computed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from django.utils.translation import gettext as _

from forum_portal.importing.cell_styles import Shown
from forum_portal.importing.guards import MEGABYTE, damaged
from forum_portal.importing.tables import unreadable

MAX_ROWS = 200_000
MAX_CELLS = 6_000_000
MAX_ROW_BYTES = 8 * MEGABYTE

_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Telling(NamedTuple):
    """A cell whose value alone misleads: its column from 0, what it is, and its text."""

    column: int
    what: str  # a Shown, "error" or "formula"
    text: str = ""


@dataclass
class Scan:
    """What the XML of a sheet says beside its values."""

    rows: int = 0
    hidden: int = 0
    telling: dict[int, tuple[Telling, ...]] = field(default_factory=dict)  # by line, from 1


def scan_sheet(
    pieces: Iterable[bytes], name: str, styles: dict[str, Shown], uncomputed_zeros: bool
) -> Scan:
    """Read a sheet's XML; raises UnreadableError where it is too large for a table.

    `uncomputed_zeros` says that a formula's 0 may stand for “never computed”.
    """
    scanner: Scanner | None = None
    kept = b""
    for piece in pieces:
        text = kept + piece
        if scanner is None:
            if b"<" not in text[100:] and len(text) < 10_000:
                kept = text
                continue
            scanner = Scanner(name, text, styles, uncomputed_zeros)
        cut = scanner.end_of_whole_rows(text)
        scanner.read(text[:cut])
        kept = text[cut:]
        if len(kept) > MAX_ROW_BYTES:
            raise damaged()
    if scanner is None:
        scanner = Scanner(name, kept, styles, uncomputed_zeros)
    scanner.read(kept)
    return scanner.scan


class Scanner:
    """Reads the rows of one sheet in order."""

    def __init__(self, name: str, start: bytes, styles: dict[str, Shown], uncomputed_zeros: bool):
        opening = re.search(rb"<(\w+:)?worksheet\b", start)
        if opening is None:
            raise damaged()
        prefix = opening[1] or b""
        self.name, self.styles, self.uncomputed_zeros = name, styles, uncomputed_zeros
        self.scan = Scan()
        self.line = 0
        self.right = 1
        self.row_start, self.formula = b"<" + prefix + b"row", b"<" + prefix + b"f"
        # A search for each of these is ten times as fast as one expression for all.
        marks = (b't="e"', b"t='e'", *(self.formula + end for end in (b" ", b">", b"/")))
        quoted = [(f's="{style}"', f"s='{style}'") for style in styles]
        self.marks = (*marks, *(mark.encode() for pair in quoted for mark in pair))
        self.row = re.compile(
            rb"<%brow\b([^>]*?)(?:/>|>(.*?)</%brow>)" % (prefix, prefix), re.DOTALL
        )
        self.cell = re.compile(rb"<%bc\b([^>]*?)(?:/>|>(.*?)</%bc>)" % (prefix, prefix), re.DOTALL)
        self.computed = re.compile(rb"<%bv[^>]*>([^<]+)</%bv>" % (prefix, prefix))
        self.stated = re.compile(rb"<%bf[^>]*>([^<]*)</%bf>" % (prefix, prefix))
        value = rb"[^>/]*>\s*<%b(?:v|is|f)\b" % prefix
        self.far_right = re.compile(rb"r=[\"']([A-Z]{2,3})[0-9]+[\"']" + value)
        self.far_down = re.compile(rb"r=[\"'][A-Z]{1,3}([0-9]{6,7})[\"']" + value)
        self.is_hidden = re.compile(rb"<%brow\b[^>]*\shidden=[\"'](?:1|true)[\"']" % prefix)

    def end_of_whole_rows(self, text: bytes) -> int:
        """Return where the last row begins that may go on in the next piece."""
        return max(text.rfind(self.row_start), 0)

    def read(self, text: bytes) -> None:
        """Take in whole rows."""
        rows = text.count(self.row_start)
        self.scan.rows += rows
        self._refuse_what_is_too_large(text)
        if b"hidden=" in text:
            self.scan.hidden += len(self.is_hidden.findall(text))
        if self._is_telling(text):
            self._read_rows(text)
        elif rows:
            last = text.rfind(self.row_start)
            self.line = _line(_attributes(text[last : text.find(b">", last)]), self.line + rows - 1)

    def _is_telling(self, text: bytes) -> bool:
        return any(mark in text for mark in self.marks)

    def _refuse_what_is_too_large(self, text: bytes) -> None:
        down = max(map(int, self.far_down.findall(text)), default=0)
        if self.scan.rows > MAX_ROWS or down > MAX_ROWS:
            reason = _(
                "The sheet “%(sheet)s” goes on for more than %(limit)d rows, most of them perhaps "
                "empty but formatted. Copy the rows of the table alone into a new workbook, at "
                "most %(limit)d at a time."
            )
            raise unreadable(reason % {"sheet": self.name, "limit": MAX_ROWS})
        columns = set(self.far_right.findall(text))
        self.right = max(self.right, *map(column_number, columns)) if columns else self.right
        if self.right * max(self.scan.rows, down) > MAX_CELLS:
            reason = _(
                "The sheet “%(sheet)s” is filled as far as column %(column)s. Delete what stands "
                "to the right of the table and upload it again."
            )
            raise unreadable(reason % {"sheet": self.name, "column": letters(self.right - 1)})

    def _read_rows(self, text: bytes) -> None:
        for match in self.row.finditer(text):
            self.line = _line(_attributes(match[1]), self.line)
            if match[2] and self._is_telling(match[2]):
                telling = tuple(self._telling_cells(match[2]))
                if telling:
                    self.scan.telling[self.line] = telling

    def _telling_cells(self, row: bytes) -> Iterable[Telling]:
        column = -1
        for match in self.cell.finditer(row):
            attributes = _attributes(match[1])
            place = _PLACE.fullmatch(attributes.get("r", ""))
            column = column_number(place[1]) - 1 if place else column + 1
            if match[2]:
                yield from self._telling(column, attributes, match[2])

    def _telling(self, column: int, attributes: dict[str, str], body: bytes) -> Iterable[Telling]:
        value = self.computed.search(body)
        kind = attributes.get("t", "n")
        if kind == "e":
            yield Telling(column, "error", value[1].decode() if value else "")
        elif self.formula in body and self._is_uncomputed(kind, value):
            formula = self.stated.search(body)
            stated = unescape(formula[1].decode()) if formula else ""
            yield Telling(column, "formula", f"={stated}"[:80])
        elif kind == "n" and attributes.get("s") in self.styles:
            yield Telling(column, self.styles[attributes["s"]])

    def _is_uncomputed(self, kind: str, value: re.Match[bytes] | None) -> bool:
        if value is None:
            return kind != "str"  # a formula may well give an empty text
        return self.uncomputed_zeros and kind == "n" and value[1] == b"0"


def column_number(letters: str | bytes) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters if isinstance(letters, bytes) else letters.encode():
        number = number * 26 + letter - 64
    return number


def letters(column: int) -> str:
    """Return the letters of a column counted from 0."""
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _attributes(text: bytes) -> dict[str, str]:
    return {name.decode(): (a or b).decode() for name, a, b in _ATTRIBUTE.findall(text)}


def _line(attributes: dict[str, str], before: int) -> int:
    written = attributes.get("r", "")
    return int(written) if written.isdigit() else before + 1
