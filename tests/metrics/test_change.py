from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from metrics.change import Change, break_between, change_sentence, comparable_clause
from metrics.models import Break, Indicator, Observation, Unit

SHARE = Unit(kind="share", symbol="%")
RANK = Unit(kind="rank")
COUNT = Unit(kind="count", noun="nhiệm vụ", noun_en="tasks")


def figure(value, period="2023", unit=SHARE, area=1, **values):
    made = Observation(
        indicator=Indicator(pk=1, unit=unit), area_id=area, period=period, value=value, **values
    )
    made.prepare()
    made.value = value if value is None else Decimal(value)
    return made


def method_break(starts_on=date(2023, 1, 1), **key):
    return Break(kind="method", starts_on=starts_on, **key)


@pytest.mark.parametrize(
    ("older", "newer", "unit", "vietnamese", "english"),
    [
        (
            "60.2",
            "90.7",
            SHARE,
            "Tăng 30,5 điểm phần trăm so với năm 2022",
            "Up 30.5 percentage points on 2022",
        ),
        (
            "20.5",
            "20",
            SHARE,
            "Giảm 0,5 điểm phần trăm so với năm 2022",
            "Down 0.5 percentage points on 2022",
        ),
        ("75", "81", COUNT, "Tăng 6 nhiệm vụ so với năm 2022", "Up 6 tasks on 2022"),
        ("14", "8", RANK, "Tăng 6 bậc so với năm 2022", "Up 6 places on 2022"),
        ("8", "9", RANK, "Giảm 1 bậc so với năm 2022", "Down 1 place on 2022"),
        ("100", "100", SHARE, "Không đổi so với năm 2022", "Unchanged on 2022"),
    ],
)
def test_a_change_is_computed(older, newer, unit, vietnamese, english):
    pair = figure(older, "2022", unit), figure(newer, "2023", unit)

    with translation.override("vi"):
        assert change_sentence(*pair, []) == Change(vietnamese, is_computed=True)
    with translation.override("en"):
        assert change_sentence(*pair, []) == Change(english, is_computed=True)


@pytest.mark.parametrize(
    ("older", "newer", "breaks", "sentence"),
    [
        (None, figure("90.7"), [], "Chưa có kỳ nào khác để so"),
        (
            figure("60.2", "2022"),
            figure("90.7"),
            [method_break(indicator_id=1)],
            "Không so được với 60,2% năm 2022: phương pháp đã đổi",
        ),
        (
            figure("60.2", "2022", area=2),
            figure("90.7"),
            [],
            "Không so được với 60,2% năm 2022: khác địa bàn",
        ),
        (
            figure("8", "2023", RANK, out_of=63),
            figure("3", "2024", RANK, out_of=34),
            [],
            "Không so được với thứ 8/63 năm 2023: khác số tỉnh, thành được xếp hạng",
        ),
        (
            figure("60.2", "2022"),
            figure("90", comparator="ge"),
            [],
            "Năm 2022 là 60,2%; không tính mức thay đổi vì nguồn chỉ ghi “hơn”",
        ),
    ],
)
def test_what_cannot_be_compared_says_why(older, newer, breaks, sentence):
    with translation.override("vi"):
        assert change_sentence(older, newer, breaks) == Change(sentence, is_computed=False)
        assert comparable_clause(older, newer, breaks) == ""


@pytest.mark.parametrize(
    ("key", "starts_on", "lies_between"),
    [
        ({}, date(2023, 1, 1), True),
        ({"indicator_id": 1}, date(2022, 6, 1), True),
        ({"area_id": 1}, date(2023, 1, 1), True),
        ({"indicator_id": 2}, date(2023, 1, 1), False),
        ({"area_id": 9}, date(2023, 1, 1), False),
        (
            {"indicator_id": 1},
            date(2022, 1, 1),
            False,
        ),  # the older one is of the new series already
        ({"indicator_id": 1}, date(2023, 1, 2), False),  # the newer one is of the old series still
    ],
)
def test_a_break_parts_two_figures(key, starts_on, lies_between):
    broken = method_break(starts_on, **key)

    found = break_between(figure("1", "2022"), figure("2", "2023"), [broken])

    assert (found is broken) is lies_between
