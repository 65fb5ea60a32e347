"""The time zone of a forum."""

from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from events.calendars import steady_zone
from events.models import Forum


def test_a_zone_without_summer_time_is_one_offset():
    assert steady_zone(ZoneInfo("Asia/Ho_Chi_Minh")).to_ical().decode().splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Ho_Chi_Minh",
        "BEGIN:STANDARD",
        "DTSTART:19900101T000000",
        "TZNAME:+07",
        "TZOFFSETFROM:+0700",
        "TZOFFSETTO:+0700",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


@pytest.mark.parametrize("name", ["Europe/Berlin", "Asia/Pyongyang", "Africa/Casablanca"])
def test_a_zone_whose_clock_was_changed_is_not(name):
    assert steady_zone(ZoneInfo(name)) is None


def test_a_forum_has_a_zone_that_there_is():
    with pytest.raises(ValidationError) as refused:
        Forum(name="Diễn đàn", time_zone="Hà Nội").clean()
    assert refused.value.message_dict == {
        "time_zone": ["Đây không phải múi giờ như Asia/Ho_Chi_Minh."]
    }
    Forum(name="Diễn đàn", time_zone="Europe/Berlin").clean()
