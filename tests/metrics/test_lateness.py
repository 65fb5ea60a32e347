"""When the next figure is due, and what is said once it is late."""

from datetime import date

import pytest
from django.utils import translation

from forum_portal.models import Organisation
from metrics.lateness import Due, due, due_sentence, following_period, next_due
from metrics.models import Area, HomeArea, Indicator, Observation
from metrics.periods import Period


@pytest.mark.parametrize(
    ("period", "following"),
    [
        ("2023", "2024"),
        ("2023-S1", "2023-S2"),
        ("2023-S2", "2024-S1"),
        ("2023-Q1", "2023-Q2"),
        ("2023-Q4", "2024-Q1"),
        ("2024-01", "2024-02"),
        ("2023-12", "2024-01"),
        ("2024-02-28", "2024-02-29"),
        ("2023-12-31", "2024-01-01"),
    ],
)
def test_the_period_that_follows(period, following):
    assert following_period(Period.parse(period)) == Period.parse(following)


@pytest.mark.parametrize("period", ["2021/2025", "9999", "9999-12"])
def test_no_period_follows(period):
    assert following_period(Period.parse(period)) is None


@pytest.mark.parametrize(
    ("newest", "lag", "day"),
    [
        ("2023", 90, date(2025, 3, 31)),
        ("2023", 0, date(2024, 12, 31)),
        ("2023-Q4", 30, date(2024, 4, 30)),
        ("2024-01", 15, date(2024, 3, 15)),
        ("2023-S2", 31, date(2024, 7, 31)),
    ],
)
def test_the_last_day_is_counted_from_the_end_of_the_next_period(newest, lag, day):
    assert due(Period.parse(newest), lag).day == day


def test_nothing_is_due_where_the_lag_is_unknown_or_beyond_the_calendar():
    assert due(Period.parse("2023"), None) is None
    assert due(Period.parse("9998"), 30) is None


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2025, 3, 30), 0),
        (date(2025, 3, 31), 0),
        (date(2025, 4, 1), 1),
        (date(2025, 5, 12), 42),
    ],
)
def test_days_late(today, days):
    assert Due(Period.parse("2024"), date(2025, 3, 31)).days_late(today) == days


def figure(period, position=1):
    area = Area()
    if position:
        area.home = HomeArea(position=position)
    made = Observation(area=area, period=period)
    made.prepare()
    return made


def test_the_newest_period_of_the_indicator_s_own_frequency_counts():
    yearly = Indicator(frequency="A", expected_lag_days=90)

    found = next_due(yearly, [figure("2022"), figure("2023"), figure("2024-11")])

    assert found.period.code == "2024"
    assert next_due(yearly, [figure("2024-11")]) is None
    assert next_due(yearly, []) is None


def test_the_portal_s_own_areas_decide():
    yearly = Indicator(frequency="A", expected_lag_days=90)

    found = next_due(yearly, [figure("2022", position=2), figure("2024", position=None)])

    assert found.period.code == "2023"


@pytest.mark.parametrize(
    ("today", "language", "sentence"),
    [
        (date(2025, 3, 31), "vi", "Số của năm 2024 cần có chậm nhất ngày 31/3/2025"),
        (
            date(2025, 5, 12),
            "vi",
            "Số của năm 2024 quá hạn 42 ngày (hạn là 31/3/2025), "
            "cơ quan phụ trách: Sở Khoa học và Công nghệ",
        ),
        (date(2025, 3, 31), "en", "The figure for 2024 is due by 31 March 2025"),
        (
            date(2025, 4, 1),
            "en",
            "The figure for 2024 is 1 day overdue (it was due by 31 March 2025), "
            "responsible body: Department of Science and Technology",
        ),
    ],
)
def test_what_is_said(today, language, sentence):
    body = Organisation(
        name="Sở Khoa học và Công nghệ", name_en="Department of Science and Technology"
    )
    expected = Due(Period.parse("2024"), date(2025, 3, 31))

    with translation.override(language):
        assert due_sentence(Indicator(responsible=body), expected, today) == sentence


def test_nobody_is_named_who_is_not_known():
    expected = Due(Period.parse("2024"), date(2025, 3, 31))

    with translation.override("vi"):
        assert due_sentence(Indicator(), expected, date(2025, 5, 12)) == (
            "Số của năm 2024 quá hạn 42 ngày (hạn là 31/3/2025), chưa có cơ quan phụ trách được nêu"
        )
