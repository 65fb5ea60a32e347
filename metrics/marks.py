"""The staff of a figure: which other figures are marks on its rule, and between which ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from forum_portal.numbers import format_number
from metrics.change import break_between
from metrics.models import Break, Observation
from metrics.staff import (
    EARLIER,
    NEWEST,
    OTHER_SIDE_OF_BREAK,
    TARGET,
    TILE,
    WIDE,
    Mark,
    Staff,
    build_staff,
)
from metrics.wording import qualifier, with_symbol


@dataclass(frozen=True)
class Scale:
    """The ends of a rule; a rank's runs from the last place to the first."""

    lowest: Decimal
    highest: Decimal
    reverse: bool = False

    def holds(self, value: Decimal | None) -> bool:
        return value is not None and self.lowest <= value <= self.highest


def scale_of(observation: Observation) -> Scale | None:
    """Return the whole scale that a figure stands on; None for a count or an open measure."""
    unit = observation.indicator.unit
    if unit.is_rank:
        return Scale(Decimal(1), Decimal(observation.out_of), True) if observation.out_of else None
    if unit.is_share:
        lowest = Decimal(0) if unit.lowest is None else unit.lowest
        highest = Decimal(100) if unit.highest is None else unit.highest
        return Scale(lowest, highest)
    if unit.lowest is not None and unit.highest is not None:
        return Scale(unit.lowest, unit.highest)
    return None


def staff_of(
    newest: Observation,
    others: Iterable[Observation],
    breaks: Sequence[Break],
    *,
    targets: Iterable[Observation] = (),
    size: str = TILE,
) -> Staff | None:
    """Return the staff of `newest` with those of `others` that share its area, frequency and scale.

    `others` may hold later figures too, for the staff of an older fact.
    """
    scale = scale_of(newest)
    if scale is None or newest.value is None:
        return None
    fellows = sorted(
        (each for each in others if _stands_beside(each, newest, scale)),
        key=lambda each: each.period_end,
    )
    marks = [_mark(each, _side(each, newest, breaks)) for each in fellows]
    marks += [_mark(each, TARGET) for each in targets if scale.holds(each.value)]
    marks.append(_mark(newest, NEWEST))
    symbol = newest.indicator.unit.symbol
    end = with_symbol(format_number(scale.highest), newest.indicator.unit)
    return build_staff(
        marks,
        scale_min=scale.lowest,
        scale_max=scale.highest,
        reverse=scale.reverse,
        size=size,
        end_label=end if size == WIDE and symbol and not scale.reverse else None,
    )


def no_scale_reason(observation: Observation) -> str:
    """Return why there is no staff under a figure; empty for a count, whose reason is usual."""
    unit = observation.indicator.unit
    if unit.is_rank:
        return _("The source does not say how many were ranked")
    if unit.kind == unit.Kind.COUNT:
        return ""
    return _("A measure without fixed ends has no scale to set a mark on")


def _stands_beside(other: Observation, newest: Observation, scale: Scale) -> bool:
    same = ("area_id", "frequency", "kind")
    return (
        other.pk != newest.pk
        and all(getattr(other, name) == getattr(newest, name) for name in same)
        and other.period != newest.period
        and scale.holds(other.value)
        and (not scale.reverse or other.out_of == newest.out_of)
    )


def _side(other: Observation, newest: Observation, breaks: Sequence[Break]) -> str:
    older, newer = sorted((other, newest), key=lambda each: each.period_start)
    return OTHER_SIDE_OF_BREAK if break_between(older, newer, breaks) else EARLIER


def _mark(observation: Observation, kind: str) -> Mark:
    assert observation.value is not None
    number = with_symbol(format_number(observation.value), observation.indicator.unit)
    words = [qualifier(observation), number]
    return Mark(observation.value, " ".join(filter(None, words)), observation.when.short, kind)
