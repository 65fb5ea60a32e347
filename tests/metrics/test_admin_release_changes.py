"""What an approver reads of each figure before it is public."""

import pytest

from metrics.admin.release_changes import planned_changes
from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    published_figure,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    """What names the figures of 2023 and 2024."""
    return {
        "indicator": IndicatorFactory(name="Hồ sơ"),
        "area": AreaFactory(name="Hải Phòng", code="hai-phong"),
    }


def lines(release) -> list[tuple]:
    return [(each.figure, each.old, each.new, each.remarks) for each in planned_changes(release)]


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
            ["Trạng thái: Sơ bộ", "90 / 100", "Bỏ ghi chú."],
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
        locator="đoạn 8",
    ).observation
    [line] = planned_changes(figure.release)
    assert line.sources == ["Báo cáo, đoạn 8"]
    assert line.url == f"/admin/metrics/observation/{figure.pk}/change/"


@pytest.mark.parametrize("count", [1, 30])
def test_takes_the_same_queries_for_any_size(key, count, django_assert_num_queries):
    release = ReleaseFactory()
    for number in range(count):
        CitationFactory(
            observation=ObservationFactory(release=release, **key, period=str(1990 + number))
        )
    with django_assert_num_queries(3):
        assert len(planned_changes(release)) == count
