"""Calendars of forums, sessions and people: one event for ever, whatever becomes of a session."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from icalendar import Calendar

from events.models import Forum, Room
from tests.factories import AppearanceFactory, ForumFactory, PersonFactory, SessionFactory
from tests.programmes import FORUM, ODD, at, events, schedule_xml
from tests.words import words

pytestmark = [pytest.mark.django_db]


def test_a_calendar_has_every_session_with_a_day(client, programme):
    found = events(client, f"{FORUM}/schedule.ics")
    assert list(found) == ["Chiều", "Khai mạc", "Không phòng", "Không hết", ODD]
    whole_day, opening, night = found["Chiều"], found["Khai mạc"], found[ODD]
    assert (whole_day.start, whole_day.end) == (date(2023, 12, 26), date(2023, 12, 27))
    assert whole_day["DESCRIPTION"] == "Chưa rõ giờ\nChiều"
    assert opening.start.isoformat() == "2023-12-26T08:30:00+07:00"
    assert opening["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert "DTEND" not in found["Không hết"]
    assert (night.end - night.start, night["LOCATION"]) == (timedelta(minutes=150), "Quảng trường")
    assert night["DESCRIPTION"] == "Đêm\nhội"
    assert opening["URL"].endswith("/phien/2023-khai-mac/")


def test_a_calendar_is_written_as_the_standard_wants(client, programme):
    content = client.get(f"{FORUM}/schedule.ics").content
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert re.findall(rb"[\x00-\x08\x0b-\x1f\x7f]", content.replace(b"\r\n", b"")) == []
    assert [lines[0], *lines[-2:]] == [b"BEGIN:VCALENDAR", b"END:VCALENDAR", b""]
    assert lines.count(b"TZID:Asia/Ho_Chi_Minh") == 1
    assert Calendar.from_ical(content).to_ical() == content
    assert Calendar.from_ical(content).errors == []


def test_a_moved_and_a_cancelled_session_stay_one_event(client, opening):
    def now():
        [event] = events(client, "/phien/moi.ics" if moved else "/phien/2023-khai-mac.ics").values()
        return event

    moved = False
    before = now()
    opening.start, opening.end, opening.state = at(14), at(15), "moved"
    opening.title, opening.slug = "Lễ khai mạc", "moi"
    opening.save()
    moved = True
    after = now()
    opening.state = "cancelled"
    opening.save()
    last = now()

    assert {UUID(each["UID"]) for each in (before, after, last)} == {UUID(before["UID"])}
    assert before["SEQUENCE"] < after["SEQUENCE"] < last["SEQUENCE"]
    assert [each["STATUS"] for each in (before, after, last)] == 2 * ["CONFIRMED"] + ["CANCELLED"]
    assert (after.start.hour, after["DESCRIPTION"]) == (14, "Đã dời")
    assert client.get("/phien/2023-khai-mac.ics").headers["Location"] == "/phien/moi.ics"


def test_a_moved_session_is_as_sure_as_its_forum(client, forum, opening):
    def status():
        return events(client, "/phien/2023-khai-mac.ics")["Khai mạc"]["STATUS"]

    opening.state, forum.state = "moved", "announced"
    opening.save()
    forum.save()
    assert status() == "TENTATIVE"
    forum.state = "held"
    forum.save()
    assert status() == "CONFIRMED"


def test_the_number_of_a_revision_never_falls(client, forum, opening):
    def number():
        return next(iter(events(client, f"{FORUM}/schedule.ics").values()))["SEQUENCE"]

    opening.room.name = "Hội trường nhỏ"
    opening.room.save()
    in_old_room = number()
    opening.room = Room.objects.create(forum=forum, name="Khác")
    opening.save()
    in_new_room = number()
    forum.theme = "Chủ đề"  # of no matter to a session
    forum.save()
    assert (in_old_room < in_new_room, number()) == (True, in_new_room)
    forum.time_zone = "Asia/Bangkok"
    forum.save()
    assert number() == in_new_room + 1
    forum.state = Forum.State.CANCELLED
    forum.save()
    [event] = events(client, f"{FORUM}/schedule.ics").values()
    assert (event["SEQUENCE"] > in_new_room, event["STATUS"]) == (True, "CANCELLED")


def told_by_the_trail(session, pgh_id, moment):
    """Let the trail have one more version of a session; what it has cannot be changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_sessionevent SELECT (jsonb_populate_record(known, %s)).* "
            "FROM events_sessionevent known WHERE pgh_obj_id = %s LIMIT 1",
            [json.dumps({"pgh_id": pgh_id, "pgh_created_at": moment.isoformat()}), session.pk],
        )


