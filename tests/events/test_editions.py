from datetime import date
from types import SimpleNamespace as Row

import pytest
from django.utils import translation

from events.editions import (
    Edition,
    EditionsBeside,
    around,
    as_day,
    called,
    countdown,
    days_or_unknown,
    days_text,
    edition_staff,
    editions_beside,
    hosts_by_role,
    hosts_line,
    is_on,
)


def edition(slug, year, day=None, theme="", theme_en="", name="Diễn đàn"):
    return Row(
        slug=slug,
        year=year,
        name=name,
        name_en="Forum",
        theme=theme,
        theme_en=theme_en,
        date_start=day,
        date_end=None,
    )


def organisation(name="Ủy ban", short_name="", name_en=""):
    return Row(name=name, short_name=short_name, name_en=name_en)


def test_the_current_edition_is_marked():
    editions = [edition("2025", 2025, "2025-12-24", "Thành phố số"), edition("2024", 2024)]
    assert edition_staff(editions, "2025", themes=True) == [
        Edition("2025", "/dien-dan/2025/", "24/12/2025", "Thành phố số", True),
        Edition("2024", "/dien-dan/2024/", "Chưa có nguồn nêu ngày tổ chức", "", False),
    ]


def test_the_staff_leaves_themes_out_unless_told():
    assert edition_staff([edition("2025", 2025, "2025-12-24", "Thành phố số")], "") == [
        Edition("2025", "/dien-dan/2025/", "24/12/2025", "", False)
    ]


def test_an_edition_leads_to_a_chapter_that_it_has():
    has, has_not = Row(speakers=True), Row(speakers=False)
    rows = [edition("2025", 2025), edition("2024", 2024)]
    rows[0].chapters, rows[1].chapters = has, has_not
    assert [each.url for each in edition_staff(rows, "2025", chapter="forum-speakers")] == [
        "/dien-dan/2025/dien-gia/",
        "/dien-dan/2024/",
    ]


UNKNOWN = "Chưa có nguồn nêu đủ ngày, tháng, năm tổ chức"


def test_an_edition_without_a_year_is_called_by_its_name():
    assert edition_staff([edition("mo", None, name="Diễn đàn mở")], "mo") == [
        Edition("Diễn đàn mở", "/dien-dan/mo/", UNKNOWN, "", True)
    ]


def test_the_staff_speaks_english():
    with translation.override("en"):
        staff = edition_staff(
            [edition("2025", 2025, "2025-12-24", "Số", "Digital")], "", themes=True
        )
    assert staff == [Edition("2025", "/en/dien-dan/2025/", "24 December 2025", "Digital", False)]


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (None, None, ""),
        ("2023-12-27", None, "27/12/2023"),
        ("2023-12-27", "2023-12-27", "27/12/2023"),
        (date(2023, 12, 26), date(2023, 12, 27), "26/12/2023 – 27/12/2023"),
    ],
)
def test_days(first, last, text):
    assert days_text(Row(date_start=first, date_end=last)) == text


@pytest.mark.parametrize(
    ("year", "first", "text"),
    [
        (2023, "2023-12-27", "27/12/2023"),
        (2024, None, "Chưa có nguồn nêu ngày tổ chức"),
        (None, None, UNKNOWN),
    ],
)
def test_what_is_not_known_of_the_day_is_said(year, first, text):
    assert days_or_unknown(Row(year=year, date_start=first, date_end=None)) == text


def test_a_day_of_a_row_is_iso_text():
    assert as_day("2023-12-27") == date(2023, 12, 27)
    assert as_day(date(2023, 12, 27)) == date(2023, 12, 27)
    assert as_day(None) is None


def test_an_organisation_is_called_by_its_short_name():
    assert called(organisation(short_name="UBND", name_en="Committee")) == "UBND"
    assert called(organisation()) == "Ủy ban"
    with translation.override("en"):
        assert called(organisation(short_name="UBND", name_en="Committee")) == "Committee"
        assert called(organisation(short_name="UBND")) == "UBND"


def test_hosts_are_those_who_held_it():
    roles = [
        Row(role="host", organisation=organisation(short_name="UBND")),
        Row(role="co_host", organisation=organisation(short_name="VINASA")),
        Row(role="patron", organisation=organisation(short_name="Bộ TT&TT")),
    ]
    assert hosts_line(roles) == "UBND, VINASA"
    assert hosts_line([]) == ""


def test_neighbours_follow_from_time():
    staff = edition_staff([edition(str(year), year) for year in (2025, 2024, 2023)], "2024")
    assert editions_beside(staff) == EditionsBeside(earlier=staff[2], later=staff[0])
    assert not editions_beside(edition_staff([edition("2023", 2023)], "2023"))
    assert not editions_beside(edition_staff([edition("2023", 2023)], "hoi-nghi"))


@pytest.mark.parametrize(
    ("first", "last", "state", "text", "on"),
    [
        ("2026-12-24", None, "announced", "còn 12 ngày", False),
        ("2026-12-13", None, "held", "còn 1 ngày", False),
        ("2026-12-12", None, "announced", "hôm nay", True),
        ("2026-12-11", "2026-12-13", "announced", "ngày thứ 2 trong 3 ngày", True),
        ("2026-12-11", None, "held", "", False),
        (None, None, "announced", "", False),
        ("2026-12-24", None, "postponed", "", False),
        ("2026-12-12", None, "cancelled", "", False),
        ("2026-12-24", None, "cancelled", "", False),
    ],
)
def test_a_countdown_says_how_far_off_a_forum_is(first, last, state, text, on):
    forum = Row(date_start=first, date_end=last, state=state)
    today = date(2026, 12, 12)
    assert (countdown(forum, today), is_on(forum, today)) == (text, on)


def test_who_stood_behind_a_forum_is_told_by_role():
    roles = [
        Row(role="host", organisation=organisation(short_name="UBND")),
        Row(role="host", organisation=organisation(short_name="<VINASA>")),
        Row(role="patron", organisation=organisation(short_name="Bộ TT&TT")),
    ]
    assert hosts_by_role(roles) == [
        "Tổ chức: UBND, &lt;VINASA&gt;",
        "Bảo trợ: Bộ TT&amp;TT",
    ]


@pytest.mark.parametrize(
    ("current", "years"),
    [
        ("2025", [2025, 2024, 2023, 2022, 2021]),
        ("2019", [2021, 2020, 2019, 2018, 2017]),
        ("2010", [2014, 2013, 2012, 2011, 2010]),
        ("hoi-nghi", [2025, 2024, 2023, 2022, 2021]),
    ],
)
def test_a_staff_has_the_editions_about_the_current_one(current, years):
    staff = edition_staff([edition(str(year), year) for year in range(2025, 2009, -1)], current)
    assert [int(each.title) for each in around(staff)] == years


def test_a_staff_of_few_editions_has_them_all():
    staff = edition_staff([edition(str(year), year) for year in (2025, 2024)], "2024")
    assert around(staff) == staff
