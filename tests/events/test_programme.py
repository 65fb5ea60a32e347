from datetime import date
from types import SimpleNamespace as Row

import pytest

from events.programme import (
    Duty,
    ProgrammeDay,
    ProgrammeEntry,
    duties_of,
    people_by_person,
    programme_by_day,
    session_time,
    session_when,
    state_word,
    unknown_parts,
)


def session(slug="phien", day=None, start=None, end=None, part_of_day="", **more):
    more = {"kind": "panel", "state": "held", "appearances": []} | more
    return Row(slug=slug, date=day, start=start, end=end, part_of_day=part_of_day, **more)


def appearance(person, role):
    return Row(role=role, person=Row(slug=person))


def test_sessions_stand_by_day_and_those_without_one_last():
    unknown = session("mo")
    late = session("toi", "2023-12-27", part_of_day="3_evening")
    first = session("sang", "2023-12-26", part_of_day="1_morning")
    assert programme_by_day([first, late, unknown]) == [
        ProgrammeDay(date(2023, 12, 26), [ProgrammeEntry("Sáng", first, "Tọa đàm", "", [])]),
        ProgrammeDay(date(2023, 12, 27), [ProgrammeEntry("Tối", late, "Tọa đàm", "", [])]),
        ProgrammeDay(None, [ProgrammeEntry("", unknown, "Tọa đàm", "", [])]),
    ]


def test_the_day_is_read_from_the_hours_where_it_was_not_typed():
    timed = session(start="2023-12-26T18:30:00+00:00")
    untimed = session("mo")
    days = programme_by_day([untimed, timed])
    assert [day.day for day in days] == [date(2023, 12, 27), None]


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({}, ""),
        ({"part_of_day": "2_afternoon"}, "Chiều"),
        ({"start": "2023-12-27T01:05:00+00:00"}, "8:05"),
        ({"start": "2023-12-27T01:05:00+00:00", "end": "2023-12-27T03:00:00+00:00"}, "8:05–10:00"),
        ({"start": "2023-12-27T01:05:00+00:00", "part_of_day": "1_morning"}, "8:05"),
    ],
)
def test_hours_are_those_of_the_city(parts, text):
    assert session_time(session(**parts)) == text


def test_when_names_part_and_day():
    assert session_when(session(day="2023-12-26", part_of_day="2_afternoon")) == "Chiều 26/12/2023"
    assert session_when(session(day="2023-12-26")) == "26/12/2023"
    assert session_when(session()) == ""


def test_duties_stand_in_the_order_of_speaking():
    opening, chair, second = (
        appearance("cuong", "opening"),
        appearance("cuong", "chair"),
        appearance("giang", "chair"),
    )
    assert duties_of([opening, chair, second]) == [
        Duty("Khai mạc", [opening]),
        Duty("Chủ trì", [chair, second]),
    ]


def test_each_person_stands_once():
    opening, other, chair = (
        appearance("cuong", "opening"),
        appearance("khoa", "speaker"),
        appearance("cuong", "chair"),
    )
    assert people_by_person([opening, other, chair]) == [[opening, chair], [other]]


def test_only_an_unusual_state_is_told():
    assert [state_word(state) for state in ("held", "cancelled", "moved", "planned")] == [
        "",
        "Đã hủy",
        "Đã dời",
        "Dự kiến",
    ]


def test_what_no_source_gives_is_one_sentence():
    timed = session(start="2023-12-27T01:00:00+00:00")
    assert unknown_parts([]) == "Chưa có nguồn nào cho chương trình."
    assert unknown_parts([timed, session()]) == (
        "Chưa có nguồn nào cho các phiên khác, giờ họp và địa điểm."
    )
    assert unknown_parts([timed]) == ""
