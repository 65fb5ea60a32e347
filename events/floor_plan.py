"""The floor plan of an exhibition: where its booths stand, drawn to one scale.

Pure geometry. What is drawn comes out as strings with a decimal point, so that a template prints it
into SVG unchanged in every language. `events/_plan.html` draws it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from events.plan_pen import (
    CHARACTER,
    COLUMN,
    EDGE,
    LETTER,
    PHONE,
    SMALLEST,
    Box,
    Pen,
    Rectangle,
    box_of,
    cut,
    ground_of,
    plain,
)
from events.plan_zones import ZoneMark, zone_marks
from forum_portal.text import printable, sort_key

FOUND, HERE = "found", "here"
NEAR = 384, 288  # what is drawn around one booth: a phone shows that much; the css has it too
CROPPED = 52  # of that, what the narrowest phone leaves out on either side
BROAD = (
    560  # a wider plan loses its numbers where a phone shows the whole of it; the css has it too
)
BEFORE, TALL = 100, 480  # left of and above what was found, and the least height from there


@dataclass(frozen=True)
class Spot:
    """A booth as it is drawn; `kind` is one of the words above, or empty, and so is `id`."""

    id: str
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
class Plan:
    """A drawing in pixels; `hall` is the frame of the hall."""

    view_box: str
    width: str
    height: str
    hall: Rectangle
    zones: list[ZoneMark]
    spots: list[Spot]

    @property
    def is_broad(self) -> bool:
        return float(self.width) > BROAD


def build_plan(
    booths: Iterable[Any],
    width: Any = None,
    height: Any = None,
    *,
    kind_of: Callable[[Any], str] = lambda booth: "",
    url_of: Callable[[Any], str] = lambda booth: "",
    id_of: Callable[[Any], str] = lambda booth: "",
    is_large: bool = False,
) -> Plan | None:
    """Draw the booths that have a place; None where none has.

    `width` and `height` are those of the hall, or None: then it is as large as the booths need.
    `kind_of` says what a booth is marked as, `url_of` where it leads, `id_of` how links name it.
    A number that has no room is left out; `is_large` gives it more.
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
    pen = Pen(ground, boxes, hall, is_large=is_large)
    zones = zone_marks(placed, pen)
    paper, frame = pen.paper(any(each.label for each in zones))
    return Plan(
        view_box=" ".join(map(plain, paper)),
        width=plain(paper[2]),
        height=plain(paper[3]),
        hall=frame,
        zones=zones,
        spots=[
            spot_of(each, box, pen, kind_of(each), url_of(each), id_of(each))
            for each, box in placed
        ],
    )


def near_plan(plan: Plan) -> Plan | None:
    """Return what of a plan lies around its booth that is here; None where a phone shows it all."""
    here = next((each for each in plan.spots if each.kind == HERE), None)
    if here is None or float(plan.width) <= PHONE + 2 * (EDGE + 1):
        return None
    paper_left, paper_top, paper_width, paper_height = map(float, plan.view_box.split())
    wide, high = NEAR[0], min(NEAR[1], paper_height)
    left = min(float(here.middle_x) - wide / 2, paper_left + paper_width - wide + CROPPED)
    top = min(float(here.middle_y) - high / 2, paper_top + paper_height - high)
    return _part(plan, max(left, paper_left - CROPPED), max(top, paper_top), float(wide), high)


def found_plan(plan: Plan) -> Plan:
    """Return the part of a plan that begins shortly before what was found; all where nothing was.

    So it is in view without scrolling, where it all fits.
    """
    found = [each for each in plan.spots if each.kind == FOUND]
    if not found:
        return plan
    paper_left, paper_top, paper_width, paper_height = map(float, plan.view_box.split())
    left = max(min(float(each.x) for each in found) - BEFORE, paper_left)
    top = max(min(float(each.y) for each in found) - BEFORE, paper_top)
    right = max(float(each.x) + float(each.width) for each in found) + BEFORE
    bottom = max(float(each.y) + float(each.height) for each in found) + BEFORE
    right = min(max(right, left + COLUMN + 24), paper_left + paper_width)
    bottom = min(max(bottom, top + TALL), paper_top + paper_height)
    return _part(plan, left, top, right - left, bottom - top)


def _part(plan: Plan, left: float, top: float, wide: float, high: float) -> Plan:
    return replace(
        plan,
        view_box=" ".join(map(plain, (left, top, wide, high))),
        width=plain(wide),
        height=plain(high),
        spots=[each for each in plan.spots if _is_within(each, left, top, wide, high)],
    )


def _is_within(spot: Spot, left: float, top: float, wide: float, high: float) -> bool:
    x, y, width, height = (float(each) for each in (spot.x, spot.y, spot.width, spot.height))
    return left < x + width and x < left + wide and top < y + height and y < top + high


def in_order_of_numbers(booth: Any) -> tuple:
    """Return the key that puts booths by zone and number, A2 before A10, those without last."""
    parts = re.split(r"(\d+)", booth.number)
    number = [int(each) if each.isdecimal() else each.casefold() for each in parts]
    return (not booth.zone, _zone_key(booth.zone), not booth.number, number)


@lru_cache(1000)
def _zone_key(zone: str) -> str:
    return sort_key(zone)


def spot_of(booth: Any, box: Box, pen: Pen, kind: str, url: str, id: str) -> Spot:
    """Return a booth as it is drawn."""
    x, y, width, height = pen.corners(box)
    label, size = fitted(label_of(booth), width, height, pen.letter)
    return Spot(
        id=id,
        name=name_of(booth, kind),
        url=url,
        kind=kind,
        label=label,
        **dict(zip(("x", "y", "width", "height"), pen.rectangle(box), strict=True)),
        middle_x=plain(x + width / 2),
        middle_y=plain(y + height / 2),
        size=plain(size),
    )


def label_of(booth: Any) -> str:
    """Return what stands on a booth: its number, else its name."""
    return " ".join(printable(booth.number or booth.name).split())


def name_of(booth: Any, kind: str = "") -> str:
    """Return what a booth is called to who does not see the plan: "A12, Viettel, Khu A"."""
    words = [booth.number, booth.name, booth.zone, _("found") if kind == FOUND else ""]
    return ", ".join(each for each in words if each)


def fitted(label: str, width: float, height: float, largest: float = LETTER) -> tuple[str, float]:
    """Return a label and its height of letters, made smaller and then cut until it fits.

    The label is empty where letters that can be read have no room.
    """
    room = width - 6
    size = min(largest, height * 0.7, room / (CHARACTER * max(len(label), 1)))
    if size >= SMALLEST or not label:
        return label, size
    size = min(SMALLEST, height * 0.7)
    return (cut(label, int(room / (CHARACTER * size))) if size == SMALLEST else ""), size
