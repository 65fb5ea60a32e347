"""LibreOffice opens every file with numbers as numbers and days as days, and runs nothing."""

import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.opened_elsewhere.conftest import FIRST_YEAR, IN_CSV, SAID, VALUES

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.usefixtures("figures"),
    pytest.mark.skipif(not SOFFICE, reason="no LibreOffice: docs/operators.md says how to get it"),
]
ENGLISH, VIETNAMESE = 1033, 1066
# As its dialogue offers it: tabs, semicolons and commas part cells, " quotes, UTF-8; the language
# says what a number looks like; the last but one, whether what is quoted is text.
AS_OFFERED = "Text - txt - csv (StarCalc):9/59/44,34,76,1,,{language},{quoted_is_text},false"


def converted(path: Path, ending: str, filter_given: str = "") -> Path:
    """Let LibreOffice open a file and keep it in its own way; return where."""
    out = path.parent / "out"
    command = [SOFFICE, f"-env:UserInstallation=file://{path.parent}/profile", "--headless"]
    command += [f"--infilter={filter_given}"] if filter_given else []
    command += ["--convert-to", ending, "--outdir", out, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out / f"{path.stem}.{ending}"


def opened(path: Path) -> list[dict]:
    """Return the rows of the first sheet by their heads."""
    heads, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [dict(zip(heads, row, strict=True)) for row in rows]


def numbers_and_days(rows: list[dict]) -> list[tuple]:
    return [(row["value"], row["period_start"], row["revision"]) for row in rows]


EXPECTED = [(float(value), date(FIRST_YEAR + step, 1, 1), 1.0) for step, value in enumerate(VALUES)]


@pytest.mark.parametrize(
    ("query", "language", "quoted_is_text"),
    [
        ("?dialect=vi", VIETNAMESE, False),
        ("", ENGLISH, False),
        ("", ENGLISH, True),
        ("?dialect=data", ENGLISH, False),
    ],
)
def test_a_csv(saved, query, language, quoted_is_text):
    path = saved(f"/chi-so/ho-so.csv{query}", "ho-so.csv")
    asked = AS_OFFERED.format(language=language, quoted_is_text=str(quoted_is_text).lower())
    book = converted(path, "xlsx", asked)
    rows = opened(book)

    assert numbers_and_days(rows) == EXPECTED
    assert [row["comment"] for row in rows] == IN_CSV
    assert {row["area_name"] for row in rows} == {"Hải Phòng"}
    with zipfile.ZipFile(book) as parts:
        assert b"<f" not in parts.read("xl/worksheets/sheet1.xml")


def test_a_workbook(saved):
    path = saved("/chi-so/ho-so.xlsx", "ho-so.xlsx")
    book = converted(path, "ods")
    rows = opened(book)

    assert numbers_and_days(rows) == EXPECTED
    assert [row["indicator"] for row in rows] == ["ho_so_cap_xa_pct"] * len(SAID)
    said = [row["comment"].replace("\t", "") for row in rows]
    assert said == [each.replace("\t", "") for each in SAID]
    with zipfile.ZipFile(book) as parts:
        assert b"table:formula" not in parts.read("content.xml")
