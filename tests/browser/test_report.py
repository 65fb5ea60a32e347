"""A report is written with its figures, gets a file, becomes public and is read."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from events.models import Report
from forum_portal import accounts
from tests.attachments import made
from tests.browser.looking import NARROW, WIDE, shortcomings
from tests.browser.test_correcting import log_in
from tests.city import load

NEW = "/admin/events/report/add/"
REFERENCE = "{{so: ho_so_truc_tuyen_pct 2023}}"


def title_of(page):
    return page.get_by_role("group", name="Báo cáo nào").get_by_label("Tiêu đề", exact=True)


@pytest.fixture
def desk(live_server):
    """The address of a portal with the content of Hải Phòng, and a password for its desk."""
    load(settings.BASE_DIR / "data" / "haiphong")
    return live_server.url, accounts.renew_password("quantri")


def test_write_a_report(desk, page, complaints, axe):
    url, password = desk
    log_in(page, url, password)
    page.get_by_role("link", name="Báo cáo", exact=True).first.click()
    page.get_by_role("link", name="Thêm báo cáo").click()
    page.wait_for_load_state()
    preview = page.frame_locator("iframe")

    title_of(page).fill("Thông cáo cuối năm")
    page.get_by_role("textbox", name="Nội dung", exact=True).fill(
        "Năm 2023 đạt , cao nhất từ trước."
    )
    for _ in range(len(", cao nhất từ trước.")):
        page.keyboard.press("ArrowLeft")
    page.get_by_label("Tên, kỳ hoặc địa bàn của số liệu").focus()
    page.keyboard.type("ty le ho so truc tuyen 2023")
    hit = page.get_by_role("button", name="90,7% Tỷ lệ hồ sơ trực tuyến, năm 2023")
    expect(hit).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(hit).to_be_focused()
    page.keyboard.press("Enter")
    text = page.get_by_role("textbox", name="Nội dung", exact=True)
    expect(text).to_be_focused()
    expect(text).to_have_value(f"Năm 2023 đạt {REFERENCE}, cao nhất từ trước.")
    expect(page.get_by_text(f"Đã chèn vào bài: {REFERENCE}")).to_be_visible()
    figure = preview.get_by_role("link", name="90,7%")
    expect(figure).to_be_visible()
    expect(preview.get_by_role("heading", level=1)).to_have_text("Thông cáo cuối năm")

    page.keyboard.press("End")
    page.keyboard.type(" Xem thêm {{so: khong_co 2023}} và 88,8%.")
    said = page.get_by_text("Không có chỉ số nào mang mã “khong_co”.")
    expect(said).to_be_visible()
    expect(page.get_by_text("Chưa gắn với số liệu: 88,8%.")).to_be_visible()
    assert shortcomings(page, axe, WIDE, NARROW) == []
    page.set_viewport_size({"width": WIDE, "height": 900})
    text.fill(f"Năm 2023 đạt {REFERENCE}.")
    expect(said).to_have_count(0)

    file = {"name": "Bản in.pdf", "mimeType": "application/pdf", "buffer": made.PDF}
    page.get_by_label("Tệp", exact=True).first.set_input_files(file)
    page.get_by_label("Công khai", exact=True).check()
    page.get_by_role("button", name="Lưu và sửa tiếp").click()
    expect(page.get_by_role("link", name="ban-in.pdf")).to_be_visible()
    assert shortcomings(page, axe, WIDE) == []

    page.set_viewport_size({"width": WIDE, "height": 900})
    page.get_by_role("link", name="Xem trên trang").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thông cáo cuối năm")
    expect(page.get_by_role("link", name="90,7%")).to_be_visible()
    expect(page.get_by_role("region", name="Tệp đính kèm")).to_contain_text(
        "Bản in PDF, 1 KB, tiếng Việt", use_inner_text=True
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="Bản in").click()
    assert download.value.suggested_filename == "ban-in.pdf"
    assert shortcomings(page, axe, WIDE, NARROW) == []
    for address in (f"{NEW[:-4]}figures/?q=ho+so", f"{NEW[:-4]}preview/"):
        page.goto(f"{url}{address}")
        assert shortcomings(page, axe, WIDE, NARROW) == []
    assert complaints == []


def test_without_javascript_a_button_previews_and_loses_nothing(desk, browser):
    url, password = desk
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    log_in(page, url, password)
    page.goto(f"{url}{NEW}")
    title_of(page).fill("Thông cáo")
    page.get_by_role("textbox", name="Nội dung", exact=True).fill(
        f"Đạt {REFERENCE} và {{{{so: khong_co 2023}}}}."
    )
    page.get_by_role("button", name="Xem trước").click()

    preview = page.frame_locator("iframe")
    expect(preview.get_by_role("link", name="90,7%")).to_be_visible()
    expect(preview.get_by_text("Không có chỉ số nào mang mã “khong_co”.")).to_be_visible()
    expect(title_of(page)).to_have_value("Thông cáo")

    page.get_by_label("Tên, kỳ hoặc địa bàn của số liệu").fill("ty le ho so truc tuyen 2023")
    with context.expect_page() as opened:
        page.get_by_role("button", name="Tìm kiếm").click()
    expect(opened.value.get_by_text(REFERENCE)).to_be_visible()
    expect(title_of(page)).to_have_value("Thông cáo")
    assert Report.objects.filter(title="Thông cáo").count() == 0
    context.close()
