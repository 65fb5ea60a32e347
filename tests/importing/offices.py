"""Spreadsheets as offices make them, written by the tests."""

import csv
import zipfile
from io import BytesIO, StringIO

import xlsxwriter

from forum_portal.importing.reading import Answers, Reading, read_table
from metrics.importing.figures import OBSERVATIONS


def workbook(rows, *, merges=(), name="Số liệu", others=()):
    """Return an .xlsx with one sheet of rows, then sheets `others` of (name, rows).

    A cell may be a pair of value and number format. `merges` are (reference, text).
    """
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    styles = {}
    for title, lines in ((name, rows), *others):
        sheet = book.add_worksheet(title)
        for line, cells in enumerate(lines):
            for place, cell in enumerate(cells):
                value, style = cell if isinstance(cell, tuple) else (cell, "")
                if style and style not in styles:
                    styles[style] = book.add_format({"num_format": style})
                if value not in ("", None):
                    sheet.write(line, place, value, styles.get(style))
    for reference, text in merges:
        book.get_worksheet_by_name(name).merge_range(reference, text)
    book.close()
    return out.getvalue()


def formula(text, result):
    """Return a cell with a formula and the result that a program wrote beside it."""
    return ("formula", text, result)


def with_formulas(rows):
    """Return a workbook like `workbook` that no Excel has computed."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Số liệu")
        for line, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if isinstance(cell, tuple):
                    sheet.write_formula(line, place, cell[1], None, cell[2])
                elif cell != "":
                    sheet.write(line, place, cell)
    return out.getvalue()


def rezipped(data, change):
    """Return a workbook with its parts changed by `change(name, content)`; None leaves one out."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def csv_file(rows, delimiter=",", encoding="utf-8"):
    """Return a CSV file of rows of texts."""
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def read(data, kind=OBSERVATIONS, file="Số liệu.xlsx", given=None, **answers) -> Reading:
    return read_table(kind, data, file, Answers(**answers), given)


def rows_of(reading: Reading, *columns):
    """Return (line, cells of these columns) of all rows."""
    places = [reading.columns.index(name) for name in columns]
    return [(line, *(cells[place] for place in places)) for line, cells in reading.rows()]


def problems_of(reading: Reading):
    """Return (line, column, what was typed, sentence) once all rows are read."""
    list(reading.rows())
    return [(each.line, each.column, each.text, each.reason) for each in reading.problems]


def notes_of(reading: Reading):
    list(reading.rows())
    return [(note.text, note.lines) for note in reading.understood]
