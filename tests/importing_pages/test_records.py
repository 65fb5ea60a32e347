"""Tables of records other than figures: added, changed, left alone, and by whose right."""

import pytest

from events.models import Booth, Person, Report, Session
from forum_portal.audit import changes_of
from forum_portal.models import Organisation
from metrics.models import Area, Break, Indicator, Panel, Release, Source
from tests.factories import (
    AreaFactory,
    BoothFactory,
    DashboardFactory,
    ExhibitionFactory,
    ForumFactory,
    IndicatorFactory,
    OrganisationFactory,
    PanelFactory,
    PanelIndicatorFactory,
    PersonFactory,
    PillarFactory,
    ReleaseFactory,
    SessionFactory,
    SourceFactory,
    UnitFactory,
    publish,
    published_figure,
)
from tests.importing_pages.uploading import (
    address,
    changes,
    confirm,
    difference,
    faults,
    press,
    upload,
    verdicts,
)

pytestmark = pytest.mark.django_db


def test_records_are_added_and_changed(desk, administrator):
    fpt = OrganisationFactory(slug="fpt", name="FPT", kind="enterprise", website="https://cu.vn")
    OrganisationFactory(slug="vnpt", name="VNPT", kind="enterprise")
    rows = [
        ["Mã", "Tên", "Loại", "Trang web"],
        ["fpt", "FPT", "enterprise", "https://fpt.vn"],
        ["vnpt", "VNPT", "doanh nghiệp", ""],
        ["viettel", "Viettel", "enterprise", ""],
    ]
    table = upload(desk, "organisations", rows)
    assert difference(table) == [
        (2, "changed", [["website", "https://cu.vn", "https://fpt.vn"]], []),
        (3, "unchanged", [], []),
        (4, "new", [], []),
    ]
    confirm(desk, table)
    fpt.refresh_from_db()
    assert (fpt.website, fpt.name) == ("https://fpt.vn", "FPT")
    assert Organisation.objects.get(slug="viettel").search_text == "viettel"
    trail = changes_of(Organisation).objects.filter(pgh_context__user=administrator.pk)
    assert sorted(trail.values_list("slug", "pgh_label")) == [
        ("fpt", "update"),
        ("viettel", "insert"),
    ]
    assert verdicts(upload(desk, "organisations", rows)) == ["unchanged"] * 3
    page = desk.get(address(table)).text
    assert "Đã thêm 1 bản ghi, sửa 1." in page


def test_only_the_chosen_rows_are_saved(desk):
    OrganisationFactory(slug="fpt", name="FPT")
    rows = [["slug", "name", "note"], ["fpt", "FPT", "Ghi chú"], ["vnpt", "VNPT", ""]]
    table = upload(desk, "organisations", rows)
    confirm(desk, table, take=["3"])
    assert list(Organisation.objects.order_by("slug").values_list("slug", "note")) == [
        ("fpt", ""),
        ("vnpt", ""),
    ]


def test_a_few_columns_are_enough_for_what_is_there(desk):
    SourceFactory(slug="bao-cao", title="Báo cáo", publisher="Báo A")
    rows = [["Mã", "Nơi phát hành"], ["bao-cao", "Báo B"], ["khac", "Báo C"]]
    table = upload(desk, "sources", [["slug", "publisher"], *rows[1:]])
    assert difference(table)[0][1:] == ("changed", [["publisher", "Báo A", "Báo B"]], [])
    assert difference(table)[1][3] == ["Bản ghi mới cần mục này: hãy thêm cột vào bảng."]
    confirm(desk, table)
    source = Source.objects.get(slug="bao-cao")
    assert (source.publisher, source.title) == ("Báo B", "Báo cáo")


def test_a_record_without_a_key_is_found_by_its_name(desk):
    person = PersonFactory(slug="nguyen-van-a", name="Nguyễn Văn A")
    rows = [["Họ và tên", "Ghi chú"], ["NGUYỄN VĂN A", ""], ["Trần Thị B", "Mới"]]
    table = upload(desk, "people", rows)
    assert verdicts(table) == ["changed", "new"]
    confirm(desk, table, take=["3"])
    assert list(Person.objects.exclude(pk=person.pk).values_list("slug", "name", "note")) == [
        ("tran-thi-b", "Trần Thị B", "Mới")
    ]


def test_a_name_of_two_asks_for_the_key(desk):
    PersonFactory(slug="a-1", name="Nguyễn Văn A")
    PersonFactory(slug="a-2", name="Nguyễn Văn A")
    table = upload(desk, "people", [["name", "note"], ["Nguyễn Văn A", "?"]])
    assert faults(table) == ["Nhiều mục mang tên này. Hãy ghi mã của mục cần lấy."]


