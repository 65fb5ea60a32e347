"""The tide staff: where the marks of a bounded figure stand on its rule.

Pure geometry. Positions are per cent of the rule's width, as strings with a decimal point, so that
a template prints them into SVG unchanged in every language. `partials/staff.html` draws them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext

NEWEST = "newest"
EARLIER = "earlier"
OTHER_SIDE_OF_BREAK = "other_side_of_break"
TARGET = "target"

TILE = "tile"
WIDE = "wide"

LEAST_GAP = Decimal(10)
EDGE = Decimal(3)
# Width of one character in per cent of the rule: in a tile, a wide staff, a wide staff on a phone.
CHARACTER = {TILE: Decimal("3.2"), WIDE: Decimal("1"), "phone": Decimal("3.6")}


@dataclass(frozen=True)
class Mark:
    """One reading. The labels are printed as they come; `kind` is one of the four above."""

    value: Decimal
    label_value: str
    label_period: str
    kind: str = EARLIER


@dataclass(frozen=True)
class Tick:
    """A graduation; its level is 3 at the ends and the middle, 2 and 1 for finer ones."""

    x: str
    level: int


@dataclass(frozen=True)
class PlacedMark:
    """A mark at `x` per cent; `roomy` labels have room on a large screen only."""

    x: str
    kind: str
    label_value: str
    label_period: str
    labelled: bool
    roomy: bool
    anchor: str


@dataclass(frozen=True)
class Staff:
    """A placed staff: `water` is where the newest mark stands (or None), `label` says it all."""

    size: str
    start_label: str
    end_label: str
    ticks: tuple[Tick, ...]
    marks: tuple[PlacedMark, ...]
    water: str | None
    label: str

    @property
    def tick_path(self) -> str:
        """All ticks as one SVG path in a 100 × 9 box."""
        length = {3: 9, 2: 6 if self.size == WIDE else 4, 1: 4}
        return "".join(f"M{tick.x} 0v{length[tick.level]}" for tick in self.ticks)


def build_staff(
    marks: Sequence[Mark],
    *,
    scale_min: Decimal | int,
    scale_max: Decimal | int,
    reverse: bool = False,
    size: str = TILE,
    start_label: str | None = None,
    end_label: str | None = None,
) -> Staff | None:
    """Place `marks`, oldest first, on the whole scale from `scale_min` to `scale_max`.

    With `reverse` (ranks) the highest number stands at the left and the first rank at the right.
    The end labels default to the numbers of the scale. None when there is nothing to place, the
    scale has no length, or a value lies outside it: then the figure is shown without a staff.
    """
    low, high = Decimal(scale_min), Decimal(scale_max)
    if not marks or low >= high or any(not low <= mark.value <= high for mark in marks):
        return None
    start, end = (high, low) if reverse else (low, high)
    start_label = _plain(start) if start_label is None else start_label
    end_label = _plain(end) if end_label is None else end_label
    places = [_place(mark.value, start, end) for mark in marks]
    newest = [place for mark, place in zip(marks, places, strict=True) if mark.kind == NEWEST]
    return Staff(
        size=size,
        start_label=start_label,
        end_label=end_label,
        ticks=_ticks(start, end, size),
        marks=_placed(marks, places, size),
        water=_plain(newest[-1]) if newest else None,
        label=_label(marks, start_label, end_label),
    )


def _place(value: Decimal, start: Decimal, end: Decimal) -> Decimal:
    return round(abs(value - start) * 100 / abs(end - start), 2)


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _placed(marks: Sequence[Mark], places: list[Decimal], size: str) -> tuple[PlacedMark, ...]:
    widths = [_label_length(mark, size) for mark in marks]
    large = _with_room(marks, places, [CHARACTER[size] * width for width in widths])
    small = _with_room(marks, places, [CHARACTER["phone"] * width for width in widths])
    return tuple(
        PlacedMark(
            x=_plain(place),
            kind=mark.kind,
            label_value=mark.label_value,
            label_period=mark.label_period,
            labelled=index in large,
            roomy=size == WIDE and index in large and index not in small,
            anchor=_anchor(place),
        )
        for index, (mark, place) in enumerate(zip(marks, places, strict=True))
    )


def _label_length(mark: Mark, size: str) -> int:
    """Letters of the longer line, plus one of space; a tile writes the period alone."""
    lines = [mark.label_period] if size == TILE else [mark.label_period, mark.label_value]
    return max(map(len, lines)) + 1


def _with_room(marks: Sequence[Mark], places: list[Decimal], widths: list[Decimal]) -> set[int]:
    """Choose whose label is shown: the newest, then backwards in time while there is room."""
    order = sorted(range(len(marks)), key=lambda index: (marks[index].kind != NEWEST, -index))
    shown: set[int] = set()
    for index in order:
        if all(
            abs(places[index] - places[other])
            >= max(LEAST_GAP, (widths[index] + widths[other]) / 2)
            for other in shown
        ):
            shown.add(index)
    return shown


def _anchor(place: Decimal) -> str:
    if place < EDGE:
        return "start"
    return "end" if place > 100 - EDGE else "middle"


@lru_cache(maxsize=256)
def _ticks(start: Decimal, end: Decimal, size: str) -> tuple[Tick, ...]:
    if start > end:
        return _rank_ticks(start, end, size)
    steps = 50 if size == WIDE else 10
    return tuple(
        Tick(_plain(Decimal(step * 100) / steps), _level(step, steps)) for step in range(steps + 1)
    )


def _level(step: int, steps: int) -> int:
    if step * 2 % steps == 0:
        return 3
    return 2 if step * 10 % steps == 0 else 1


def _rank_ticks(start: Decimal, end: Decimal, size: str) -> tuple[Tick, ...]:
    """A tick at both ends and every tenth place; a wide staff also has every single place."""
    ticks = []
    for rank in range(int(start), int(end) - 1, -1):
        at_end = rank in (start, end)
        if at_end or rank % 10 == 0 or size == WIDE:
            level = 3 if at_end else 2 if rank % 10 == 0 else 1
            ticks.append(Tick(_plain(_place(Decimal(rank), start, end)), level))
    return tuple(ticks)


def _label(marks: Sequence[Mark], start_label: str, end_label: str) -> str:
    scale = gettext("Scale from %(start)s to %(end)s.") % {"start": start_label, "end": end_label}
    return f"{scale} {'; '.join(_reading(mark) for mark in marks)}."


def _reading(mark: Mark) -> str:
    reading = f"{mark.label_period}: {mark.label_value}"
    remark = {
        NEWEST: gettext("newest"),
        OTHER_SIDE_OF_BREAK: gettext("before a break in the series"),
        TARGET: gettext("target"),
    }.get(mark.kind)
    return f"{reading} ({remark})" if remark else reading
