"""What an approver reads of each figure before it is public."""

import pytest

from metrics.admin.release_changes import (
    Part,
    PlannedSource,
    Words,
    planned_changes,
    planned_sources,
)
from metrics.citing import source_line
from metrics.models import Observation
from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    published_by,
    published_figure,
    published_figures,
    submitted,
)
from tests.metrics.release_desk import a_draft, an_approver, an_editor, page_of
from tests.words import section, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    """What names the figures of 2023 and 2024."""
    return {
        "indicator": IndicatorFactory(name="Hồ sơ"),
        "area": AreaFactory(name="Hải Phòng", code="hai-phong"),
    }


def lines(release) -> list[tuple]:
    return [
        (each.figure, each.old, each.new, each.remarks)
        for each in planned_changes(release, 50).lines
    ]


def test_new_and_revised_figures_stand_beside_what_is_public(key):
    published_figure(**key, period="2023", value="90")
    release = ReleaseFactory()
    ObservationFactory(release=release, **key, period="2023", value="90.7", comparator="approx")
    ObservationFactory(release=release, **key, period="2024", value="91")
    assert lines(release) == [
        ("Hồ sơ, Hải Phòng, năm 2024", "", "91%", []),
        ("Hồ sơ, Hải Phòng, năm 2023", "90%", "khoảng 90,7%", []),
    ]


def test_what_changes_beside_the_value_is_said(key):
    published_figure(**key, value="90", comment="Theo Sở.")
    release = ReleaseFactory()
    new = {"value": "90", "obs_status": "P", "numerator": "90", "denominator": "100"}
    ObservationFactory(release=release, **key, **new)
    assert lines(release) == [
        (
            "Hồ sơ, Hải Phòng, năm 2023",
            "90%",
            "90%",
            ["Trạng thái: Đã công bố → Sơ bộ", "90 / 100", "Bỏ ghi chú."],
        )
    ]


def test_a_withdrawal_a_target_and_a_comment(key):
    published_figure(**key, period="2022", value="90")
    release = ReleaseFactory()
    gone = {"value": None, "obs_status": "withdrawn", "comment": "Nguồn đã cải chính."}
    ObservationFactory(release=release, **key, period="2022", **gone)
    plan = SourceFactory(title="Kế hoạch 12")
    target = {"kind": "target", "instrument": plan, "value": "95"}
    ObservationFactory(release=release, **key, period="2025", **target)
    assert lines(release) == [
        ("Hồ sơ, Hải Phòng, năm 2025", "", "95%", ["Mục tiêu: Kế hoạch 12"]),
        ("Hồ sơ, Hải Phòng, năm 2022", "90%", "Đã rút", ["Ghi chú: Nguồn đã cải chính."]),
    ]


def test_each_source_is_named_with_its_place(key):
    figure = CitationFactory(
        **{f"observation__{name}": value for name, value in key.items()},
        source__title="Báo cáo",
        source__language="en",
        locator="đoạn 8",
        printed="90.7%",
        sentence="“It reached 90.7%.”",
    ).observation
    [line] = planned_changes(figure.release, 50).lines
    assert line.sources == [Words("Báo cáo, đoạn 8", "90.7%", "It reached 90.7%.", "en")]
    assert line.url == f"/admin/metrics/observation/{figure.pk}/change/"


def test_the_difference_of_a_revised_share_is_in_percentage_points(key):
    published_figure(**key, value="90")
    release = ReleaseFactory()
    ObservationFactory(release=release, **key, value="90.7")
    [line] = planned_changes(release, 50).lines
    assert line.difference == "Tăng 0,7 điểm phần trăm so với phiên bản trước"


def test_a_change_of_sources_alone_is_said(key):
    old = published_figure(**key, value="90")
    release = ReleaseFactory(reason="source_replaced")
    new = ObservationFactory(release=release, **key, value="90")
    CitationFactory(observation=new, source__title="Báo cáo năm", locator="trang 4")
    [line] = planned_changes(release, 50).lines
    before = source_line(old.citations.get())
    assert line.remarks == [f"Số giữ nguyên, chỉ nguồn thay đổi. Nguồn đến nay: {before}"]
    assert [each.source for each in line.sources] == ["Báo cáo năm, trang 4"]


@pytest.mark.parametrize("count", [1, 30])
def test_revisions_take_a_query_more_for_the_sources_until_now(
    key, count, django_assert_num_queries
):
    published_figures(*(key | {"period": str(1990 + number)} for number in range(count)))
    release = ReleaseFactory()
    for number in range(count):
        ObservationFactory(release=release, **key, period=str(1990 + number))
    with django_assert_num_queries(4):
        assert planned_changes(release, 50).count == count


