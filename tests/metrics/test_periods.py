from datetime import date

import pytest
from django.utils.translation import override

from metrics.periods import Period, period_text

EXAMPLES = [
    # code, first day, last day, name, in a sentence, short, the three in English
    ("2023", date(2023, 1, 1), date(2023, 12, 31),
     "năm 2023", "năm 2023", "2023", "2023", "in 2023", "2023"),
    ("2023-S1", date(2023, 1, 1), date(2023, 6, 30),
     "6 tháng đầu năm 2023", "6 tháng đầu năm 2023", "6 tháng đầu 2023",
     "first half of 2023", "in the first half of 2023", "H1 2023"),
    ("2023-S2", date(2023, 7, 1), date(2023, 12, 31),
     "6 tháng cuối năm 2023", "6 tháng cuối năm 2023", "6 tháng cuối 2023",
     "second half of 2023", "in the second half of 2023", "H2 2023"),
    ("2023-Q4", date(2023, 10, 1), date(2023, 12, 31),
     "quý IV/2023", "quý IV/2023", "IV/2023", "Q4 2023", "in Q4 2023", "Q4 2023"),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29),
     "tháng 2/2024", "tháng 2/2024", "2/2024", "February 2024", "in February 2024", "Feb 2024"),
    ("2023-12-27", date(2023, 12, 27), date(2023, 12, 27),
     "ngày 27/12/2023", "ngày 27/12/2023", "27/12/2023",
     "27 December 2023", "on 27 December 2023", "27 Dec 2023"),
    ("2021/2025", date(2021, 1, 1), date(2025, 12, 31),
     "giai đoạn 2021–2025", "giai đoạn 2021–2025", "2021–2025",
     "2021–2025", "in 2021–2025", "2021–2025"),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[0])
def test_a_period_has_its_days_and_its_names(example):
    code, start, end, *names = example
    period = Period.parse(code)
    said = []
    for language in ("vi", "en"):
        with override(language):
            said += [str(period), period.in_sentence, period.short]
    assert (period.code, period.start, period.end) == (code, start, end)
    assert said == names


def test_other_spellings_are_read():
    assert Period.parse("2023-H1") == Period.parse("2023-S1")
    assert Period.parse("2021-2025") == Period.parse("2021/2025")
    assert Period.parse(" 2023-q4 ").code == "2023-Q4"
    assert Period.parse("2021/2025").in_address == "2021-2025"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("năm 2023", "“năm 2023” không phải là kỳ viết như 2023 hoặc 2023-Q4."),
        ("2023-Q5", "“2023-Q5” không phải là kỳ viết như 2023 hoặc 2023-Q4."),
        ("", "“” không phải là kỳ viết như 2023 hoặc 2023-Q4."),
        ("2023-13", "“2023-13” không có trong lịch."),
        ("2023-02-31", "“2023-02-31” không có trong lịch."),
        ("2025/2021", "“2025/2021” không có trong lịch."),
        ("0000", "“0000” không có trong lịch."),
    ],
)
def test_what_is_no_period_is_refused_in_a_sentence(code, sentence):
    with override("vi"), pytest.raises(ValueError) as refusal:
        Period.parse(code)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("code", "text"),
    [("2024-11", "tháng 11/2024"), ("2023", "năm 2023"), ("2023-13", "2023-13"), ("", "")],
)
def test_a_code_is_said_where_it_is_one(code, text):
    with override("vi"):
        assert period_text(code) == text


def test_periods_sort_by_their_last_day():
    codes = ["2023", "2023-Q4", "2022", "2024-01", "2021/2025"]
    in_order = sorted(codes, key=Period.parse)
    assert in_order == ["2022", "2023", "2023-Q4", "2024-01", "2021/2025"]
