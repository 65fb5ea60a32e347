"""Workbooks to fill in: one sheet with the columns of a kind, one that explains them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from operator import itemgetter
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from forum_portal.importing.cells import Holds
from forum_portal.importing.sheet_cells import TooMuchError, cell_writer
from forum_portal.importing.tables import Column, Kind
from forum_portal.importing.workbooks import EXPLANATIONS
from forum_portal.numbers import format_number
from forum_portal.tables import MOST_ROWS
from forum_portal.text import vietnamese_slug

type Texts = dict[tuple[int, int], tuple[str, Format | None]]  # by line and place

PREPARED = 1000  # rows that offer the words of a choice
START, BESIDE = 4, 6  # where the explanations begin, and to their right the lists of words
LONGEST_NAME = 31  # of a sheet
INK, PAPER = "#1f3a5f", "#e8eef5"

# Text stays as typed: Excel would make a date of "11/2024" and of the booth "12-1".
_FORMATS = {
    Holds.NUMBER: "General",
    Holds.WHOLE: "0",
    Holds.DAY: "dd/mm/yyyy",
    Holds.MOMENT: "dd/mm/yyyy hh:mm",
}
_WIDTHS = {Holds.NUMBER: 14, Holds.WHOLE: 10, Holds.DAY: 13, Holds.PERIOD: 14, Holds.TEXT: 34}


def template_name(kind: Kind) -> str:
    """Return the name of the file: "mau-so-lieu.xlsx"."""
    with override("vi"):
        return f"mau-{vietnamese_slug(title_of(kind))}.xlsx"


def template_workbook(kind: Kind, without: Collection[str] = ()) -> bytes:
    """Return an empty .xlsx with the columns of `kind` by their Vietnamese names.

    Its second sheet says of each column whether it is needed, what it takes and which values.
    `without` are columns that do not come from a file.
    """
    out = BytesIO()
    columns = tuple(column for column in kind.columns if column.name not in without)
    write_workbook(out, replace(kind, columns=columns), ())
    return out.getvalue()


def write_workbook(out: IO[bytes], kind: Kind, rows: Iterable[Sequence[str]]) -> None:
    """Write the same with `rows` of canonical texts in it, a row at a time.

    Raises TooMuchError where there are too many, or a text does not fit into a cell of Excel.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with override("vi"), xlsxwriter.Workbook(out, options) as book:
        names = book.add_format({"bold": True, "bg_color": PAPER, "font_color": INK, "bottom": 1})
        names.set_text_wrap()
        names.set_align("top")
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        grid = book.add_worksheet(title_of(kind)[:LONGEST_NAME])
        last = _fill(book, grid, kind.columns, names, rows)
        explained = book.add_worksheet(EXPLANATIONS)
        cells = _explain(explained, kind.columns, names, wrapped)
        cells |= _offer_words(grid, explained, kind.columns, max(PREPARED, last))
        for (line, place), (text, style) in sorted(cells.items(), key=itemgetter(0)):
            explained.write_string(line, place, text, style)


def _fill(
    book: Workbook, grid: Worksheet, columns: Sequence[Column], names: Format, rows: Any
) -> int:
    """Write the head of the table and its rows; return the number of the last one."""
    grid.freeze_panes(1, 0)
    writers = []
    for place, column in enumerate(columns):
        style = book.add_format({"num_format": _FORMATS.get(column.holds, "@")})
        grid.set_column(place, place, _WIDTHS.get(column.holds, 22), style)
        grid.write(0, place, heading(column), names)
        writers.append(cell_writer(column, style))
    line = 0
    for line, row in enumerate(rows, 1):
        if line > MOST_ROWS:
            reason = _(
                "This table has more than %(most)s rows, too many for a workbook. "
                "Take the CSV file."
            )
            raise TooMuchError(reason % {"most": format_number(MOST_ROWS)})
        for place, (write, text) in enumerate(zip(writers, row, strict=True)):
            write(grid, line, place, text)
    grid.ignore_errors({"number_stored_as_text": xl_range(1, 0, max(line, 1), len(columns))})
    return line


