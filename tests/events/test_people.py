from types import SimpleNamespace as Row

from events.people import Standing, Stay, by_title, latest_title, stays_at_forums

F2023 = Row(slug="2023", year=2023, date_start="2023-12-27")
F2024 = Row(slug="2024", year=2024, date_start=None)
LAUNCH = Row(slug="khai-truong", year=2024, date_start="2024-11-21")
UNDATED = Row(slug="doi-thoai", year=None, date_start=None)


def appearance(forum, job_title="", organisation=None, session=None):
    return Row(
        session=session or Row(slug=None),
        forum=forum,
        job_title=job_title,
        organisation=Row(slug=organisation),
        organisation_as_printed="",
    )


def test_the_newest_forum_comes_first_and_the_undated_last():
    listed = [appearance(forum) for forum in (UNDATED, F2023, F2024, LAUNCH, F2023)]
    undated, first, f2024, launch, again = listed
    assert stays_at_forums(listed) == [
        Stay(LAUNCH, [launch]),
        Stay(F2024, [f2024]),
        Stay(F2023, [first, again]),
        Stay(UNDATED, [undated]),
    ]


def test_the_latest_title_is_that_of_the_newest_forum_which_gives_one():
    old, new = appearance(F2023, "Phó Chủ tịch"), appearance(F2024)
    assert latest_title([old, new]) is old
    of_body = appearance(F2024, organisation="ubnd")
    assert latest_title([old, of_body]) is of_body
    assert latest_title([new]) is None


def test_one_title_stands_once_for_all_that_was_done_with_it():
    opened, chaired = appearance(F2023, "Phó Chủ tịch"), appearance(F2023, "Phó Chủ tịch")
    other = appearance(F2023, "Giám đốc")
    assert by_title([opened, other, chaired]) == [
        Standing(opened, [opened, chaired]),
        Standing(other, [other]),
    ]


def test_sessions_stand_in_the_order_of_the_programme():
    def at(slug, day, start=None, part=""):
        fields = dict(slug=slug, date=day, start=start, part_of_day=part)
        return appearance(F2023, session=Row(**fields, time_zone="Asia/Ho_Chi_Minh"))

    early = at("z", None, start="2023-12-26T01:00:00+00:00")
    midday = at("y", "2023-12-26", start="2023-12-26T05:00:00+00:00")
    evening = at("a", "2023-12-26", part="3_evening")
    next_day = at("b", "2023-12-27")
    of_none = appearance(F2023)
    [standing] = by_title([next_day, evening, midday, early, of_none])
    assert standing == Standing(of_none, [of_none, early, midday, evening, next_day])
