"""Time zones in calendars, read by a program that is not ours."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from django.core.exceptions import ValidationError

from events.models import Forum
from events.time_zones import time_zone_of


def lines_of(name):
    return time_zone_of(ZoneInfo(name)).to_ical().decode().split("\r\n")[2:-2]


def test_a_zone_without_summer_time_is_one_offset():
    assert lines_of("Asia/Ho_Chi_Minh") == [
        "BEGIN:STANDARD",
        "DTSTART:19900101T000000",
        "TZNAME:+07",
        "TZOFFSETFROM:+0700",
        "TZOFFSETTO:+0700",
        "END:STANDARD",
    ]


def test_summer_time_is_a_rule_from_the_clock_before_it():
    lines = [each for each in lines_of("Europe/Berlin") if each[:5] in ("BEGIN", "DTSTA", "RRULE")]
    assert lines == [
        "BEGIN:STANDARD",
        "DTSTART:19900101T000000",
        "BEGIN:DAYLIGHT",
        "DTSTART:19900325T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "BEGIN:STANDARD",
        "DTSTART:19900930T030000",
        "RRULE:FREQ=YEARLY;UNTIL=19951001T030000Z;BYDAY=-1SU;BYMONTH=9",
        "BEGIN:STANDARD",
        "DTSTART:19961027T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Berlin",
        "America/New_York",  # other rules since 2007
        "Australia/Lord_Howe",  # half an hour, and summer at the turn of the year
        "Africa/Casablanca",  # by the moon
        "Asia/Jerusalem",
        "Asia/Pyongyang",  # half an hour for some years
        "America/Sao_Paulo",  # no summer time any more
    ],
)
def test_it_tells_the_same_time_as_the_zone(name):
    zone = ZoneInfo(name)
    text = f"BEGIN:VCALENDAR\r\n{time_zone_of(zone).to_ical().decode()}END:VCALENDAR\r\n"
    told = tzical(StringIO(text)).get()
    first = datetime(2005, 1, 1, tzinfo=UTC)
    changes, before = [], None
    for day in (first + timedelta(days=number) for number in range(20 * 365)):
        if (local := day.astimezone(zone)).utcoffset() != before:
            before = local.utcoffset()
            changes += [day + timedelta(days=days) for days in (-2, 0)]
    assert [each.astimezone(told).replace(tzinfo=None) for each in changes] == [
        each.astimezone(zone).replace(tzinfo=None) for each in changes
    ]


def test_a_forum_has_a_zone_that_there_is():
    with pytest.raises(ValidationError) as refused:
        Forum(name="Diễn đàn", time_zone="Hà Nội").clean()
    assert refused.value.message_dict == {
        "time_zone": ["Đây không phải múi giờ như Asia/Ho_Chi_Minh."]
    }
    Forum(name="Diễn đàn", time_zone="Europe/Berlin").clean()
