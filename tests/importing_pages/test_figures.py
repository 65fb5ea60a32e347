"""A table of figures against the record: what is new, what changes, what is refused."""

import re
from decimal import Decimal

import pytest

from metrics.models import Citation, Observation, Release, ReleaseStep
from tests.factories import (
    LONG_AGO,
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
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
    send,
    upload,
    verdicts,
)
from tests.words import words_of

pytestmark = pytest.mark.django_db

HEAD = ["Chỉ số", "Địa bàn", "Kỳ", "Giá trị"]


@pytest.fixture
def indicator(office):
    return IndicatorFactory(code="ho_so_pct", name="Tỷ lệ hồ sơ", responsible=office)


@pytest.fixture
def area():
    return AreaFactory(code="hp", name="Hải Phòng")


@pytest.fixture
def source():
    return SourceFactory(slug="bao-cao", title="Báo cáo quý IV")


def public(indicator, area, value="90.7", **rest):
    """Return a public figure of 2023."""
    return published_figure(indicator=indicator, area=area, value=value, **rest)


def figures(release):
    found = release.observations.order_by("period").values_list("period", "value", "comparator")
    return list(found)


def test_a_new_figure_goes_into_a_new_draft_with_its_source(
    desk, administrator, indicator, area, source
):
    head = [*HEAD, "Nguồn", "Vị trí trong nguồn", "Giá trị như in", "Câu"]
    row = ["ho_so_pct", "hp", "quý IV/2024", "93,5", "bao-cao", "trang 3", "93,5%", "Đạt 93,5%."]
    table = upload(desk, "observations", [head, row])
    assert difference(table) == [(2, "new", [], [])]
    confirm(desk, table, title="Quý IV năm 2024")

    draft = Release.objects.get(title="Quý IV năm 2024")
    assert (draft.state, draft.author, draft.reason) == ("draft", administrator, "planned")
    assert list(draft.steps.values_list("action", "by")) == [("created", administrator.pk)]
    figure = draft.observations.get()
    assert (figure.indicator, figure.area, figure.period) == (indicator, area, "2024-Q4")
    assert (figure.frequency, str(figure.period_start), str(figure.period_end)) == (
        "Q",
        "2024-10-01",
        "2024-12-31",
    )
    assert (figure.value, figure.comparator, figure.obs_status) == (Decimal("93.5"), "eq", "A")
    cited = draft.citations.get()
    assert (cited.observation, cited.source, cited.position, cited.stance) == (
        figure,
        source,
        1,
        "states",
    )
    assert (cited.locator, cited.printed, cited.sentence) == ("trang 3", "93,5%", "Đạt 93,5%.")


def test_names_stand_for_codes(desk, indicator, area, source):
    head = [*HEAD, "Nguồn"]
    row = ["tỷ lệ HỒ SƠ", "hai phong", "2024", "93,5", "Báo cáo quý IV"]
    table = upload(desk, "observations", [head, row])
    assert verdicts(table) == ["new"]


def test_a_name_that_two_records_share_is_asked_for_its_code(desk, indicator, area):
    AreaFactory(code="hp-moi", name="Hải Phòng")
    table = upload(desk, "observations", [HEAD, ["ho_so_pct", "Hải Phòng", "2024", "93,5"]])
    assert faults(table) == ["ambiguous"]


def test_a_changed_value_becomes_a_version_in_the_draft(desk, indicator, area):
    old = public(indicator, area, comparator="ge", comment="Ước tính.")
    table = upload(desk, "observations", [HEAD, ["ho_so_pct", "hp", "2023", "91,2"]])
    assert changes(table) == [
        ["value", "90.7", "91.2"],
        ["comparator", "ge", "eq"],
        ["comment", "Ước tính.", ""],
    ]
    confirm(desk, table, reason="error_correction", note="Báo cáo cuối năm.")

    draft = Release.objects.drafts().get()
    assert (draft.reason, draft.note) == ("error_correction", "Báo cáo cuối năm.")
    assert figures(draft) == [("2023", Decimal("91.2"), "eq")]
    assert draft.citations.count() == 0  # the old number's sources say nothing of the new one
    old.refresh_from_db()
    assert (old.value, old.comparator) == (Decimal("90.7"), "ge")


def test_a_remark_alone_keeps_the_number_and_its_sources(desk, indicator, area, source):
    old = public(indicator, area, comparator="ge")
    [cited] = old.citations.all()
    head = [*HEAD, "Ghi chú", "Nguồn"]
    table = upload(
        desk,
        "observations",
        [head, ["ho_so_pct", "hp", "2023", "90,7", "Số chính thức.", "bao-cao"]],
    )
    assert changes(table) == [
        ["comment", "", "Số chính thức."],
        ["source", "", "bao-cao"],
    ]
    confirm(desk, table, reason="routine_revision", note="Thêm ghi chú.")
    draft = Release.objects.drafts().get()
    assert figures(draft) == [("2023", Decimal("90.7"), "ge")]
    assert [(each.source, each.position) for each in draft.citations.order_by("position")] == [
        (source, 1),
        (cited.source, 2),
    ]


