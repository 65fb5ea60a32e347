"""What was exported and comes in again changes nothing: every kind, every dialect, and Excel."""

import csv
from io import BytesIO, StringIO

import pytest
import xlsxwriter
from django.conf import settings
from django.utils.dateparse import parse_date

from forum_portal.importing.cells import Holds
from forum_portal.importing.imports import import_of, imports_for
from forum_portal.importing.stored import cells_of
from forum_portal.management.commands.load_city import KINDS
from tests.factories import UserFactory
from tests.files import body
from tests.importing_pages.uploading import difference, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

FOLDER = settings.BASE_DIR / "data" / "haiphong"
NAMES = sorted(kind.name for kind in KINDS if (FOLDER / kind.file).is_file())


@pytest.fixture
def city_desk(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def as_loaded(name):
    """Return the rows of a city's file, the column names first."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def columns_of(name):
    return {column.name: column for column in import_of(name).kind.columns}


def in_csv(name, dialect):
    """Return a city's file in a dialect of the portal's downloads."""
    rows = as_loaded(name)
    if dialect == "data":
        return _csv(rows, ",").encode()
    if dialect == "vi":
        columns = columns_of(name)
        numbers = [
            place
            for place, heading in enumerate(rows[0])
            if heading in columns and columns[heading].holds is Holds.NUMBER
        ]
        for row in rows[1:]:
            for place in numbers:
                row[place] = row[place].replace(".", ",")
        return b"\xef\xbb\xbf" + _csv(rows, ";").encode()
    return b"\xef\xbb\xbf" + _csv(rows, ",").encode()


def in_excel(name):
    """Return a city's file as a workbook whose numbers and days are numbers and days."""
    out, columns = BytesIO(), columns_of(name)
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as book:
        sheet, day = book.add_worksheet("Bảng"), book.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(as_loaded(name)):
            for place, (heading, text) in enumerate(zip(as_loaded(name)[0], row, strict=True)):
                holds = columns[heading].holds if heading in columns else Holds.TEXT
                if line and text and holds in (Holds.NUMBER, Holds.WHOLE):
                    sheet.write_number(line, place, float(text))
                elif line and text and holds is Holds.DAY:
                    sheet.write_datetime(line, place, parse_date(text), day)
                elif text:
                    sheet.write_string(line, place, text)
    return out.getvalue()


def _csv(rows, delimiter):
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def not_unchanged(table):
    return [each for each in difference(table) if each[1] != "unchanged"]


@pytest.mark.parametrize("dialect", ["", "vi", "data"])
@pytest.mark.parametrize("name", NAMES)
def test_a_citys_file_changes_nothing(city_desk, name, dialect):
    table = upload(city_desk, name, in_csv(name, dialect), f"{name}.csv")
    assert (table.state, table.problem, table.shape["problems"]) == ("ready", "", [])
    assert not_unchanged(table) == []
    assert table.counts.get("unchanged", 0) == len(as_loaded(name)) - 1


@pytest.mark.parametrize("name", NAMES)
def test_a_citys_workbook_changes_nothing(city_desk, name):
    table = upload(city_desk, name, in_excel(name), f"{name}.xlsx")
    assert (table.state, table.problem, table.shape["problems"]) == ("ready", "", [])
    assert not_unchanged(table) == []
    assert table.counts.get("unchanged", 0) == len(as_loaded(name)) - 1


@pytest.mark.parametrize("dialect", ["", "vi", "data"])
@pytest.mark.parametrize(
    ("kind", "file"), [("observations", "quan-sat"), ("citations", "trich-dan")]
)
def test_a_public_download_changes_nothing(city_desk, kind, file, dialect):
    download = body(city_desk.get(f"/du-lieu/{file}.csv", {"dialect": dialect})).encode()
    table = upload(city_desk, kind, download, f"{file}.csv")
    assert (table.state, not_unchanged(table)) == ("ready", [])
    assert table.counts["unchanged"] == len(as_loaded(kind)) - 1


def test_every_table_can_be_imported(city_desk):
    offered = {each.kind.name for each in imports_for(UserFactory(is_superuser=True))}
    assert sorted(offered) == sorted(kind.name for kind in KINDS)


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in ("observations", "citations")]
)
def test_what_the_base_holds_is_told_as_the_file_says_it(name):
    """The way back from records to cells, by which differences are found."""
    kind = import_of(name).kind
    told = [
        {column: text for column, text in row.items() if text}
        for row in cells_of(kind, KINDS).values()
    ]
    assert len(told) == len(as_loaded(name)) - 1
