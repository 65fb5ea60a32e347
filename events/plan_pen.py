"""Places on a floor plan, and the pen that draws them to one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

# All in pixels: a plan is shown as large as it is drawn, so that its letters keep their size.
SIDE, ENLARGED = 56, 1.5  # the shorter side of the usual booth; how much more of it when enlarged
LETTER, SMALLEST, ZONE_LETTER = 16.0, 12.0, 14.0  # heights of letters; the last is in the css
CHARACTER = 0.62  # the width of a letter, as a part of its height
PHONE, COLUMN, HIGHEST = 256, 906, 3000  # the room for booths; the css has the column's width
EDGE, HEAD = 10, 32  # within the plan's frame, and above its booths where zones have names
LINE = 0.5  # half of the line around the hall

type Rectangle = tuple[str, str, str, str]


@dataclass(frozen=True)
class Box:
    """A place on the plan, in the measure that staff use; the corner is from the left and top."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal

    @property
    def right(self) -> Decimal:
        return self.x + self.width

    @property
    def bottom(self) -> Decimal:
        return self.y + self.height

    def overlaps(self, other: "Box") -> bool:
        """Tell whether both cover the same ground; to stand side by side is none of it."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


def box_of(booth: Any) -> Box | None:
    """Return where a booth stands; None where it has no place, or none that can be drawn."""
    sides = [booth.x, booth.y, booth.width, booth.height]
    if any(each is None for each in sides) or booth.width <= 0 or booth.height <= 0:
        return None
    return Box(*(Decimal(each) for each in sides))


def ground_of(boxes: Sequence[Box]) -> Box:
    """Return the smallest place that holds all of these."""
    left, top = min(each.x for each in boxes), min(each.y for each in boxes)
    right, bottom = max(each.right for each in boxes), max(each.bottom for each in boxes)
    return Box(left, top, right - left, bottom - top)


class Pen:
    """Turns places of the plan into pixels of the drawing; `hall` is None where it is not known."""

    def __init__(self, ground: Box, boxes: Sequence[Box], hall: Box | None, *, is_large: bool):
        side = float(median(min(each.width, each.height) for each in boxes))
        wide, high = float(ground.width), float(ground.height)
        usual = SIDE / side
        wanted = max(usual, min(PHONE / wide, 2 * usual))
        most = 3 * COLUMN if is_large else COLUMN
        self.scale = min(wanted * (ENLARGED if is_large else 1), most / wide, HIGHEST / high)
        self.letter = LETTER * (ENLARGED if is_large else 1)
        self.left, self.top = float(ground.x), float(ground.y)
        self.width, self.height = wide * self.scale, high * self.scale
        self.hall = self.corners(hall) if hall else None

    def paper(self, has_names: bool) -> tuple[tuple[float, float, float, float], Rectangle]:
        """Return the place that the drawing takes, and the frame of the hall.

        With `has_names` there is room above the booths. A frame lies half a line within the paper.
        """
        head = HEAD if has_names else EDGE
        if self.hall:
            top = head if has_names else 0
            x, y, wide, high = 0.0, -float(top), self.width, self.height + top
            frame = written(*self.hall)
        else:
            x, y = -float(EDGE), -float(head)
            wide, high = self.width + 2 * EDGE, self.height + head + EDGE
            frame = written(x, y, wide, high)
        return (x - LINE, y - LINE, wide + 2 * LINE, high + 2 * LINE), frame

    def corners(self, box: Box) -> tuple[float, float, float, float]:
        """Return x, y, width and height of a place in pixels of the drawing."""
        return (
            (float(box.x) - self.left) * self.scale,
            (float(box.y) - self.top) * self.scale,
            float(box.width) * self.scale,
            float(box.height) * self.scale,
        )

    def rectangle(self, box: Box) -> Rectangle:
        """Return a place as the attributes of a rectangle."""
        return written(*self.corners(box))

    def outline(self, box: Box) -> Rectangle:
        """Return a rectangle a little around a place, on the paper still."""
        around = 0 if self.hall else 4
        x, y, wide, high = self.corners(box)
        left, top = max(x - 4, -around), max(y - 4, -around)
        right = min(x + wide + 4, self.width + around)
        bottom = min(y + high + 4, self.height + around)
        return written(left, top, right - left, bottom - top)


def written(*sides: float) -> Rectangle:
    """Return x, y, width and height as SVG writes them."""
    x, y, width, height = map(plain, sides)
    return x, y, width, height


def cut(text: str, most: int) -> str:
    """Return a text of at most so many letters; nothing where not three of them have room."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rstrip()}…" if most > 3 else ""


def plain(number: float) -> str:
    """Return a number as SVG writes it, in every language."""
    return f"{number:.1f}".removesuffix(".0")
