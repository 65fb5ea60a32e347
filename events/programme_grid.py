"""A day of the programme as a table: rooms are columns, hours at which something begins rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from events.programme import (
    ProgrammeDay,
    ProgrammeEntry,
    as_moment,
    hour_text,
)
from forum_portal.words import localized


@dataclass(frozen=True)
class Cell:
    """What begins in a room at an hour; it stands on `span` rows, for as long as it lasts."""

    entries: list[ProgrammeEntry]
    span: int = 1


@dataclass(frozen=True)
class Line:
    """An hour, with the cells of the rooms in which nothing lasts from an earlier row."""

    hour: str
    cells: list[Cell]


@dataclass(frozen=True)
class Grid:
    """A day: names of rooms (empty for no known room), lines, and what has no hours."""

    day: date
    rooms: list[str]
    lines: list[Line]
    rest: list[ProgrammeEntry]


def grid_of(day: ProgrammeDay, zone: tzinfo) -> Grid | None:
    """Return the table of a day; None where fewer than two rooms have something with hours."""
    timed = [each for each in day.entries if each.session.start]
    rooms = _rooms(timed)
    if day.day is None or len(list(filter(None, rooms))) < 2:
        return None
    hours = sorted({_start(each, zone) for each in timed})
    columns = [
        _column([each for each in timed if _room(each) == room], hours, zone) for room in rooms
    ]
    return Grid(
        day=day.day,
        rooms=rooms,
        lines=[
            Line(hour_text(hour), [column[row] for column in columns if row in column])
            for row, hour in enumerate(hours)
        ],
        rest=[each for each in day.entries if not each.session.start],
    )


def _rooms(entries: Sequence[ProgrammeEntry]) -> list[str]:
    """Return the names of the rooms in the staff's order; what has none comes last."""
    places = {_room(each): _position(each) for each in entries}
    return sorted(places, key=lambda room: (room == "", places[room], room))


def _room(entry: ProgrammeEntry) -> str:
    room = entry.session.room
    return localized(room, "name") if room and room.name else ""


def _position(entry: ProgrammeEntry) -> int:
    return getattr(entry.session.room, "position", None) or 0


def _start(entry: ProgrammeEntry, zone: tzinfo) -> datetime:
    start = as_moment(entry.session.start, zone)
    assert start  # only what has hours stands in a table
    return start


def _column(
    entries: Sequence[ProgrammeEntry], hours: Sequence[datetime], zone: tzinfo
) -> dict[int, Cell]:
    """Return the cells of a room by row; a row within a longer cell has none."""
    cells: dict[int, Cell] = {}
    row = 0
    while row < len(hours):
        here = [each for each in entries if _start(each, zone) == hours[row]]
        span = _span(here, entries, hours, row, zone)
        cells[row] = Cell(here, span)
        row += span
    return cells


def _span(
    here: Sequence[ProgrammeEntry],
    entries: Sequence[ProgrammeEntry],
    hours: Sequence[datetime],
    row: int,
    zone: tzinfo,
) -> int:
    """Return on how many rows a cell stands: up to its end, or the next that begins in its room."""
    ends = [end for each in here if (end := as_moment(each.session.end, zone))]
    starts = {_start(each, zone) for each in entries}
    span = 1
    for hour in hours[row + 1 :]:
        if not ends or hour >= max(ends) or hour in starts:
            break
        span += 1
    return span
