from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import BadRequest
from django.utils import timezone, translation

from metrics.asof import AsOf


def read(text):
    return AsOf.from_query({"as-of": text})


@pytest.mark.parametrize("query", [{}, {"as-of": ""}, {"as-of": "  "}, {"other": "2023"}])
def test_without_the_parameter_it_is_now(query):
    as_of = AsOf.from_query(query)

    assert as_of == AsOf(None, "")
    assert (bool(as_of), as_of.date, as_of.query) == (False, None, "")


def test_an_underscore_is_refused_by_the_right_name():
    with translation.override("en"), pytest.raises(BadRequest) as refusal:
        AsOf.from_query({"as_of": "2024-03-09"})

    assert str(refusal.value) == (
        "The address says “as_of”; the parameter is “as-of”, with a hyphen."
    )


def test_a_day_means_its_end_where_the_portal_stands():
    as_of = read("2024-03-09")

    assert as_of.moment == datetime(2024, 3, 9, 16, 59, 59, 999999, tzinfo=UTC)
    assert as_of.date == date(2024, 3, 9)
    assert as_of.query == "?as-of=2024-03-09"


def test_today_is_allowed():
    today = timezone.localdate()

    assert read(today.isoformat()).date == today


@pytest.mark.parametrize(
    "text", ["2024-03-09T10:00:00+07:00", "2024-03-09T10:00:00 07:00", "2024-03-09T03:00Z"]
)
def test_a_moment_needs_its_offset(text):
    assert read(text).moment == datetime(2024, 3, 9, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "hôm qua",
        "2024",
        "2024-13-01",
        "2023-02-29",
        "9/3/2024",
        "0001-01-01",
        "0001-01-01T00:00:00+14:00",
        "2024-03-09T10:00:00",
        "2024-03-09T25:00:00Z",
        "٢٠٢٤-٠١-٠١",
        "1" * 5000,
    ],
)
def test_nonsense_is_refused_by_name(text):
    with translation.override("en"), pytest.raises(BadRequest) as refusal:
        read(text)

    assert str(refusal.value) == (
        f"The parameter “as-of” in the address is “{text[:40]}”. It takes a day such as "
        "2026-11-22, or a date and time with its offset such as 2026-11-22T09:00:00+07:00."
    )


@pytest.mark.parametrize("text", ["9999-12-31", "9999-12-31T23:59:59-14:00"])
def test_the_future_is_refused_by_name(text):
    with translation.override("en"), pytest.raises(BadRequest) as refusal:
        read(text)

    assert str(refusal.value) == (
        f"The parameter “as-of” in the address is “{text}”, which lies in the future. "
        "The portal can only be seen as it was up to now."
    )


def test_tomorrow_is_the_future():
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(BadRequest):
        read(tomorrow.isoformat())
