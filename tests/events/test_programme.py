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
    zone_of,
    zone_sentence,
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


@pytest.mark.parametrize(
    ("end", "text"),
    [
        ("2023-12-27T17:30:00+00:00", "22:30–0:30 hôm sau"),
        ("2023-12-27T17:00:00+00:00", "22:30–0:00"),  # midnight ends the day
        ("2023-12-29T03:00:00+00:00", "22:30–10:00, 29/12/2023"),
    ],
)
def test_an_end_on_another_day_says_so(end, text):
    assert session_time(session(start="2023-12-27T15:30:00+00:00", end=end)) == text


@pytest.mark.parametrize(
    ("name", "day", "hours", "sentence"),
    [
        ("Asia/Ho_Chi_Minh", date(2023, 12, 27), "8:05", "Giờ ghi theo giờ nơi tổ chức (UTC+7)."),
        (
            "America/St_Johns",
            date(2023, 12, 26),
            "21:35",
            "Giờ ghi theo giờ nơi tổ chức (UTC−3:30).",
        ),
        ("Etc/UTC", date(2023, 12, 27), "1:05", "Giờ ghi theo giờ nơi tổ chức (UTC)."),
        ("../etc", date(2023, 12, 27), "8:05", "Giờ ghi theo giờ nơi tổ chức (UTC+7)."),
    ],
)
def test_hours_and_day_are_those_of_the_forum(name, day, hours, sentence):
    early = session(start="2023-12-27T01:05:00+00:00")
    zone = zone_of(name)
    [told] = programme_by_day([early], zone)
    assert (told.day, told.entries[0].time) == (day, hours)
    assert zone_sentence([session(), early], zone) == sentence


def test_a_clock_that_is_changed_within_is_told():
    hours = [session(start=f"2023-10-{day}T08:00:00+00:00") for day in (29, 27, 28)]
    sentence = "Giờ ghi theo giờ nơi tổ chức (UTC+2 → UTC+1)."
    assert zone_sentence(hours, zone_of("Europe/Berlin")) == sentence


def test_no_hours_need_no_time_zone():
    assert zone_sentence([session()], zone_of("")) == ""


def test_within_a_day_hours_come_first_then_rooms_in_the_staffs_order():
    early = {"day": "2023-12-27", "start": "2023-12-27T01:00:00+00:00"}
    second = session("a", **early, room=Row(position=2))
    first = session("b", **early, room=Row(position=1))
    noon = session("c", "2023-12-27", start="2023-12-27T05:00:00+00:00")
    morning = session("d", "2023-12-27", part_of_day="1_morning")
    sometime = session("e", "2023-12-27")
    [day] = programme_by_day([sometime, noon, second, morning, first])
    assert [each.session.slug for each in day.entries] == ["b", "a", "d", "c", "e"]


def test_what_is_on_now_is_marked_and_what_the_page_tells_is_silent():
    on, later = session("on", state="planned"), session("sau", state="cancelled")
    [day] = programme_by_day([on, later], now={"on"}, silent={"planned"})
    assert [(each.is_now, each.state) for each in day.entries] == [(True, ""), (False, "Đã hủy")]


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
    assert unknown_parts([session(), session()]) == (
        "Chưa có nguồn nào cho các phiên khác, giờ họp và địa điểm."
    )
    assert unknown_parts([timed, session()]) == "Chưa rõ giờ họp của 1 phiên."
    assert unknown_parts([timed]) == ""
