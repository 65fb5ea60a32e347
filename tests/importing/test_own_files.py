"""The portal's own files come back as they went out."""

import csv
import re
from io import StringIO

import pytest
from django.conf import settings as portal
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from forum_portal.importing.cell_texts import clean
from forum_portal.importing.cells import Holds
from forum_portal.importing.legacy_fonts import legacy_font
from forum_portal.importing.typed import reader_of_cells
from forum_portal.management.commands.load_city import KINDS
from forum_portal.tables import DIALECTS, FORMULA, Column, Table, csv_sql
from metrics.importing.figures import CITATIONS, OBSERVATIONS
from tests.importing.offices import csv_file, read, rows_of, workbook

EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
HAI_PHONG = portal.BASE_DIR / "data" / "haiphong"


def content_of(kind):
    text = (HAI_PHONG / kind.file).read_text(encoding="utf-8")
    return list(csv.DictReader(StringIO(text, newline="")))


def canonical(kind, rows):
    """Return rows as the reader should give them."""
    columns = [column for column in kind.columns if rows and column.name in rows[0]]
    return [
        (line, tuple(text_of(column, row[column.name]) for column in columns))
        for line, row in enumerate(rows, 2)
    ]


def text_of(column, cell):
    if column.holds is Holds.YES_NO:
        return {"1": "true", "0": "false"}.get(cell)
    return cell.strip() or None


def read_back(kind, data, file):
    reading = read(data, kind, file)
    rows = list(reading.rows())
    assert (reading.problems, reading.questions) == ([], ())
    return rows


@EACH_KIND
def test_the_citys_content(kind):
    data = (HAI_PHONG / kind.file).read_bytes()

    assert read_back(kind, data, kind.file) == canonical(kind, content_of(kind))


@EACH_KIND
def test_the_citys_content_saved_from_excel(kind):
    """With headings in Vietnamese, `;` and decimal commas, and as a workbook of real numbers."""
    rows = content_of(kind)
    titles = {column.name: str(column.title) for column in kind.columns}
    header = [titles[name] for name in rows[0]] if rows else list(titles.values())
    numeric = {column.name for column in kind.columns if "number" in column.holds}
    vietnamese = [
        [cell.replace(".", ",") if name in numeric else cell for name, cell in row.items()]
        for row in rows
    ]
    real = [
        [as_number(cell) if name in numeric else cell for name, cell in row.items()] for row in rows
    ]

    wanted = canonical(kind, rows)
    assert read_back(kind, csv_file([header, *vietnamese], ";", "utf-8-sig"), "a.csv") == wanted
    assert read_back(kind, workbook([header, *real]), "a.xlsx") == wanted


def as_number(cell):
    return float(cell) if cell else cell


@pytest.mark.parametrize("text", ["=1+1", "-", "-5", "'=1", "''@x", "'quoted'", "'", "a=b", "\ta"])
@pytest.mark.django_db
def test_text_that_looks_like_a_formula_comes_back(text):
    """Made inert by SQL, and as it was after reading; tabs at the ends are not kept."""
    column = Column("comment", "t.comment", "", "")
    table = Table((column,), "FROM (SELECT %s::text AS comment) t", (text,))
    sql = csv_sql(table, DIALECTS[""])
    with connection.cursor() as cursor, cursor.copy(sql, table.params) as copy:
        data = b"".join(bytes(block) for block in copy)

    written = data.decode().splitlines()[1].strip('"')

    comment = next(each for each in OBSERVATIONS.columns if each.name == "comment")
    assert reader_of_cells(comment, "vi")(written) == text
    assert written.startswith("'") == (text != "a=b")


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
class TestExports:
    @pytest.mark.parametrize("dialect", ["", "vi", "data"])
    @pytest.mark.parametrize(
        ("kind", "name"), [(OBSERVATIONS, "quan-sat"), (CITATIONS, "trich-dan")]
    )
    def test_each_dialect(self, client, kind, name, dialect):
        response = client.get(f"/du-lieu/{name}.csv", {"dialect": dialect} if dialect else {})
        data = b"".join(response)

        reading = read(data, kind, f"{name}.csv")
        rows = list(reading.rows())

        assert (reading.problems, reading.questions) == ([], ())
        exported = csv.DictReader(
            StringIO(data.decode("utf-8-sig"), newline=""),
            delimiter=";" if dialect == "vi" else ",",
        )
        numbers = {column.name for column in kind.columns if "number" in column.holds}
        wanted = [
            tuple(
                plain(row[column], column in numbers and dialect == "vi")
                for column in reading.columns
            )
            for row in exported
        ]
        assert [cells for _line, cells in rows] == wanted
        assert len(rows) > 150


def plain(text, has_comma):
    text = text.replace(",", ".") if has_comma else text
    return text.removeprefix("'").strip() or None


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).filter(
    lambda text: not legacy_font(text)
)
figures = st.decimals(-(10**9), 10**9, places=5).map(lambda value: value.normalize())
rows_of_figures = st.lists(
    st.tuples(figures, texts, st.sampled_from(["", "eq", "ge", "approx"]), st.booleans()),
    min_size=1,
    max_size=12,
)


@settings(deadline=None, max_examples=30)
@given(rows_of_figures)
def test_random_figures_come_back_from_every_kind_of_file(rows):
    """As the portal writes them, as its Vietnamese dialect, and as a workbook."""
    names = ["release", "indicator", "area", "period", "value", "comparator", "comment"]
    made = [
        ["nhap", "ho_so", "cu", f"{1900 + place}", f"{value:f}", comparator, inert(text)]
        for place, (value, text, comparator, _flag) in enumerate(rows)
    ]
    wanted = [
        (place, f"{value:f}", comparator or None, clean(text) or None)
        for place, (value, text, comparator, _flag) in enumerate(rows, 2)
    ]
    comma = [[*row[:4], row[4].replace(".", ","), *row[5:]] for row in made]
    real = [[*row[:4], float(row[4]), *row[5:]] for row in made]

    for data in (
        csv_file([names, *made]),
        csv_file([names, *comma], ";"),
        workbook([names, *real]),
    ):
        reading = read(data, OBSERVATIONS, "a.csv")
        assert rows_of(reading, "value", "comparator", "comment") == wanted
        assert reading.problems == []


def inert(text):
    """Return text as `forum_portal.tables.csv_sql` writes it."""
    return f"'{text}" if re.match(FORMULA, text) else text
