"""An editor finds that two people are one: by the searching select, and without any script."""

import pytest
from playwright.sync_api import expect

from events.models import Person
from forum_portal import accounts
from tests.browser.looking import NARROW, WIDE, shortcomings
from tests.browser.test_correcting import log_in
from tests.factories import AppearanceFactory, ForumFactory, PersonFactory


@pytest.fixture
def two_people(transactional_db):
    """Somebody entered twice, with one role of one forum entered twice, too."""
    forum = ForumFactory(name="Diễn đàn 2023", slug="2023")
    going = PersonFactory(name="Hoàng Minh Cường", slug="hoang-minh-cuong-2", honorific="Ông")
    staying = PersonFactory(name="Hoàng Minh Cường", slug="hoang-minh-cuong", note="Diễn giả.")
    title = "Giám đốc Sở Thông tin và Truyền thông"
    AppearanceFactory(person=going, forum=forum, role="guest", job_title=title)
    AppearanceFactory(person=going, forum=forum, role="moderator")
    AppearanceFactory(person=staying, forum=forum, role="guest", job_title="Giám đốc")
    PersonFactory(name="Trần Thị Bích")
    return going, staying


def test_merge_by_keyboard(live_server, page, complaints, axe, two_people):
    going, _staying = two_people
    log_in(page, live_server.url, accounts.renew_password("quantri"))
    page.goto(f"{live_server.url}/admin/events/person/{going.pk}/change/")
    page.get_by_role("link", name="Gộp vào…").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gộp hai bản ghi là một")
    page.wait_for_load_state()
    found = shortcomings(page, axe, WIDE, NARROW)
    page.set_viewport_size({"width": WIDE, "height": 900})

    page.get_by_role("combobox", name="Bản ghi giữ lại").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("tran thi")
    expect(page.get_by_role("option", name="Trần Thị Bích")).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Xem những gì sẽ chuyển").press("Enter")
    expect(page.get_by_role("heading", name="Những gì chuyển sang “Trần Thị Bích”")).to_be_visible()

    page.go_back()
    page.get_by_role("link", name="Hoàng Minh Cường", exact=True).last.press("Enter")
    expect(page.get_by_role("row", name="Danh xưng")).to_contain_text("lấy sang vì đang trống")
    found += shortcomings(page, axe, WIDE, NARROW)
    page.get_by_role("button", name="Gộp hai bản ghi").press("Enter")

    expect(page.get_by_text("Đã gộp “Hoàng Minh Cường” vào bản ghi này.")).to_be_visible()
    page.goto(f"{live_server.url}/dien-gia/hoang-minh-cuong-2/")
    assert page.url == f"{live_server.url}/dien-gia/hoang-minh-cuong/"
    assert found + complaints == []


def test_merge_without_scripts(live_server, browser, two_people):
    going, staying = two_people
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    log_in(page, live_server.url, accounts.renew_password("quantri"))
    page.goto(f"{live_server.url}/admin/events/person/{going.pk}/merge/")
    expect(page.locator("#id_into")).to_be_hidden()
    page.get_by_label("Tìm theo tên").fill("tran")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Trần Thị Bích").click()
    page.get_by_role("button", name="Gộp hai bản ghi").click()
    expect(page.get_by_text("Đã gộp “Hoàng Minh Cường” vào bản ghi này.")).to_be_visible()
    context.close()
    assert set(Person.objects.values_list("name", flat=True)) == {
        "Hoàng Minh Cường",
        "Trần Thị Bích",
    }
    assert Person.objects.get(pk=staying.pk) == staying
