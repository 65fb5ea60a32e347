"""Unusual jumps: a figure further from the one before it than its indicator allows."""

from collections.abc import Iterable, Iterator

from metrics.change import barrier
from metrics.models import Break, Observation

SERIES = ("indicator_id", "area_id", "kind", "instrument_id", "frequency")


def jumps(figures: Iterable[Observation]) -> Iterator[Observation]:
    """Yield those of `figures`, all of one release, that jump further than `jump_threshold`.

    A jump is measured in the indicator's own unit, from the comparable figure of the period before,
    as it will stand once the release is public.
    """
    watched = [each for each in figures if each.indicator.jump_threshold is not None]
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


def _is_jump(before: Observation, figure: Observation) -> bool:
    threshold = figure.indicator.jump_threshold
    if figure.value is None or before.value is None or threshold is None:
        return False
    return abs(figure.value - before.value) > threshold
