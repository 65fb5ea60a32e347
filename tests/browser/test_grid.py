"""A series typed and pasted as in Excel, with the keyboard alone; and as an ordinary form."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from forum_portal import roles
from metrics.models import Release
from tests.browser.looking import NARROW, WIDE, shortcomings
from tests.factories import (
    AreaFactory,
    IndicatorFactory,
    OrganisationFactory,
    PortalSettingsFactory,
    SourceFactory,
    UnitFactory,
    published_figures,
    staff,
)

PERIODS = ("2021", "2022", "2023")


@pytest.fixture
def series(transactional_db):
    """An editor's draft, and a series with public figures of two areas."""
    PortalSettingsFactory()
    editor = staff(roles.EDITOR, username="hoa", organisation=OrganisationFactory())
    unit = UnitFactory(kind="index", symbol="", lowest=None, highest=None)
    indicator = IndicatorFactory(
        name="Hồ sơ trực tuyến", code="ho_so", responsible=editor.organisation, unit=unit
    )
    areas = [AreaFactory(name=f"Phường {each}", code=f"phuong-{each}") for each in ("A", "B")]
    published_figures(
        *(
            {"indicator": indicator, "area": area, "period": period, "value": "50"}
            for area in areas
            for period in PERIODS
        )
    )
    SourceFactory(title="Báo cáo năm", url="https://haiphong.gov.vn/bao-cao-nam")
    return Release.objects.create(title="Quý IV", author=editor)


def log_in(page, url):
    page.goto(f"{url}/admin/")
    page.get_by_label("Tên đăng nhập").fill("hoa")
    page.get_by_label("Mật khẩu").fill("mat-khau-cua-test")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Đăng xuất").wait_for()


def cell(page, area, year):
    return page.get_by_role("textbox", name=f"{area}, năm {year}", exact=True)


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label')")


def copy(page, block):
    """Have the clipboard hold what Excel puts there."""
    page.evaluate("text => navigator.clipboard.writeText(text)", block)


def held(release):
    figures = release.observations.order_by("area__code", "period")
    return [(each.area.code, each.period, each.value) for each in figures]


