"""What a value may be, by its unit: a share lies within its ends, a rank is a whole number."""

from decimal import Decimal

from django.utils.translation import gettext as _

from forum_portal.numbers import format_number
from metrics.models import Unit


def out_of_bounds(value: Decimal | None, unit: Unit) -> str:
    """Return why `value` cannot be one of `unit`; empty when it can, or when there is none."""
    if value is None:
        return ""
    if unit.is_rank and (value < 1 or value != value.to_integral_value()):
        return _("A rank is a whole number from 1 on.")
    if unit.kind == Unit.Kind.COUNT and value < 0:
        return _("A count cannot lie below zero.")
    lowest, highest = ends(unit)
    if lowest is not None and value < lowest:
        return _("The value lies below %(bound)s, the lowest of its unit.") % _words(lowest)
    if highest is not None and value > highest:
        return _("The value lies above %(bound)s, the highest of its unit.") % _words(highest)
    return ""


def ends(unit: Unit) -> tuple[Decimal | None, Decimal | None]:
    """Return the ends of a unit; a share of which nothing else is said is one of a hundred."""
    if unit.is_share and unit.lowest is None and unit.highest is None:
        return Decimal(0), Decimal(100)
    return unit.lowest, unit.highest


def _words(bound: Decimal) -> dict[str, str]:
    return {"bound": format_number(bound)}
