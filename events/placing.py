"""Where a booth may stand and which number it may have, in sentences for who enters it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from events.plan_pen import Box, box_of
from forum_portal.numbers import format_number
from forum_portal.text import fold

SIDES = ("x", "y", "width", "height")
MOST = 100_000  # of any side: in millimetres, a hall of 100 m
TIMES = 1000  # that a booth may be smaller than how far its place reaches


def place_errors(place: Mapping[str, Decimal | None], exhibition: Any) -> dict[str, str]:
    """Return what is wrong with a place, by field; nothing for no place at all.

    `place` holds the four sides that could be read; one that is left out has its error already.
    """
    if all(each is None for each in place.values()):
        return {}
    errors = {name: wrong for name, side in place.items() if (wrong := _side_error(name, side))}
    if errors or len(place) < len(SIDES):
        return errors
    return _off_the_plan(Box(*(place[name] for name in SIDES)), exhibition)  # type: ignore[arg-type]


def _side_error(name: str, side: Decimal | None) -> str:
    if side is None:
        return _("Give all four numbers of the position, or none.")
    if name in ("x", "y"):
        return _("Type zero or more.") if side < 0 else _too_far(side)
    return _("Type a number above zero.") if side <= 0 else _too_far(side)


def _too_far(side: Decimal) -> str:
    if side <= MOST:
        return ""
    return _("Type a number up to %(most)s.") % {"most": format_number(Decimal(MOST))}


def _off_the_plan(box: Box, exhibition: Any) -> dict[str, str]:
    errors = _out_of_sight(box)
    if errors:
        return errors
    wide, high = exhibition.plan_width, exhibition.plan_height
    if wide is not None and box.right > wide:
        field = "x" if box.x >= wide else "width"
        errors[field] = _(
            "Off the plan: the booth would end %(end)s from the left, the plan is %(size)s wide."
        ) % {"end": format_number(box.right), "size": format_number(wide)}
    if high is not None and box.bottom > high:
        field = "y" if box.y >= high else "height"
        errors[field] = _(
            "Off the plan: the booth would end %(end)s from the top, the plan is %(size)s high."
        ) % {"end": format_number(box.bottom), "size": format_number(high)}
    return errors


def _out_of_sight(box: Box) -> dict[str, str]:
    """Refuse a place on whose plan nobody would see the booth."""
    if max(box.right, box.bottom) <= TIMES * min(box.width, box.height):
        return {}
    sides = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    field = max(sides, key=lambda name: sides[name])
    return {field: _("On a plan that reaches there, nobody would see the booth: see this number.")}


def plan_errors(width: Decimal | None, height: Decimal | None, booths: Iterable[Any]) -> dict:
    """Return what is wrong with the size of a plan, by field; `booths` are those that it holds."""
    if width is None and height is None:
        return {}
    given = {"plan_width": width, "plan_height": height}
    errors = {name: wrong for name, size in given.items() if (wrong := _size_error(size))}
    if errors:
        return errors
    placed = [(each, box) for each in booths if (box := box_of(each))]
    ends = {
        "plan_width": max(((box.right, each) for each, box in placed), key=_first, default=None),
        "plan_height": max(((box.bottom, each) for each, box in placed), key=_first, default=None),
    }
    for name, last in ends.items():
        if last and last[0] > given[name]:  # type: ignore[operator]
            errors[name] = _("Booth %(booth)s would lie off the plan: it ends at %(end)s.") % {
                "booth": called(last[1]),
                "end": format_number(last[0]),
            }
    return errors


def _size_error(size: Decimal | None) -> str:
    if size is None:
        return _("Give the plan both a width and a height, or neither.")
    return _("Type a number above zero.") if size <= 0 else _too_far(size)


def by_number(booths: Iterable[Any]) -> dict[str, Any]:
    """Return booths by their numbers as people compare them."""
    return {as_sought(each.number): each for each in booths}


def number_taken(number: str, others: Mapping[str, Any]) -> str:
    """Return why a booth may not have this number; empty if none of `others` has it.

    An edition numbers its booths once, whichever the exhibition. The database has the same rule.
    """
    booth = others.get(as_sought(number))
    if not booth or not as_sought(number):
        return ""
    return _("Booth “%(booth)s” of “%(exhibition)s” has the number %(number)s.") % {
        "booth": booth.name,
        "exhibition": booth.exhibition.title,
        "number": booth.number,
    }


def as_sought(number: str) -> str:
    """Return a number as people compare it: "a 1" is A1 to who looks for it."""
    return fold(number).replace(" ", "")


def overlapping(booth: Any, others: Iterable[Any]) -> list[Any]:
    """Return those of `others` that stand on the same ground as a booth."""
    here = box_of(booth)
    if here is None:
        return []
    return [each for each in others if (box := box_of(each)) and here.overlaps(box)]


def overlap_warning(booths: Iterable[Any]) -> str:
    """Return the sentence that names the booths on the same ground; empty for none."""
    names = ", ".join(called(each) for each in booths)
    return _("It stands on the same ground as: %(booths)s.") % {"booths": names} if names else ""


def overlap_warnings(placed: Iterable[Any], booths: Iterable[Any]) -> list[str]:
    """Return a sentence for each of `placed` that stands on the ground of others of `booths`."""
    listed = list(booths)
    found = ((each, overlapping(each, [one for one in listed if one != each])) for each in placed)
    return [
        _("Booth %(booth)s stands on the same ground as: %(others)s.")
        % {"booth": called(each), "others": ", ".join(map(called, others))}
        for each, others in found
        if others
    ]


def called(booth: Any) -> str:
    """Return how colleagues call a booth: "A12 (Viettel)"."""
    return f"{booth.number} ({booth.name})" if booth.number else booth.name


def _first(pair: tuple) -> Any:
    return pair[0]
