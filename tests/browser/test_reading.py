"""Readers' journeys through the content of Hải Phòng."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.files import sheets

pytestmark = pytest.mark.django_db
IN_THE_WORKBOOK = [
    ("2021", 20, "percent", "đoạn 8", "từ 20% năm 2021"),
    ("2022", 60.2, "percent", "đoạn 8", "60,2% năm 2022"),
    ("2022-01", 18, "percent", 'mục "Build new motivation, new habits"', "only 18%"),
    ("2023", 90.7, "percent", "đoạn 8", "90.7%"),
]


def test_from_the_home_page_to_a_figure_in_a_spreadsheet(city_url, page, complaints):
    heading = page.get_by_role("heading", level=1)
    page.goto(city_url)
    page.get_by_role("list").get_by_role("link", name="2023", exact=True).click()
    expect(heading).to_have_text("Diễn đàn Chuyển đổi số Hải Phòng 2023")

    page.get_by_role("link", name="Viettel").click()
    expect(heading).to_have_text("Viettel")
    page.get_by_role("link", name="Triển lãm", exact=True).click()
    expect(page.get_by_role("link", name="20 gian hàng")).to_be_visible()

    page.get_by_role("navigation", name="Các mục").get_by_role("link", name="Chỉ số").click()
    page.get_by_role("searchbox", name="Tìm chỉ số").fill("ho so truc tuyen")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Tỷ lệ hồ sơ trực tuyến", exact=True).click()
    expect(page.locator(".answer").get_by_role("link", name="90,7% (Đã công bố)")).to_be_visible()

    page.get_by_role("table").get_by_role("link", name="90,7%").click()
    expect(heading).to_have_text("90,7%")
    citations = page.get_by_role("region", name="Trích dẫn").get_by_role("rowheader")
    expect(citations).to_have_text(["90.7%", "90%"])
    fact = page.url

    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["period"] == "2023")
    assert (row["value"], row["unit"], row["locator"], row["printed"]) == (
        ("90.7", "percent", "đoạn 8", "90.7%")
    )
    assert fact.endswith(row["url"].removeprefix("http://127.0.0.1:8000"))
    assert complaints == []


def test_from_the_home_page_to_a_workbook_in_three_clicks(city_url, page, new_context, complaints):
    for reader in (page, new_context(java_script_enabled=False).new_page()):
        reader.goto(city_url)
        reader.get_by_role("navigation", name="Các mục").get_by_role("link", name="Chỉ số").click()
        reader.get_by_role("link", name="Tỷ lệ hồ sơ trực tuyến", exact=True).click()
        with reader.expect_download() as download:
            reader.get_by_role("link", name="XLSX", exact=True).click()

        heads, *data = sheets(Path(download.value.path()).read_bytes())["Dữ liệu"]
        asked = [heads.index(name) for name in ("period", "value", "unit", "locator", "printed")]
        assert [tuple(row[place] for place in asked) for row in data] == IN_THE_WORKBOOK
        assert download.value.suggested_filename.startswith("ty-le-ho-so-truc-tuyen_")
    assert complaints == []
