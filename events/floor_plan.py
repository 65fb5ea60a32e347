"""The floor plan of an exhibition: where its booths stand, drawn to one scale.

Pure geometry. What is drawn comes out as strings with a decimal point, so that a template prints it
into SVG unchanged in every language. `events/_plan.html` draws it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from forum_portal.text import printable, sort_key

FOUND, HERE = "found", "here"

# All in units of the drawing; at its full size one of them is FULL_SIZE pixels.
SIDE = 44  # the shorter side of the usual booth
LETTER, SMALLEST = 16.0, 7.0  # heights of letters
CHARACTER = 0.62  # the width of a letter, as a part of its height
NARROWEST, WIDEST = 480, 3000
EDGE, HEAD = 10, 32  # around the plan, and above it where the first zones have their names
FULL_SIZE = 1.5
ON_A_PHONE = 26  # letters across a drawing that is as wide as a phone
# Widths, in rem, under which no number is shown: letters would be smaller than 12 pixels.
STEPS = (24, 32, 40, 48, 56, 64)


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


@dataclass(frozen=True)
class Spot:
    """A booth as it is drawn; `kind` is one of the words above, or empty."""

    name: str
    url: str
    kind: str
    label: str
    x: str
    y: str
    width: str
    height: str
    middle_x: str
    middle_y: str
    size: str


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


@dataclass(frozen=True)
class Plan:
    """A drawing; numbers can be read where it is at least `legible_from` rem wide."""

    view_box: str
    width: str
    height: str
    hall: tuple[str, str, str, str]
    legible_from: int
    zones: list[ZoneMark]
    spots: list[Spot]


def box_of(booth: Any) -> Box | None:
    """Return where a booth stands; None where it has no place, or none that can be drawn."""
    sides = [booth.x, booth.y, booth.width, booth.height]
    if any(each is None for each in sides) or booth.width <= 0 or booth.height <= 0:
        return None
    return Box(*(Decimal(each) for each in sides))


def build_plan(
    booths: Iterable[Any],
    width: Any = None,
    height: Any = None,
    *,
    kind_of: Callable[[Any], str] = lambda booth: "",
    url_of: Callable[[Any], str] = lambda booth: "",
) -> Plan | None:
    """Draw the booths that have a place; None where none has.

    `width` and `height` are those of the hall, or None: then it is as large as the booths need.
    `kind_of` says what a booth is marked as, `url_of` where it leads.
    """
    placed = [(each, box) for each in booths if (box := box_of(each))]
    if not placed:
        return None
    placed.sort(key=lambda pair: in_order_of_numbers(pair[0]))
    boxes = [box for _booth, box in placed]
    ground = ground_of(boxes)
    hall = None
    if width is not None and height is not None:
        hall = Box(Decimal(0), Decimal(0), Decimal(width), Decimal(height))
        ground = ground_of([*boxes, hall])
    pen = Pen(ground, boxes)
    zones = zone_marks(placed, pen, [box for booth, box in placed if kind_of(booth)])
    spots = [pen.spot(each, box, kind_of(each), url_of(each)) for each, box in placed]
    sizes = [float(each.size) for each in spots if each.label] or [LETTER]
    return Plan(
        *pen.paper(HEAD if zones else EDGE),
        hall=pen.rectangle(hall) if hall else pen.rectangle(ground, around=EDGE - 2),
        legible_from=_step(pen.width * 12 / median(sizes) / 16),
        zones=zones,
        spots=spots,
    )


def ground_of(boxes: Sequence[Box]) -> Box:
    """Return the smallest place that holds all of these."""
    left, top = min(each.x for each in boxes), min(each.y for each in boxes)
    right, bottom = max(each.right for each in boxes), max(each.bottom for each in boxes)
    return Box(left, top, right - left, bottom - top)


def in_order_of_numbers(booth: Any) -> tuple:
    """Return the key that puts booths by zone and number, A2 before A10, those without last."""
    parts = re.split(r"(\d+)", booth.number)
    number = [int(each) if each.isdecimal() else each.casefold() for each in parts]
    return (not booth.zone, sort_key(booth.zone), not booth.number, number)


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
        box = f"{-EDGE} {-head} {_text(wide)} {_text(high)}"
        return box, _text(wide * FULL_SIZE), _text(high * FULL_SIZE)

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
        return _text(x - around), _text(y - around), _text(wider), _text(higher)

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

    def spot(self, booth: Any, box: Box, kind: str, url: str) -> Spot:
        x, y, width, height = self.corners(box)
        label, size = fitted(label_of(booth), width, height)
        return Spot(
            name=name_of(booth, kind),
            url=url,
            kind=kind,
            label=label,
            **dict(zip(("x", "y", "width", "height"), self.rectangle(box), strict=True)),
            middle_x=_text(x + width / 2),
            middle_y=_text(y + height / 2),
            size=_text(size),
        )


def label_of(booth: Any) -> str:
    """Return what stands on a booth: its number, else its name."""
    return " ".join(printable(booth.number or booth.name).split())


def name_of(booth: Any, kind: str = "") -> str:
    """Return what a booth is called to who does not see the plan: "A12, Viettel, Khu A"."""
    words = [booth.number, booth.name, booth.zone, _("found") if kind == FOUND else ""]
    return ", ".join(each for each in words if each)


def fitted(label: str, width: float, height: float) -> tuple[str, float]:
    """Return a label and its height of letters, made smaller and then cut until it fits."""
    room = width * 0.92
    size = min(LETTER, height * 0.7, room / (CHARACTER * max(len(label), 1)))
    if size >= SMALLEST or not label:
        return label, size
    size = min(LETTER * 0.7, height * 0.7)
    return cut(label, int(room / (CHARACTER * size))), size


def cut(text: str, most: int) -> str:
    """Return a text of at most so many letters; nothing where not three of them have room."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rstrip()}…" if most > 3 else ""


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
    marks = []
    for name, boxes in zones.items():
        ground = ground_of(boxes)
        others = (box for booth, box in placed if booth.zone != name)
        is_mixed = any(ground.overlaps(each) for each in others)
        x, y, width, height = pen.corners(ground)
        over = _short(name, width, pen.over)
        free = pen.free(ground, len(over), [each for each in marked if each.overlaps(ground)])
        marks.append(
            ZoneMark(
                label=_short(name, width, LETTER),
                x=_text(x - 4),
                y=_text(y - 9),
                over=over if free is not None else "",
                middle_x=_text(free or 0),
                middle_y=_text(y + height / 2),
                size=_text(pen.over),
                outline=None if is_mixed else pen.rectangle(ground, around=4),
            )
        )
    return marks


def _short(name: str, width: float, size: float) -> str:
    return cut(" ".join(printable(name).split()), max(int(width / (CHARACTER * size)), 8))


def _step(rem: float) -> int:
    return next((each for each in STEPS if rem <= each), STEPS[-1])


def _text(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
