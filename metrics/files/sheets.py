"""Sheets of a workbook: values as what they are, never a formula, columns as wide as they need."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import pgettext
from xlsxwriter.format import Format

from forum_portal.tables import looks_like_formula

INK, PAPER = "#1f3a5f", "#e8eef5"
NARROWEST, WIDEST, MEASURED = 9, 50, 200  # characters; rows that decide on the width
LONGEST_TEXT = 32_767  # of a cell, by the format's own rule
MOST_DIGITS = 15  # that a cell keeps of a number
# What a program may take for something else than text: XlsxWriter for markup that it is to write as
# it stands, LibreOffice for the number of a sign ("ho_so_xa" has one). Cut in two, it is neither.
MARKUP = re.compile(r"(?<=^<)(?=r>)|(?<=_)(?=x[0-9A-Fa-f]{1,3}_)")
FIRST_DAY = date(1900, 3, 1)  # before it Excel's calendar has a day that never was


class Styles:
    """The formats of a workbook's cells."""

    def __init__(self, book: xlsxwriter.Workbook):
        self.head = book.add_format(
            {"bold": True, "bg_color": PAPER, "font_color": INK, "bottom": 1, "valign": "top"}
        )
        self.label = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.plain = book.add_format()
        self.inert = book.add_format({"quote_prefix": True})  # stays text when a reader edits it
        self.day = book.add_format({"num_format": pgettext("format in a workbook", "yyyy-mm-dd")})
        self.moment = book.add_format(
            {"num_format": pgettext("format in a workbook", "yyyy-mm-dd hh:mm:ss")}
        )


class Sheet:
    """A sheet that is written from the top, row after row; `filled` counts the rows."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, styles: Styles):
        self._sheet = book.add_worksheet(name)
        self._styles = styles
        self._widths: list[int] = []
        self.filled = 0

    def heads(self, names: list[str]) -> None:
        """Write the names of the columns, which stay in sight."""
        for place, name in enumerate(names):
            self._sheet.write_string(0, place, name, self._styles.head)
        self._widths = [len(name) + 3 for name in names]  # beside the filter's arrow
        self._sheet.freeze_panes(1, 0)
        self.filled = 1

    def row(self, values: Iterable[Any]) -> None:
        """Write a row of texts, numbers, days and local moments; None leaves a cell empty."""
        for place, value in enumerate(values):
            if value is None:
                continue
            length = self._write(place, value)
            if self.filled <= MEASURED:
                self._widths[place] = max(self._widths[place], length)
        self.filled += 1

    def finish(self) -> None:
        """Fit the columns, and let readers filter by each."""
        for place, width in enumerate(self._widths):
            self._sheet.set_column(place, place, min(max(width + 1, NARROWEST), WIDEST))
        self._sheet.autofilter(0, 0, max(self.filled - 1, 1), len(self._widths) - 1)

    def notes(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Write two columns of text: what a line is about, and what it says."""
        self._sheet.set_column(0, 0, 26)
        self._sheet.set_column(1, 1, 100)
        for label, text in pairs:
            self._write_text(0, label, self._styles.label)
            self._write_text(1, text[:LONGEST_TEXT], self._styles.wrapped)
            self.filled += 1

    def _write(self, place: int, value: Any) -> int:
        """Write a cell of the row that is being filled; return how many characters it shows."""
        if isinstance(value, datetime):
            self._sheet.write_datetime(self.filled, place, value, self._styles.moment)
            return 19
        if isinstance(value, date) and value >= FIRST_DAY:
            self._sheet.write_datetime(self.filled, place, value, self._styles.day)
            return 10
        if isinstance(value, Decimal) and _is_kept(value):
            self._sheet.write_number(self.filled, place, value)
            return len(f"{value:f}")
        text = value if isinstance(value, str) else _plain(value)
        style = self._styles.inert if looks_like_formula(text) else None
        self._write_text(place, _cut(text), style or self._styles.plain)
        return len(text)

    def _write_text(self, place: int, text: str, style: Format) -> None:
        parts = MARKUP.split(text) if "_x" in text or text.startswith("<r>") else [text]
        if len(parts) == 1:
            self._sheet.write_string(self.filled, place, text, style)
            return
        runs = [each for part in parts for each in (self._styles.plain, part)]
        self._sheet.write_rich_string(self.filled, place, *runs, style)


def _is_kept(number: Decimal) -> bool:
    return len(number.normalize().as_tuple().digits) <= MOST_DIGITS


def _plain(value: Any) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
