"""schedule.xml and schedule.json, what all files of a programme share, and JSON-LD."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Forum
from tests.factories import AppearanceFactory, ForumFactory, SessionFactory
from tests.programmes import (
    FILES,
    FORUM,
    KINDS,
    ODD,
    at,
    events,
    schedule_json,
    schedule_xml,
    slots,
)
from tests.words import words

pytestmark = [pytest.mark.django_db]


def test_a_forum_of_which_only_the_day_is_known_is_one_event(client, forum):
    assert [each.start for each in events(client, f"{FORUM}/schedule.ics").values()] == [
        date(2023, 12, 26)
    ]
    [day] = schedule_xml(client).iter("day")
    assert (day.get("start"), len(day)) == ("2023-12-26T00:00:00+07:00", 0)
    assert slots(schedule_json(client)) == []


def test_schedules_have_what_has_hours_and_a_place(client, programme):
    root, conference = schedule_xml(client), schedule_json(client)
    written = [each.findtext("title") for each in root.iter("event")]
    assert written == [each["title"] for each in slots(conference)] == ["Khai mạc", ODD]
    assert words(client.get(f"{FORUM}/chuong-trinh/")).count("bỏ qua 4 phiên vì chưa rõ giờ") == 1
    days = [(each.get("index"), each.get("date"), each.get("end")) for each in root.iter("day")]
    assert days == [
        ("1", "2023-12-26", "2023-12-27T00:00:00+07:00"),
        ("2", "2023-12-27", "2023-12-28T00:30:00+07:00"),
    ]
    opening = root.find(".//event")
    assert conference["acronym"] == root.findtext("conference/acronym") == "dien_dan_2023"
    assert re.fullmatch(r"dien_dan_2023-[0-9]+-2023-khai-mac", opening.findtext("slug"))
    assert (opening.findtext("date"), opening.findtext("duration")) == (
        "2023-12-26T08:30:00+07:00",
        "01:30",
    )
    assert opening.findtext("persons/person") == "Nguyễn Văn An"
    assert opening.find("attachments/attachment").get("href") == "https://example.vn/a?b&c"
    [calendar] = events(client, "/phien/2023-khai-mac.ics").values()
    assert opening.get("guid") == slots(conference)[0]["guid"] == calendar["UID"]


def test_schedules_tell_the_time_of_their_forum(client):
    forum = ForumFactory(slug="2023", time_zone="Europe/Berlin", date_start=date(2023, 10, 28))
    start = datetime(2023, 10, 28, 22, 30, tzinfo=UTC)  # the clock is changed 2.5 hours later
    end = start + timedelta(hours=4)
    SessionFactory(forum=forum, slug="dem", title="Đêm", start=start, end=end, venue="Sảnh")
    root, conference = schedule_xml(client), schedule_json(client)
    first, second = root.iter("day")
    assert (second.get("date"), second.get("start"), second.get("end")) == (
        *("2023-10-29", "2023-10-29T00:00:00+02:00", "2023-10-30T00:00:00+01:00"),
    )
    [slot] = slots(conference)
    assert [slot[name] for name in ("date", "start", "end", "duration")] == [
        *("2023-10-29T00:30:00+02:00", "00:30", "2023-10-29T03:30:00+01:00", "04:00"),
    ]
    assert root.findtext(".//event/date") == slot["date"]
    zones = conference["time_zone_name"], root.findtext("conference/time_zone_name")
    assert zones == ("Europe/Berlin", "Europe/Berlin")
    assert (len(first), json_ld(client, "/phien/dem/")["startDate"]) == (0, slot["date"])


def test_a_zone_that_the_schema_does_not_know_is_left_out(client, forum, opening):
    Forum.objects.update(time_zone="Etc/GMT-7")
    conference = schedule_json(client)
    assert ("time_zone_name" in conference, slots(conference)[0]["start"]) == (False, "08:30")
    assert schedule_xml(client).findtext("conference/time_zone_name") == "Etc/GMT-7"
    assert b"TZID=Etc/GMT-7:20231226T083000" in client.get(f"{FORUM}/schedule.ics").content


def test_a_night_session_stays_on_the_day_of_its_page(client, forum, opening):
    start = at(0, 30, day=27)
    fields = dict(forum=forum, date=date(2023, 12, 26), title="Khuya", venue="Sảnh")
    SessionFactory(start=start, end=at(1, 30, day=27), **fields)
    days = {
        day.get("date"): len(list(day.iter("event"))) for day in schedule_xml(client).iter("day")
    }
    assert days == {"2023-12-26": 2}
    assert list(events(client, f"{FORUM}/schedule.ics?day=2023-12-26")) == ["Khuya", "Khai mạc"]


def test_what_does_not_take_place_is_in_no_schedule(client, forum, opening):
    opening.state = "cancelled"
    opening.save()
    assert (slots(schedule_json(client)), list(schedule_xml(client).iter("event"))) == ([], [])


def test_english_files_have_the_english_texts(client, opening):
    [slot] = slots(schedule_json(client, f"/en{FORUM}/schedule.json"))
    assert (slot["title"], slot["room"]) == ("Opening", "Great hall")
    rooms = [
        schedule_xml(client, f"{language}{FORUM}/schedule.xml").find(".//room").get("guid")
        for language in ("", "/en")
    ]
    assert rooms[0] == rooms[1]
    [event] = events(client, f"/en{FORUM}/schedule.ics").values()
    assert (event["SUMMARY"], event["LOCATION"]) == ("Opening", "Great hall")


@pytest.mark.parametrize("name", FILES)
def test_files_are_for_all_programs_and_asked_for_again_cheaply(client, programme, name):
    with CaptureQueriesContext(connection) as queries:
        first = client.get(f"{FORUM}/{name}")
    again = client.get(f"{FORUM}/{name}", headers={"If-None-Match": first.headers["ETag"]})
    head = client.head(f"{FORUM}/{name}")
    assert (len(queries) <= 3, first.headers["Access-Control-Allow-Origin"]) == (True, "*")
    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content, head.headers["ETag"]) == (
        *(200, b""),
        first.headers["ETag"],
    )
    assert client.post(f"{FORUM}/{name}").status_code == 405


@pytest.mark.parametrize("name", FILES)
def test_without_a_day_there_is_no_file_and_a_sentence(client, name):
    SessionFactory(forum=ForumFactory(slug="2024"), slug="mo")
    refused = client.get(f"/dien-dan/2024/{name}")
    assert refused.status_code == 404
    assert "Chưa có nguồn nào cho biết ngày tổ chức diễn đàn này" in words(refused)
    assert "schedule." not in client.get("/dien-dan/2024/").text
    assert client.get("/phien/mo.ics").status_code == 404
    assert ".ics" not in client.get("/phien/mo/").text


def test_what_is_off_the_site_is_in_no_file(client, forum, opening):
    hidden = SessionFactory(forum=forum, title="Giấu", start=at(9), end=at(10), is_published=False)
    hidden.room = opening.room
    hidden.save()
    person = AppearanceFactory(forum=forum, session=hidden, person__name="Trần Giấu").person
    assert ["Giấu" in client.get(f"{FORUM}/{name}").text for name in FILES] == [False] * 3
    assert client.get(f"/phien/{hidden.slug}.ics").status_code == 404
    assert client.get(f"/dien-gia/{person.slug}.ics").status_code == 404
    Forum.objects.update(is_published=False)
    assert [client.get(f"{FORUM}/{name}").status_code for name in FILES] == [404] * 3
    assert client.get("/phien/2023-khai-mac.ics").status_code == 404


def json_ld(client, address):
    text = client.get(address).text.partition('<script type="application/ld+json">')[2]
    return json.loads(text.partition("</script>")[0])


def test_pages_tell_search_engines_of_the_event(client, programme, opening):
    told = json_ld(client, f"{FORUM}/")
    assert (told["@type"], told["name"], told["startDate"]) == (
        *("Event", "Diễn đàn 2023"),
        "2023-12-26",
    )
    assert ODD in [each["name"] for each in told["subEvent"]]
    assert [each["name"] for each in told["performer"]] == ["Nguyễn Văn An"]
    session = json_ld(client, "/en/phien/2023-khai-mac/")
    assert session["startDate"] == "2023-12-26T08:30:00+07:00"
    assert session["location"] == {"@type": "Place", "name": "Great hall"}
    assert session["superEvent"]["@id"] == told["@id"]
    assert json_ld(client, "/phien/dem-hoi/")["name"] == ODD


def test_sessions_of_a_forum_that_is_off_are_off(client, forum, opening):
    def states():
        session = json_ld(client, "/phien/2023-khai-mac/")["eventStatus"]
        [part] = json_ld(client, f"{FORUM}/")["subEvent"]
        return [each.rpartition("/")[2] for each in (session, part["eventStatus"])]

    Forum.objects.update(state="postponed")
    postponed = states()
    Forum.objects.update(state="cancelled")
    assert (postponed, states()) == (2 * ["EventPostponed"], 2 * ["EventCancelled"])


def test_pages_lead_to_their_files(client, programme):
    forum, session = client.get(f"{FORUM}/").text, client.get("/phien/2023-khai-mac/").text
    person = client.get("/dien-gia/nguyen-van-an/").text
    assert [forum.count(f'rel="alternate" type="{kind}"') for kind in KINDS] == [1, 1, 1]
    assert session.count('href="/phien/2023-khai-mac.ics"') == 2
    assert person.count('href="/dien-gia/nguyen-van-an.ics"') == 2


def test_the_files_of_the_city(client, city):
    """What Hải Phòng's forums give today is valid, or a calm refusal."""
    found = {}
    for slug in Forum.objects.values_list("slug", flat=True):
        statuses = [client.get(f"/dien-dan/{slug}/{name}").status_code for name in FILES]
        found.setdefault(tuple(statuses), []).append(slug)
        if statuses[0] == 200:
            schedule_xml(client, f"/dien-dan/{slug}/schedule.xml")
            schedule_json(client, f"/dien-dan/{slug}/schedule.json")
            assert events(client, f"/dien-dan/{slug}/schedule.ics")
    assert {statuses: len(slugs) for statuses, slugs in found.items()} == {
        (200, 200, 200): 8,
        (404, 404, 404): 4,
    }
    days = [each.start for each in events(client, "/dien-dan/2023/schedule.ics").values()]
    assert days == [date(2023, 12, 26), date(2023, 12, 27)]  # a session before, the forum itself
