"""What stands in the way of a release, and what its author answers for."""

from decimal import Decimal

import pytest
from django.utils import timezone

from metrics.checklist import Checklist, check
from metrics.models import Break, Release
from tests.factories import (
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

pytestmark = pytest.mark.django_db


@pytest.fixture
def area():
    return AreaFactory(name="Hải Phòng")


@pytest.fixture
def indicator():
    return IndicatorFactory(name="Hồ sơ")


@pytest.fixture
def release():
    return ReleaseFactory(title="Quý IV")


@pytest.fixture
def add(release, indicator, area):
    """Put a figure with a source that can be looked up into the release."""
    source = SourceFactory(url="https://haiphong.gov.vn/bao-cao")

    def put(**figure):
        key = {"release": release, "indicator": indicator, "area": area}
        observation = ObservationFactory(**key | figure)
        return CitationFactory(observation=observation, source=source).observation

    return put


@pytest.fixture
def public(indicator, area):
    """A public figure of 2023."""
    return published_figure(indicator=indicator, area=area, value="90")


def test_nothing_speaks_against_a_figure_with_a_source(release, add):
    add()
    assert check(release) == Checklist()


class TestErrors:
    def errors(self, release):
        checklist = check(release)
        assert checklist.warnings == []
        return checklist.errors

    def test_an_empty_release(self, release):
        assert self.errors(release) == ["Lần phát hành chưa có số liệu hay nguồn nào."]

    def test_a_value_without_a_source(self, release, indicator, area):
        for year in range(2020, 2025):
            ObservationFactory(release=release, area=area, indicator=indicator, period=str(year))
        assert self.errors(release) == [
            "Chưa có nguồn cho: Hồ sơ, Hải Phòng, năm 2024; Hồ sơ, Hải Phòng, năm 2023; "
            "Hồ sơ, Hải Phòng, năm 2022 và 2 số khác."
        ]

    def test_a_source_of_another_draft_is_none(self, release, indicator, area):
        figure = ObservationFactory(release=release, area=area, indicator=indicator)
        CitationFactory(observation=figure, release=ReleaseFactory())
        assert self.errors(release) == ["Chưa có nguồn cho: Hồ sơ, Hải Phòng, năm 2023."]

    def test_a_withdrawal_needs_no_source(self, release, public):
        Release.objects.filter(pk=release.pk).update(reason="withdrawal", note="Nguồn sai.")
        release.refresh_from_db()
        key = {"indicator": public.indicator, "area": public.area}
        ObservationFactory(release=release, **key, value=None, obs_status="withdrawn")
        assert self.errors(release) == []

    @pytest.mark.parametrize(
        ("unit", "value"),
        [
            ({"kind": "share", "lowest": None, "highest": None}, "100.01"),
            ({"kind": "share", "lowest": None, "highest": None}, "-0.01"),
            ({"kind": "index", "lowest": 0, "highest": 1}, "1.5"),
            ({"kind": "index", "lowest": 1, "highest": None}, "0.5"),
            ({"kind": "count", "lowest": None, "highest": None}, "-1"),
            ({"kind": "rank", "lowest": None, "highest": None}, "0"),
            ({"kind": "rank", "lowest": None, "highest": None}, "1.5"),
        ],
    )
    def test_a_value_outside_its_unit(self, release, indicator, add, unit, value):
        indicator.unit = UnitFactory(symbol="", **unit)
        indicator.save()
        add(value=value)
        assert self.errors(release) == [
            "Giá trị nằm ngoài khoảng của đơn vị: Hồ sơ, Hải Phòng, năm 2023."
        ]

    def test_the_ends_of_a_unit_lie_within(self, release, add):
        add(value="0", period="2022-Q4")
        add(value="100")
        assert self.errors(release) == []

    def test_a_numerator_above_its_denominator(self, release, add):
        add(value="90", numerator=91, denominator=90)
        add(value="100", numerator=90, denominator=90, period="2022")
        add(value="90", numerator=91, denominator=None, period="2021")
        assert self.errors(release) == [
            "Tử số lớn hơn mẫu số: Hồ sơ, Hải Phòng, năm 2023.",
        ]

    def test_a_ratio_that_is_no_share_may_lie_above_one(self, release, indicator, add):
        indicator.unit = UnitFactory(kind="measure", symbol="", lowest=None, highest=None)
        indicator.save()
        add(value="1.5", numerator=3, denominator=2)
        assert self.errors(release) == []

    def test_a_public_figure_in_a_planned_release(self, release, add, public):
        add(value="91")
        assert self.errors(release) == [
            "Có số đã công khai sẽ đổi, hãy chọn đúng lý do: Hồ sơ, Hải Phòng, năm 2023."
        ]

    def test_a_revision_without_a_note(self, release, add, public):
        release.reason = "routine_revision"
        add(value="91")
        assert self.errors(release) == ["Hãy ghi ở phần ghi chú vì sao số đổi; người đọc sẽ thấy."]
        release.note = "Số chính thức."
        assert self.errors(release) == []

    @pytest.mark.parametrize("state", ["draft", "in_review", "approved", "scheduled"])
    def test_a_figure_of_another_release_on_its_way(self, release, indicator, area, add, state):
        other = ObservationFactory(indicator=indicator, area=area).release
        if state == "scheduled":
            publish(other, "2999-01-01T00:00Z")
        else:
            Release.objects.filter(pk=other.pk).update(state=state)
        add()
        assert self.errors(release) == [
            "Một lần phát hành khác chưa công khai cũng có: Hồ sơ, Hải Phòng, năm 2023."
        ]

    def test_the_same_figure_by_another_plan_is_another(self, release, indicator, area, add):
        key = {"indicator": indicator, "area": area, "kind": "target"}
        ObservationFactory(**key, instrument=SourceFactory())
        add(kind="target", instrument=SourceFactory())
        assert self.errors(release) == []

    def test_a_figure_of_an_abandoned_release_is_free(self, release, indicator, area, add):
        other = ObservationFactory(indicator=indicator, area=area).release
        Release.objects.filter(pk=other.pk).update(state="abandoned")
        add()
        assert self.errors(release) == []

    def test_a_source_for_what_is_not_public(self, release, indicator, area, add, public):
        add(period="2022")
        CitationFactory(observation=public, release=release)
        assert self.errors(release) == []
        hidden = ObservationFactory(indicator=indicator, area=area, period="2021")
        CitationFactory(observation=hidden, release=release)
        assert self.errors(release) == [
            "Có nguồn ghi ở đây cho số chưa công khai: Hồ sơ, Hải Phòng, năm 2021."
        ]

    def test_all_of_them_at_once(self, release, indicator, area):
        release.reason = "error_correction"
        ObservationFactory(release=release, indicator=indicator, area=area, value="907")
        assert self.errors(release) == [
            "Chưa có nguồn cho: Hồ sơ, Hải Phòng, năm 2023.",
            "Giá trị nằm ngoài khoảng của đơn vị: Hồ sơ, Hải Phòng, năm 2023.",
            "Hãy ghi ở phần ghi chú vì sao số đổi; người đọc sẽ thấy.",
        ]


class TestWarnings:
    JUMP = "Số thay đổi bất thường so với kỳ trước: Hồ sơ, Hải Phòng, năm 2023."

    @pytest.fixture
    def indicator(self):
        return IndicatorFactory(name="Hồ sơ", jump_threshold=Decimal("10"))

    def warnings(self, release):
        checklist = check(release)
        assert checklist.errors == []
        return checklist.warnings

    def before(self, indicator, area, **figure):
        return published_figure(indicator=indicator, area=area, **{"period": "2022"} | figure)

    def test_a_source_without_address(self, release, add):
        named = add(period="2022")
        CitationFactory(observation=named, source=SourceFactory())
        figure = add()
        figure.citations.update(source=SourceFactory())
        elsewhere = SourceFactory(url="https://haiphong.gov.vn/sau")
        CitationFactory(observation=figure, release=ReleaseFactory(), source=elsewhere)
        assert self.warnings(release) == [
            "Nguồn chưa có địa chỉ để tra lại: Hồ sơ, Hải Phòng, năm 2023."
        ]

    @pytest.mark.parametrize("value", ["60.01", "39.99"])
    def test_a_jump_larger_than_the_indicators_threshold(
        self, release, indicator, area, add, value
    ):
        self.before(indicator, area, value="50")
        add(value=value)
        assert self.warnings(release) == [self.JUMP]

    @pytest.mark.parametrize("value", ["60", "40"])
    def test_one_as_large_as_the_threshold_is_usual(self, release, indicator, area, add, value):
        self.before(indicator, area, value="50")
        add(value=value)
        assert self.warnings(release) == []

    def test_a_jump_within_the_release(self, release, add):
        add(value="50", period="2022")
        add(value="70")
        assert self.warnings(release) == [self.JUMP]

    def test_the_release_itself_is_what_was_before(self, release, indicator, area, add):
        self.before(indicator, area, value="50")
        release.reason, release.note = "routine_revision", "Số chính thức."
        add(value="65", period="2022")
        add(value="70")
        assert self.warnings(release) == []

    def test_the_nearest_period_with_a_value_counts(self, release, indicator, area, add):
        self.before(indicator, area, value="50", period="2020")
        add(value=None, obs_status="O", period="2022")
        add(value="65")
        assert self.warnings(release) == [self.JUMP]

    @pytest.mark.parametrize(
        "other",
        [
            {"period": "2022-Q4"},
            {"period": "2024"},
            {"kind": "target"},
            {"area": None},
            {"indicator": None},
        ],
    )
    def test_another_series_or_a_later_period_does_not(self, release, indicator, area, add, other):
        made = {"area": AreaFactory, "indicator": IndicatorFactory}
        key = {"indicator": indicator, "area": area, "period": "2022"}
        key |= {name: made[name]() if name in made else value for name, value in other.items()}
        published_figure(**key, value="50")
        add(value="70")
        assert self.warnings(release) == []

    def test_a_withdrawn_figure_does_not(self, release, indicator, area, add):
        self.before(indicator, area, value=None, obs_status="withdrawn")
        add(value="70")
        assert self.warnings(release) == []

    def test_no_jump_over_a_break(self, release, indicator, area, add):
        self.before(indicator, area, value="50")
        Break.objects.create(
            indicator=indicator, period="2023", kind="method", explanation="Cách tính mới."
        )
        add(value="70")
        assert self.warnings(release) == []

    def test_no_jump_between_ranks_out_of_other_numbers(self, release, indicator, area, add):
        indicator.unit = UnitFactory(kind="rank", symbol="", lowest=None, highest=None)
        indicator.save()
        self.before(indicator, area, value="30", out_of=63)
        add(value="5", out_of=34)
        assert self.warnings(release) == []


class TestUsualJumps:
    """Where the indicator names no threshold, its unit says what is usual."""

    JUMP = TestWarnings.JUMP
    SCALE = {"lowest": 0, "highest": 1}
    NO_ENDS = {"lowest": None, "highest": None}

    @pytest.mark.parametrize(
        ("unit", "before", "usual", "unusual"),
        [
            ({"kind": "share"}, "50", "70", "70.1"),
            ({"kind": "share"} | NO_ENDS, "50", "30", "29.9"),
            ({"kind": "index"} | SCALE, "0.5", "0.7", "0.701"),
            ({"kind": "index"} | NO_ENDS, "500", "1000", "1001"),
            ({"kind": "rank"} | NO_ENDS, "15", "5", "4"),
            ({"kind": "count"} | NO_ENDS, "1000", "2000", "2001"),
            ({"kind": "count"} | NO_ENDS, "1000", "500", "499"),
            ({"kind": "measure"} | NO_ENDS, "-5", "-2.5", "-12"),
        ],
    )
    def test_by_kind_of_unit(self, release, indicator, area, add, unit, before, usual, unusual):
        indicator.unit = UnitFactory(symbol="", **unit)
        indicator.save()
        published_figure(indicator=indicator, area=area, period="2022", value=before)
        figure = add(value=usual)
        assert check(release) == Checklist()
        figure.value = unusual
        figure.save()
        assert check(release) == Checklist(warnings=[self.JUMP])

    def test_from_zero_nothing_is_many_times_as_much(self, release, indicator, area, add):
        indicator.unit = UnitFactory(symbol="", kind="count", **self.NO_ENDS)
        indicator.save()
        published_figure(indicator=indicator, area=area, period="2022", value="0")
        add(value="900")
        assert check(release) == Checklist()

    def test_to_zero_everything_is_lost(self, release, indicator, area, add):
        indicator.unit = UnitFactory(symbol="", kind="count", **self.NO_ENDS)
        indicator.save()
        published_figure(indicator=indicator, area=area, period="2022", value="900")
        add(value="0")
        assert check(release) == Checklist(warnings=[self.JUMP])

    def test_the_indicators_own_threshold_overrides(self, release, indicator, area, add):
        indicator.jump_threshold = 40
        indicator.save()
        published_figure(indicator=indicator, area=area, period="2022", value="50")
        add(value="90")
        assert check(release) == Checklist()

    def test_targets_may_be_far_from_one_another(self, release, indicator, area, add):
        target = {"kind": "target", "instrument": SourceFactory()}
        add(value="50", period="2025", **target)
        add(value="95", period="2030", **target)
        assert check(release) == Checklist()


class TestDoubts:
    @pytest.fixture
    def next_year(self):
        return timezone.localdate().year + 1

    def warnings(self, release):
        checklist = check(release)
        assert checklist.errors == []
        return checklist.warnings

    def test_a_measurement_of_what_is_to_come(self, release, add, next_year):
        add(period=str(next_year))
        assert self.warnings(release) == [
            "Kỳ chưa kết thúc; nếu đây là dự báo thì chọn trạng thái “Dự báo”: "
            f"Hồ sơ, Hải Phòng, năm {next_year}."
        ]

    def test_a_forecast_a_target_or_a_gap_of_what_is_to_come(self, release, add, next_year):
        add(period=str(next_year), obs_status="F")
        add(period=str(next_year), kind="target", instrument=SourceFactory())
        add(period=str(next_year + 1), value=None, obs_status="O")
        add(period=str(next_year - 2))
        assert self.warnings(release) == []

    @pytest.mark.parametrize(
        ("ends", "period", "is_told"),
        [
            ({"valid_to": "2025-06-30"}, "2025-S2", True),
            ({"valid_to": "2025-06-30"}, "2025", False),
            ({"valid_from": "2025-07-01"}, "2025-S1", True),
            ({"valid_from": "2025-07-01"}, "2025", False),
        ],
    )
    def test_an_area_that_was_another(self, release, add, ends, period, is_told):
        figure = add(area=AreaFactory(name="Hải Phòng", **ends), period=period)
        told = f"Trong cả kỳ, địa bàn có ranh giới khác: Hồ sơ, Hải Phòng, {figure.when}."
        assert self.warnings(release) == [told] * is_told

    @pytest.mark.parametrize(
        ("comparator", "value", "is_told"),
        [
            *[("eq", "99.2", False), ("eq", "99.21", False), ("eq", "99", False)],
            *[("eq", "99.3", True), ("eq", "98", True), ("approx", "90", False)],
            *[("ge", "99", False), ("gt", "90", False), ("gt", "99.5", True)],
            *[("le", "100", False), ("lt", "98", True)],
        ],
    )
    def test_a_value_beside_its_numerator(self, release, add, comparator, value, is_told):
        # 251 of 253 are 99.2095 %.
        add(value=value, comparator=comparator, numerator=251, denominator=253)
        told = "Giá trị không khớp với tử số chia mẫu số: Hồ sơ, Hải Phòng, năm 2023."
        assert self.warnings(release) == [told] * is_told

    @pytest.mark.parametrize(
        ("unit", "value"),
        [({"highest": 1, "symbol": ""}, "0.99"), ({"symbol": "‰", "highest": 1000}, "992.1")],
    )
    def test_a_share_of_another_whole(self, release, indicator, add, unit, value):
        indicator.unit = UnitFactory(**unit)
        indicator.save()
        add(value=value, numerator=251, denominator=253)
        assert self.warnings(release) == []

    def test_a_ratio_that_is_no_share(self, release, indicator, add):
        indicator.unit = UnitFactory(kind="measure", symbol="", lowest=None, highest=None)
        indicator.save()
        add(value="5", numerator=3, denominator=2)
        assert self.warnings(release) == []

    def test_values_in_a_withdrawal(self, release, add):
        release.reason, release.note = "withdrawal", "Nguồn sai."
        add()
        assert self.warnings(release) == [
            "Lý do là rút số liệu, nhưng các số này vẫn còn: Hồ sơ, Hải Phòng, năm 2023."
        ]

    def test_a_withdrawal_under_another_reason(self, release, public):
        release.reason, release.note = "error_correction", "Nguồn sai."
        key = {"indicator": public.indicator, "area": public.area}
        ObservationFactory(release=release, **key, value=None, obs_status="withdrawn")
        assert self.warnings(release) == [
            "Có số bị rút, nhưng lý do lại là lý do khác: Hồ sơ, Hải Phòng, năm 2023."
        ]


@pytest.mark.parametrize("number", [1, 30])
def test_takes_the_same_queries_for_any_size(django_assert_num_queries, release, number):
    indicator = IndicatorFactory(jump_threshold=1)
    for year in range(1900, 1900 + number):
        CitationFactory(
            observation=ObservationFactory(release=release, indicator=indicator, period=str(year))
        )
        CitationFactory(release=release)
    with django_assert_num_queries(5):
        checklist = check(release)
    assert (len(checklist.errors), len(checklist.warnings)) == (1, 1)


@pytest.mark.parametrize(
    ("kind", "value", "is_odd"),
    [("count", "1590.5", True), ("count", "1590", False), ("measure", "1590.5", False)],
)
def test_a_count_with_a_fraction(release, indicator, add, kind, value, is_odd):
    indicator.unit = UnitFactory(symbol="", kind=kind, lowest=None, highest=None)
    indicator.save()
    add(value=value)
    said = "Số đếm có phần lẻ: Hồ sơ, Hải Phòng, năm 2023."
    assert check(release) == Checklist(warnings=[said] * is_odd)
