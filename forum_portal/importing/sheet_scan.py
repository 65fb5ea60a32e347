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
        scanner = scanner or Scanner(name, text, styles, uncomputed_zeros)
        cut = max(text.rfind(scanner.row), 0)  # the last row may go on in the next piece
        scanner.read(text[:cut])
        kept = text[cut:]
        if len(kept) > MAX_ROW_BYTES:
            raise damaged()
    scanner = scanner or Scanner(name, kept, styles, uncomputed_zeros)
    scanner.read(kept)
    return scanner.scan


class Scanner:
    """Reads the rows of one sheet, piece by piece."""

    def __init__(self, name: str, start: bytes, styles: dict[str, Shown], uncomputed_zeros: bool):
        opening = re.search(rb"<(\w+:)?worksheet\b", start)
        if opening is None:
            raise damaged()
        self.name, self.uncomputed_zeros = name, uncomputed_zeros
        self.styles = {style.encode(): shown for style, shown in styles.items()}
        self.scan = Scan()
        self.right = 1
        self._tellings: dict[tuple[bytes, str, str], Telling] = {}
        self._compile(opening[1] or b"")

    def _compile(self, prefix: bytes) -> None:
        """Make the expressions for XML whose names begin with `prefix`."""
        self.row = b"<" + prefix + b"row"
        # Attributes are short; without an end to them a hostile file would be read for hours.
        value = rb"[^>/]{0,400}>\s*<%b(?:v|is|f)\b" % prefix
        self.far_right = re.compile(rb"r=[\"']([A-Z]{2,3})[0-9]+[\"']" + value)
        self.far_down = re.compile(rb"r=[\"'][A-Z]{1,3}([0-9]{6,7})[\"']" + value)
        self.is_hidden = re.compile(rb"<%brow\b[^>]{0,400}\shidden=[\"'](?:1|true)[\"']" % prefix)
        # Where a cell says what it is, in whatever order its attributes stand.
        cell = rb"<%bc(?=[^>]{0,400}\sr=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'])" % prefix
        formula = rb"<%bf\b[^>]{0,400}?(?:/>|>([^<]*)</%bf>)\s*" % (prefix, prefix)
        result = rb"(?:<%bv[^>]{0,400}?(?:/>|>([^<]*)</%bv>))?" % (prefix, prefix)
        styles = b"|".join(map(re.escape, self.styles)) or b"-"
        self.styled = re.compile(cell + rb"(?=[^>]{0,400}\ss=[\"'](%b)[\"'])" % styles)
        self.failed = re.compile(
            cell + rb"(?=[^>]{0,400}\st=[\"']e[\"'])[^>]{0,400}>\s*(?:%b)?%b" % (formula, result)
        )
        self.computed = re.compile(cell + rb"([^>]{0,400})>\s*%b%b" % (formula, result))
        self.nameless = re.compile(rb"<%bc(?:>|\s(?![^>]{0,400}\br=))" % prefix)
        # A search for each of these is ten times as fast as one expression for all.
        self.style_marks = [b's="%b"' % style for style in self.styles]
        self.error_mark = b't="e"'
        self.formula_mark = b"<" + prefix + b"f"

    def read(self, text: bytes) -> None:
        """Take in whole rows."""
        self.scan.rows += text.count(self.row)
        self._refuse_what_is_too_large(text)
        if b"hidden=" in text:
            self.scan.hidden += len(self.is_hidden.findall(text))
        quoted_otherwise = b"='" in text
        styled = self.styles and (
            quoted_otherwise or any(mark in text for mark in self.style_marks)
        )
        failed = quoted_otherwise or self.error_mark in text
        computed = self.formula_mark in text
        if (styled or failed or computed) and self.nameless.search(text):
            raise damaged()  # cells without a place: Excel gives them one when it saves
        if styled:
            for column, line, style in self.styled.findall(text):
                self._tell(column, line, self.styles[style])
        if computed:
            self._read_formulas(text)
        if failed:
            for column, line, _formula, error in self.failed.findall(text):
                self._tell(column, line, "error", error.decode())

    def _read_formulas(self, text: bytes) -> None:
        for column, line, attributes, formula, result in self.computed.findall(text):
            if result and not (self.uncomputed_zeros and result == b"0"):
                continue
            if b"str" not in attributes:  # a formula may well give an empty text
                self._tell(column, line, "formula", f"={unescape(formula.decode())}"[:80])

    def _tell(self, column: bytes, line: bytes, what: str, text: str = "") -> None:
        telling = self._tellings.get((column, what, text))
        if telling is None:
            telling = Telling(column_number(column) - 1, what, text)
            self._tellings[column, what, text] = telling
        number = int(line)
        self.scan.telling[number] = (*self.scan.telling.get(number, ()), telling)

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
