"""Reads that pages share: what a page of figures needs, in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce, JSONObject, NullIf

from forum_portal.prepared import prepared
from metrics.clock import moment
from metrics.front import only_front
from metrics.models import Area, Break, Citation, Indicator, Observation, Release
from metrics.periods import Frequency
from metrics.references import figures_told
from metrics.series import (
    BUT_RANGES,
    MOST_OF_SERIES,
    NONE,
    among,
    areas_of,
    in_each_area,
    joined,
    keys_for_each,
    newest_keys,
    newest_of_each,
    newest_targets,
    own_areas_first,
)
from metrics.versions import figure_key

MOST_BESIDE = 50  # periods before a fact, and as many after it, on its staff


@prepared
def indicator_with_kin(slug: str, as_of: datetime | None) -> QuerySet[Indicator]:
    """Return a public indicator with its kin; see `with_kin`."""
    return with_kin(slug, as_of)


def with_kin(slug: str, as_of: datetime | None) -> QuerySet[Indicator]:
    """Return the query of a public indicator with the indicators that its page names.

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
    """Return the public versions of at most `limit` figures of an indicator; whether some are cut.

    They are the newest of each series, the portal's own areas first. A figure comes with all its
    versions: half of them would show an old value as the one in force.
    """
    usual, most = Frequency(indicator.frequency), Most(MOST_OF_SERIES, limit)
    found = _versions(indicator.pk, usual, most, as_of)
    in_series: Counter = Counter()
    kept: dict[tuple, bool] = {}
    for each in found:
        key, series = figure_key(each), (each.area_id, each.kind, each.frequency)
        if key not in kept:
            in_series[series] += 1
            kept[key] = in_series[series] <= most.of_series and sum(kept.values()) < most.of_all
    return [each for each in found if kept[figure_key(each)]], not all(kept.values())


@dataclass(frozen=True)
class Most:
    """How many figures are read of a series, and in all."""

    of_series: int
    of_all: int


@prepared
def _versions(
    indicator: int, usual: Frequency, most: Most, as_of: datetime | None
) -> QuerySet[Observation]:
    """Return the versions of the newest figures, of one more than is shown: it tells of a cut."""
    figures = Observation.objects.current_in_order(as_of).filter(
        indicator=indicator, area=OuterRef("pk")
    )
    order = sorted(Frequency, key=lambda each: each != usual)
    enough = most.of_series + 1
    keys = joined([newest_targets(figures, enough), newest_of_each(figures, enough, order)])
    areas = own_areas_first(areas_of(indicator))
    newest = Observation.objects.filter(among(keys_for_each(areas, keys)[: most.of_all + 1]))
    versions = Observation.objects.public(as_of).same_figure_as_outer()
    is_usual = ExpressionWrapper(Q(frequency=usual.value), BooleanField())
    return (
        Observation.objects.filter(
            among(keys_for_each(newest, ArraySubquery(versions.values("pk"))))
        )
        .with_labels()
        .select_related("area__home")
        .order_by(
            *(F("area__home__position").asc(nulls_last=True), "area_id", F("kind").desc()),
            *(is_usual.desc(), "frequency", "-period_end", "period", "instrument_id", "pk"),
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
    asked = Indicator.objects.filter(pk__in=indicators).order_by()
    indicator = OuterRef(OuterRef("pk"))
    figures = Observation.objects.in_force_in_order(as_of).filter(
        indicator=indicator, area=OuterRef("pk"), value__isnull=False
    )
    # What stands in front of all others, where it is there: a figure of an own area.
    at_home = in_each_area(Area.objects.home(), newest_of_each(figures, 1, BUT_RANGES))
    each = joined([newest_of_each(figures, 1), newest_targets(figures, 1)])
    anywhere = in_each_area(areas_of(indicator), each)
    keys = keys_for_each(asked, Coalesce(NullIf(at_home, NONE), anywhere))
    return only_front(figures_told(as_of).filter(among(keys)))


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
    """Return the figures in force of the same indicator and area, targets too, with labels.

    Of a long series those of the periods around it.
    """
    series = figure.indicator_id, figure.area_id, figure.frequency
    return _beside(*series, figure.period_end, as_of)


@prepared
def _beside(
    indicator: int, area: int, frequency: str, end: date, as_of: datetime | None
) -> QuerySet[Observation]:
    of_these = Observation.objects.in_force_in_order(as_of).filter(indicator=indicator, area=area)
    series = of_these.observed().filter(frequency=frequency)
    later = series.filter(period_end__gte=end).order_by("period_end")
    keys = joined(
        [
            newest_keys(series.filter(period_end__lt=end), MOST_BESIDE),
            ArraySubquery(later.values("pk")[:MOST_BESIDE]),
            newest_targets(of_these, MOST_BESIDE),
        ]
    )
    shown = keys_for_each(Indicator.objects.filter(pk=indicator).order_by(), keys)
    return Observation.objects.filter(among(shown)).with_labels().newest_first()