def test_what_is_there_already_is_unchanged(desk, indicator, area):
    figure = public(indicator, area, value="90.70", comparator="ge")
    [cited] = figure.citations.all()
    head = [*HEAD, "So sánh", "Nguồn"]
    row = ["ho_so_pct", "hp", "2023", "90,7", "hơn", cited.source.slug]
    table = upload(desk, "observations", [head, row])
    assert difference(table) == [(2, "unchanged", [], [])]
    page = desk.get(address(table))
    assert "Không có gì thay đổi" in page.text
    assert "Xác nhận và ghi" not in page.text


def test_another_source_of_a_public_figure_is_cited_in_the_draft(desk, indicator, area, source):
    figure = public(indicator, area)
    head = [*HEAD, "Nguồn", "Vị trí trong nguồn"]
    table = upload(
        desk, "observations", [head, ["ho_so_pct", "hp", "2023", "90,7", "bao-cao", "tr. 2"]]
    )
    assert changes(table) == [["source", "", "bao-cao"]]
    confirm(desk, table)
    draft = Release.objects.drafts().get()
    assert draft.observations.count() == 0
    assert list(draft.citations.values_list("observation", "source", "position", "locator")) == [
        (figure.pk, source.pk, 2, "tr. 2")
    ]


def test_the_same_file_again_changes_nothing(desk, indicator, area, source):
    head = [*HEAD, "Nguồn"]
    rows = [
        head,
        ["ho_so_pct", "hp", "2023", "90,7", "bao-cao"],
        ["ho_so_pct", "hp", "2024", "93,5", "bao-cao"],
    ]
    confirm(desk, upload(desk, "observations", rows))
    again = upload(desk, "observations", rows)
    assert verdicts(again) == ["unchanged", "unchanged"]
    draft = Release.objects.drafts().get()
    desk.post(address(again), {})  # whichever draft it would go into
    assert (draft.observations.count(), draft.citations.count()) == (2, 2)


def test_a_draft_of_ones_own_is_changed_in_place(desk, administrator, indicator, area):
    draft = ReleaseFactory(author=administrator)
    held = ObservationFactory(release=draft, indicator=indicator, area=area, value="1")
    table = upload(desk, "observations", [HEAD, ["ho_so_pct", "hp", "2023", "2"]])
    assert faults(table) == ["taken"]
    fields = {"release": draft.pk, "title": ""}
    assert press(desk, table, "confirm", **fields).status_code == 409  # the difference is another
    assert changes(table) == [["value", "1", "2"]]
    confirm(desk, table, **fields)
    held.refresh_from_db()
    assert (held.value, draft.observations.count()) == (2, 1)


def test_a_figure_in_another_release_on_its_way_is_refused(desk, indicator, area):
    ObservationFactory(
        release=ReleaseFactory(title="Quý khác"), indicator=indicator, area=area, value="1"
    )
    table = upload(desk, "observations", [HEAD, ["ho_so_pct", "hp", "2023", "2"]])
    assert faults(table) == ["taken"]
    assert "đang được sửa trong lần phát hành “Quý khác”" in desk.get(address(table)).text


def test_a_version_that_the_row_names_as_history_is_let_pass(desk, indicator, area):
    first = public(indicator, area, value="90")
    second = published_figure(
        indicator=indicator, area=area, value="91", at=LONG_AGO.replace(year=2021)
    )
    head = ["Lần phát hành", *HEAD]
    rows = [
        head,
        [first.release.slug, "ho_so_pct", "hp", "2023", "90"],
        [second.release.slug, "ho_so_pct", "hp", "2023", "91"],
    ]
    assert verdicts(upload(desk, "observations", rows)) == ["unchanged", "unchanged"]


def test_empty_cells_keep_or_empty_what_is_there(desk, indicator, area):
    public(indicator, area, comment="Ước tính.")
    rows = [[*HEAD, "Ghi chú"], ["ho_so_pct", "hp", "2023", "90,7", ""]]
    table = upload(desk, "observations", rows)
    assert verdicts(table) == ["unchanged"]
    press(desk, table, "read", empty="clear", numbers="vi")
    assert changes(table) == [["comment", "Ước tính.", ""]]


