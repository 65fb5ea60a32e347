"""A visitor on a phone goes from the programme by a session to a person's other forum."""

import re

import pytest
from playwright.sync_api import expect

from events.models import Person
from tests.browser.looking import NARROW, WIDE, shortcomings
from tests.factories import AppearanceFactory, ForumFactory
from tests.full_forum import full_forum

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_programme_to_a_persons_other_forum(live_server, page, axe, complaints):
    full_forum()
    other = ForumFactory(slug="2025", name="Diễn đàn 2025", year=2025)
    AppearanceFactory(forum=other, person=Person.objects.get(slug="nguyen-van-dung"))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/dien-dan/2026/chuong-trinh/")
    page.evaluate("document.body.dataset.same = 'yes'")
    assert page.evaluate("typeof htmx") == "undefined"  # until a reader turns to the filter

    page.get_by_label("Ngày", exact=True).select_option("1/12/2026")
    page.get_by_label("Phòng", exact=True).select_option("Phòng Đồ Sơn")
    page.get_by_role("button", name="Lọc").click()
    status = page.get_by_role("status")
    expect(status).to_contain_text("4 phiên: 1/12/2026, Phòng Đồ Sơn.")
    assert page.url.endswith("?ngay=2026-12-01&chuyen-de=&phong=phong-do-son&loai=")
    assert page.evaluate("document.body.dataset.same + typeof htmx") == "yesobject"
    assert shortcomings(page, axe, NARROW) == []

    page.get_by_role("link", name="Phiên số 4: dữ liệu và dịch vụ").click()
    page.get_by_role("link", name="Nguyễn Văn Dung").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nguyễn Văn Dung")
    expect(page.get_by_role("link", name="Diễn đàn 2025")).to_be_visible()

    page.goto(f"{live_server.url}/en/dien-dan/2026/chuong-trinh/?xem=luoi")
    table = page.get_by_role("table", name="Rooms and hours, 1 December 2026")
    expect(table.get_by_role("columnheader")).to_have_count(6)
    assert shortcomings(page, axe, WIDE) + complaints == []

    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Filter")).to_be_hidden()
    expect(table.get_by_role("columnheader").first).to_be_visible()
    sheets = re.findall(rb"/Type /Page\b", page.pdf(format="A4"))
    assert 0 < len(sheets) <= 4
