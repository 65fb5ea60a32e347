from datetime import UTC, date, datetime
from types import SimpleNamespace as Row

import pytest

from events.programme import zone_of
from events.programme_now import now_and_next

ZONE, BERLIN = zone_of("Asia/Ho_Chi_Minh"), "Europe/Berlin"


def session(slug, start, end=None, state="held"):
    return Row(
        slug=slug,
        date=None,
        start=f"2023-12-{start}:00+07:00",
        end=end and f"2023-12-{end}:00+07:00",
        part_of_day="",
        kind="talk",
        state=state,
        appearances=[],
    )


SESSIONS = [
    session("sang", "26T08:00", "26T09:30", "planned"),
    session("huy", "26T08:00", "26T09:30", "cancelled"),
    session("khong-het", "26T08:00"),
    session("doi", "26T10:00", "26T11:00", "moved"),
    session("song-song", "26T10:00", "26T11:00"),
    session("dem", "27T22:30", "28T00:30"),
]


def told(at, state="held", last="2023-12-27", kept=None):
    forum = Row(date_start="2023-12-26", date_end=last, state=state, session_rows=SESSIONS)
    found = now_and_next(forum, datetime.fromisoformat(f"2023-12-{at}+07:00"), ZONE, kept)
    now, following = ([each.session.slug for each in part] for part in (found.now, found.next))
    return now, following, found.next_day


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("25T23:59:59", ([], [], None)),
        ("26T00:00:00", ([], ["khong-het", "sang"], None)),
        ("26T08:00:00", (["sang"], ["doi", "song-song"], None)),
        ("26T09:30:00", ([], ["doi", "song-song"], None)),
        ("26T11:00:00", ([], ["dem"], date(2023, 12, 27))),
        ("27T23:00:00", (["dem"], [], None)),
        ("28T00:29:59", (["dem"], [], None)),  # what began on the last day
        ("28T00:30:00", ([], [], None)),
    ],
)
def test_on_the_forums_days_alone(at, expected):
    assert told(at) == expected


def test_only_what_a_filter_keeps_is_told():
    first, night = SESSIONS[0], SESSIONS[-1]
    assert told("26T08:00:00", kept=[night]) == ([], ["dem"], date(2023, 12, 27))
    assert told("26T08:00:00", kept=[first]) == (["sang"], [], None)
    assert told("26T08:00:00", kept=[]) == ([], [], None)
    assert told("26T00:00:00", kept=SESSIONS[1:2]) == ([], [], None)  # cancelled


def test_days_between_sessions_that_lie_far_apart_are_no_days_of_the_forum():
    early = session("tham-van", "01T08:00", "01T09:00")
    forum = Row(date_start=None, date_end=None, state="held", session_rows=[early, *SESSIONS])
    days = [datetime.fromisoformat(f"2023-12-{day}T00:00:00+07:00") for day in ("01", "02", "26")]
    assert [bool(now_and_next(forum, day, ZONE)) for day in days] == [True, False, True]


def test_nothing_goes_on_at_a_forum_that_was_called_off():
    assert told("26T08:30:00", state="postponed") == ([], [], None)


def test_the_addresses_of_what_is_on():
    forum = Row(date_start=None, date_end=None, state="announced", session_rows=SESSIONS)
    found = now_and_next(forum, datetime.fromisoformat("2023-12-26T01:00:00+00:00"), ZONE)
    assert (found.slugs, [each.state for each in found.now], bool(found)) == ({"sang"}, [""], True)


def test_an_hour_that_the_clock_shows_twice_is_held_once():
    night = session("dem", "01T00:00")
    night.start, night.end = "2023-10-29T00:00:00+00:00", "2023-10-29T00:30:00+00:00"
    fields = dict(date_start="2023-10-29", date_end=None, state="held", session_rows=[night])
    found = [
        now_and_next(Row(**fields), datetime(2023, 10, 29, hour, 15, tzinfo=UTC), zone_of(BERLIN))
        for hour in (0, 1)  # 2:15 on the clock, both times
    ]
    assert [each.slugs for each in found] == [{"dem"}, set()]
