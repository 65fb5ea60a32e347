"""What makes a figure doubtful on its own: its period, its area, its numerator and denominator."""

from datetime import date
from decimal import Decimal

from metrics.models import Area, Observation, Unit

HALF = Decimal("0.5")
BOUND_BELOW = (Observation.Comparator.GE, Observation.Comparator.GT)
BOUND_ABOVE = (Observation.Comparator.LE, Observation.Comparator.LT)


def is_ahead_of_time(figure: Observation, today: date) -> bool:
    """Tell whether something is said to be measured in a period that has not ended."""
    if figure.kind == Observation.Kind.TARGET or figure.value is None:
        return False
    return figure.period_end > today and figure.obs_status != Observation.Status.FORECAST


def lies_outside_its_area(figure: Observation) -> bool:
    """Tell whether the area had other borders in all of the figure's period.

    Such figures exist: an index of last year may be computed anew for a city that merged.
    """
    return not has_area(figure.area, figure.period_start, figure.period_end)


def has_area(area: Area, start: date, end: date) -> bool:
    """Tell whether the area had these borders on some day from `start` to `end`."""
    is_before = area.valid_from is not None and end < area.valid_from
    is_after = area.valid_to is not None and start > area.valid_to
    return not (is_before or is_after)


def counts_a_fraction(figure: Observation) -> bool:
    """Tell whether something that is counted one by one has a value that is no whole number.

    Millions of something may be counted in halves: their unit is a measure.
    """
    if figure.value is None or figure.indicator.unit.kind != Unit.Kind.COUNT:
        return False
    return figure.value != figure.value.to_integral_value()


def contradicts_its_parts(figure: Observation) -> bool:
    """Tell whether a share differs from its numerator by its denominator by more than rounding.

    The last decimal of the value as it was entered says how far it was rounded. A value that is
    only a bound must be one, and what is about right says nothing. A numerator above the whole is
    another fault.
    """
    if figure.value is None or figure.numerator is None or not figure.denominator:
        return False
    if figure.numerator > figure.denominator:
        return False
    unit = figure.indicator.unit
    if not unit.is_share or figure.comparator == Observation.Comparator.APPROX:
        return False
    difference = figure.value - figure.numerator / figure.denominator * _whole(unit)
    if figure.comparator in BOUND_BELOW:
        difference = max(difference, Decimal(0))
    elif figure.comparator in BOUND_ABOVE:
        difference = min(difference, Decimal(0))
    return abs(difference) > HALF * _last_digit(figure.value)


def _whole(unit: Unit) -> Decimal:
    """Return how a unit of shares writes the whole: 1, 100 or, with ‰, 1000."""
    if unit.highest == 1:
        return Decimal(1)
    return Decimal(1000) if unit.symbol == "‰" else Decimal(100)


def _last_digit(value: Decimal) -> Decimal:
    """Return what one more in the last decimal means: 0.1 for 90.7, 1 for 90 and 1E+2."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)
