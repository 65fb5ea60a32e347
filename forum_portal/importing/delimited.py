"""CSV files: which letters they are written in, what parts their cells, and their rows."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO, TextIOWrapper
from itertools import islice

from django.utils.translation import gettext as _

from forum_portal.importing.legacy_fonts import legacy_font, no_unicode
from forum_portal.importing.tables import unreadable

DELIMITERS = (",", ";", "\t", "|")
SNIFFED = 100  # rows
_SEP = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # tells Excel the delimiter, and Excel hides it
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Delimited:
    """A CSV file. A record has the number of its row in Excel, however many lines it spans."""

    name = ""
    first_column = 0
    even = False
    hidden_rows = 0

    def __init__(self, data: bytes, delimiter: str = ""):
        self._data = data
        self._encoding = encoding_of(data)
        self.telling: dict = {}
        self.merges: list = []
        start = self._open().read(10)
        directive = _SEP.match(start)
        self._hides_first = directive is not None
        self.delimiter = delimiter or (directive[1] if directive else "")

    def settle(self, score: Callable[[list[list[str]]], int]) -> None:
        """Choose the delimiter: where the most column names are found, then the evenest rows."""
        if self.delimiter:
            return
        scores = {}
        for self.delimiter in DELIMITERS:
            scores[self.delimiter] = score(self._first_rows())
        best = max(scores.values())
        tied = [delimiter for delimiter in DELIMITERS if scores[delimiter] == best]
        self.delimiter = tied[0] if len(tied) == 1 else max(tied, key=self._evenness)

    def rows(self) -> Iterator[list[str]]:
        """Yield the records; raises UnreadableError where one is no CSV."""
        rows = self._records()
        if self._hides_first:
            next(rows, None)
        try:
            yield from rows
        except csv.Error as error:
            reason = _("The line is not CSV: %(error)s.") % {"error": error}
            raise unreadable(reason, self._first_wrong()) from error

    def _records(self) -> Iterator[list[str]]:
        return csv.reader(self._open(), delimiter=self.delimiter, strict=True)

    def _first_wrong(self) -> int:
        """Return the number of the record that is no CSV; nobody counts while all is well."""
        number = 0 if self._hides_first else 1
        with suppress(csv.Error):
            for _record in self._records():
                number += 1
        return number

    def _open(self) -> TextIOWrapper:
        return TextIOWrapper(BytesIO(self._data), self._encoding, newline="")

    def _first_rows(self) -> list[list[str]]:
        try:
            return list(islice(csv.reader(self._open(), delimiter=self.delimiter), SNIFFED))
        except csv.Error:
            return []

    def _evenness(self, delimiter: str) -> float:
        """Return the share of all rows with the commonest number of cells, if that is above one."""
        try:
            lengths = Counter(map(len, csv.reader(self._open(), delimiter=delimiter)))
        except csv.Error:
            return 0
        length, count = lengths.most_common(1)[0] if lengths else (0, 0)
        return count / lengths.total() if length > 1 else 0


def encoding_of(data: bytes) -> str:
    """Return the encoding of a text file; raises UnreadableError for what is no Unicode."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    encoding = marked or _unmarked_utf16(data) or "utf-8"
    try:
        _check(data, encoding)
    except UnicodeDecodeError as error:
        raise _no_unicode(data, error) from error
    return encoding


def _check(data: bytes, encoding: str) -> None:
    """Decode everything, a megabyte at a time."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(data), 1 << 20):
        try:
            decoder.decode(data[start : start + (1 << 20)])
        except UnicodeDecodeError as error:
            error.start += start
            raise
    decoder.decode(b"", final=True)


def _unmarked_utf16(data: bytes) -> str:
    """Tell UTF-16 without a mark by the zeros beside ASCII letters."""
    start = data[:400]
    half = len(start) // 2
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        if half and start[offset::2].count(0) > half * 0.7 > start[1 - offset :: 2].count(0):
            return encoding
    return ""


def _no_unicode(data: bytes, error: UnicodeDecodeError):
    line = data.count(b"\n", 0, error.start) + 1
    shown = data[error.start : error.start + 8].decode("latin-1")
    font = legacy_font(data[:100_000].decode("latin-1"))
    if font:
        return no_unicode(font)
    return unreadable(_("The file is not UTF-8. Save it as “CSV UTF-8”."), line, shown)
