"""Which of an indicator's figures stands in front: on its page, in lists, in tiles and panels."""

from collections.abc import Iterable

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from metrics.models import Observation
from metrics.models.observation import ObservationQuerySet
from metrics.periods import Frequency

AWAY = 1000  # an area that is not the portal's own comes after those that are


def area_place(figure: Observation) -> int:
    """Return the place of a figure's area among the portal's own; needs `area__home`."""
    return figure.area.home.position if hasattr(figure.area, "home") else AWAY


def front_order(figure: Observation, place: int) -> tuple:
    """Order figures of one kind so that the one in front comes first; `place` ranks its area.

    A range of years sums up: it stands in front only where there is nothing else, whatever day it
    ends on. Of periods that end together the one of the indicator's own frequency goes first.
    """
    return (
        figure.frequency == Frequency.RANGE,
        place,
        -figure.period_end.toordinal(),
        figure.frequency != figure.indicator.frequency,
        -figure.period_start.toordinal(),
        figure.area_id,
    )


def headline(figures: Iterable[Observation]) -> Observation | None:
    """Return the figure that an indicator's page answers with: own areas first, the newest period.

    None where nothing has a value.
    """
    with_value = [each for each in figures if each.value is not None and not each.is_withdrawn]
    return min(with_value, key=lambda each: front_order(each, area_place(each)), default=None)


def only_front(figures: ObservationQuerySet) -> ObservationQuerySet:
    """Keep each indicator's figure in front, in the same order; a target where nothing else is."""
    return (
        figures.annotate(
            is_range=ExpressionWrapper(Q(frequency=Frequency.RANGE), BooleanField()),
            is_usual=ExpressionWrapper(Q(frequency=F("indicator__frequency")), BooleanField()),
        )
        .order_by(
            "indicator_id",
            "kind",  # observed before target
            "is_range",
            F("area__home__position").asc(nulls_last=True),
            "-period_end",
            "-is_usual",
            "-period_start",
            *("area_id", "pk"),
        )
        .distinct("indicator_id")
    )
