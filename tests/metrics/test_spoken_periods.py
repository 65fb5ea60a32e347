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
    ],
)
def test_periods_are_read_as_people_say_them(typed, code):
    assert read_period(typed).code == code


@pytest.mark.parametrize(
    "typed", ["quý 5/2024", "tháng 13/2024", "31/2/2023", "9 tháng 2024", "quý IV", "", "năm"]
)
def test_what_is_no_period_is_refused(typed):
    with pytest.raises(ValueError, match="“"):
        read_period(typed)
