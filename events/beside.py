"""Which booths stand beside one another on a floor plan."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from events.plan_pen import Box, box_of


def neighbours_of(booth: Any, booths: Iterable[Any]) -> list[tuple[str, Any]]:
    """Return the nearest booth to the left, right, above and below, where one stands near."""
    here = box_of(booth)
    if here is None:
        return []
    others = [(each, box) for each in booths if each.slug != booth.slug and (box := box_of(each))]
    near = 2 * max(here.width, here.height)
    found = []
    for words, gap in _DIRECTIONS:
        gaps = [(gap(here, box), each) for each, box in others]
        there = [(far, each) for far, each in gaps if far is not None and 0 <= far <= near]
        if there:
            found.append((str(words()), min(there, key=lambda pair: pair[0])[1]))
    return found


def _beside(here: Box, there: Box) -> bool:
    return here.y < there.bottom and there.y < here.bottom


def _in_line(here: Box, there: Box) -> bool:
    return here.x < there.right and there.x < here.right


_DIRECTIONS: list[tuple[Callable[[], str], Callable[[Box, Box], Decimal | None]]] = [
    (lambda: _("To the left"), lambda a, b: a.x - b.right if _beside(a, b) else None),
    (lambda: _("To the right"), lambda a, b: b.x - a.right if _beside(a, b) else None),
    (lambda: _("Above"), lambda a, b: a.y - b.bottom if _in_line(a, b) else None),
    (lambda: _("Below"), lambda a, b: b.y - a.bottom if _in_line(a, b) else None),
]
