"""What each table holds, as a file: who gets which rows, how cells stand in it, what is refused."""

import csv
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook

from forum_portal.importing import templates_out
from forum_portal.office import export_files
from forum_portal.roles import APPROVER, EDITOR
from forum_portal.turns import Turns
from tests.factories import (
    LONG_AGO,
    AreaFactory,
    BoothFactory,
    CitationFactory,
    ExhibitionFactory,
    ObservationFactory,
    OrganisationFactory,
    PersonFactory,
    ReleaseFactory,
    UnitFactory,
    publish,
    published_figure,
    published_figures,
)
from tests.factories import staff as staff_of
from tests.importing_pages.exporting import FORMS, content_of, download
from tests.importing_pages.uploading import IMPORTS, difference, upload
from tests.words import words_of

pytestmark = pytest.mark.django_db

LATER = datetime(2099, 1, 1, tzinfo=UTC)
TITLES = {"observations": "Số liệu", "citations": "Trích dẫn"}
CODES = {"cua_minh", "cua_ho", "nhap_cua_minh", "hen_gio"}
AREA_HEAD = "code,name,name_en,kind,parent,valid_from,valid_to,merged_into"
QUERIES = {"booths": 9, "observations": 9}


@pytest.fixture
def theirs():
    return OrganisationFactory(name="Sở Tài chính")


def csv_rows(client, kind, form="csv?dialect=data"):
    """Return the lines of a table's file below its head, as they stand."""
    content, _name = download(client, kind, form)
    return content.decode().splitlines()[1:]


def csv_cells(content, form):
    text = content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";" if "vi" in form else ","))


def sheets(content):
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


# Who gets which rows


def test_an_editor_gets_the_public_figures_of_their_own(client, editor, office, theirs):
    """Neither drafts nor what waits for its moment, and nothing that others keep up."""
    published_figures(
        {"indicator__code": "cua_minh", "indicator__responsible": office},
        {"indicator__code": "cua_ho", "indicator__responsible": theirs},
    )
    ObservationFactory(indicator__code="nhap_cua_minh", indicator__responsible=office)
    scheduled = ObservationFactory(indicator__code="hen_gio", indicator__responsible=office)
    CitationFactory(observation=scheduled)
    publish(scheduled.release, LATER)
    client.force_login(editor)
    for kind in ("observations", "citations"):
        for form in FORMS:
            content, _name = download(client, kind, form)
            rows = sheets(content)[TITLES[kind]] if form == "xlsx" else csv_cells(content, form)
            named = {cell for row in rows[1:] for cell in row} & CODES
            assert (kind, form, named) == (kind, form, {"cua_minh"})


def test_nobody_reads_of_releases_that_others_prepare(client, editor, theirs):
    """Their titles would tell what is to come."""
    author = staff_of(EDITOR, organisation=theirs)
    published_figure(release__slug="cong-khai")
    ReleaseFactory(slug="ban-thao-cua-ho", author=author)
    publish(ReleaseFactory(slug="hen-gio-cua-ho"), LATER)
    ReleaseFactory(slug="cua-minh", author=editor)
    client.force_login(editor)
    for form in FORMS:
        content, _name = download(client, "releases", form)
        cells = sheets(content)["Lần phát hành"] if form == "xlsx" else csv_cells(content, form)
        assert sorted(row[0] for row in cells[1:]) == ["cong-khai", "cua-minh"]


def test_what_a_draft_changes_stays_out(desk, administrator):
    """The file says what is public, and comes back in unchanged while a draft says otherwise."""
    figure = published_figure(value="50", comment="Công khai")
    key = {"indicator": figure.indicator, "area": figure.area}
    ObservationFactory(**key, value="51", comment="Bí mật", release__author=administrator)
    for form in FORMS:
        content, name = download(desk, "observations", form)
        assert b"B\xc3\xad m\xe1\xba\xadt" not in content
        table = upload(desk, "observations", content, name)
        assert [verdict for _line, verdict, *_rest in difference(table)] == ["unchanged"]