def test_the_approver_compares_with_the_words_of_the_source(client, key):
    figure = CitationFactory(
        **{f"observation__{name}": value for name, value in key.items()},
        observation__value="90.7",
        source__title="Báo cáo",
        source__url="https://bao.example/1",
        printed="90.7%",
        sentence="Tỷ lệ đạt 90.7%.",
    ).observation
    client.force_login(an_approver())
    submitted(figure.release)
    said = "Hồ sơ, Hải Phòng, năm 2023: 90,7% (mới) Báo cáo: 90.7% Tỷ lệ đạt 90.7%."
    for name in ("approve", "change"):
        assert said in words(client.get(page_of(figure.release, name)))


def test_sending_back_stands_beside_approving(client):
    release = submitted(a_draft(an_editor()))
    client.force_login(an_approver())
    way_back = f'<a class="button" href="{page_of(release, "return")}">Trả lại</a>'
    pages = {name: client.get(page_of(release, name)) for name in ("approve", "return")}
    assert {name: way_back in page.text for name, page in pages.items()} == {
        "approve": True,
        "return": False,
    }


@pytest.fixture
def sources_alone(key):
    """A release that only says what a newspaper prints for a public figure."""
    public = published_figure(**key, value="90.7")
    return CitationFactory(
        observation=public,
        release=ReleaseFactory(slug="doi-chieu", title="Đối chiếu"),
        source=SourceFactory(title="Bài báo", url="https://bao.example/1"),
        locator="đoạn 4",
        printed="gần 91%",
        stance="rounds",
    ).release


def test_sources_added_to_public_figures_are_named(key, sources_alone):
    CitationFactory(observation__release=sources_alone)  # of a figure of its own
    [line] = planned_sources(sources_alone, 50).lines
    figure = Observation.objects.public().get()
    assert line == PlannedSource(
        figure="Hồ sơ, Hải Phòng, năm 2023",
        url=f"/admin/metrics/observation/{figure.pk}/change/",
        value="90,7%",
        words=Words("Bài báo, đoạn 4", "gần 91%", "", "", "làm tròn"),
    )


def test_the_approver_and_then_readers_see_them(client, key, sources_alone):
    said = "Nguồn bổ sung cho số đã công khai"
    approver = an_approver()
    client.force_login(approver)
    in_review = submitted(sources_alone)
    page = words(client.get(page_of(sources_alone, "approve")))
    figure = "Hồ sơ, Hải Phòng, năm 2023: 90,7%"
    assert f"{said} {figure} Bài báo, đoạn 4: gần 91% (làm tròn) Bảng kiểm" in page
    preview = client.get(page_of(sources_alone, "preview"))
    assert said in words(preview)
    assert f"/preview/{key['indicator'].slug}/" in preview.text
    published_by(in_review, approver)
    client.logout()
    assert section(client.get("/phat-hanh/doi-chieu/"), "added") == (
        f"{said} Hồ sơ, năm 2023: 90,7% Bài báo, đoạn 4: gần 91% Làm tròn"
    )


def test_a_release_of_figures_names_none(key):
    release = CitationFactory().release
    assert planned_sources(release, 50) == Part([], 0)


def test_shows_the_first_and_counts_the_rest(client, key, django_assert_num_queries):
    public = published_figures(*(key | {"period": str(1900 + number)} for number in range(60)))
    release = ReleaseFactory()
    for number, figure in enumerate(public):
        CitationFactory(observation=figure, release=release)
        new = ObservationFactory(release=release, **key, period=str(1960 + number))
        CitationFactory(observation=new)
    with django_assert_num_queries(4):
        changes, added = planned_changes(release, 50), planned_sources(release, 50)
    assert [(len(part.lines), part.count, part.more) for part in (changes, added)] == [
        (50, 60, 10),
        (50, 60, 10),
    ]
    client.force_login(an_approver())
    submitted(release)
    page = words(client.get(page_of(release, "return")))
    assert [page.count(f"và 10 {what} khác") for what in ("số", "nguồn")] == [1, 1]
    assert {f"năm {year}" in page for year in (2019, 1970)} == {True}
    assert "năm 1969 " not in page


@pytest.mark.parametrize("count", [1, 30])
def test_takes_the_same_queries_for_any_size(key, count, django_assert_num_queries):
    release = ReleaseFactory()
    for number in range(count):
        CitationFactory(
            observation=ObservationFactory(release=release, **key, period=str(1990 + number))
        )
    with django_assert_num_queries(3):
        assert planned_changes(release, 50).count == count