def test_empty_cells_keep_or_empty_what_is_there(desk):
    OrganisationFactory(slug="fpt", name="FPT", note="Cũ")
    table = upload(desk, "organisations", [["slug", "name", "note"], ["fpt", "FPT", ""]])
    assert verdicts(table) == ["unchanged"]
    press(desk, table, "read", empty="clear")
    assert changes(table) == [["note", "Cũ", ""]]
    confirm(desk, table)
    assert Organisation.objects.get().note == ""


def test_records_of_one_table_name_each_other(desk):
    rows = [
        ["slug", "name", "kind", "successor"],
        ["so-cu", "Sở cũ", "department", "so-moi"],
        ["so-moi", "Sở mới", "department", ""],
    ]
    table = upload(desk, "organisations", rows)
    assert verdicts(table) == ["new", "new"]
    refused = press(desk, table, "confirm", take=["2"])
    assert refused.status_code == 409
    assert "Dòng được nhắc tới ở đây không được lấy." in refused.text
    confirm(desk, table, take=["2", "3"])
    assert Organisation.objects.get(slug="so-cu").successor.slug == "so-moi"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["fpt", "Tên khác", "not-a-kind", ""], None),
        (["moi", "FPT", "bank", ""], "Một bản ghi khác đã mang giá trị này."),
        (["moi", "Mới", "bank", "khong-co"], None),
        (["moi", "", "bank", ""], "Ô này bắt buộc phải ghi."),
    ],
)
def test_what_breaks_a_rule_is_refused(desk, row, fault):
    OrganisationFactory(slug="fpt", name="FPT")
    table = upload(desk, "organisations", [["slug", "name", "kind", "successor"], row])
    assert verdicts(table) == ["refused"]
    if fault:
        assert faults(table) == [fault]
    response = press(desk, table, "confirm", take=["2"])
    assert response.status_code == 400
    assert list(Organisation.objects.values_list("slug", "name")) == [("fpt", "FPT")]


def test_the_database_has_the_last_word_before_anybody_confirms(desk):
    AreaFactory(code="cu", name="Cũ", valid_from="2020-01-01")
    rows = [["code", "valid_to"], ["cu", "2019-01-01"]]
    table = upload(desk, "areas", rows)
    assert faults(table) == ["Ngày cuối nằm trước ngày đầu."]
    indicator = IndicatorFactory(code="co_so", unit=UnitFactory(code="pct"))
    published_figure(indicator=indicator)
    UnitFactory(code="khac")
    table = upload(desk, "indicators", [["code", "unit"], ["co_so", "khac"]])
    assert verdicts(table) == ["refused"]
    assert "giữ nguyên" in faults(table)[0]


def test_twice_in_a_file_is_refused(desk):
    rows = [["slug", "name"], ["fpt", "FPT"], ["fpt", "FPT Software"]]
    table = upload(desk, "organisations", rows)
    assert verdicts(table) == ["refused", "refused"]


def test_parts_of_forums_keep_their_addresses(desk):
    forum = ForumFactory(slug="2023")
    SessionFactory(forum=forum, slug="2023-khai-mac", title="Khai mạc")
    rows = [
        ["forum", "slug", "title", "date", "start", "room"],
        ["2023", "khai-mac", "Khai mạc", "27/12/2023", "8h30", "Hội trường"],
        ["2023", "be-mac", "Bế mạc", "", "", ""],
    ]
    table = upload(desk, "sessions", rows)
    assert difference(table) == [
        (
            2,
            "changed",
            [["date", "", "2023-12-27"], ["start", "", "08:30"], ["room", "", "Hội trường"]],
            [],
        ),
        (3, "new", [], []),
    ]
    confirm(desk, table)
    opening = Session.objects.get(slug="2023-khai-mac")
    assert (str(opening.start), opening.room.name) == ("2023-12-27 01:30:00+00:00", "Hội trường")
    assert Session.objects.filter(slug="2023-be-mac").count() == 1
    assert verdicts(upload(desk, "sessions", rows)) == ["unchanged", "unchanged"]


