"""A figure's whole story in real browsers: approved, public by itself, corrected, withdrawn.

An editor and an approver have a browser each; readers look on.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from forum_portal import roles
from forum_portal.models import Organisation
from tests.browser.people import Person, approve_at_once
from tests.city import load
from tests.factories import staff

FACT = "/chi-so/ty-le-ho-so-truc-tuyen/hai-phong-tu-2025-07/2026/"
TITLE = "Số liệu năm 2026"
SOURCE = "Bài viết thứ hai về Diễn đàn 2023"


@contextmanager
def clock_ahead(days: int) -> Iterator[None]:
    """Let the portal's clock go days ahead, for every connection."""
    set_clock(f"statement_timestamp() + interval '{days} days'")
    try:
        yield
    finally:
        set_clock("statement_timestamp()")


def set_clock(now: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql "
            f"STABLE PARALLEL SAFE AS $$ SELECT {now} $$"
        )


@pytest.fixture
def people(live_server, new_context):
    """The editor, the approver and a reader, each with a browser."""
    load(settings.BASE_DIR / "data" / "haiphong")
    office = Organisation.objects.get(slug="so-khoa-hoc-va-cong-nghe-hai-phong")
    name = {"last_name": "Nguyễn Thị", "first_name": "Hoa"}
    staff(roles.EDITOR, username="hoa", organisation=office, **name)
    staff(roles.APPROVER, username="binh", last_name="Trần Văn", first_name="Bình")
    return [Person(new_context(), live_server.url, who) for who in ("hoa", "binh", "")]


def test_the_life_of_a_figure(people):
    editor, approver, reader = people

    draft_with_figure(editor)
    send_for_approval(editor)
    assert reader.open(FACT) == HTTPStatus.NOT_FOUND
    look_and_schedule(approver)
    assert reader.open(FACT) == HTTPStatus.NOT_FOUND

    with clock_ahead(days=3):
        assert reader.open(FACT) == HTTPStatus.OK
        expect(reader.page.get_by_role("heading", level=1)).to_have_text("95,5%")
        reader.open("/phat-hanh/")
        reader.follow(TITLE)
        reader.reads("95,5%")

        propose_correction(editor)
        assert reader.open(FACT) == HTTPStatus.OK
        expect(reader.page.get_by_role("heading", level=1)).to_have_text("95,5%")
        approve_at_once(approver, "Đính chính: Tỷ lệ hồ sơ trực tuyến")
        reads_both_versions(reader)

        propose_withdrawal(editor)
        approve_at_once(approver, "Rút số: Tỷ lệ hồ sơ trực tuyến")
        assert reader.open(FACT) == HTTPStatus.GONE
        expect(reader.page.get_by_role("heading", level=1)).to_have_text("Con số này đã được rút")
        reader.reads("Nguồn thu hồi bản tin.", "thành 96%", "Công bố lần đầu: 95,5%")

    assert [said for person in people for said in person.complaints] == []


def draft_with_figure(editor: Person) -> None:
    editor.follow("Lần phát hành")
    editor.follow("Thêm lần phát hành")
    editor.write(Tiêu_đề=TITLE)
    editor.press("Lưu và sửa tiếp")
    editor.reads(
        "Bản thảo. Chỉ cán bộ thấy, còn sửa được.", "Lần phát hành chưa có số liệu hay nguồn nào."
    )
    editor.follow("Thêm số liệu")
    editor.choose("Chỉ số", "ty le ho so truc tuyen", "Tỷ lệ hồ sơ trực tuyến")
    editor.choose("Địa bàn", "tu 01/7/2025", "Hải Phòng (từ 01/7/2025)")
    editor.write(Kỳ="2026", Giá_trị="95,5")
    editor.choose("Nguồn", "thu hai dien dan 2023", f"{SOURCE}, không rõ nơi đăng")
    editor.page.get_by_label("Vị trí trong nguồn").first.fill("đoạn 5")
    editor.press("Lưu")
    expect(editor.page.get_by_role("link", name="Tỷ lệ hồ sơ trực tuyến").first).to_be_visible()


def send_for_approval(editor: Person) -> None:
    editor.open_release(TITLE)
    editor.follow("Gửi duyệt")
    editor.reads("95,5% (mới)", "Nguồn chưa có địa chỉ để tra lại")
    editor.press("Gửi duyệt")
    editor.reads("Ý kiến: Hãy giải thích những điều bảng kiểm nêu ra.")
    editor.write(Ý_kiến="Chỉ có bản in, đã lưu tại Sở.")
    editor.press("Gửi duyệt")
    editor.reads("Chờ duyệt. Đang chờ người khác duyệt")
    expect(editor.page.get_by_role("link", name="Duyệt", exact=True)).to_have_count(0)


def look_and_schedule(approver: Person) -> None:
    approver.open_release(TITLE)
    approver.follow("Xem trước")
    expect(approver.page.get_by_role("status")).to_contain_text(f"“{TITLE}”: chưa ai khác thấy")
    approver.reads("95,5%")
    approver.follow("Về lần phát hành")
    approver.follow("Duyệt")
    approver.reads("Chỉ có bản in, đã lưu tại Sở.")
    approver.page.get_by_label("Hẹn giờ, cổng tự công bố vào lúc ghi dưới đây").check()
    day = timezone.localtime() + timedelta(days=2)
    approver.write(**{"Ngày:": f"{day:%d/%m/%Y}", "Giờ:": "08:30"})
    approver.press("Duyệt")
    moment = f"08:30, {day.day}/{day.month}/{day.year}"
    approver.reads(f"Đã hẹn giờ. Cổng sẽ tự công khai vào {moment}.")


def open_figure(editor: Person) -> None:
    """Find the figure of 2026 that readers see now in the list."""
    editor.open("/admin/metrics/observation/?state=public")
    editor.page.get_by_role("searchbox").fill("ty le ho so truc tuyen 2026")
    editor.press("Tìm kiếm")
    editor.page.get_by_role("link", name="Tỷ lệ hồ sơ trực tuyến", exact=True).click()


def propose_correction(editor: Person) -> None:
    open_figure(editor)
    editor.follow("Đính chính")
    editor.write(**{"Giá trị, %": "96"})
    editor.choose("Nguồn", "thu hai dien dan 2023", f"{SOURCE}, không rõ nơi đăng")
    editor.write(**{"Vị trí trong nguồn": "đoạn 6"})
    editor.page.get_by_label("Loại lý do").select_option("Đính chính sai sót")
    editor.write(**{"Lý do thay đổi": "Bản tin sau ghi 96%."})
    editor.press("Gửi duyệt đính chính")
    editor.reads("Chờ duyệt.", "Bản tin sau ghi 96%.")


def propose_withdrawal(editor: Person) -> None:
    open_figure(editor)
    editor.follow("Rút số này")
    editor.write(**{"Lý do rút số": "Nguồn thu hồi bản tin."})
    editor.press("Gửi duyệt việc rút số")
    editor.reads("Chờ duyệt.", "Nguồn thu hồi bản tin.")


def reads_both_versions(reader: Person) -> None:
    assert reader.open(FACT) == HTTPStatus.OK
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("96%")
    history = reader.page.get_by_role("region", name="Lịch sử").get_by_role("listitem")
    expect(history).to_have_count(2)
    expect(history.first).to_contain_text(re.compile(r"95,5%.*thành 96%", re.DOTALL))
    expect(history.first).to_contain_text("Bản tin sau ghi 96%.")
    expect(history.first).to_contain_text("Trần Văn Bình")
    expect(history.last).to_contain_text("Công bố lần đầu: 95,5%")
