"""The pages of an import: who may see them, what they ask, what they answer to every button."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum_portal.importing.confirming import confirm as confirm_upload
from forum_portal.models import StagedRow, Upload, Verdict
from forum_portal.roles import APPROVER
from metrics.models import Observation, Release
from tests.factories import AreaFactory, IndicatorFactory, published_figure, staff
from tests.importing.offices import workbook
from tests.importing_pages.uploading import (
    IMPORTS,
    address,
    changes,
    confirm,
    difference,
    press,
    send,
    upload,
    verdicts,
)
from tests.words import words

pytestmark = pytest.mark.django_db

HEAD = ["Chỉ số", "Địa bàn", "Kỳ", "Giá trị"]


@pytest.fixture
def indicator(office):
    return IndicatorFactory(code="ho_so_pct", name="Tỷ lệ hồ sơ", responsible=office)


@pytest.fixture
def area():
    return AreaFactory(code="hp", name="Hải Phòng")


def years(*values, first=2001):
    """Return a table with a figure for each value, a year each."""
    return [HEAD, *(["ho_so_pct", "hp", str(first + n), value] for n, value in enumerate(values))]


# Who


def test_everybody_sees_the_tables_that_they_may_import(client, editor, forum_editor):
    client.force_login(editor)
    names = re.findall(r"/table/(\w+)/\"", client.get(IMPORTS).text)
    assert names == ["observations", "citations", "indicators", "breaks", "sources", "releases"]
    client.force_login(forum_editor)
    names = re.findall(r"/table/(\w+)/\"", client.get(IMPORTS).text)
    assert names == [
        *("sources", "organisations", "forums", "forum_roles", "sessions", "people"),
        *("appearances", "exhibitions", "booths", "solutions", "reports", "quotes", "evidence"),
    ]


def test_the_first_page_leads_there_who_may_import(client, editor, forum_editor):
    link = f'href="{IMPORTS}"'
    client.force_login(editor)
    assert link in client.get("/admin/").text
    client.force_login(forum_editor)
    assert link in client.get("/admin/").text
    client.force_login(staff(APPROVER))
    assert link not in client.get("/admin/").text


def test_the_first_page_says_what_waits(desk, indicator, area):
    send(desk, "observations", b"\x00\x01\x02", name="hong.xlsx")
    ready = upload(desk, "observations", years("90,7"), name="quy-iv.csv")
    put_aside = upload(desk, "observations", years("90,8"), name="bo.csv")
    press(desk, put_aside, "drop")

    (part,) = [
        each for each in desk.get("/admin/").context["desk"] if each.title == "Nhập từ Excel"
    ]

    assert [(line.text, line.note.split(", ")[:2]) for line in part.lines] == [
        ("quy-iv.csv", ["Số liệu", "chờ xác nhận"]),
        ("hong.xlsx", ["Số liệu", "không đọc được"]),
    ]
    assert part.lines[0].url == address(ready)
    assert part.lines[1].comment == Upload.objects.get(name="hong.xlsx").problem != ""


def test_the_first_page_says_nothing_of_what_others_uploaded(client, desk, editor, indicator, area):
    upload(desk, "observations", years("90,7"))
    client.force_login(editor)
    titles = [part.title for part in client.get("/admin/").context["desk"]]
    assert "Nhập từ Excel" not in titles


def test_a_table_that_one_may_not_import_is_refused(client, forum_editor):
    client.force_login(forum_editor)
    page = client.get(f"{IMPORTS}table/observations/")
    assert page.status_code == 403
    assert "Tài khoản của bạn không có quyền nhập bảng này." in page.text
    assert send(client, "observations", years("1")).status_code == 403
    assert Upload.objects.count() == 0


def test_there_is_no_other_table(desk):
    assert desk.get(f"{IMPORTS}table/mat-khau/").status_code == 404
    assert desk.get(f"{IMPORTS}table/mat-khau/template.xlsx").status_code == 404


def test_the_upload_of_somebody_else_is_not_there(client, desk, editor, indicator, area):
    table = upload(desk, "observations", years("1"))
    client.force_login(editor)
    assert client.get(address(table)).status_code == 404
    assert client.post(address(table), {"do": "confirm"}).status_code == 404


def test_a_right_that_was_taken_away_ends_the_import(client, editor, indicator, area):
    client.force_login(editor)
    table = upload(client, "observations", years("1"))
    editor.groups.clear()
    assert client.get(address(table)).status_code == 403
    assert client.post(address(table), {"do": "confirm"}).status_code == 403


def test_strangers_log_in_first(client, db):
    assert client.get(IMPORTS).status_code == 302


def test_the_template_is_a_workbook(desk):
    response = desk.get(f"{IMPORTS}table/observations/template.xlsx")
    assert response.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert response.headers["Content-Disposition"] == 'attachment; filename="mau-so-lieu.xlsx"'
    assert response.content[:4] == b"PK\x03\x04"


# Uploading


def test_a_file_is_needed(desk):
    response = desk.post(f"{IMPORTS}table/observations/", {"token": str(uuid4())})
    assert response.status_code == 400
    assert "Hãy chọn tệp." in response.text


def test_a_file_beyond_the_limit_is_refused_before_it_is_kept(desk, monkeypatch):
    monkeypatch.setattr("forum_portal.office.import_forms.MAX_BYTES", 10)
    response = send(desk, "observations", years("1"))
    assert response.status_code == 413
    assert Upload.objects.count() == 0


def test_the_form_sent_twice_is_one_upload(desk, indicator, area):
    token = uuid4()
    first = send(desk, "observations", years("1"), token=token)
    second = send(desk, "observations", years("1"), token=token)
    assert first["Location"] == second["Location"]
    assert Upload.objects.count() == 1


def test_the_file_is_kept_as_it_came(desk, administrator):
    table = upload(desk, "observations", years("1"), name="C:\\Bàn\\..\\Số liệu.csv")
    assert (table.name, table.by, table.kind) == ("Số liệu.csv", administrator, "observations")
    assert (table.size, len(table.sha256)) == (len(bytes(table.content)), 64)


def test_what_is_no_table_is_refused_in_a_sentence(desk):
    table = upload(desk, "observations", b"\x89PNG\r\n", name="anh.xlsx")
    assert table.state == "refused"
    page = desk.get(address(table))
    assert "Đây là ảnh." in page.text
    assert "Tải tệp khác lên" in page.text


def test_a_failure_of_the_portal_is_told_and_the_file_kept(desk, monkeypatch):
    def fail(*args):
        raise RuntimeError("oh")

    monkeypatch.setattr("forum_portal.importing.receiving.read_table", fail)
    table = upload(desk, "observations", years("1"))
    assert (table.state, bytes(table.content)[:4]) == ("refused", "Chỉ".encode()[:4])
    assert "Cổng gặp lỗi khi đọc tệp này." in desk.get(address(table)).text


# Reading


def test_what_nobody_can_tell_is_asked(desk, indicator, area):
    table = upload(desk, "observations", years("1.234", "5.678"))
    assert table.state == "asking"
    page = desk.get(address(table))
    assert "Số trong tệp viết theo kiểu nào?" in page.text
    assert "1.234" in page.text
    response = press(desk, table, "read", numbers="")
    assert response.status_code == 400
    assert "Hãy chọn một: cổng không đoán." in response.text
    press(desk, table, "read", numbers="en")
    assert table.state == "ready"
    cells = StagedRow.objects.filter(upload=table).values_list("cells__2", flat=True)
    assert sorted(cells) == ["1.234", "5.678"]


def test_a_column_can_be_matched_by_hand(desk, indicator, area):
    rows = [["Chỉ số", "Địa bàn", "Kỳ", "Đạt được"], ["ho_so_pct", "hp", "2023", "90,7"]]
    table = upload(desk, "observations", rows)
    press(desk, table, "read", **{"heading-3": "value"})
    assert verdicts(table) == ["new"]
    press(desk, table, "read", empty="clear")  # what was matched before stays
    assert verdicts(table) == ["new"]


def test_a_workbook_says_what_was_understood(desk, indicator, area):
    rows = [["BÁO CÁO QUÝ"], [], HEAD, ["ho_so_pct", "hp", 2023, 90.7], ["Tổng cộng", "", "", 90.7]]
    table = upload(desk, "observations", workbook(rows), name="bao-cao.xlsx")
    assert verdicts(table) == ["new"]
    text = words(desk.get(address(table)))
    assert "Trang tính “Số liệu”, tên cột ở dòng 3." in text
    assert "Chỉ số → đọc là Chỉ số" in text


# Choosing rows and mending cells


def test_rows_can_be_left_out(desk, indicator, area):
    table = upload(desk, "observations", years("1", "2", "3"))
    press(desk, table, "rows", take=["2", "4"])
    assert table.left_out == [3]
    assert "Nhập 2 dòng" in desk.get(address(table)).text
    confirm(desk, table)
    assert list(Observation.objects.order_by("period").values_list("period", flat=True)) == [
        "2001",
        "2003",
    ]


def test_a_choice_holds_over_pages(desk, indicator, area):
    table = upload(desk, "observations", years(*map(str, range(1, 61)), first=1901))
    assert table.counts == {"new": 60}
    page = press(desk, table, "rows", take=[], page="2")
    assert page["Location"].endswith("?page=2")
    assert len(table.left_out) == 50
    confirm(desk, table)
    assert Observation.objects.count() == 10


def test_none_or_all_of_a_kind_are_taken(desk, indicator, area):
    published_figure(indicator=indicator, area=area, period="2001", value="7")
    table = upload(desk, "observations", years("1", "2", "3"))
    press(desk, table, "rows", rows="new", all="leave")
    assert table.left_out == [3, 4]
    press(desk, table, "rows", rows="", all="take")
    assert table.left_out == []


def test_a_refused_cell_is_mended_on_the_page(desk, indicator, area):
    table = upload(desk, "observations", years("90,7", "9o,7"))
    assert verdicts(table) == ["new", "refused"]
    page = desk.get(address(table)).text
    assert 'name="fix-3-value" value="9o,7"' in page
    press(desk, table, "fix", **{"fix-3-value": "chín mươi"})
    assert verdicts(table) == ["new", "refused"]
    assert 'name="fix-3-value" value="chín mươi"' in desk.get(address(table)).text
    press(desk, table, "fix", **{"fix-3-value": "91,7"})
    assert verdicts(table) == ["new", "new"]
    assert table.fixes == {"3": {"value": "91,7"}}
    press(desk, table, "read")  # the file is read again; what was typed stays
    assert verdicts(table) == ["new", "new"]
    confirm(desk, table)
    assert str(Observation.objects.get(period="2002").value) == "91.7"


def test_a_forged_field_fixes_nothing(desk, indicator, area):
    table = upload(desk, "observations", years("1"))
    press(desk, table, "fix", **{"fix-99-value": "2", "fix-2-by": "3", "fix-x-value": "4"})
    assert difference(table) == [(2, "new", [], [])]


# Filters and pages


def test_counts_lead_to_their_rows(desk, indicator, area):
    published_figure(indicator=indicator, area=area, period="2001", value="1")
    published_figure(
        indicator=indicator, area=area, period="2002", value="7", at="2020-02-01T00:00:00Z"
    )
    table = upload(desk, "observations", years("1", "2", "3", "x1"))
    text = words(desk.get(address(table)))
    assert "Tất cả 4 Thay đổi 1 Mới 1 Bị từ chối 1 Không đổi 1" in text
    only = desk.get(address(table), {"rows": "changed"}).text
    assert re.findall(r'<td class="n">(\d+)</td>', only) == ["3"]
    every = desk.get(address(table), {"rows": "nonsense", "page": "999999999999"}).text
    assert re.findall(r'<td class="n">(\d+)</td>', every) == ["3", "4", "5", "2"]


@pytest.mark.parametrize("count", [1, 40])
def test_the_page_asks_as_little_for_many_rows(desk, indicator, area, count):
    table = upload(desk, "observations", years(*["1"] * count, first=1901))
    desk.get(address(table))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        desk.get(address(table))
    assert len(queries) == 20


# Confirming


def test_confirmed_twice_it_is_written_once(desk, indicator, area):
    table = upload(desk, "observations", years("1"))
    edition = table.edition
    first = press(desk, table, "confirm")
    again = desk.post(
        address(table),
        {"do": "confirm", "edition": edition, "title": "Số liệu nhập", "reason": "planned"},
    )
    assert (first.status_code, again.status_code) == (302, 302)
    assert (Release.objects.count(), Observation.objects.count()) == (1, 1)
    page = words(desk.get(address(table)))
    assert "Bản thảo “Số liệu nhập” đã có 1 dòng mới và 0 dòng thay đổi." in page
    confirm_upload(table.pk, table.edition)  # nor by whoever comes late
    assert Observation.objects.count() == 1


def test_what_was_taken_over_leaves_its_rows_behind(desk, indicator, area):
    table = upload(desk, "observations", years("1"))
    confirm(desk, table)
    assert (StagedRow.objects.count(), Verdict.objects.count()) == (0, 0)
    assert len(bytes(table.content)) == table.size


def test_a_record_that_changed_meanwhile_is_shown_first(desk, indicator, area):
    table = upload(desk, "observations", years("1"))
    assert verdicts(table) == ["new"]
    published_figure(indicator=indicator, area=area, period="2001", value="7")
    response = press(desk, table, "confirm")
    assert response.status_code == 409
    assert "Dữ liệu trên cổng đã thay đổi từ lúc bạn xem" in response.text
    assert Release.objects.drafts().count() == 0
    assert changes(table) == [["value", "7", "1"]]
    confirm(desk, table)


def test_a_page_from_before_another_decision_decides_nothing(desk, indicator, area):
    table = upload(desk, "observations", years("1", "2"))
    old = table.edition
    press(desk, table, "rows", take=["2"])
    response = press(desk, table, "confirm", edition=old)
    assert response.status_code == 409
    assert "Trang này mở trước thay đổi gần nhất của lần nhập." in response.text
    assert (table.left_out, Observation.objects.count()) == ([3], 0)


def test_without_a_row_there_is_nothing_to_confirm(desk, indicator, area):
    table = upload(desk, "observations", years("1"))
    response = press(desk, table, "confirm", take=[])
    assert response.status_code == 400
    assert "Chưa chọn dòng nào" in response.text


def test_a_new_draft_needs_a_title(desk, indicator, area):
    table = upload(desk, "observations", years("1"))
    response = press(desk, table, "confirm", title="")
    assert response.status_code == 400
    assert "Hãy ghi tiêu đề cho bản thảo mới." in response.text


def test_an_import_can_be_put_aside(desk, indicator, area):
    table = upload(desk, "observations", years("1"))
    response = press(desk, table, "drop")
    assert (response["Location"], table.state) == (IMPORTS, "dropped")
    assert StagedRow.objects.count() == 0
    assert press(desk, table, "confirm").status_code == 302
    assert Observation.objects.count() == 0


def test_what_was_cut_off_goes_on(desk, indicator, area):
    table = upload(desk, "observations", years("1"))
    table.keep(state="received")  # as if the process had ended while it read
    assert "Sẽ thay đổi những gì" in desk.get(address(table)).text
    StagedRow.objects.all().delete()  # as a crash of the database leaves unlogged tables
    Verdict.objects.all().delete()
    assert "Sẽ thay đổi những gì" in desk.get(address(table)).text
    table.keep(state="writing")
    page = desk.get(address(table)).text
    assert "Việc ghi bị ngắt giữa chừng, chưa ghi gì." in page
    confirm(desk, table)


def test_a_new_draft_without_a_title_is_told_above_with_a_link(desk):
    IndicatorFactory(code="ho_so_pct")
    AreaFactory(code="hp")
    rows = [["Chỉ số", "Địa bàn", "Kỳ", "Giá trị"], ["ho_so_pct", "hp", "2023", "18"]]
    table = upload(desk, "observations", rows)
    assert '<span class="needed">bắt buộc</span>' in desk.get(address(table)).text
    response = press(desk, table, "confirm", title="")
    [summary] = re.findall('<div class="errornote summary"(.*?)</div>', response.text)
    assert (response.status_code, "autofocus" in summary) == (400, True)
    assert re.findall('<a href="#(.*?)">(.*?)</a>', summary) == [
        ("id_title", "Hãy ghi tiêu đề cho bản thảo mới.")
    ]


def test_a_table_that_changes_nothing_waits_for_nobody(desk, administrator):
    AreaFactory(code="hp", name="Hải Phòng")
    table = upload(desk, "areas", [["Mã", "Tên"], ["hp", "Hải Phòng"]])
    assert list(Upload.objects.of(administrator).waiting()) == []
    [said] = re.findall('<span class="state">(.*?)</span>', desk.get(IMPORTS).text)
    assert (table.state, said) == ("ready", "không có gì thay đổi")


def test_the_heading_counts_what_is_refused(desk):
    AreaFactory(code="hp", name="Hải Phòng")
    rows = [["Mã", "Tên", "Loại"], ["hp", "Hải Phòng", ""], ["hn", "Hà Nội", "xyz"]]
    page = desk.get(address(upload(desk, "areas", rows))).text
    assert re.findall('<h2 id="difference">(.*?)</h2>', page) == ["1 dòng bị từ chối"]