def test_links_are_made_anew(desk):
    fpt = OrganisationFactory(slug="fpt", name="FPT")
    exhibition = ExhibitionFactory(slug="tl", forum=ForumFactory(slug="2023"))
    booth = BoothFactory(exhibition=exhibition, slug="2023-gian-1", name="Gian 1")
    booth.organisations.add(fpt)
    OrganisationFactory(slug="vnpt", name="VNPT")
    rows = [["exhibition", "slug", "name", "organisations"], ["tl", "gian-1", "Gian 1", "vnpt;FPT"]]
    table = upload(desk, "booths", rows)
    assert changes(table) == [["organisations", "fpt", "vnpt;fpt"]]
    confirm(desk, table)
    slugs = Booth.objects.get().organisations.order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == ["fpt", "vnpt"]


def test_the_order_of_a_panels_indicators_counts(desk):
    panel = PanelFactory(dashboard=DashboardFactory(slug="bang"), position=1, kind="table")
    for place, code in enumerate(("a", "b"), 1):
        indicator = IndicatorFactory(code=code)
        PanelIndicatorFactory(panel=panel, indicator=indicator, position=place)
    rows = [["dashboard", "position", "kind", "indicators"], ["bang", "1", "table", "b;a"]]
    table = upload(desk, "panels", rows)
    assert changes(table) == [["indicators", "a;b", "b;a"]]
    confirm(desk, table)
    places = Panel.objects.get().panel_indicators.order_by("position")
    assert list(places.values_list("indicator__code", flat=True)) == ["b", "a"]


def test_a_report_is_not_public_before_somebody_says_so(desk):
    table = upload(desk, "reports", [["slug", "title"], ["ket-qua", "Kết quả"]])
    confirm(desk, table)
    assert Report.objects.get().is_published is False


def test_a_release_is_a_draft_of_who_imports_it(desk, administrator):
    public = publish(ReleaseFactory(slug="dau", title="Đầu"))
    rows = [["slug", "title", "reason"], ["moi", "Mới", "planned"], ["dau", "Đổi", "planned"]]
    table = upload(desk, "releases", rows)
    assert verdicts(table) == ["new", "refused"]
    confirm(desk, table)
    draft = Release.objects.get(slug="moi")
    assert (draft.state, draft.author, draft.published_at) == ("draft", administrator, None)
    assert list(draft.steps.values_list("action", flat=True)) == ["created"]
    public.refresh_from_db()
    assert public.title == "Đầu"


def test_an_editor_changes_the_texts_of_own_indicators_alone(client, editor, office):
    own = IndicatorFactory(code="cua_minh", name="Của mình", responsible=office)
    IndicatorFactory(code="cua_khac", name="Của khác")
    PillarFactory(code="cqs")
    client.force_login(editor)
    rows = [
        ["code", "name", "definition", "pillar"],
        ["cua_minh", "Của mình", "Định nghĩa.", ""],
        ["cua_khac", "Của khác", "Định nghĩa.", ""],
        ["moi", "Mới", "", "cqs"],
    ]
    table = upload(client, "indicators", rows)
    assert verdicts(table) == ["changed", "refused", "refused"]
    assert difference(table)[1][3] == ["Tài khoản của bạn không có quyền sửa bản ghi này."]
    confirm(client, table)
    own.refresh_from_db()
    assert own.definition == "Định nghĩa."
    table = upload(client, "indicators", [["code", "pillar"], ["cua_minh", "cqs"]])
    assert faults(table) == ["Tài khoản của bạn không có quyền sửa: trụ cột."]
    assert Indicator.objects.get(code="cua_khac").definition == ""


def test_an_editor_records_breaks_of_own_indicators_alone(client, editor, office):
    IndicatorFactory(code="cua_minh", responsible=office)
    IndicatorFactory(code="cua_khac")
    AreaFactory(code="hp")
    client.force_login(editor)
    rows = [
        ["indicator", "area", "period", "kind", "explanation"],
        ["cua_minh", "", "2024", "method", "Cách tính mới."],
        ["cua_khac", "", "2024", "method", "Cách tính mới."],
        ["", "hp", "2025", "territory", "Sáp nhập."],
    ]
    table = upload(client, "breaks", rows)
    assert verdicts(table) == ["new", "refused", "refused"]
    confirm(client, table)
    assert list(Break.objects.values_list("indicator__code", flat=True)) == ["cua_minh"]


def test_a_forum_editor_imports_forums_and_no_areas(client, forum_editor):
    client.force_login(forum_editor)
    table = upload(client, "forums", [["slug", "name", "year"], ["2024", "Diễn đàn 2024", "2024"]])
    confirm(client, table)
    page = client.get("/admin/forum_portal/upload/table/areas/")
    assert (page.status_code, Area.objects.count()) == (403, 0)
