"""A department's workbook, made for its own use, becomes public: looked at, mended, approved."""

from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from forum_portal import roles
from tests.browser.people import Person, approve_at_once
from tests.factories import (
    AreaFactory,
    IndicatorFactory,
    OrganisationFactory,
    SourceFactory,
    UnitFactory,
    staff,
)
from tests.importing.offices import workbook

WARDS = [f"Phường {number}" for number in range(1, 31)]
TITLE = "Kết quả quý IV năm 2023"
SOURCE = "Báo cáo 123/BC-STTTT"
FACT = "/chi-so/ty-le-ho-so-truc-tuyen/phuong-2/2023-Q4/"


@pytest.fixture
def people(live_server, new_context):
    """The editor of the office that answers for the indicators, the approver, a reader."""
    office = OrganisationFactory(name="Sở Thông tin và Truyền thông")
    share = UnitFactory(kind="share", symbol="%", lowest=0, highest=100)
    files = UnitFactory(kind="count", symbol="", noun="hồ sơ", lowest=0, highest=None)
    for name, slug, unit in [
        ("Tỷ lệ hồ sơ trực tuyến", "ty-le-ho-so-truc-tuyen", share),
        ("Hồ sơ trực tuyến", "ho-so-truc-tuyen", files),
    ]:
        IndicatorFactory(name=name, slug=slug, unit=unit, frequency="Q", responsible=office)
    for number, ward in enumerate(WARDS, 1):
        AreaFactory(name=ward, code=f"phuong-{number}", kind="commune")
    SourceFactory(title=SOURCE, slug="bao-cao-123", url="https://example.vn/bao-cao-123")
    staff(roles.EDITOR, username="hoa", organisation=office)
    staff(roles.APPROVER, username="binh")
    return [Person(new_context(), live_server.url, who) for who in ("hoa", "binh", "")]


def department_report() -> bytes:
    """Sixty rows under titles and a header of two rows: merged cells, commas, totals, dashes."""
    rows: list[list] = [
        ["ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG"],
        ["BIỂU TỔNG HỢP KẾT QUẢ CHUYỂN ĐỔI SỐ QUÝ IV/2023"],
        [],
        ["STT", "Chỉ số", "Địa bàn", "Kỳ", "Kết quả", "", "Nguồn"],
        ["", "", "", "", "Giá trị (*)", "Trạng thái", ""],
    ]
    for place, ward in enumerate(WARDS):
        typed = ["956.000", "1.234", "-", "1.700"][place % 4]
        status = "Không có số" if typed == "-" else "Đã công bố"
        rows.append(
            [place + 1, "Hồ sơ trực tuyến", ward, "quý IV/2023", typed, status, "bao-cao-123"]
        )
    rows.append(["", "Tổng cộng", "", "", "26.600.000", "", ""])
    for place, ward in enumerate(WARDS):
        typed = ["90,7", (0.602, "0.0%"), "907"][2 if place == 1 else place % 2]
        rows.append(
            [place + 1, "Tỷ lệ hồ sơ trực tuyến", ward, "quý IV/2023", typed, "", "bao-cao-123"]
        )
    rows.append(["Cộng", "", "", "", "", "", ""])
    merges = [("E4:F4", "Kết quả"), ("G4:G5", "Nguồn")]
    merges += [(f"{letter}4:{letter}5", rows[3][place]) for place, letter in enumerate("ABCD")]
    return workbook(rows, merges=merges)


def test_a_departments_workbook_becomes_public(people):
    editor, approver, reader = people

    upload(editor)
    mend(editor)
    take_over(editor)
    send(editor)
    assert reader.open(FACT) == HTTPStatus.NOT_FOUND
    approve_at_once(approver, TITLE)

    assert reader.open(FACT) == HTTPStatus.OK
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("90,7%")
    reader.reads(SOURCE)
    assert [said for person in people for said in person.complaints] == []


def upload(editor: Person) -> None:
    editor.follow("Nhập từ Excel")
    tables = editor.page.locator("#content-main")
    tables.get_by_role("link", name="Số liệu", exact=True).click()
    editor.page.get_by_label("Tệp").set_input_files(
        {"name": "Bieu Q4.xlsx", "mimeType": "", "buffer": department_report()}
    )
    editor.press("Tải lên và so sánh")
    editor.reads("Mới 59", "Bị từ chối 1")


def mend(editor: Person) -> None:
    editor.page.get_by_role("link", name="Bị từ chối 1").click()
    row = editor.page.get_by_role("row", name="Phường 2")
    expect(row).to_contain_text("907")
    row.get_by_role("textbox").fill("90,7")
    editor.press("Kiểm tra các ô gõ lại")
    editor.reads("Mới 60", "Bị từ chối 0")


def take_over(editor: Person) -> None:
    editor.write(Tiêu_đề_của_bản_thảo_mới=TITLE)
    editor.press("Xác nhận và ghi")
    editor.reads(f"Bản thảo “{TITLE}” đã có 60 dòng mới và 0 dòng thay đổi.")


def send(editor: Person) -> None:
    editor.follow("Gửi duyệt")
    editor.press("Gửi duyệt")
    editor.reads("Chờ duyệt.")
