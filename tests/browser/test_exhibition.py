"""A visitor on a phone finds a booth on the floor plan by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import NARROW, shortcomings
from tests.full_forum import full_forum

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


def test_a_booth_is_found_on_the_plan_by_keyboard(live_server, page, axe, complaints):
    full_forum()
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/dien-dan/2026/trien-lam/")
    page.get_by_role("searchbox", name="Tìm gian hàng").fill("don vi so 47")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Tìm thấy 2 trong 120 gian hàng.")

    assert shortcomings(page, axe, NARROW) == []
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Xem trên sơ đồ").focus()
    page.keyboard.press("Enter")
    marked = page.get_by_role("link", name="C08, Gian hàng C08, Khu C, tìm thấy", exact=True)
    expect(marked).to_be_in_viewport(ratio=0.99)

    page.get_by_role("link", name="Phóng to").focus()
    page.keyboard.press("Enter")
    plan = page.get_by_role("region", name="Sơ đồ phóng to, cuộn được")
    found = plan.get_by_role("link", name="C08, Gian hàng C08, Khu C, tìm thấy", exact=True)
    expect(plan.get_by_role("link", name="tìm thấy")).to_have_count(2)
    assert shortcomings(page, axe, NARROW) == []

    page.set_viewport_size(PHONE)
    plan.focus()
    expect(found).to_be_in_viewport(ratio=1)
    page.keyboard.press("Tab")
    expect(found).to_be_focused()
    expect(found).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Gian hàng C08")
    expect(page.get_by_role("img", name="Sơ đồ có đánh dấu Gian hàng C08")).to_be_visible()
    assert shortcomings(page, axe, NARROW) + complaints == []
