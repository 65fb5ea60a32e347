"""Reads that pages share: what a page of figures needs, in a fixed number of queries."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import JSONObject

from metrics.clock import moment
from metrics.front import only_front
from metrics.models import Break, Indicator, Observation
from metrics.references import figures_in_force
from metrics.versions import figure_key

MOST_BESIDE = 100  # other periods on the staff of one fact


def indicator_with_kin(as_of: datetime | None) -> QuerySet[Indicator]:
    """Return public indicators with all that their page names.

    `predecessor_list` and `successor_list` hold slug, name and name_en of those that are public;
    `seen_at` is the moment up to which the page sees.
    """
    public = Indicator.objects.public(as_of)
    name = JSONObject(slug="slug", name="name", name_en="name_en")
    return public.select_related("pillar", "unit", "responsible").annotate(
        predecessor_list=ArraySubquery(public.filter(successors=OuterRef("pk")).values(json=name)),
        successor_list=ArraySubquery(public.filter(predecessor=OuterRef("pk")).values(json=name)),
        seen_at=moment(as_of),
    )


def versions_of(
    indicator: Indicator, as_of: datetime | None, limit: int
) -> tuple[list[Observation], bool]:
    """Return the public versions of an indicator's figures, and whether `limit` cut some off.

    The portal's own areas come first. A figure comes with all its versions or not at all: half of
    them would show an old value as the one in force.
    """
    versions = (
        Observation.objects.public(as_of)
        .filter(indicator=indicator)
        .with_labels()
        .select_related("area__home")
        .order_by(
            F("area__home__position").asc(nulls_last=True),
            *("area_id", "-period_end", "period", "kind", "instrument_id", "pk"),
        )
    )
    found = list(versions[: limit + 1])
    if len(found) <= limit:
        return found, False
    cut = figure_key(found[-1])
    return [each for each in found if figure_key(each) != cut], True


def fetch_citations(figures: Iterable[Observation], as_of: datetime | None) -> None:
    """Fetch `public_citations` of figures that are loaded already, the preferred one first."""
    lookup = Observation.objects.with_citations(as_of)._prefetch_related_lookups
    prefetch_related_objects(list(figures), *lookup)


def breaks_of(figures: Iterable[Observation]) -> list[Break]:
    """Return the breaks of the indicators and areas of `figures`."""
    listed = list(figures)
    if not listed:
        return []
    indicators = {figure.indicator_id for figure in listed}
    areas = {figure.area_id for figure in listed}
    return list(
        Break.objects.filter(
            Q(indicator__in=indicators) | Q(indicator__isnull=True, area__in=areas)
        ).select_related("source")
    )


def newest_figures(
    indicators: Iterable[Indicator], as_of: datetime | None
) -> dict[int, Observation]:
    """Return the figure that each indicator answers with, in one query; targets only without one.

    The portal's own areas come first, today's before earlier ones, and a range of years last.
    `sources_differ` tells whether a public citation says something else.
    """
    of_these = Q(indicator__in=[indicator.pk for indicator in indicators], value__isnull=False)
    figures = only_front(figures_in_force(as_of).filter(of_these))
    return {figure.indicator_id: figure for figure in figures}


def fact_versions(
    indicator: str,
    area: str,
    period: str,
    as_of: datetime | None,
    *,
    kind: str,
    instrument: str | None,
) -> list[Observation]:
    """Return the public versions of one figure, by slug, code, period and the plan of a target.

    Who approved each is fetched, too.
    """
    plan = Q(instrument__slug=instrument) if instrument else Q(instrument__isnull=True)
    return list(
        Observation.objects.public(as_of)
        .filter(plan, indicator__slug=indicator, area__code=area, period=period, kind=kind)
        .with_labels()
        .select_related("release__approver__organisation")
    )


def figures_beside(figure: Observation, as_of: datetime | None) -> list[Observation]:
    """Return the figures in force of the same indicator and area, targets too, with labels."""
    return list(
        Observation.objects.in_force(as_of)
        .filter(indicator=figure.indicator_id, area=figure.area_id)
        .filter(Q(frequency=figure.frequency) | Q(kind=Observation.Kind.TARGET))
        .with_labels()
        .newest_first()[:MOST_BESIDE]
    )
