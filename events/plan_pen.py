"""Places on a floor plan, and the pen that draws them to one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

# All in units of the drawing; at its full size one of them is FULL_SIZE pixels.
SIDE = 44  # the shorter side of the usual booth
LETTER, SMALLEST = 16.0, 7.0  # heights of letters
CHARACTER = 0.62  # the width of a letter, as a part of its height
NARROWEST, WIDEST = 480, 3000
EDGE, HEAD = 10, 32  # around the plan, and above it where the first zones have their names
FULL_SIZE = 1.5
ON_A_PHONE = 26  # letters across a drawing that is as wide as a phone


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
    """Turns places of the plan into units of the drawing."""

    def __init__(self, ground: Box, boxes: Sequence[Box]):
        side = float(median(min(each.width, each.height) for each in boxes))
        wide, high = float(ground.width), float(ground.height)
        usual = SIDE / side
        least = min(NARROWEST / wide, 3 * usual)
        self.scale = min(max(usual, least), WIDEST / max(wide, high))
        self.left, self.top = float(ground.x), float(ground.y)
        self.width, self.height = wide * self.scale, high * self.scale
        self.over = max(LETTER, self.width / ON_A_PHONE)

    def paper(self, head: int) -> tuple[str, str, str]:
        """Return the view box, and the width and height at full size."""
        wide, high = self.width + 2 * EDGE, self.height + head + EDGE
        box = f"{-EDGE} {-head} {plain(wide)} {plain(high)}"
        return box, plain(wide * FULL_SIZE), plain(high * FULL_SIZE)

    def corners(self, box: Box) -> tuple[float, float, float, float]:
        """Return x, y, width and height of a place in units of the drawing."""
        return (
            (float(box.x) - self.left) * self.scale,
            (float(box.y) - self.top) * self.scale,
            float(box.width) * self.scale,
            float(box.height) * self.scale,
        )

    def rectangle(self, box: Box, around: int = 0) -> tuple[str, str, str, str]:
        """Return a place as the attributes of a rectangle, larger by `around` on each side."""
        x, y, width, height = self.corners(box)
        wider, higher = width + 2 * around, height + 2 * around
        return plain(x - around), plain(y - around), plain(wider), plain(higher)

    def free(self, ground: Box, letters: int, marked: Sequence[Box]) -> float | None:
        """Return the middle of a name across `ground` that covers nothing marked, or None."""
        x, _y, width, _height = self.corners(ground)
        half = letters * CHARACTER * self.over / 2
        taken = [self.corners(each) for each in marked]
        for middle in (x + width / 2, x + half, x + width - half):
            if all(
                middle + half < left or left + wide < middle - half for left, _, wide, _ in taken
            ):
                return middle
        return None


def cut(text: str, most: int) -> str:
    """Return a text of at most so many letters; nothing where not three of them have room."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rstrip()}…" if most > 3 else ""


def plain(number: float) -> str:
    """Return a number as SVG writes it, in every language."""
    return f"{number:.1f}".removesuffix(".0")
