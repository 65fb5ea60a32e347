"""Canonical texts as the cells of a sheet: numbers as numbers, days as days, codes as words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from forum_portal.importing.cell_texts import DASH, INERT, text_reader
from forum_portal.importing.cell_values import plain
from forum_portal.importing.cells import Holds
from forum_portal.importing.formats_found import PLAIN
from forum_portal.importing.tables import Column

type Write = Callable[[Worksheet, int, int, str], None]

LONGEST = 32_767  # signs in a cell: Excel has no more
FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29 February 1900, and knows no day before that year


class TooMuchError(Exception):
    """What the contents hold does not fit into a workbook; the text says what, and what to do."""


def cell_writer(column: Column, style: Format) -> Write:
    """Return what writes a canonical text of `column` so that the reader gives it back."""
    match column.holds:
        case Holds.NUMBER | Holds.WHOLE:
            value_of: Callable[[str], float | date | None] = _number
        case Holds.DAY:
            value_of = _day
        case Holds.MOMENT:
            value_of = _moment
        case _:
            return _text_writer(column, style)
    as_text = _text_writer(column, style)

    def write(sheet: Worksheet, line: int, place: int, text: str) -> None:
        match value_of(text) if text else None:
            case float() as value:
                sheet.write_number(line, place, value, style)
            case date() as value:
                sheet.write_datetime(line, place, value, style)
            case _:
                as_text(sheet, line, place, text)

    return write


def words_of_codes(column: Column) -> Mapping[str, str]:
    """Return what stands for each code of a choice: its words, where they mean that code alone."""
    if column.holds is Holds.YES_NO:
        return {"true": _("yes"), "false": _("no")}
    if column.holds is not Holds.CHOICE:
        return {}
    return {code: str(words) for code, words in column.words.items() if _is_read(column, code)}


def _is_read(column: Column, code: str) -> bool:
    words = str(column.words[code])
    try:
        return ";" not in words and text_reader(column, PLAIN)(words) == code
    except ValueError:
        return False


def _text_writer(column: Column, style: Format) -> Write:
    words = words_of_codes(column)

    def write(sheet: Worksheet, line: int, place: int, text: str) -> None:
        if words:
            text = ";".join(words.get(code, code) for code in text.split(";"))
        shown = f"'{text}" if INERT.match(text) or text.strip(DASH) == "" else text
        if text and sheet.write_string(line, place, shown, style):
            raise TooMuchError(
                _(
                    "Line %(line)d, “%(title)s”: the text has more than the %(limit)d signs that a "
                    "cell of Excel holds. Take the CSV file."
                )
                % {"line": line + 1, "title": column.title, "limit": LONGEST}
            )

    return write


def _number(text: str) -> float | None:
    """Return the number that Excel would show in full, else None."""
    value = float(text)
    try:
        return value if Decimal(plain(value)) == Decimal(text) else None
    except ValueError:
        return None


def _day(text: str) -> date | None:
    day = date.fromisoformat(text)
    return day if day >= FIRST_DAY else None


def _moment(text: str) -> date | None:
    """Return a moment as the portal's clocks show it; what has seconds stays a text."""
    moment = timezone.make_naive(datetime.fromisoformat(text))
    return None if moment.second or moment.microsecond else moment
