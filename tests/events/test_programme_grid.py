from types import SimpleNamespace as Row

from events.programme import programme_by_day, zone_of
from events.programme_grid import grid_of

ZONE = zone_of("Asia/Ho_Chi_Minh")
HALL, SMALL, NONE = (Row(name=each, name_en="", position=1) for each in ("Hội trường", "Nhỏ", None))


def session(slug, start=None, end=None, room=HALL, day="2023-12-26"):
    """A session of the city's 26 December; hours may lie past midnight ("24:30")."""
    return Row(
        slug=slug,
        date=day,
        start=moment(start),
        end=moment(end),
        part_of_day="",
        kind="talk",
        state="held",
        appearances=[],
        room=room,
    )


def moment(hour):
    if hour is None:
        return None
    whole, minute = map(int, hour.split(":"))
    return f"2023-12-{26 + whole // 24}T{whole % 24:02}:{minute:02}:00+07:00"


def table(*sessions):
    """Return the rooms, and each line as its hour with the addresses and spans of its cells."""
    [day] = programme_by_day(sessions, ZONE)
    grid = grid_of(day, ZONE)
    return grid and (
        grid.rooms,
        {
            line.hour: [([e.session.slug for e in cell.entries], cell.span) for cell in line.cells]
            for line in grid.lines
        },
        [each.session.slug for each in grid.rest],
    )


def test_a_session_stands_on_as_many_rows_as_it_lasts():
    assert table(
        session("dai", "8:00", "11:00"),
        session("mot", "8:00", "9:30", SMALL),
        session("hai", "9:30", "11:00", SMALL),
    ) == (
        ["Hội trường", "Nhỏ"],
        {"8:00": [(["dai"], 2), (["mot"], 1)], "9:30": [(["hai"], 1)]},
        [],
    )


def test_two_at_once_in_a_room_share_a_cell_and_overlapping_ones_follow():
    assert table(
        session("a", "8:00", "9:00"),
        session("b", "8:00", "10:00"),
        session("c", "8:30", "9:30"),
        session("d", "8:00", "9:30", SMALL),
    ) == (
        ["Hội trường", "Nhỏ"],
        {"8:00": [(["a", "b"], 1), (["d"], 2)], "8:30": [(["c"], 1)]},
        [],
    )


def test_past_midnight_no_known_room_and_no_known_hours():
    rooms, lines, rest = table(
        session("nho", "8:00", "9:00", SMALL),
        session("dem", "22:30", "24:30"),
        session("troi", "22:30", "23:00", NONE),
        session("khong-het", "22:30", None, SMALL),
        session("khong-gio"),
    )
    assert rooms == ["Hội trường", "Nhỏ", ""]
    assert lines == {
        "8:00": [([], 1), (["nho"], 1), ([], 1)],
        "22:30": [(["dem"], 1), (["khong-het"], 1), (["troi"], 1)],
    }
    assert rest == ["khong-gio"]


def test_fewer_than_two_rooms_with_hours_are_no_table():
    assert table(session("mot", "8:00", "9:00"), session("hai", "8:00", "9:00", NONE)) is None
    assert table(session("mot", "8:00", "9:00"), session("hai", room=SMALL)) is None
    assert table(session("mot", day=None), session("hai", day=None)) is None