def test_a_withdrawn_figure_comes_back_in(desk):
    figure = published_figure(value="50")
    withdrawal = ObservationFactory(
        indicator=figure.indicator,
        area=figure.area,
        value=None,
        obs_status="withdrawn",
        release__reason="withdrawal",
    )
    publish(withdrawal.release, LONG_AGO + timedelta(days=1))
    for form in FORMS:
        table = upload(desk, "observations", *download(desk, "observations", form))
        assert [verdict for _line, verdict, *_rest in difference(table)] == ["unchanged"]


@pytest.mark.parametrize("form", FORMS)
def test_it_is_for_who_may_import_the_table(client, editor, forum_editor, form):
    for user, kind in ((editor, "organisations"), (forum_editor, "observations")):
        client.force_login(user)
        response = client.get(content_of(kind, form))
        assert response.status_code == 403
        assert "Tài khoản của bạn không có quyền nhập bảng này." in words_of(response.text)
    client.logout()
    assert client.get(content_of("organisations", form)).status_code == 302


# How it stands in the file


def test_a_file_is_named_by_what_it_holds_and_when(desk):
    for form, ending in (("xlsx", "xlsx"), ("csv?dialect=vi", "csv")):
        _content, name = download(desk, "organisations", form)
        assert re.fullmatch(rf"to-chuc_\d{{4}}-\d\d-\d\d_\d\dh\d\d\.{ending}", name)
        head = desk.head(content_of("organisations", form))
        assert (head.status_code, head.content) == (200, b"")


def test_the_three_dialects(desk):
    AreaFactory(code="ha-noi", name="Hà Nội; Thủ đô", kind="city", valid_from=date(2008, 8, 1))
    UnitFactory(code="phan", kind="measure", symbol="", noun="=1+1", lowest="-0.5", highest=None)
    area = "ha-noi,Hà Nội; Thủ đô,,city,,2008-08-01,,"
    said = area.replace("2008-08-01", "ngày 01/08/2008")
    assert download(desk, "areas", "csv")[0].decode() == f"\ufeff{AREA_HEAD}\n{said}\n"
    assert download(desk, "areas", "csv?dialect=data")[0].decode() == f"{AREA_HEAD}\n{area}\n"
    assert csv_rows(desk, "areas", "csv?dialect=vi") == [
        'ha-noi;"Hà Nội; Thủ đô";;city;;ngày 01/08/2008;;'
    ]
    assert csv_rows(desk, "units", "csv?dialect=vi") == ["phan;measure;;'=1+1;;-0,5;"]
    assert csv_rows(desk, "units", "csv") == ["phan,measure,,'=1+1,,-0.5,"]


def test_a_workbook_holds_numbers_days_words_and_no_formula(desk):
    OrganisationFactory(
        slug="so", name="=1+1", short_name="007", kind="department", valid_from=date(2008, 8, 1)
    )
    UnitFactory(code="phan", kind="measure", noun="-", lowest="-0.5", highest="12345678901234567")
    content, _name = download(desk, "organisations", "xlsx")
    [head, row] = sheets(content)["Tổ chức"]
    assert head == [
        *("Địa chỉ *", "Tên *", "Tên tiếng Anh", "Tên ngắn", "Loại", "Trang web"),
        *("Có từ", "Có đến", "Tổ chức kế thừa", "Ghi chú"),
    ]
    assert row == [
        "so",
        "=1+1",
        "",
        "007",
        "sở, ngành của thành phố",
        "",
        date(2008, 8, 1),
        "",
        "",
        "",
    ]
    sheet = zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert ("<f>" in sheet, 'state="frozen"' in sheet) == (False, True)
    [_head, row] = sheets(download(desk, "units", "xlsx")[0])["Đơn vị tính"]
    assert row[3:] == ["'-", "", -0.5, "12345678901234567"]


