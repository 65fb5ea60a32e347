"""The rows of a table, one after the other: raw cells in, canonical texts and complaints out.

The same texts come again and again in a column, so each is understood once and looked up after
that; a row whose cells are all known costs no line of Python.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import getitem, itemgetter
from typing import Any

from django.utils.translation import gettext as _

from forum_portal.importing.cell_values import Marked, shown
from forum_portal.importing.cells import Holds
from forum_portal.importing.headers import Header, Heading, key_of
from forum_portal.importing.sheet_scan import Telling, letters
from forum_portal.importing.sheets import Source
from forum_portal.importing.tables import Column, Problem
from forum_portal.importing.typed import CellReader, quick_number
from forum_portal.text import fold

REMEMBERED = 20_000  # texts of a column
TOTALS = {"tong", "tong cong", "tong so", "cong", "tong cong chung", "cong chung"}
TOTALS |= {"total", "grand total", "totals", "sum"}
_ASIDE = re.compile(r"\([^()]*\)|[:.*]")
_NUMBERED = re.compile(r"[(\[](?:[0-9]{1,2}|[A-Za-z])[)\]](?:\s*=.*)?")

type Complaint = tuple[str, Any, str]  # column, raw cell, sentence


class Understood(dict):
    """What the raw cells of one column mean; asks its reader once for each.

    `quick` answers for plain numbers, of which there may be many more than are remembered, or
    leaves them to the reader.
    """

    def __init__(
        self,
        name: str,
        read: CellReader,
        complaints: list[Complaint],
        quick: CellReader | None = None,
    ):
        super().__init__()
        self.name, self._read, self._complaints = name, read, complaints
        self._quick = quick
        self.missing = 0

    def __missing__(self, raw: Any) -> str | None:
        text = self._quick(raw) if self._quick else None
        if not text:
            try:
                text = self._read(raw)
            except ValueError as error:
                self._complaints.append((self.name, raw, str(error)))
                return shown(raw)
        if text is None and raw.strip():
            self.missing += 1
        elif len(self) < REMEMBERED:
            self[raw] = text
        return text


@dataclass
class Passed:
    """What was passed over or filled in while the rows were read: lines by what they are."""

    lines: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)


@dataclass
class RowReader:
    """Reads the rows of `source` below `header` into the columns of `headings`."""

    file: str
    source: Source
    header: Header
    headings: Sequence[Heading]
    columns: Sequence[Column]
    read: Callable[[Column], CellReader]
    numbers: str
    has_truths: bool
    problems: list[Problem]
    passed: Passed = field(default_factory=Passed)

    def rows(self) -> Iterator[tuple[int, tuple[str | None, ...]]]:
        """Yield (line, canonical cells); the problems of a row are noted before it is given."""
        complaints: list[Complaint] = []
        known = [self._understood(column, complaints) for column in self.columns]
        pick = _picker([heading.place for heading in self.headings])
        width = 0 if self.source.even else self._width()
        asides: list[tuple[int, tuple[str | None, ...], list[Complaint]]] = []
        has_data = False
        for line, raw in self._raw_rows():
            if width and len(raw) != width:
                raw = self._fit(raw, width, complaints)
            cells = tuple(map(getitem, known, pick(raw)))
            if complaints:
                if self._is_passed_over(line, raw, complaints):
                    complaints.clear()
                    continue
                if has_data and self._is_aside(raw, complaints):
                    asides.append((line, cells, complaints.copy()))
                    complaints.clear()
                    continue
            if asides:  # more data follows, so they are rows of it
                yield from self._as_rows(asides)
            if complaints:
                self._complain(line, complaints)
            has_data = True
            yield line, cells
        self.passed.lines |= {"asides": [line for line, *_rest in asides]} if asides else {}
        self.passed.counts["missing"] = sum(column.missing for column in known)

    def _as_rows(
        self, asides: list[tuple[int, tuple[str | None, ...], list[Complaint]]]
    ) -> Iterator[tuple[int, tuple[str | None, ...]]]:
        for line, cells, complaints in asides:
            self._complain(line, complaints)
            yield line, cells
        asides.clear()

    def _understood(self, column: Column, complaints: list[Complaint]) -> Understood:
        quick = quick_number(self.numbers) if column.holds is Holds.NUMBER else None
        return Understood(column.name, self.read(column), complaints, quick)

    def _complain(self, line: int, complaints: list[Complaint]) -> None:
        for name, raw, reason in complaints:
            self.problems.append(Problem(self.file, line, name, shown(raw), reason))
        complaints.clear()

    # Raw rows

    def _raw_rows(self) -> Iterator[tuple[int, list[Any]]]:
        rows = islice(self.source.rows(), self.header.last, None)
        lines: Iterable[tuple[int, list[Any]]] = enumerate(rows, self.header.last + 1)
        if self.source.telling:
            lines = self._with_telling(lines, self.source.telling)
        if self.has_truths:
            lines = ((line, [_truth(cell) for cell in raw]) for line, raw in lines)
        if self.source.merges:
            lines = self._with_merges(lines)
        return iter(lines)

    def _with_telling(
        self, lines: Iterable[tuple[int, list[Any]]], telling: dict[int, tuple[Telling, ...]]
    ) -> Iterator[tuple[int, list[Any]]]:
        first = self.source.first_column
        read = {heading.place for heading in self.headings}
        counts = self.passed.counts
        for line, raw in lines:
            for column, what, text in telling.get(line, ()):
                place = column - first
                if place not in read:
                    continue
                value = raw[place]
                if what == "formula":
                    value = (f"{letters(column)}{line}", text)
                elif what == "error":
                    value = text
                elif isinstance(value, str | bool):
                    continue  # a text in a cell that is formatted as a share or a month
                else:
                    counts[what] += 1
                raw[place] = Marked(what, value)
            yield line, raw

    def _with_merges(
        self, lines: Iterable[tuple[int, list[Any]]]
    ) -> Iterator[tuple[int, list[Any]]]:
        """Fill cells that are merged downwards; a figure is nobody's when it stands for several."""
        first = self.source.first_column
        holds = {
            heading.place: column.holds
            for heading, column in zip(self.headings, self.columns, strict=True)
        }
        starting: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for (top, left), (bottom, _right) in self.source.merges:
            if bottom > top >= self.header.last and left - first in holds:
                starting[top + 1].append((bottom + 1, left - first))
        open_now: dict[int, tuple[int, Any]] = {}
        for line, raw in lines:
            for last, place in starting.get(line, ()):
                if holds[place] in (Holds.NUMBER, Holds.WHOLE):
                    raw[place] = Marked("merged", raw[place])
                open_now[place] = (last, raw[place])
            for place, (last, value) in list(open_now.items()):
                if line > last:
                    del open_now[place]
                elif raw[place] == "":
                    raw[place] = value
                    self.passed.counts["filled"] += 1
            yield line, raw

    def _width(self) -> int:
        header = next(islice(self.source.rows(), self.header.last - 1, None), [])
        return len(header)

    def _fit(self, raw: list[str], width: int, complaints: list[Complaint]) -> list[str]:
        """Return a row of another length in the header's; only blank cells may be too many."""
        if len(raw) < width or any(cell.strip() for cell in raw[width:]):
            reason = _("The line has %(found)d cells, the header %(wanted)d.")
            complaints.append(("", "", reason % {"found": len(raw), "wanted": width}))
        return (raw + [""] * width)[:width]

    # Rows that are no data

    def _is_passed_over(self, line: int, raw: list[Any], complaints: list[Complaint]) -> bool:
        """Tell whether a row with complaints is no data; one without any is never passed over."""
        if not any(map(_filled, raw)):
            return True
        empty = _("This cell must be filled.")
        what = ""
        if _is_total(raw) and any(not name or reason == empty for name, _raw, reason in complaints):
            what = "totals"
        elif line == self.header.last + 1 and _is_numbered(raw):
            what = "numbered"
        elif self._repeats_header(raw):
            what = "headers"
        if what:
            self.passed.lines[what].append(line)
        return bool(what)

    def _is_aside(self, raw: list[Any], complaints: list[Complaint]) -> bool:
        """Tell whether a row may be a line below the table: a place and day, who signs it.

        It has one or two texts of several words, and of the cells that must be filled at most one.
        """
        filled = [cell for cell in raw if _filled(cell)]
        if len(filled) > 2 or not all(map(_is_phrase, filled)):
            return False
        empty = _("This cell must be filled.")
        needed = [column.name for column in self.columns if column.required]
        missing = {name for name, _raw, reason in complaints if reason == empty}
        return len(needed) > 1 and len(missing.intersection(needed)) >= len(needed) - 1

    def _repeats_header(self, raw: list[Any]) -> bool:
        texts = [(heading, raw[heading.place]) for heading in self.headings]
        return all(
            isinstance(text, str) and key_of(text) == key_of(heading.text)
            for heading, text in texts
        )


def _picker(places: list[int]) -> Callable[[list[Any]], tuple[Any, ...]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda raw: tuple(raw[place] for place in places)


def _truth(cell: Any) -> Any:
    return Marked("truth", cell) if cell is True or cell is False else cell


def _filled(raw: Any) -> bool:
    return not isinstance(raw, str) or bool(raw.strip())


def _is_phrase(raw: Any) -> bool:
    return isinstance(raw, str) and " " in raw.strip() and raw.strip()[0] not in "0123456789-+"


def _is_total(raw: list[Any]) -> bool:
    """Tell whether the first filled cell of a row says that it adds up others."""
    first = next((cell for cell in raw if _filled(cell)), "")
    if not isinstance(first, str):
        return False
    return " ".join(_ASIDE.sub(" ", fold(first)).split()) in TOTALS


def _is_numbered(raw: list[Any]) -> bool:
    """Tell whether a row numbers the columns, as forms do below their header: (1) (2) (3)."""
    texts = [cell for cell in raw if _filled(cell)]
    return len(texts) > 1 and all(
        isinstance(text, str) and _NUMBERED.fullmatch(text.strip()) for text in texts
    )