def heading(column: Column) -> str:
    """Return a column's name at the head of a table, with a star where a cell must be filled."""
    title = str(column.title) or column.name
    return f"{title[:1].upper()}{title[1:]}{' *' if column.required else ''}"


def title_of(kind: Kind) -> str:
    """Return what people call the records of a kind: "Tổ chức"."""
    title = str(kind.model._meta.verbose_name_plural)
    return title[:1].upper() + title[1:]


def _offer_words(
    grid: Worksheet, explained: Worksheet, columns: Sequence[Column], last: int
) -> Texts:
    """Let the cells of a choice offer its words; return these, a list beside the explanations.

    Any other text may still be typed, such as the code.
    """
    listed = BESIDE
    texts: Texts = {}
    for place, column in enumerate(columns):
        words = [str(each) for each in column.words.values()]
        if column.holds is Holds.YES_NO:
            words = [_("yes"), _("no")]
        if not words:
            continue
        explained.set_column(listed, listed, 28)
        for line, text in enumerate([heading(column), *words], START):
            texts[line, listed] = text, None
        source = f"='{EXPLANATIONS}'!{xl_range_abs(START + 1, listed, START + len(words), listed)}"
        offer = {"validate": "list", "source": source, "show_error": False}
        grid.data_validation(1, place, last, place, offer)
        listed += 1
    return texts


def _explain(
    explained: Worksheet, columns: Sequence[Column], names: Format, wrapped: Format
) -> Texts:
    """Return what the second sheet says of each column."""
    intro = [
        _("Fill in one row per record. Columns may stand in any order; those not needed may go."),
        _("Keep the names of the columns. Titles may stand above them, totals below the data."),
        _("Where nothing is known, leave the cell empty or write “-”."),
    ]
    texts: Texts = {(line, 0): (text, None) for line, text in enumerate(intro)}
    heads = (_("Column"), _("Needed"), _("What to write"), _("Values"), _("Name for programs"))
    for place, (text, width) in enumerate(zip(heads, (28, 10, 60, 50, 22), strict=True)):
        explained.set_column(place, place, width)
        texts[START, place] = text, names
    for line, column in enumerate(columns, START + 1):
        cells = (
            heading(column).removesuffix(" *"),
            _("yes") if column.required else _("no"),
            _what_to_write(column),
            "\n".join(f"{words} ({code})" for code, words in column.words.items()),
            column.name,
        )
        texts |= {(line, place): (text, wrapped) for place, text in enumerate(cells)}
    return texts


def _what_to_write(column: Column) -> str:
    takes = _takes(column)
    meaning = str(column.meaning)
    return f"{takes} {meaning}".strip() if column.holds is not Holds.PERIOD else takes


def _takes(column: Column) -> str:
    match column.holds:
        case Holds.NUMBER:
            return _("A number: 956.000 or 90,7.")
        case Holds.WHOLE:
            return _("A whole number.")
        case Holds.DAY:
            return _("A day: 27/12/2023.")
        case Holds.MOMENT:
            return _("Day and time: 27/12/2023 08:30.")
        case Holds.HOUR:
            return _("A time: 08:30.")
        case Holds.PERIOD:
            return _("2023 · Q4 2023 · first half of 2023 · 11/2024 · 27/12/2023 · 2021-2025.")
        case Holds.YES_NO:
            return _("Yes or no.")
        case Holds.CHOICE:
            return _("One of the values beside, in words or as a code.")
        case Holds.KEY if column.refers:
            what = column.refers._meta.verbose_name
            if column.many:
                return _("Codes or names (%(what)s), parted by semicolons.") % {"what": what}
            return _("A code or a name (%(what)s).") % {"what": what}
    return _("Text.")
