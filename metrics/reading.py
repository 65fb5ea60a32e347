"""Reads that pages share: what a page of figures needs, in a fixed number of queries."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from forum_portal.prepared import prepared
from metrics.clock import moment
from metrics.front import only_front
from metrics.models import Break, Citation, Indicator, Observation, Release
from metrics.references import figures_in_force
from metrics.versions import figure_key

MOST_BESIDE = 100  # other periods on the staff of one fact


@prepared
def indicator_with_kin(slug: str, as_of: datetime | None) -> QuerySet[Indicator]:
    """Return a public indicator with all that its page names.

    `predecessor_list` and `successor_list` hold slug, name and name_en of those that are public;
    `seen_at` is the moment up to which the page sees.
    """
    public = Indicator.objects.public(as_of)
    name = JSONObject(slug="slug", name="name", name_en="name_en")
    kin = {
        "predecessor_list": public.filter(successors=OuterRef("pk")),
        "successor_list": public.filter(predecessor=OuterRef("pk")),
    }
    return (
        public.filter(slug=slug)
        .select_related("pillar", "unit", "responsible")
        .annotate(
            seen_at=moment(as_of),
            **{each: ArraySubquery(records.values(json=name)) for each, records in kin.items()},
        )
    )


def versions_of(
    indicator: Indicator, as_of: datetime | None, limit: int
) -> tuple[list[Observation], bool]:
    """Return the public versions of an indicator's figures, and whether `limit` cut some off.

    The portal's own areas come first. A figure comes with all its versions or not at all: half of
    them would show an old value as the one in force.
    """
    found = _versions.parts(indicator.pk, as_of)[: limit + 1]
    if len(found) <= limit:
        return found, False
    cut = figure_key(found[-1])
    return [each for each in found if figure_key(each) != cut], True


@prepared
def _versions(indicator: int, as_of: datetime | None) -> QuerySet[Observation]:
    return (
        Observation.objects.public(as_of)
        .filter(indicator=indicator)
        .with_labels()
        .select_related("area__home")
        .order_by(
            F("area__home__position").asc(nulls_last=True),
            *("area_id", "-period_end", "period", "kind", "instrument_id", "pk"),
        )
    )


def fetch_citations(figures: Iterable[Observation], as_of: datetime | None) -> None:
    """Fetch `public_citations` of figures that are loaded already, the preferred one first."""
    listed = list(figures)
    found: dict[int, list[Citation]] = {figure.pk: [] for figure in listed}
    for citation in _citations(list(found), as_of) if found else []:
        found[citation.observation_id].append(citation)
    for figure in listed:
        figure.public_citations = found[figure.pk]


@prepared
def _citations(figures: list[int], as_of: datetime | None) -> QuerySet[Citation]:
    citations = Citation.objects.public(as_of).filter(observation__in=figures)
    return citations.preferred_first().select_related("source")


def seal_of(release: int) -> str:
    """Return the hash that vouches for a release; empty where it was never sealed."""
    found = _sealed.first(release)
    return getattr(found, "sealed_manifest", None) or ""


@prepared
def _sealed(release: int) -> QuerySet[Release]:
    return Release.objects.with_seal().filter(pk=release)


def published_since(indicator: Indicator, as_of: datetime) -> datetime | None:
    """Return when figures of an indicator were last published after a moment; None if never."""
    moments = Observation.objects.public().filter(
        indicator=indicator, release__published_at__gt=as_of
    )
    return moments.aggregate(last=Max("release__published_at"))["last"]


def breaks_of(figures: Iterable[Observation]) -> list[Break]:
    """Return the breaks of the indicators and areas of `figures`."""
    listed = list(figures)
    indicators = {figure.indicator_id for figure in listed}
    areas = {figure.area_id for figure in listed}
    return _breaks(list(indicators), list(areas)) if listed else []


@prepared
def _breaks(indicators: list[int], areas: list[int]) -> QuerySet[Break]:
    of_area = Q(indicator__isnull=True, area__in=areas)
    return Break.objects.filter(Q(indicator__in=indicators) | of_area).select_related("source")


def newest_figures(
    indicators: Iterable[Indicator], as_of: datetime | None
) -> dict[int, Observation]:
    """Return the figure that each indicator answers with, in one query; targets only without one.

    The portal's own areas come first, today's before earlier ones, and a range of years last.
    `sources_differ` tells whether a public citation says something else.
    """
    keys = [indicator.pk for indicator in indicators]
    return {figure.indicator_id: figure for figure in _newest(keys, as_of)}


@prepared
def _newest(indicators: list[int], as_of: datetime | None) -> QuerySet[Observation]:
    of_these = Q(indicator__in=indicators, value__isnull=False)
    return only_front(figures_in_force(as_of).filter(of_these))


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
    return _fact(indicator, area, period, as_of, kind, instrument)


@prepared
def _fact(
    indicator: str,
    area: str,
    period: str,
    as_of: datetime | None,
    kind: str,
    instrument: str | None,
) -> QuerySet[Observation]:
    plan = Q(instrument__slug=instrument) if instrument else Q(instrument__isnull=True)
    return (
        Observation.objects.public(as_of)
        .filter(plan, indicator__slug=indicator, area__code=area, period=period, kind=kind)
        .with_labels()
        .select_related("release__approver__organisation")
    )


def figures_beside(figure: Observation, as_of: datetime | None) -> list[Observation]:
    """Return the figures in force of the same indicator and area, targets too, with labels."""
    return _beside(figure.indicator_id, figure.area_id, figure.frequency, as_of)


@prepared
def _beside(
    indicator: int, area: int, frequency: str, as_of: datetime | None
) -> QuerySet[Observation]:
    return (
        Observation.objects.in_force(as_of)
        .filter(indicator=indicator, area=area)
        .filter(Q(frequency=frequency) | Q(kind=Observation.Kind.TARGET))
        .with_labels()
        .newest_first()[:MOST_BESIDE]
    )
