"""One cell as it was typed: what Excel or CSV gives in, canonical text out, or a sentence.

The canonical text is what content files hold and `Column.read` takes: 956000, 2023-12-27, a code.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from forum_portal.importing.cell_texts import (
    INERT,
    clean,
    missing_marks,
    spoken,
    text_reader,
    whole,
)
from forum_portal.importing.cell_values import (
    day_text,
    moment_text,
    number_text,
    period_text,
    refuse_marked,
    shown,
)
from forum_portal.importing.cells import Holds
from forum_portal.importing.formats_found import PLAIN, quick_parser
from forum_portal.importing.tables import Column

type CellReader = Callable[[Any], str | None]


def reader_of_cells(column: Column, numbers: str) -> CellReader:
    """Return the reader of a column's raw cells; None is no value, ValueError has a sentence.

    `numbers` is a format of `formats_found`.
    """
    read = _as_people_write(column, numbers)
    if not column.required:
        return read

    def read_and_insist(raw: Any) -> str | None:
        text = read(raw)
        if text is None:
            raise ValueError(_("This cell must be filled."))
        return text

    return read_and_insist


def quick_number(numbers: str) -> CellReader:
    """Return the reader of plain numbers in a format; it leaves all else to the column's reader."""
    parse = quick_parser(numbers)

    def read(raw: Any) -> str | None:
        if type(raw) is str:
            return parse(raw)
        if type(raw) is float and -1e15 < raw < 1e15:
            text = format(raw, ".15g")
            return None if "e" in text else text
        return None

    return read


def _as_people_write(column: Column, numbers: str) -> CellReader:
    read_text, read_value = text_reader(column, numbers), _value_reader(column)
    is_missing = missing_marks(column.holds)

    def read(raw: Any) -> str | None:
        if type(raw) is not str:
            return read_value(raw)
        text = clean(raw)
        if not text:
            return None
        if text[0] == "'" and INERT.match(text):
            return read_text(text[1:])
        return None if is_missing(text) else read_text(text)

    return read


def _value_reader(column: Column) -> CellReader:
    """Return the reader of what a workbook holds beside text."""
    read_text = text_reader(column, PLAIN)
    values: dict[Holds, Callable[[Any], str]] = {
        Holds.NUMBER: number_text,
        Holds.WHOLE: lambda raw: whole(column, number_text(raw)),
        Holds.DAY: day_text,
        Holds.MOMENT: moment_text,
        Holds.PERIOD: lambda raw: spoken(column, period_text(raw)),
    }
    read_value = values.get(column.holds, lambda raw: read_text(shown(raw)))

    def read(raw: Any) -> str | None:
        refuse_marked(raw)
        return read_value(raw)

    return read