def test_what_excel_cannot_hold_is_told(desk, monkeypatch):
    person = PersonFactory(note="a" * 32_768)
    response = desk.get(content_of("people", "xlsx"))
    assert response.status_code == 400
    assert (
        "Dòng 2, “ghi chú”: văn bản dài hơn 32767 ký tự mà một ô Excel chứa được. Hãy tải tệp CSV."
        in words_of(response.text)
    )
    assert csv_rows(desk, "people") == [f"{person.slug},{person.name},,{person.note}"]
    monkeypatch.setattr(templates_out, "MOST_ROWS", 2)
    OrganisationFactory(), OrganisationFactory()
    assert b"".join(desk.get(content_of("organisations", "xlsx")))
    OrganisationFactory()
    response = desk.get(content_of("organisations", "xlsx"))
    assert response.status_code == 400
    assert "Bảng này có hơn 2 dòng, quá nhiều cho một tệp Excel." in response.text
    assert len(csv_rows(desk, "organisations")) == 3


@pytest.mark.parametrize("form", ["xlsx", "csv", "zip"])
def test_files_of_the_desk_take_their_turn_with_those_of_the_public(desk, monkeypatch, form):
    OrganisationFactory()
    address = f"{IMPORTS}content.zip" if form == "zip" else content_of("organisations", form)
    turns = Turns(at_once=1, waiting=0, patience=0)
    monkeypatch.setattr(export_files, "TURNS", turns)
    with turns.turn():
        response = desk.get(address)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        assert "Lúc này đang có nhiều tệp được tạo" in response.text
        assert desk.head(address).status_code == 200
    for _again in range(2):
        assert b"".join(desk.get(address))
    assert not turns.is_full()


# Refusals


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ("pdf", "Bảng này không có tệp “.pdf”. Chỉ có “.xlsx” hoặc “.csv”."),
        ("csv?dialect=excel", "Tham số “dialect” trong địa chỉ là “excel”."),
        ("xls%00", "Bảng này không có tệp"),
    ],
)
def test_another_form_is_refused_in_a_sentence(desk, form, sentence):
    response = desk.get(content_of("organisations", form))
    assert response.status_code == 400
    assert sentence in words_of(response.text)


def test_there_is_no_other_table(desk):
    assert desk.get(content_of("users", "xlsx")).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(("kind", "queries"), QUERIES.items())
def test_a_file_asks_the_same_however_many_rows(
    desk, kind, queries, count, django_assert_num_queries
):
    exhibition = ExhibitionFactory()
    for _number in range(count):
        BoothFactory(exhibition=exhibition).organisations.add(OrganisationFactory())
    published_figures(*[{}] * count)
    desk.get(IMPORTS)
    for form in FORMS:
        with django_assert_num_queries(queries):
            download(desk, kind, form)


# Where it is found


def test_the_page_of_a_table_and_its_list_lead_to_it(desk):
    page = desk.get(f"{IMPORTS}table/organisations/").text
    assert [f'href="{content_of("organisations", form)}"' in page for form in FORMS] == [True] * 4
    assert f'href="{content_of("organisations", "xlsx")}"' in desk.get(IMPORTS).text
    listed = desk.get("/admin/forum_portal/organisation/").text
    assert f'<li><a href="{IMPORTS}table/organisations/">Nhập, tải Excel</a></li>' in listed


def test_a_list_does_not_offer_what_is_not_allowed(client):
    client.force_login(staff_of(APPROVER))
    assert "Nhập, tải Excel" not in client.get("/admin/forum_portal/organisation/").text


def test_a_spreadsheet_makes_no_other_date_of_a_month_or_a_day(desk):
    """Excel takes 2022-01 for a date, and would hand back 01/01/2022, a day."""
    published_figures(*({"period": each} for each in ("2022-01", "2022-01-05", "2022-Q1")))
    AreaFactory(code="cu", valid_to=date(2025, 6, 30))
    found = {}
    for form in FORMS[1:]:
        areas = csv_cells(download(desk, "areas", form)[0], form)
        figures = csv_cells(download(desk, "observations", form)[0], form)
        place = figures[0].index("period")
        days = [row[areas[0].index("valid_to")] for row in areas[1:]]
        found[form] = sorted(row[place] for row in figures[1:]), max(days)
    words = (["2022-Q1", "ngày 05/01/2022", "tháng 1/2022"], "ngày 30/06/2025")
    codes = (["2022-01", "2022-01-05", "2022-Q1"], "2025-06-30")
    assert found == {"csv": words, "csv?dialect=vi": words, "csv?dialect=data": codes}
