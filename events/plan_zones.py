"""The names of zones on a floor plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from events.plan_pen import HEAD, ZONE_LETTER, Box, Pen, Rectangle, cut, ground_of, plain
from forum_portal.text import printable

WIDE = 0.6  # the width of a letter of these names, as a part of its height
ABOVE, BELOW = 8, 18  # from a zone to the line on which its name stands

type Sides = tuple[float, float, float, float]


@dataclass(frozen=True)
class ZoneMark:
    """The name of a zone, beside its booths, and its outline where no other booth is within.

    `label` is empty where a name would run across booths.
    """

    label: str
    x: str
    y: str
    outline: Rectangle | None


def zone_marks(placed: Sequence[tuple[Any, Box]], pen: Pen) -> list[ZoneMark]:
    """Return the names of the zones, each above the ground that its booths take, else below."""
    zones: dict[str, list[Box]] = {}
    for booth, box in placed:
        if booth.zone:
            zones.setdefault(booth.zone, []).append(box)
    grounds = {name: ground_of(boxes) for name, boxes in zones.items()}
    drawn = [pen.corners(box) for _booth, box in placed]
    marks = []
    for name, ground in grounds.items():
        others = (box for booth, box in placed if booth.zone != name)
        is_mixed = any(ground.overlaps(each) for each in others)
        x, y, _width, height = pen.corners(ground)
        label = _short(name, _room(ground, [*grounds.values()], pen))
        lines = [y - ABOVE]
        if y + height + BELOW < pen.height:
            lines.append(y + height + BELOW)
        free = [each for each in lines if not _covers(label, x, each, drawn)]
        marks.append(
            ZoneMark(
                label=label if free else "",
                x=plain(x),
                y=plain(free[0] if free else y),
                outline=None if is_mixed else pen.outline(ground),
            )
        )
    return marks


def _room(ground: Box, grounds: Sequence[Box], pen: Pen) -> float:
    """Return how far a name may reach that stands above a zone: to the next one, or the edge."""
    left, top, _width, _height = pen.corners(ground)
    corners = (pen.corners(each) for each in grounds)
    ends = [x - 8 for x, y, _wide, high in corners if x > left and y - HEAD < top < y + high + HEAD]
    return min(ends, default=pen.width) - left


def _short(name: str, width: float) -> str:
    return cut(" ".join(printable(name).split()), int(width / (WIDE * ZONE_LETTER)))


def _covers(label: str, left: float, line: float, drawn: Sequence[Sides]) -> bool:
    """Tell whether a name that stands on this line runs across one of the booths."""
    right, top = left + len(label) * WIDE * ZONE_LETTER, line - ZONE_LETTER * 0.8
    return any(
        x < right and left < x + wide and y < line and top < y + high for x, y, wide, high in drawn
    )
