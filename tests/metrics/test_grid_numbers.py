"""How numbers are written in a grid: known from what only one way allows, asked where none does."""

import pytest

from metrics.grid_numbers import in_vietnamese, is_mark, unclear


@pytest.mark.parametrize(
    ("texts", "asked"),
    [
        (["956.000", "90,7"], []),
        (["956000", "20", "-3"], []),
        (["1.234"], ["1.234"]),
        (["1.234", "90,7"], []),
        (["1.234", "1.234.567"], []),
        (["hơn 1.234 hồ sơ", "20"], ["hơn 1.234 hồ sơ"]),
        (["90.7", "1.234", "20"], ["90.7", "1.234"]),
        (["1,234", "956,000"], ["1,234", "956,000"]),
        (["90,7", "90.7"], ["90.7"]),
        (["không rõ", "NaN"], []),
    ],
)
def test_only_what_two_readers_would_read_otherwise_is_asked(texts, asked):
    assert unclear(texts) == asked


def test_what_is_said_to_be_english_is_written_as_vietnamese():
    assert in_vietnamese("over 1,234.5 hồ sơ", "en") == "over 1234,5 hồ sơ"
    assert in_vietnamese("1,234", "vi") == "1,234"
    with pytest.raises(ValueError, match=r"956,000 · 90\.7"):
        in_vietnamese("90,7", "en")


def test_marks_of_offices_stand_for_no_figure():
    assert [is_mark(each) for each in ("-", "…", "–", "x", "", "0", "-3")] == [True] * 4 + [
        False
    ] * 3
