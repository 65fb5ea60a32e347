"""The floor plan of an exhibition: where its booths stand, drawn to one scale.

Pure geometry. What is drawn comes out as strings with a decimal point, so that a template prints it
into SVG unchanged in every language. `events/_plan.html` draws it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from events.plan_pen import (
    CHARACTER,
    EDGE,
    HEAD,
    LETTER,
    SMALLEST,
    Box,
    Pen,
    box_of,
    cut,
    ground_of,
    plain,
)
from events.plan_zones import ZoneMark, zone_marks
from forum_portal.text import printable, sort_key

FOUND, HERE = "found", "here"
# Widths, in rem, under which no number is shown: letters would be smaller than 12 pixels.
STEPS = (24, 32, 40, 48, 56, 64)


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
class Plan:
    """A drawing; numbers can be read where it is at least `legible_from` rem wide."""

    view_box: str
    width: str
    height: str
    hall: tuple[str, str, str, str]
    legible_from: int
    zones: list[ZoneMark]
    spots: list[Spot]


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
    spots = [spot_of(each, box, pen, kind_of(each), url_of(each)) for each, box in placed]
    sizes = [float(each.size) for each in spots if each.label] or [LETTER]
    return Plan(
        *pen.paper(HEAD if zones else EDGE),
        hall=pen.rectangle(hall) if hall else pen.rectangle(ground, around=EDGE - 2),
        legible_from=_step(pen.width * 12 / median(sizes) / 16),
        zones=zones,
        spots=spots,
    )


def in_order_of_numbers(booth: Any) -> tuple:
    """Return the key that puts booths by zone and number, A2 before A10, those without last."""
    parts = re.split(r"(\d+)", booth.number)
    number = [int(each) if each.isdecimal() else each.casefold() for each in parts]
    return (not booth.zone, _zone_key(booth.zone), not booth.number, number)


@lru_cache(1000)
def _zone_key(zone: str) -> str:
    return sort_key(zone)


def spot_of(booth: Any, box: Box, pen: Pen, kind: str, url: str) -> Spot:
    """Return a booth as it is drawn."""
    x, y, width, height = pen.corners(box)
    label, size = fitted(label_of(booth), width, height)
    return Spot(
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


def fitted(label: str, width: float, height: float) -> tuple[str, float]:
    """Return a label and its height of letters, made smaller and then cut until it fits."""
    room = width * 0.92
    size = min(LETTER, height * 0.7, room / (CHARACTER * max(len(label), 1)))
    if size >= SMALLEST or not label:
        return label, size
    size = min(LETTER * 0.7, height * 0.7)
    return cut(label, int(room / (CHARACTER * size))), size


def _step(rem: float) -> int:
    return next((each for each in STEPS if rem <= each), STEPS[-1])