@pytest.mark.parametrize(
    ("unit", "value", "fault"),
    [
        ({"kind": "share", "lowest": None, "highest": None}, "907", "high"),
        ({"kind": "share", "lowest": 0, "highest": 1}, "1,5", "high"),
        ({"kind": "index", "lowest": 1, "highest": 2}, "0,5", "low"),
        ({"kind": "rank", "lowest": None, "highest": None}, "2,5", "rank"),
        ({"kind": "rank", "lowest": None, "highest": None}, "0", "rank"),
        ({"kind": "count", "lowest": None, "highest": None}, "-1", "count"),
    ],
)
def test_values_outside_their_unit_are_refused(desk, area, unit, value, fault):
    IndicatorFactory(code="do", unit=UnitFactory(**unit))
    rows = [HEAD, ["do", "hp", "2023", value]]
    assert faults(upload(desk, "observations", rows)) == [fault]


@pytest.mark.parametrize(
    ("head", "cells", "fault"),
    [
        (["Tử số", "Mẫu số"], ["5", "4"], "above whole"),
        (["Mẫu số"], ["0"], "positive"),
        (["Văn bản đặt mục tiêu"], ["bao-cao"], "only targets"),
        (["Nguồn"], ["khong-co"], "unknown"),
    ],
)
def test_what_contradicts_itself_is_refused(desk, indicator, area, source, head, cells, fault):
    rows = [[*HEAD, *head], ["ho_so_pct", "hp", "2023", "90,7", *cells]]
    assert faults(upload(desk, "observations", rows)) == [fault]


def test_unknown_records_and_odd_cells_are_named(desk, indicator, area):
    rows = [
        [*HEAD, "Nguồn"],
        ["khong_co", "hp", "2023", "90,7", ""],
        ["ho_so_pct", "noi-khac", "2023", "90,7", ""],
        ["ho_so_pct", "hp", "31/02/2023", "90,7", ""],
        ["ho_so_pct", "hp", "2023", "", ""],
        ["ho_so_pct", "hp", "2022", "1e309", ""],
    ]
    table = upload(desk, "observations", rows)
    assert verdicts(table) == ["refused"] * 5
    assert [found for *_rest, found in difference(table)][:2] == [["unknown"], ["unknown"]]


def test_the_same_figure_twice_in_a_file_is_refused_both_times(desk, indicator, area):
    rows = [
        HEAD,
        ["ho_so_pct", "hp", "2023", "90,7"],
        ["ho_so_pct", "hp", "2024", "91"],
        ["Tỷ lệ hồ sơ", "Hải Phòng", "năm 2023", "92"],
    ]
    table = upload(desk, "observations", rows)
    assert [(line, found) for line, _state, _changes, found in difference(table)] == [
        (2, ["twice"]),
        (3, []),
        (4, ["twice"]),
    ]
    assert "Dòng 4 cũng ghi số này." in desk.get(address(table)).text


def test_figures_of_others_are_refused(client, editor, area, indicator):
    IndicatorFactory(code="cua_khac", name="Chỉ số của nơi khác")
    client.force_login(editor)
    rows = [HEAD, ["ho_so_pct", "hp", "2023", "90,7"], ["cua_khac", "hp", "2023", "90,7"]]
    table = upload(client, "observations", rows)
    assert [found for *_rest, found in difference(table)] == [[], ["not yours"]]
    confirm(client, table)
    assert list(Observation.objects.values_list("indicator__code", flat=True)) == ["ho_so_pct"]
    assert Release.objects.get().author == editor


def test_the_draft_of_another_office_is_not_offered(client, editor, indicator, area):
    theirs = ReleaseFactory(title="Của nơi khác")
    client.force_login(editor)
    table = upload(client, "observations", [HEAD, ["ho_so_pct", "hp", "2023", "90,7"]])
    response = press(client, table, "confirm", release=theirs.pk)
    assert response.status_code == 400
    assert theirs.observations.count() == 0


def test_a_draft_that_was_sent_meanwhile_takes_nothing(desk, administrator, indicator, area):
    draft = ReleaseFactory(author=administrator)
    CitationFactory(observation=ObservationFactory(release=draft))
    table = upload(desk, "observations", [HEAD, ["ho_so_pct", "hp", "2023", "90,7"]])
    table.keep(target={"release": draft.pk})
    Release.objects.filter(pk=draft.pk).update(state="in_review")
    response = press(desk, table, "confirm", release=draft.pk)
    assert response.status_code == 400
    assert Observation.objects.filter(indicator=indicator).count() == 0


def test_a_title_that_is_taken_is_refused_in_words(desk, indicator, area):
    publish(ObservationFactory(release=ReleaseFactory(title="Số liệu nhập")).release)
    table = upload(desk, "observations", [HEAD, ["ho_so_pct", "hp", "2023", "90,7"]])
    response = press(desk, table, "confirm", title="Số liệu nhập")
    assert response.status_code == 400
    assert "Đã có lần phát hành mang tiêu đề này." in response.text
    assert table.state == "ready"


