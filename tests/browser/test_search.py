"""The search, as somebody types, with keyboard and screen reader in mind."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import shortcomings

pytestmark = pytest.mark.django_db


def test_names_are_suggested_and_reached_by_keyboard(city_url, page, axe, complaints):
    page.goto(f"{city_url}/tim-kiem/")
    suggested = page.get_by_role("navigation", name="Gợi ý")
    expect(suggested).to_be_hidden()

    page.get_by_role("searchbox", name="Từ cần tìm").press_sequentially("ty le ho so truc")
    link = suggested.get_by_role("link", name="Tỷ lệ hồ sơ trực tuyến", exact=True)
    expect(link).to_be_visible()
    expect(page.locator("#suggested")).to_have_text("2 gợi ý bên dưới ô tìm")
    assert shortcomings(page, axe, 320) == []

    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tỷ lệ hồ sơ trực tuyến")
    assert complaints == []


def test_without_scripts_the_form_finds_and_forgives(city_url, new_context):
    reader = new_context(java_script_enabled=False).new_page()
    reader.goto(f"{city_url}/tim-kiem/")
    reader.get_by_role("searchbox", name="Từ cần tìm").fill("ho so truc tuyne")
    reader.get_by_role("main").get_by_role("button", name="Tìm kiếm").click()
    near = "Không có kết quả đúng “ho so truc tuyne” – gần giống:"
    expect(reader.get_by_text(near)).to_be_visible()
    found = reader.get_by_role("region", name="Chỉ số")
    expect(found.get_by_role("link", name="Tỷ lệ hồ sơ trực tuyến", exact=True)).to_be_visible()
