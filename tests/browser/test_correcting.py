"""Staff propose to change what is public; once somebody else agrees, readers see it."""

import re

from django.conf import settings
from playwright.sync_api import expect

from forum_portal import accounts
from metrics.models import Release
from tests.city import load
from tests.factories import published_by

FACT = "/chi-so/ty-le-ho-so-truc-tuyen/hai-phong-den-2025-06/2023/"


def log_in(page, url, password):
    """Enter the editors' desk with the first account."""
    page.goto(f"{url}/admin/")
    page.get_by_label("Tên đăng nhập").fill("quantri")
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("button", name="Đăng xuất").wait_for()


def test_correct_a_public_figure(live_server, page, complaints):
    load(settings.BASE_DIR / "data" / "haiphong")
    log_in(page, live_server.url, accounts.renew_password("quantri"))

    page.get_by_role("link", name="Số liệu", exact=True).click()
    page.get_by_role("searchbox").fill("ty le ho so truc tuyen 2023")
    page.keyboard.press("Enter")
    row = page.get_by_role("row", name=re.compile("^Tỷ lệ hồ sơ trực tuyến Năm 2023"))
    row.get_by_role("link", name="Đính chính").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đính chính số liệu")
    page.wait_for_load_state()  # a script turns the list of sources into a search
    page.get_by_label("Giá trị, %").fill("91,2")
    page.get_by_role("combobox", name="Nguồn").click()
    page.get_by_role("searchbox").last.fill("thu hai dien dan 2023")
    page.get_by_role("option", name="Bài viết thứ hai về Diễn đàn 2023").click()
    expect(page.get_by_role("combobox", name="Nguồn")).to_contain_text("Bài viết thứ hai")
    page.get_by_label("Vị trí trong nguồn").fill("đoạn 5")
    page.get_by_label("Loại lý do").select_option("Đính chính sai sót")
    page.get_by_label("Lý do thay đổi").fill("Báo cáo cuối năm ghi 91,2%.")
    page.get_by_role("button", name="Gửi duyệt đính chính").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem lần phát hành")
    page.goto(live_server.url + FACT)
    expect(page.get_by_role("heading", level=1)).to_have_text("90,7%")
    published_by(Release.objects.get(state="in_review"))

    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("91,2%")
    history = page.get_by_role("region", name="Lịch sử").get_by_role("listitem")
    expect(history).to_have_count(2)
    expect(history.first).to_contain_text("thành 91,2%")
    expect(history.first).to_contain_text("Báo cáo cuối năm ghi 91,2%.")
    expect(history.last).to_contain_text("Công bố lần đầu: 90,7%")
    assert complaints == []
