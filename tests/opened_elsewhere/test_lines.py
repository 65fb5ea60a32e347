"""The lines that the pages give to copy do what they say in the program that they are for."""

import re
import shutil
import subprocess
from html import unescape

import pytest

from tests.opened_elsewhere.conftest import needs

# What these packages warn of is their makers' to mend.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]
PAGE = "/chi-so/ty-le-ho-so-truc-tuyen/"
KNOWN = [("2021", 20), ("2022", 60.2), ("2022-01", 18), ("2023", 90.7)]


def line_for(client, program: str) -> str:
    """Return the lines of the page for a program."""
    page = client.get(PAGE).text
    return unescape(re.search(f'data-runs="{program}">(.*?)</pre>', page, re.DOTALL)[1])


@needs("pandas")
def test_the_lines_for_pandas(client, origin):
    pytest.importorskip("pandas")
    found: dict = {}
    exec(line_for(client, "pandas"), found)
    read = found["figures"]
    assert list(zip(read["period"], read["value"], strict=True)) == KNOWN


@needs("duckdb")
def test_the_lines_for_duckdb(client, city, saved):
    duckdb = pytest.importorskip("duckdb")
    path = saved(f"{PAGE.rstrip('/')}.csv?dialect=data", "ho-so.csv")
    rows = duckdb.sql(re.sub("'http[^']*'", f"'{path}'", line_for(client, "duckdb"))).fetchall()
    assert [(row[0], row[2]) for row in rows] == KNOWN


@pytest.mark.skipif(
    not shutil.which("Rscript"), reason="no R: docs/operators.md says how to get it"
)
def test_the_lines_for_r(client, origin):
    line = line_for(client, "r") + '\ncat(paste0(figures$period, " ", figures$value), sep = "\\n")'
    ran = subprocess.run(["Rscript", "-e", line], check=True, capture_output=True, text=True)
    assert ran.stdout.splitlines()[-len(KNOWN) :] == [
        f"{period} {value}" for period, value in KNOWN
    ]