def test_a_revision_is_dated_by_the_trail(client, opening):
    changed = datetime(2099, 11, 5, 3, 4, 5, tzinfo=UTC)
    told_by_the_trail(opening, 2_000_000_000, changed)
    [event] = events(client, "/phien/2023-khai-mac.ics").values()
    assert {event.DTSTAMP, event.LAST_MODIFIED} == {changed}
    assert schedule_xml(client).findtext("version") == "2099-11-05T10:04:05+07:00"


def test_a_reused_address_is_another_event(client, forum, opening):
    [first] = events(client, "/phien/2023-khai-mac.ics").values()
    opening.slug = "2023-khai-mac-cu"
    opening.save()
    told_by_the_trail(SessionFactory(forum=forum, slug="2023-khai-mac", start=at(8)), -1, at(7))
    [second] = events(client, "/phien/2023-khai-mac.ics").values()
    assert first["UID"] != second["UID"]


def test_one_day_of_the_programme(client, programme):
    assert list(events(client, f"{FORUM}/schedule.ics?day=2023-12-27")) == [ODD]
    late = "?day=2023-12-28"  # a session of yesterday ends on it
    nothing = client.get(f"{FORUM}/schedule.ics{late}")
    wrong = client.get(f"/en{FORUM}/schedule.ics?day=2023-13-45")
    assert (nothing.status_code, wrong.status_code) == (404, 400)
    assert "Chưa có nguồn nào cho biết phiên nào của chương trình" in words(nothing)
    assert "“2023-13-45” in day= is no day" in words(wrong)


def test_a_zone_whose_clock_is_changed_is_told_in_utc(client):
    forum = ForumFactory(slug="2023", time_zone="Europe/Berlin", date_start="2023-10-29")
    night = [datetime(2023, 10, 28, 22, 30, tzinfo=UTC) + timedelta(hours=each) for each in (0, 4)]
    SessionFactory(forum=forum, title="Đêm", start=night[0], end=night[1], venue="Berlin")
    text = client.get(f"{FORUM}/schedule.ics").content.decode()
    assert re.findall("^(DT(?:START|END)[:;].*2023.*)\r$", text, re.MULTILINE) == [
        "DTSTART:20231028T223000Z",
        "DTEND:20231029T023000Z",
    ]
    assert "VTIMEZONE" not in text
    assert client.get(f"{FORUM}/schedule.ics?day=2023-10-29").status_code == 200


def test_a_calendar_has_the_day_and_the_time_of_its_forum(client):
    forum = ForumFactory(slug="2023", time_zone="Asia/Tokyo", date_start="2023-12-27")
    start = datetime(2023, 12, 26, 15, 30, tzinfo=UTC)
    SessionFactory(forum=forum, title="Ở Tokyo", start=start, end=start + timedelta(hours=1))
    [event] = events(client, f"{FORUM}/schedule.ics?day=2023-12-27").values()
    assert event["DTSTART"].to_ical() == b"20231227T003000"
    assert event["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert client.get(f"{FORUM}/schedule.ics?day=2023-12-26").status_code == 404


def test_a_persons_calendar_has_the_zone_of_each_forum(client, forum, opening):
    person = PersonFactory(slug="le-an")
    AppearanceFactory(person=person, forum=forum, session=opening)
    other = ForumFactory(time_zone="Asia/Tokyo")
    away = SessionFactory(forum=other, title="Ở Tokyo", start=at(15), end=at(16))
    AppearanceFactory(person=person, forum=other, session=away)
    content = client.get("/dien-gia/le-an.ics").content
    read = Calendar.from_ical(content)
    assert [str(each["TZID"]) for each in read.timezones] == ["Asia/Ho_Chi_Minh", "Asia/Tokyo"]
    assert [each.start.isoformat() for each in read.events] == [
        "2023-12-26T08:30:00+07:00",
        "2023-12-26T17:00:00+09:00",
    ]
    assert (read.to_ical(), read.errors) == (content, [])


def test_the_calendar_of_a_person_has_sessions_and_forums_without_one(client, forum, opening):
    person = PersonFactory(name="Lê An", slug="le-an")
    AppearanceFactory(person=person, forum=forum, session=opening)
    other = ForumFactory(
        name="Hội thảo", year=2024, date_start=date(2024, 5, 1), date_end=date(2024, 5, 2)
    )
    AppearanceFactory(person=person, forum=other)
    AppearanceFactory(person=person, forum=ForumFactory(name="Không rõ ngày"))
    found = events(client, "/dien-gia/le-an.ics")
    assert list(found) == ["Khai mạc", "Hội thảo"]
    assert found["Khai mạc"]["UID"] == events(client, "/phien/2023-khai-mac.ics")["Khai mạc"]["UID"]
    assert found["Hội thảo"].duration == timedelta(days=2)
