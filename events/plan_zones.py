"""The names of zones on a floor plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from events.plan_pen import CHARACTER, HEAD, LETTER, Box, Pen, cut, ground_of, plain
from forum_portal.text import printable


@dataclass(frozen=True)
class ZoneMark:
    """The name of a zone, and its outline where no booth of another zone stands within.

    `over` is the name as it stands across the booths where the drawing is too small for numbers.
    """

    label: str
    x: str
    y: str
    over: str
    middle_x: str
    middle_y: str
    size: str
    outline: tuple[str, str, str, str] | None


def zone_marks(
    placed: Sequence[tuple[Any, Box]], pen: Pen, marked: Sequence[Box]
) -> list[ZoneMark]:
    """Return the names of the zones, each above the ground that its booths take.

    A name across the booths leaves free those that are marked; without room it is left out.
    """
    zones: dict[str, list[Box]] = {}
    for booth, box in placed:
        if booth.zone:
            zones.setdefault(booth.zone, []).append(box)
    grounds = {name: ground_of(boxes) for name, boxes in zones.items()}
    marks = []
    for name, ground in grounds.items():
        others = (box for booth, box in placed if booth.zone != name)
        is_mixed = any(ground.overlaps(each) for each in others)
        x, y, width, height = pen.corners(ground)
        over = _short(name, width, pen.over)
        free = pen.free(ground, len(over), [each for each in marked if each.overlaps(ground)])
        marks.append(
            ZoneMark(
                label=_short(name, _room_above(ground, grounds.values(), pen), LETTER),
                x=plain(x - 4),
                y=plain(y - 9),
                over=over if free is not None else "",
                middle_x=plain(free or 0),
                middle_y=plain(y + height / 2),
                size=plain(pen.over),
                outline=None if is_mixed else pen.rectangle(ground, around=4),
            )
        )
    return marks


def _room_above(ground: Box, grounds: Iterable[Box], pen: Pen) -> float:
    """Return how far a name may reach that stands above a zone: to the next one, or the edge."""
    left, top, _width, _height = pen.corners(ground)
    corners = (pen.corners(each) for each in grounds)
    ends = [x for x, y, _wide, high in corners if x > left and y - HEAD < top < y + high + HEAD]
    return min(ends, default=pen.width) - left


def _short(name: str, width: float, size: float) -> str:
    return cut(" ".join(printable(name).split()), max(int(width / (CHARACTER * size)), 8))
