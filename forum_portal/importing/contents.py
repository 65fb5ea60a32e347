"""What a table holds now, on its way out: rows of canonical texts in the columns of its import.

A text that a spreadsheet would run, or that our own reader would take for something else, gets a '
before it; the reader takes one away. Where a spreadsheet makes dates of 2022-01 and 2022-01-05, and
writes them back as its own language has them, people get them in words.
"""

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import chain, islice
from typing import Any

from forum_portal.blocks import in_blocks
from forum_portal.importing.cells import Holds
from forum_portal.importing.stored import cells_of
from forum_portal.importing.tables import Column, Kind
from forum_portal.snapshot import snapshot
from forum_portal.tables import FORMULA, Dialect

_RUNS = re.compile(FORMULA)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DOUBTFUL = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
# What is no text: its signs are those of numbers and days.
NO_TEXT = {Holds.NUMBER, Holds.WHOLE, Holds.DAY, Holds.MOMENT, Holds.YES_NO}


@dataclass(frozen=True)
class Contents:
    """The rows of a table, read while `rows` runs.

    A cell is a text that `Column.read` takes, empty where nothing is known.
    """

    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Sequence[str]]]


def record_contents(
    kind: Kind, kinds: Sequence[Kind], records: Any = None, known: Any = None
) -> Contents:
    """Return what these records of `kind` say, or all of them; `kinds` are what they refer to.

    `known` gives the ids of the records of a model that a reference may name, None for all.
    """
    names = [column.name for column in kind.columns]
    order: Any = (*(kind.model._meta.ordering or ()), "pk")

    def rows() -> list[list[str]]:
        chosen = kind.model._default_manager.all() if records is None else records
        with snapshot():
            pks = list(chosen.order_by(*order).values_list("pk", flat=True))
            cells = cells_of(kind, kinds, None if records is None else pks, known)
        return [[cells[pk][name] for name in names] for pk in pks]

    return Contents(kind.columns, rows)


def csv_blocks(contents: Contents, dialect: Dialect) -> Generator[bytes]:
    """Yield a CSV file in blocks, its columns by their names for programs.

    The first one is empty and comes when the rows are there: what goes wrong before it becomes a
    page of its own, and nothing is written into the file.
    """
    heads = [[column.name for column in contents.columns]]
    written = [_written(column, dialect) for column in contents.columns]
    rows = iter(contents.rows())
    first = list(islice(rows, 1))
    yield b""
    cells = (
        [write(text) for write, text in zip(written, row, strict=True)]
        for row in chain(first, rows)
    )
    lines = _lines(chain(heads, cells), dialect.delimiter)
    yield from in_blocks(chain([BOM_UTF8] if dialect.bom else [], lines))


def inert(text: str) -> str:
    """Return a text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if _RUNS.match(text) else text


def in_words(text: str) -> str:
    """Return a month or a day, 2022-01, as no spreadsheet changes it: "tháng 1/2022"."""
    if month := _MONTH.fullmatch(text):
        return f"tháng {int(month[2])}/{month[1]}"
    if day := _DAY.fullmatch(text):
        return f"ngày {day[3]}/{day[2]}/{day[1]}"
    return text


def _written(column: Column, dialect: Dialect) -> Callable[[str], str]:
    is_period = column.holds is Holds.PERIOD and column.spoken
    if dialect.bom and (is_period or column.holds is Holds.DAY):  # programs get the codes
        return in_words
    if column.holds not in NO_TEXT:
        return inert
    if column.holds is Holds.NUMBER:
        return lambda text: _beyond_doubt(text).replace(".", dialect.decimal)
    return lambda text: text


def _beyond_doubt(number: str) -> str:
    """Return 1.234 as 1.2340, which nobody takes for a thousand."""
    return f"{number}0" if _DOUBTFUL.fullmatch(number) else number


def _lines(rows: Iterable[Sequence[str]], delimiter: str) -> Iterator[bytes]:
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    for row in rows:
        writer.writerow(row)
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
