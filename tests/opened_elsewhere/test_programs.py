"""Programs read the files as docs/journalists.md says."""

from datetime import datetime

import pytest

from tests.opened_elsewhere.conftest import FIRST_YEAR, IN_CSV, SAID, VALUES, needs

# What these packages warn of is their makers' to mend.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]
NUMBERS = [float(value) for value in VALUES]
CSVS = [
    *("/du-lieu/quan-sat.csv", "/du-lieu/trich-dan.csv", "/du-lieu/phat-hanh.csv"),
    *("/chi-so/ho-so.csv", "/chi-so/ho-so.csv?layout=wide", "/phat-hanh/kho.csv"),
]
YEARS = [str(FIRST_YEAR + step) for step in range(len(VALUES))]


@needs("pandas")
@pytest.mark.parametrize(
    ("query", "form"),
    [("", {}), ("?dialect=data", {}), ("?dialect=vi", {"sep": ";", "decimal": ","})],
)
def test_pandas(figures, saved, query, form):
    pandas = pytest.importorskip("pandas")
    path = saved(f"/chi-so/ho-so.csv{query}", "ho-so.csv")
    read = pandas.read_csv(path, dtype={"period": str}, **form)

    assert (list(read["value"]), list(read["period"])) == (NUMBERS, YEARS)
    assert list(read["comment"]) == IN_CSV


@needs("duckdb")
@pytest.mark.parametrize(
    ("query", "form"),
    [("", ""), ("?dialect=data", ""), ("?dialect=vi", ", decimal_separator = ','")],
)
def test_duckdb(figures, saved, query, form):
    duckdb = pytest.importorskip("duckdb")
    path = saved(f"/chi-so/ho-so.csv{query}", "ho-so.csv")
    table = f"read_csv('{path}', sample_size = -1{form})"
    columns = "value, comment, period_start, published_at"
    rows = duckdb.sql(f"SELECT {columns} FROM {table} ORDER BY period").fetchall()

    assert [row[0] for row in rows] == NUMBERS
    assert [row[1] for row in rows] == IN_CSV
    assert [row[2].isoformat() for row in rows] == [f"{year}-01-01" for year in YEARS]
    assert {type(row[3]) for row in rows} == {datetime}


@needs("openpyxl")
def test_openpyxl(figures, saved):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(saved("/chi-so/ho-so.xlsx", "ho-so.xlsx"))
    heads, *rows = book["Dữ liệu"].iter_rows(values_only=True)
    found = [dict(zip(heads, row, strict=True)) for row in rows]

    assert [row["value"] for row in found] == NUMBERS
    assert [row["comment"] for row in found] == list(SAID)
    assert {row["period_start"].isoformat()[4:10] for row in found} == {"-01-01"}
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds == {"s", "n", "d"}


@needs("csvw")
@pytest.mark.parametrize("dialect", ["data", "vi"])
@pytest.mark.parametrize("csv", CSVS)
def test_descriptions_of_csvs_by_csvw(figures, saved, csv, dialect):
    csvw = pytest.importorskip("csvw")
    query = f"{'&' if '?' in csv else '?'}dialect={dialect}"
    path = saved(csv + query, "table.csv")
    beside = saved(csv.replace(".csv", ".csv-metadata.json", 1) + query, "table.csv-metadata.json")
    told = beside.read_text().replace(f'"http://127.0.0.1:8000{csv}{query}"', '"table.csv"')
    beside.write_text(told)
    # The decoding that the standard asks for takes the mark away; Python's leaves it.
    path.write_bytes(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    read = csvw.CSVW(str(beside), validate=True)

    assert read.is_valid
    rows = list(read.tables[0].iterdicts())
    if csv == "/chi-so/ho-so.csv":
        assert [row["value"] for row in rows] == [type(rows[0]["value"])(each) for each in VALUES]
