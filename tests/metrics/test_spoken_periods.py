import re

import pytest

from metrics.spoken_periods import read_period


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2024", "2024"),
        ("năm 2024", "2024"),
        ("Q4/2024", "2024-Q4"),
        ("quý IV/2024", "2024-Q4"),
        ("Quý 4 năm 2024", "2024-Q4"),
        ("quý III, 2024", "2024-Q3"),
        ("tháng 11/2024", "2024-11"),
        ("Tháng 2 năm 2024", "2024-02"),
        ("11/2024", "2024-11"),
        ("6 tháng đầu năm 2024", "2024-S1"),
        ("sáu tháng cuối năm 2024", "2024-S2"),
        ("ngày 27/12/2023", "2023-12-27"),
        ("giai đoạn 2021–2025", "2021/2025"),
        ("2021 - 2025", "2021/2025"),
        ("2024-Q4", "2024-Q4"),
        ("Jan-22", "2022-01"),
        ("Dec-2022", "2022-12"),
        ("Thg1-22", "2022-01"),
        ("Thg 1-22", "2022-01"),
        ("thg 12-2022", "2022-12"),
    ],
)
def test_periods_are_read_as_people_say_them(typed, code):
    assert read_period(typed).code == code


@pytest.mark.parametrize(
    "typed", ["9 tháng 2024", "quý IV", "", "năm", "Jan 22", "Thg-22", "1-22", "2024-Q5"]
)
def test_what_is_no_period_is_refused(typed):
    with pytest.raises(ValueError, match="“"):
        read_period(typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2024", "Không có ngày 31/02/2024 trong lịch."),
        ("2024-02-31", "Không có ngày 31/02/2024 trong lịch."),
        ("tháng 13/2024", "Không có tháng 13/2024 trong lịch."),
        ("Thg13-24", "Không có tháng 13/2024 trong lịch."),
        ("2024-13", "Không có tháng 13/2024 trong lịch."),
        ("Quý 5/2024", "Không có quý 5/2024 trong lịch."),
    ],
)
def test_what_no_calendar_has_is_named_as_people_say_it(typed, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        read_period(typed)