def test_a_block_from_excel_goes_in_without_a_mouse(live_server, page, series, axe, complaints):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/admin/metrics/release/{series.pk}/change/")
    page.get_by_role("link", name="Nhập theo bảng").focus()
    page.keyboard.press("Enter")
    assert shortcomings(page, axe, NARROW, WIDE) == []
    page.get_by_label("Chỉ số").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    frame = page.get_by_role("region", name="Hồ sơ trực tuyến")
    frame.wait_for()
    page.goto(f"{page.url}&periods=2021;2022;2023;2024")
    expect(frame.get_by_role("columnheader")).to_have_text(
        ["Địa bàn", "Năm 2021", "Năm 2022", "Năm 2023", "Năm 2024"]
    )
    page.get_by_text("Đổi địa bàn, kỳ").click()
    cell(page, "Phường B", 2024).focus()
    page.keyboard.press("Alt+ArrowDown")
    assert shortcomings(page, axe, NARROW, WIDE) == []
    page.set_viewport_size({"width": WIDE, "height": 800})
    page.keyboard.press("Escape")
    page.get_by_label("Nguồn của các số mới").fill("Báo cáo năm")

    cell(page, "Phường A", 2023).focus()
    copy(page, "60,5\t70\t80\r\n90.7\t-\r\n1\t2\r\n")
    page.keyboard.press("Control+v")
    said = page.get_by_role("status")
    expect(said).to_contain_text("Đã dán 4 ô. Nằm ngoài bảng nên chưa dán: 3.")
    expect(page.get_by_label("Phần không vừa bảng")).to_have_value("80\n1\t2")
    expect(page.get_by_text("Chưa lưu: 4 ô.")).to_be_visible()
    assert shortcomings(page, axe, NARROW, WIDE) == []

    page.get_by_role("button", name="Lưu vào bản thảo").focus()
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_text(
        [
            "Cách viết số: Hãy chọn: có số đọc được theo hai cách.",
            "Phường B, năm 2023, Giá trị: “90.7” có thể đọc theo hai cách: hãy chọn cách viết "
            "số ở phía trên.",
            "Phường B, năm 2024, Trạng thái: “–” nghĩa là không có số: chọn trạng thái cho biết "
            "vì sao.",
        ]
    )
    assert held(series) == []
    assert shortcomings(page, axe, NARROW, WIDE) == []
    page.set_viewport_size({"width": WIDE, "height": 800})
    summary.get_by_role("link").nth(1).focus()
    page.keyboard.press("Enter")
    assert focused(page) == "Phường B, năm 2023"
    page.keyboard.press("Control+a")
    page.keyboard.type("90,7")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Không có")
    page.keyboard.press("Escape")
    assert focused(page) == "Phường B, năm 2024"
    page.get_by_role("button", name="Lưu vào bản thảo").press("Enter")
    expect(page.get_by_text("Đã ghi vào bản thảo: thêm 4 số.")).to_be_visible()
    expect(frame.get_by_text("có trong bản thảo")).to_have_count(4)
    cell(page, "Phường A", 2023).fill("")
    expect(frame.get_by_text("lưu là bỏ khỏi bản thảo")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(frame.get_by_text("có trong bản thảo")).to_have_count(4)
    assert held(series) == [
        ("phuong-A", "2023", Decimal("60.5")),
        ("phuong-A", "2024", Decimal(70)),
        ("phuong-B", "2023", Decimal("90.7")),
        ("phuong-B", "2024", None),
    ]
    assert set(series.citations.values_list("source__title", flat=True)) == {"Báo cáo năm"}
    assert [each for each in complaints if "400" not in each] == []


def test_keys_move_as_in_a_spreadsheet_and_a_paste_is_undone(live_server, page, series):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/admin/metrics/release/{series.pk}/grid/?indicator=ho_so")
    cell(page, "Phường A", 2021).focus()
    went = []
    for key in ("Tab", "Enter", "ArrowUp", "ArrowRight", "ArrowDown", "Shift+Enter", "Shift+Tab"):
        page.keyboard.press(key)
        went.append(focused(page))
    assert went == [
        "Phường A, năm 2022",
        "Phường B, năm 2022",
        "Phường A, năm 2022",
        "Phường A, năm 2023",
        "Phường B, năm 2023",
        "Phường A, năm 2023",
        "Phường A, năm 2022",
    ]
    page.keyboard.type("12")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "Phường A, năm 2022"  # the caret moves within what is typed
    cell(page, "Phường A", 2021).focus()
    copy(page, '1\t"2"\n3\t4\n')
    page.keyboard.press("Control+v")
    expect(cell(page, "Phường B", 2022)).to_have_value("4")
    page.get_by_role("button", name="Hoàn tác lần dán này").press("Enter")
    values = [cell(page, area, year) for area in ("Phường A", "Phường B") for year in (2021, 2022)]
    assert [each.input_value() for each in values] == ["", "12", "", ""]
    expect(page.get_by_text("Chưa lưu: 1 ô.")).to_be_visible()


def test_without_a_script_it_is_an_ordinary_form(live_server, browser, series):
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/admin/metrics/release/{series.pk}/grid/?indicator=ho_so")
    page.get_by_label("Nguồn của các số mới").fill("Báo cáo năm")
    cell(page, "Phường A", 2024).focus()
    page.keyboard.type("hơn 61")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the details
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.get_by_label("Vị trí trong nguồn").nth(4).fill("trang 3")
    cell(page, "Phường A", 2024).press("Enter")
    expect(page.get_by_text("Đã ghi vào bản thảo: thêm 1 số.")).to_be_visible()
    figure = series.observations.get()
    citation = figure.citations.get()
    assert (figure.comparator, figure.value, citation.locator) == ("ge", 61, "trang 3")
    context.close()
