"""The figures of a panel: those of each indicator, the one in front first, and the targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.front import area_place, front_order
from metrics.models import Indicator, Observation, Panel


@dataclass(frozen=True)
class Contents:
    """A panel's figures: by indicator in the panel's order, the one to show in front."""

    observed: list[list[Observation]]
    targets: list[Observation]

    @property
    def newest(self) -> list[Observation]:
        return [series[0] for series in self.observed]

    @property
    def indicators(self) -> dict[int, Indicator]:
        """The indicators that have any figure, by key."""
        figures = [*self.newest, *self.targets]
        return {figure.indicator_id: figure.indicator for figure in figures}


def contents(panel: Panel, figures: Mapping[int, Sequence[Observation]]) -> Contents:
    """Sort the figures of a panel's indicators; an indicator without any is left out.

    `indicator_ids` and `area_ids` are annotated. The panel's areas come in its own order.
    """
    observed, targets = [], []
    for key in panel.indicator_ids:  # type: ignore[attr-defined]
        own = figures.get(key, ())
        targets += [each for each in own if each.kind == Observation.Kind.TARGET]
        series = [
            each
            for each in own
            if each.kind == Observation.Kind.OBSERVED and each.value is not None
        ]
        if series:
            observed.append(sorted(series, key=lambda each: _order(each, panel)))
    return Contents(observed, targets)


def _order(figure: Observation, panel: Panel) -> tuple:
    order: list[int] = panel.area_ids  # type: ignore[attr-defined]
    own = figure.area_id in order
    place = order.index(figure.area_id) if own else len(order) + area_place(figure)
    return front_order(figure, place)
