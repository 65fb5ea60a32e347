from datetime import date
from types import SimpleNamespace as Row

from events.programme import ProgrammeDay, programme_by_day
from events.programme_brief import BriefDay, days_in_brief


def session(number, start=None, end=None, **kwargs):
    known = dict(date=None, part_of_day="", room=None, venue="", track=None, kind="talk")
    known |= dict(state="held", appearances=[], slug=f"2023-phien-{number}")
    return Row(start=start, end=end, **known | kwargs)


def on(day, number, end="2023-12-27T10:00:00+00:00"):
    return [session(f"{day}-{n}", f"2023-12-{day}T01:00:00+00:00", end) for n in range(number)]


def test_a_long_programme_is_told_by_day():
    late = session("late", "2023-12-28T15:30:00+00:00", "2023-12-28T17:30:00+00:00")
    unknown = session("unknown")
    programme = programme_by_day([*on(27, 11), late, unknown])
    page = "/dien-dan/2023/chuong-trinh/"
    assert days_in_brief(programme, "2023") == [
        BriefDay(date(2023, 12, 27), 11, "8:00–17:00", f"{page}?ngay=2023-12-27"),
        BriefDay(date(2023, 12, 28), 1, "22:30–0:30 hôm sau", f"{page}?ngay=2023-12-28"),
        BriefDay(None, 1, "", page),
    ]


def test_of_a_session_without_an_end_the_beginning_is_told():
    (day,) = days_in_brief(programme_by_day(on(27, 13, end=None)), "2023")
    assert day.hours == "8:00"


def test_a_short_programme_is_listed():
    assert days_in_brief(programme_by_day(on(27, 12)), "2023") == []
    assert days_in_brief([ProgrammeDay(None, [])], "2023") == []
