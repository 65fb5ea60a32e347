"""The figures of one indicator as its pictures need them, in a fixed number of queries."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from metrics.asof import AsOf
from metrics.models import Break, Indicator, Observation
from metrics.reading import breaks_of, fetch_citations, indicator_with_kin, versions_of
from metrics.versions import current, in_order

MOST_VERSIONS = 240  # as many as the page draws from


@dataclass(frozen=True)
class IndicatorFigures:
    """What is in force at a moment: measured, aimed at, and where the series are broken."""

    indicator: Indicator
    figures: list[Observation]
    targets: list[Observation]
    breaks: list[Break]


def indicator_figures(slug: str, as_of: AsOf) -> IndicatorFigures:
    """Return the public figures of an indicator, citations fetched; a 404 without any."""
    indicator = as_of.found(
        indicator_with_kin.first(slug, as_of.moment),
        gettext_lazy("There is no indicator with published figures at this address."),
    )
    observations, _is_cut = versions_of(indicator, as_of.moment, MOST_VERSIONS)
    in_force = [each.observation for each in current(in_order(observations))]
    fetch_citations(in_force, as_of.moment)
    standing = [each for each in in_force if not each.is_withdrawn]
    return IndicatorFigures(
        indicator,
        [each for each in standing if each.kind == Observation.Kind.OBSERVED],
        [each for each in standing if each.kind == Observation.Kind.TARGET],
        breaks_of(in_force),
    )