def test_citations_of_a_table_of_their_own(desk, indicator, area, source):
    figure = public(indicator, area)
    [cited] = figure.citations.all()
    head = ["Chỉ số", "Địa bàn", "Kỳ", "Nguồn", "Vị trí trong nguồn", "Câu"]
    rows = [
        head,
        ["ho_so_pct", "hp", "2023", cited.source.slug, "", ""],
        ["ho_so_pct", "hp", "2023", "bao-cao", "trang 3", "Đạt 90,7%."],
        ["ho_so_pct", "hp", "2022", "bao-cao", "trang 3", ""],
    ]
    table = upload(desk, "citations", rows)
    assert verdicts(table) == ["unchanged", "new", "refused"]
    assert difference(table)[2][3] == ["no figure"]
    confirm(desk, table)
    draft = Release.objects.drafts().get()
    assert list(
        Citation.objects.filter(release=draft).values_list("observation", "position", "sentence")
    ) == [(figure.pk, 2, "Đạt 90,7%.")]
    assert verdicts(upload(desk, "citations", rows))[0] == "unchanged"


def test_a_public_citation_is_not_changed(desk, indicator, area):
    figure = public(indicator, area)
    [cited] = figure.citations.all()
    head = ["Chỉ số", "Địa bàn", "Kỳ", "Nguồn", "Câu"]
    rows = [head, ["ho_so_pct", "hp", "2023", cited.source.slug, "Câu khác."]]
    assert faults(upload(desk, "citations", rows)) == ["public"]


def test_steps_are_written_once(desk, indicator, area):
    table = upload(desk, "observations", [HEAD, ["ho_so_pct", "hp", "2023", "90,7"]])
    confirm(desk, table)
    assert ReleaseStep.objects.count() == 1


def test_a_file_without_rows_changes_nothing(desk):
    response = send(desk, "observations", [HEAD])
    assert response.status_code == 302
    assert "Không có gì thay đổi" in desk.get(response["Location"]).text


def test_one_answer_says_why_new_figures_have_no_value(desk, indicator, area):
    public(indicator, area)
    rows = [HEAD, ["ho_so_pct", "hp", "2023", "-"], ["ho_so_pct", "hp", "2024", "-"]]
    table = upload(desk, "observations", rows)
    assert verdicts(table) == ["unchanged", "refused"]
    press(desk, table, "read", missing="O")
    assert verdicts(table) == ["unchanged", "new"]
    assert "Trạng thái: Không có số" in words_of(desk.get(address(table)).text)
    confirm(desk, table)
    figure = Observation.objects.get(period="2024")
    assert (figure.value, figure.obs_status) == (None, "O")


def test_a_row_without_a_value_is_mended_by_its_status(desk, indicator, area):
    rows = [[*HEAD, "Trạng thái"], ["ho_so_pct", "hp", "2024", "-", ""]]
    table = upload(desk, "observations", rows)
    assert 'name="fix-2-obs_status"' in desk.get(address(table)).text
    press(desk, table, "fix", **{"fix-2-value": "", "fix-2-obs_status": "không có số"})
    assert verdicts(table) == ["new"]


def test_values_are_shown_in_their_unit(desk, area, office):
    unit = UnitFactory(kind="share", symbol="%", noun="")
    IndicatorFactory(code="do", unit=unit, responsible=office)
    table = upload(desk, "observations", [HEAD, ["do", "hp", "2023", "90,7"]])
    assert "Giá trị: 90,7%" in words_of(desk.get(address(table)).text)


def test_rows_without_a_source_are_counted(desk, indicator, area, source):
    rows = [
        [*HEAD, "Nguồn"],
        ["ho_so_pct", "hp", "2023", "90,7", ""],
        ["ho_so_pct", "hp", "2024", "91", "bao-cao"],
    ]
    table = upload(desk, "observations", rows)
    assert "1 dòng chưa ghi nguồn." in words_of(desk.get(address(table)).text)
    table = upload(desk, "observations", [HEAD, ["ho_so_pct", "hp", "2024", "91"]])
    assert "1 dòng chưa ghi nguồn." in words_of(desk.get(address(table)).text)


def test_a_day_among_months_is_doubted(desk, indicator, area):
    """Excel makes a day of 2022-01, and the file comes back with days instead of months."""
    indicator.frequency = "M"
    indicator.save()
    public(indicator, area, period="2021-12")
    rows = [HEAD, ["ho_so_pct", "hp", "2022-01-01", "18"], ["ho_so_pct", "hp", "2022-02", "18"]]
    table = upload(desk, "observations", rows)
    assert difference(table) == [(2, "new", [], []), (3, "new", [], [])]
    page = words_of(desk.get(address(table)).text)
    assert re.findall("Cảnh báo: (.+?tháng[.])", page) == [
        "Kỳ theo ngày, trong khi chuỗi này theo tháng."
    ]
