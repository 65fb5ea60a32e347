"""Figures that texts refer to: `{{so: <indicator code> <period> [<area code>]}}`.

No number is typed into a text: it names the fact, and the page shows the fact as it stands. Without
an area the portal's own one is meant.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from forum_portal.prepared import prepared
from metrics.models import Citation, Observation
from metrics.models.observation import ObservationQuerySet
from metrics.periods import Period

REFERENCE = re.compile(
    r"\{\{\s*so:\s*(?P<indicator>[\w-]+)\s+(?P<period>[\w/-]+)(?:\s+(?P<area>[\w-]+))?\s*\}\}"
)


Key = tuple[str, str, str | None]


@dataclass(frozen=True)
class Reference:
    """The key of a figure as a text writes it; `area` is empty for the portal's own."""

    indicator: str
    period: str
    area: str = ""

    @property
    def key(self) -> "Key":
        """The same for a query; the area is None for the portal's own."""
        return self.indicator, self.period, self.area or None

    def __str__(self) -> str:
        """Return the reference as a text writes it."""
        return f"{{{{so: {' '.join(part for part in vars(self).values() if part)}}}}}"

    @classmethod
    def from_match(cls, match: re.Match) -> "Reference":
        """Return the reference that `REFERENCE` matched, its period in the stored spelling."""
        return cls(match["indicator"], _stored_spelling(match["period"]), match["area"] or "")


def _stored_spelling(period: str) -> str:
    try:
        return Period.parse(period).code
    except ValueError:
        return period  # resolves to nothing, and the page says so


def find_references(text: str) -> list[Reference]:
    """Return the references of `text` in its order, each once."""
    return list(dict.fromkeys(map(Reference.from_match, REFERENCE.finditer(text))))


def in_braces(text: str) -> list[str]:
    """Return everything in `text` that stands in two braces, written well or not."""
    return [f"{{{{{part.partition('}}')[0]}}}}}" for part in text.split("{{")[1:]]


def named_by(keys: Iterable[Key]) -> Q:
    """Return the condition that keeps the figures which references with these keys may mean."""
    return reduce(or_, map(_condition, keys), Q(pk__in=[]))


def _condition(key: Key) -> Q:
    indicator, period, area = key
    place = Q(area__code=area) if area else Q(area__home__isnull=False)
    return place & Q(indicator__code=indicator, period=period)


def figures_in_force(as_of: datetime | None = None) -> ObservationQuerySet:
    """Return the figures that a text may show, with what `match` and the renderer need.

    `sources_differ` tells whether a public citation says something else.
    """
    return figures_told(as_of).exclude(obs_status=Observation.Status.WITHDRAWN)


def figures_told(as_of: datetime | None = None) -> ObservationQuerySet:
    """Return the same and those that were withdrawn: a text that names one says so."""
    disagreeing = Citation.objects.public(as_of).filter(
        observation=OuterRef("pk"), stance=Citation.Stance.DISAGREES
    )
    figures = Observation.objects.current(as_of).with_labels().select_related("area__home")
    return figures.annotate(sources_differ=Exists(disagreeing))


def match(
    references: Iterable[Reference], figures: Iterable[Observation]
) -> dict[Reference, Observation]:
    """Return the figure of each reference; one that names no observed figure is left out.

    A withdrawn one stands for a reference that nothing in force answers to.
    """
    candidates: dict[tuple[str, str], list[Observation]] = {}
    for figure in figures:
        if figure.kind == Observation.Kind.OBSERVED:
            candidates.setdefault((figure.indicator.code, figure.period), []).append(figure)
    found = {
        reference: _choose(reference, candidates.get((reference.indicator, reference.period), []))
        for reference in references
    }
    return {reference: figure for reference, figure in found.items() if figure}


def _choose(reference: Reference, figures: list[Observation]) -> Observation | None:
    if reference.area:
        return next((figure for figure in figures if figure.area.code == reference.area), None)
    own = [figure for figure in figures if is_own(figure)]
    return min(own, key=lambda each: (each.is_withdrawn, *_distance_from_home(each)), default=None)


def is_own(figure: Observation) -> bool:
    """Tell whether a figure is about an area that the portal speaks for."""
    return hasattr(figure.area, "home")


def own_candidates(references: Iterable[Reference]) -> dict[Reference, list[Observation]]:
    """Return the public figures that each reference without an area may mean, in one query."""
    asked = list(dict.fromkeys(references))
    figures = list(figures_in_force().filter(named_by(each.key for each in asked)))
    return {each: own_among(figures, each) for each in asked}


def own_among(figures: Iterable[Observation], reference: Reference) -> list[Observation]:
    """Return those of `figures` that a reference means when no area is written in it."""
    place = reference.indicator, reference.period, Observation.Kind.OBSERVED
    own = [each for each in figures if is_own(each)]
    return [each for each in own if (each.indicator.code, each.period, each.kind) == place]


def _distance_from_home(figure: Observation) -> tuple[bool, int]:
    """Put the area in whose borders the period ended first, then today's area."""
    area, day = figure.area, figure.period_end
    stands = (area.valid_from is None or area.valid_from <= day) and (
        area.valid_to is None or day <= area.valid_to
    )
    return not stands, area.home.position


def resolve(text: str, as_of: datetime | None = None) -> dict[Reference, Observation]:
    """Return the figures that `text` refers to, by reference, in one query at most.

    Withdrawn ones are among them: readers are told that there was a figure, not which.
    """
    references = find_references(text)
    if not references:
        return {}
    return match(references, _figures_named([each.key for each in references], as_of))


@prepared
def _figures_named(keys: list[Key], as_of: datetime | None) -> ObservationQuerySet:
    return figures_told(as_of).filter(named_by(keys))
