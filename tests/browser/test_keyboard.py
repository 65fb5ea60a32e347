"""The portal by keyboard alone."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db


def test_skip_to_the_content(city_url, page):
    page.goto(city_url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến phần nội dung")).to_be_focused()
    expect(page.get_by_role("link", name="Đến phần nội dung")).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Xem diễn đàn 2025")).to_be_focused()


def test_menu_of_a_phone(city_url, page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(city_url)
    menu = page.get_by_role("banner").get_by_role("group")
    links = menu.get_by_role("link")
    expect(links).to_have_count(0)

    menu.get_by_text("Mục lục").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Chỉ số")
