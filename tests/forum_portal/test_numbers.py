from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from forum_portal.numbers import format_number, parse_vietnamese_number, readings


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        ("956000", "956.000", "956,000"),
        ("90.7", "90,7", "90.7"),
        ("0.7857", "0,7857", "0.7857"),
        ("1E+6", "1.000.000", "1,000,000"),
        ("-1234.50", "-1.234,50", "-1,234.50"),
    ],
)
def test_numbers_are_written_as_their_readers_write_them(value, vietnamese, english):
    with override("vi"):
        assert format_number(Decimal(value)) == vietnamese
    with override("en"):
        assert format_number(Decimal(value)) == english


def test_computed_values_are_rounded_half_up():
    with override("vi"):
        assert format_number(Decimal("2.345"), decimals=2) == "2,35"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("956.000", "956000"),
        ("90,7", "90.7"),
        ("1.234.567,89", "1234567.89"),
        (" 956 000 ", "956000"),
        ("1.234", "1234"),
        ("-5,2", "-5.2"),
    ],
)
def test_vietnamese_numbers_are_read(text, value):
    assert parse_vietnamese_number(text) == Decimal(value)


def test_a_decimal_point_is_refused_with_what_to_type():
    with (
        override("vi"),
        pytest.raises(ValueError, match=r"^Dấu chấm là dấu hàng nghìn\. Hãy viết 90,7\.$"),
    ):
        parse_vietnamese_number("90.7")


@pytest.mark.parametrize("text", ["", "mười", "1,2,3", "NaN", "1e309", "1.23.456", "٣"])
def test_what_is_no_number_is_refused(text):
    with override("vi"), pytest.raises(ValueError, match="không phải là số"):
        parse_vietnamese_number(text)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12
    )
)
def test_what_is_written_is_read_back(value):
    with override("vi"):
        assert parse_vietnamese_number(format_number(value)) == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("956.000", ["956000"]),
        ("956,000", ["956000"]),
        ("90,7", ["90.7"]),
        ("90.7", ["90.7"]),
        ("1.234", ["1234", "1.234"]),
        ("1.234,5", ["1234.5"]),
        ("12", ["12"]),
        ("8/63", []),
        ("1.2.3", []),
        ("0,40", ["0.4"]),
        ("60.00", ["60"]),
        ("1.234,50", ["1234.5"]),
        ("12.500", ["12500"]),
    ],
)
def test_a_number_is_read_in_either_language(text, values):
    assert readings(text) == {Decimal(value) for value in values}
