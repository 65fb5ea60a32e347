"""Free places for labels: boxes that are taken and lines are in the way.

The same rules as `place` in static/js/chart-drawing.js.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Segment = tuple[float, float, float, float]
TAKEN, CROSSED, OUTSIDE, CUT = 4, 1, 3, 50
UPRIGHT = ("above", "below")  # what stands over or under a point may be pushed back inside


@dataclass(frozen=True)
class Box:
    """A rectangle; y runs downwards."""

    x: float
    y: float
    wide: float
    tall: float

    @property
    def right(self) -> float:
        return self.x + self.wide

    @property
    def bottom(self) -> float:
        return self.y + self.tall

    def overlaps(self, other: "Box") -> bool:
        """Tell whether the two share any ground."""
        beside = self.right <= other.x or other.right <= self.x
        return not (beside or self.bottom <= other.y or other.bottom <= self.y)

    def is_crossed_by(self, line: Segment) -> bool:
        """Tell whether a straight line runs through it (Liang–Barsky)."""
        x1, y1, x2, y2 = line
        start, end = 0.0, 1.0
        dx, dy = x2 - x1, y2 - y1
        for p, q in (
            (-dx, x1 - self.x),
            (dx, self.right - x1),
            (-dy, y1 - self.y),
            (dy, self.bottom - y1),
        ):
            if p == 0:
                if q < 0:
                    return False
            elif p < 0:
                start = max(start, q / p)
            else:
                end = min(end, q / p)
        return start < end


@dataclass(frozen=True)
class Place:
    """Where a label goes, on which side it is held, and what it costs; nothing is best."""

    box: Box
    anchor: str
    cost: int

    @property
    def x(self) -> float:
        """Where its text is anchored."""
        return self.box.x + {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * self.box.wide


def find_place(
    x: float,
    y: float,
    size: tuple[float, float],
    gap: float,
    prefer: Sequence[str],
    taken: Iterable[Box],
    lines: Iterable[Segment],
    within: Box,
) -> Place:
    """Return the first free place around a point, else the one with the least in the way."""
    wide, tall = size
    around = {
        "above": (-wide / 2, -tall - gap),
        "below": (-wide / 2, gap),
        "right": (gap + 2, -tall / 2),
        "left": (-wide - gap - 2, -tall / 2),
        "aboveLeft": (-wide - gap * 0.6, -tall - gap * 0.3),
        "aboveRight": (gap * 0.6, -tall - gap * 0.3),
        "belowLeft": (-wide - gap * 0.6, gap * 0.3),
        "belowRight": (gap * 0.6, gap * 0.3),
    }
    taken, lines = list(taken), list(lines)
    best: Place | None = None
    for name in dict.fromkeys([*prefer, *around]):
        left = x + around[name][0]
        if name in UPRIGHT:
            left = max(min(left, within.right - wide), within.x)
        box = Box(left, y + around[name][1], wide, tall)
        cost = TAKEN * sum(box.overlaps(other) for other in taken)
        cost += CROSSED * sum(box.is_crossed_by(line) for line in lines)
        if box.x < within.x:
            cost += OUTSIDE
        if box.right > within.right:
            cost += CUT
        if box.y < within.y or box.bottom > within.bottom:
            cost += OUTSIDE
        if best is None or cost < best.cost:
            best = Place(box, _anchor(name), cost)
        if cost == 0:
            break
    assert best is not None
    return best


def _anchor(name: str) -> str:
    if name.endswith(("eft",)):
        return "end"
    return "start" if name.endswith("ight") else "middle"
