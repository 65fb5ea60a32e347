"""Unusual jumps: a figure further from the one before it than its indicator or its unit allows."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from metrics.bounds import ends
from metrics.change import barrier
from metrics.models import Break, Observation, Unit

SERIES = ("indicator_id", "area_id", "kind", "instrument_id", "frequency")
# How far is usual where the indicator names no threshold: of what has a scale, this part of it;
# of ranks, so many places; of all else, up to this many times as much, or as little.
USUAL_PART = Decimal("0.2")
USUAL_PLACES = Decimal(10)
USUAL_RATIO = 2


def jumps(figures: Iterable[Observation]) -> Iterator[Observation]:
    """Yield those of `figures`, all of one release, that jump further than is usual.

    A jump is measured from the comparable figure of the period before, as it will stand once the
    release is public: by the indicator's `jump_threshold`, in its own unit, or by what is usual for
    the unit. A target may be far from the one before, unless the indicator says how far.
    """
    watched = [each for each in figures if _is_watched(each)]
    if not watched:
        return
    lines = _lines(watched)
    breaks = list(Break.objects.all())
    for figure in watched:
        line = lines.get(_series(figure), [])
        earlier = [each for each in line if each.period_end < figure.period_end]
        before = max(earlier, key=lambda each: each.period_end, default=None)
        if before and not barrier(before, figure, breaks) and _is_jump(before, figure):
            yield figure


def _lines(watched: list[Observation]) -> dict[tuple, list[Observation]]:
    """Return the figures with a value of each series, those of the release in place of public."""
    public = Observation.objects.in_force().with_labels()
    public = public.filter(indicator__in={each.indicator_id for each in watched})
    newest = {(_series(each), each.period): each for each in (*public, *watched)}
    lines: dict[tuple, list[Observation]] = {}
    for (series, _period), figure in newest.items():
        if figure.value is not None:
            lines.setdefault(series, []).append(figure)
    return lines


def _series(figure: Observation) -> tuple:
    return tuple(getattr(figure, name) for name in SERIES)


def _is_watched(figure: Observation) -> bool:
    is_observed = figure.kind == Observation.Kind.OBSERVED
    return is_observed or figure.indicator.jump_threshold is not None


def _is_jump(before: Observation, figure: Observation) -> bool:
    if figure.value is None or before.value is None:
        return False
    threshold = figure.indicator.jump_threshold
    if threshold is None:
        threshold = _usual(figure.indicator.unit)
    if threshold is not None:
        return abs(figure.value - before.value) > threshold
    low, high = sorted([abs(before.value), abs(figure.value)])
    return before.value != 0 and high > USUAL_RATIO * low


def _usual(unit: Unit) -> Decimal | None:
    """Return the largest usual change of a unit; None where only the ratio tells."""
    if unit.is_rank:
        return USUAL_PLACES
    lowest, highest = ends(unit)
    if unit.kind not in (Unit.Kind.SHARE, Unit.Kind.INDEX) or lowest is None or highest is None:
        return None
    return USUAL_PART * (highest - lowest)
