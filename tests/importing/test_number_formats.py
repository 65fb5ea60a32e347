"""How a file writes its numbers: told by all its cells together, or asked."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forum_portal.importing.formats_found import ENGLISH, PLAIN, VIETNAMESE, Evidence, parse_number
from forum_portal.importing.tables import UnreadableError
from tests.importing.offices import csv_file, notes_of, problems_of, read, rows_of, workbook

HEADER = ["Chỉ số", "Địa bàn", "Kỳ", "Giá trị"]
IN = {"release": "nhap"}
ASKED = "Số trong tệp viết theo kiểu nào? Có thể hiểu theo hơn một cách."


def figures(*values, header=HEADER, delimiter=","):
    rows = [["ho_so", "cu", f"{2000 + year}", value] for year, value in enumerate(values)]
    return csv_file([header, *rows], delimiter)


def decided(*texts):
    evidence = Evidence()
    evidence.add(texts)
    return evidence.decide()


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["90,7"], VIETNAMESE),
        (["90,7", "956.000"], VIETNAMESE),
        (["90,7", "1.234"], VIETNAMESE),
        (["1.234.567"], VIETNAMESE),
        (["1.234,5"], VIETNAMESE),
        (["0,907"], VIETNAMESE),
        (["90,7%", "12"], VIETNAMESE),
        (["1 234 567,5"], VIETNAMESE),
        (["−90,7"], VIETNAMESE),
        (["90.7"], ENGLISH),
        (["90.7", "956,000"], ENGLISH),
        (["1,234,567"], ENGLISH),
        (["0.907", "956000"], ENGLISH),
        (["956000", "90.7", "1.234"], ENGLISH),  # nobody groups thousands here
        (["75", "956000"], ""),  # read alike whatever the format
        (["đang cập nhật"], ""),
    ],
)
def test_what_all_cells_agree_on(texts, wanted):
    assert decided(*texts) == (wanted, [])


@pytest.mark.parametrize(
    "texts",
    [
        ["1.234"],
        ["956.000"],
        ["1,234"],
        ["1.234", "1,234"],
        ["90.7", "956.000"],  # a thousand beside a percentage, as one article printed them
        ["90.7", "1.234"],
        ["90,7", "1,234"],
        ["90,7", "90.7"],
        ["1.234.567", "1,234,567"],
        ["956.000", "75"],
    ],
)
def test_what_may_be_read_in_two_ways_is_a_question(texts):
    numbers, doubts = decided(*texts)

    assert numbers == ""
    assert set(doubts) == set(texts) - {"75"}


def test_the_question_shows_cells_and_its_answer_settles_them():
    data = figures("1.234", "5")

    question = read(data, file="a.csv", given=IN).questions[0]

    assert (question.name, question.text, [code for code, _words in question.options]) == (
        "numbers",
        ASKED,
        ["vi", "en"],
    )
    assert question.examples == ((2, "value", "1.234"),)
    for numbers, value in (("vi", "1234"), ("en", "1.234")):
        answered = read(data, file="a.csv", given=IN, numbers=numbers)
        assert rows_of(answered, "value") == [(2, value), (3, "5")]


def test_nothing_is_read_before_the_answer():
    with pytest.raises(ValueError, match=ASKED.split("?")[0]):
        list(read(figures("1.234"), file="a.csv", given=IN).rows())


def test_a_cell_of_the_other_format_is_refused_with_its_line():
    reading = read(figures("90,7", "90.7"), file="a.csv", given=IN, numbers="vi")

    assert problems_of(reading) == [
        (
            3,
            "value",
            "90.7",
            "Số trong tệp được hiểu theo kiểu 956.000 · 90,7; số này viết kiểu khác.",
        )
    ]


def test_a_number_far_down_decides_too():
    values = ["1.234"] * 6000 + ["90,7"]

    reading = read(figures(*values), file="a.csv", given=IN)

    assert (reading.numbers, reading.questions, reading.lines) == ("vi", (), 6001)


def test_the_portals_own_files_say_their_format_by_their_shape():
    names = ["indicator", "area", "period", "value"]

    assert read(figures("1.234", header=names), file="a.csv", given=IN).numbers == PLAIN
    with_comma = read(figures("1,234", header=names, delimiter=";"), file="a.csv", given=IN)
    assert rows_of(with_comma, "value") == [(2, "1.234")]
    # A sign against it, and the shape alone proves nothing any more.
    assert read(figures("1.234", "90,7", header=names), file="a.csv", given=IN).numbers == "vi"
    assert read(figures("1,234", header=names), file="a.csv", given=IN).questions[0].text == ASKED


def test_real_numbers_of_a_workbook_are_no_question():
    reading = read(workbook([HEADER, ["ho_so", "cu", 2023, 1.234]]), given=IN)

    assert (reading.numbers, reading.questions) == ("", ())
    assert rows_of(reading, "period", "value") == [(2, "2023", "1.234")]


def test_the_format_is_told():
    reading = read(figures("90,7%"), file="a.csv", given=IN)

    assert [text for text, _lines in notes_of(reading)] == [
        "Số được hiểu theo kiểu 956.000 · 90,7.",
        "Dấu % sau con số được bỏ đi.",
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("NaN", "Đây không phải số viết như 956.000 · 90,7."),
        ("Infinity", "Đây không phải số viết như 956.000 · 90,7."),
        ("1e309", "Đây không phải số viết như 956.000 · 90,7."),
        ("9,56E+05", "Excel đã rút gọn số này. Hãy định dạng ô thành số rồi lưu lại."),
        ("9" * 50, "Số này dài bất thường, hãy kiểm tra lại."),
        (
            "hơn 956.000",
            "Chỉ ghi con số; các chữ “hơn”, “gần”, “khoảng” ghi ở cột so sánh.",
        ),
        (
            ">1700",
            "Chỉ ghi con số; các chữ “hơn”, “gần”, “khoảng” ghi ở cột so sánh.",
        ),
        ("12.34.56", "Đây không phải số viết như 956.000 · 90,7."),
        ("٣", "Đây không phải số viết như 956.000 · 90,7."),
    ],
)
def test_what_is_no_number(typed, sentence):
    with pytest.raises(ValueError) as raised:
        parse_number(typed, VIETNAMESE)

    assert str(raised.value) == sentence


numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12)


def written(value, thousands, decimal):
    """Return a number as an office writes it, with its thousands grouped."""
    return f"{value:,f}".translate(str.maketrans(",.", thousands + decimal))


@given(numbers.map(lambda value: round(value, 6)))
def test_a_number_comes_back_from_each_way_of_writing_it(value):
    assert Decimal(parse_number(written(value, ".", ","), VIETNAMESE)) == value
    assert Decimal(parse_number(written(value, ",", "."), ENGLISH)) == value
    assert Decimal(parse_number(f"{value:f}", PLAIN)) == value


@given(st.lists(numbers.map(lambda value: round(value, 4)), min_size=1, max_size=30))
def test_no_number_is_ever_read_as_another(values):
    """Written one way throughout, a file is read that way or becomes a question."""
    for numbers_format, signs in ((VIETNAMESE, ".,"), (ENGLISH, ",.")):
        texts = [written(value, *signs) for value in values]
        found, doubts = decided(*texts)
        assert found in ("", numbers_format)
        if not found and not doubts:
            found = VIETNAMESE
        if found:
            assert [Decimal(parse_number(text, found)) for text in texts] == values


@given(st.lists(numbers.map(lambda value: round(value, 3)), min_size=1, max_size=20))
def test_ungrouped_numbers_are_never_read_as_another_either(values):
    texts = [f"{value:f}" for value in values]
    found, doubts = decided(*texts)
    assume(not doubts)

    assert [Decimal(parse_number(text, found or VIETNAMESE)) for text in texts] == values


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail(data):
    try:
        reading = read(data, file="a.csv", given=IN)
        if not reading.questions:
            list(reading.rows())
    except UnreadableError as error:
        assert error.problem.reason
