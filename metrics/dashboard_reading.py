"""Reads for dashboards, in a fixed number of queries whatever stands on one."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from forum_portal.prepared import prepared
from forum_portal.words import localized
from metrics.dashboard_filter import OPEN, Span
from metrics.models import Area, Dashboard, Indicator, Observation, Panel, PanelIndicator
from metrics.models.observation import ObservationQuerySet
from metrics.periods import Period
from metrics.references import Key, Reference, figures_told, find_references, named_by
from metrics.series import (
    MOST_IN_PANEL,
    YEAR,
    IsAmong,
    in_each_area,
    joined,
    keys_for_each,
    newest_within,
)

MOST_FIGURES = 1000


def panels_of(dashboard: Dashboard, as_of: datetime | None) -> list[Panel]:
    """Return the panels that readers see, in order.

    Each has its `indicator_ids` and `area_ids` in order; `public_names` are those of public
    indicators.
    """
    return shown_of(_panels(dashboard.pk, as_of))


def shown_of(panels: Iterable[Any]) -> list[Panel]:
    """Return the panels that readers see, with `number` counting them; needs `public_names`.

    A panel without any is left out, unless it is a text: neither a heading nor an empty place gives
    a draft away.
    """
    shown = [each for each in panels if each.kind == Panel.Kind.TEXT or each.public_names]
    for number, panel in enumerate(shown, start=1):
        panel.number = number
    return shown


def with_public_names(panels: Sequence[Any]) -> Sequence[Any]:
    """Give panels that were not read the `public_names` of their `indicator_ids`."""
    keys = {key for panel in panels for key in panel.indicator_ids}
    public = Indicator.objects.public().filter(pk__in=keys)
    names = {each.pop("pk"): each for each in public.values("pk", "name", "name_en")}
    for panel in panels:
        panel.public_names = [names[key] for key in panel.indicator_ids if key in names]
    return panels


@prepared
def listed_dashboards() -> QuerySet[Dashboard]:
    """Return the dashboards that have a place in the list."""
    return Dashboard.objects.in_list()


@prepared
def published_dashboard(slug: str) -> QuerySet[Dashboard]:
    """Return the dashboard at an address."""
    return Dashboard.objects.published().filter(slug=slug)


@prepared
def _panels(dashboard: int, as_of: datetime | None) -> QuerySet[Panel]:
    return (
        Panel.objects.filter(dashboard=dashboard)
        .order_by("position", "pk")
        .annotate(
            indicator_ids=indicator_keys(),
            area_ids=area_keys(),
            public_names=_public_names(as_of),
        )
    )


def _public_names(as_of: datetime | None) -> ArraySubquery:
    places = PanelIndicator.objects.filter(
        panel=OuterRef("pk"), indicator__in=Indicator.objects.public(as_of)
    )
    name = JSONObject(name="indicator__name", name_en="indicator__name_en")
    return ArraySubquery(places.order_by("position", "pk").values(json=name))


def indicator_keys() -> ArraySubquery:
    """Return the keys of a panel's indicators, in its order."""
    places = PanelIndicator.objects.filter(panel=OuterRef("pk")).order_by("position", "pk")
    return ArraySubquery(places.values("indicator"))


def area_keys() -> ArraySubquery:
    """Return the keys of a panel's areas, in its order."""
    places = Panel.areas.through.objects.filter(panel=OuterRef("pk")).order_by("pk")
    return ArraySubquery(places.values("area"))


def references_in(panels: Iterable[Panel]) -> list[Reference]:
    """Return the figures that the texts of panels refer to, in the reader's language."""
    texts = [localized(panel, "text") for panel in panels]
    return [reference for text in texts for reference in find_references(text)]


def figures_of(
    panels: Sequence[Any],
    references: Sequence[Reference],
    as_of: datetime | None,
    chosen: Span = OPEN,
) -> list[Observation]:
    """Return the figures that panels may show or texts name, in one query.

    Of each series the newest in the span of a panel, those in the span that is `chosen`, and the
    newest at all, which progress is reckoned from.
    Withdrawn ones are among them: a text that names one says so.
    """
    own = {Span.between(each.period_from, each.period_to) for each in panels}
    spans = {OPEN} | own | {each.within(chosen) for each in own}
    indicators = {key for panel in panels for key in panel.indicator_ids}
    areas = {key for panel in panels for key in panel.area_ids}
    keys = [each.key for each in references]
    days = sorted({_days(each) for each in spans})
    if not indicators:
        areas, days = set(), []
    return _figures(sorted(indicators), sorted(areas), keys, days, as_of)


def _days(span: Span) -> tuple[date, date, date]:
    """Return the days of a span, and the one by which all that begins in it has ended."""
    last = span.last or date.max
    return span.first or date.min, last, min(last, date.max - YEAR) + YEAR


def figures_arranged(panels: Sequence[Any], as_of: datetime | None) -> ObservationQuerySet:
    """Return the public versions of all figures that panels show, in any period of theirs.

    Its SQL is alike whatever hidden indicators and areas are in the panels.
    """
    shown = [_of_panel(panel) for panel in panels if panel.kind != Panel.Kind.TEXT]
    return Observation.objects.public(as_of).filter(reduce(or_, shown, Q(pk__in=[])))


def _of_panel(panel: Any) -> Q:
    indicators = PanelIndicator.objects.filter(panel=panel.pk).values("indicator")
    areas = Panel.areas.through.objects.filter(panel=panel.pk).values("area")
    in_areas = Q(area__in=areas) if panel.area_ids else Q(area__home__isnull=False)
    chosen = Q(in_areas, indicator__in=indicators)
    if panel.period_from:
        chosen &= Q(period_end__gte=Period.parse(panel.period_from).start)
    if panel.period_to:
        chosen &= Q(period_start__lte=Period.parse(panel.period_to).end)
    return chosen


@prepared
def _figures(
    indicators: list[int],
    areas: list[int],
    keys: list[Key],
    spans: list[tuple[date, date, date]],
    as_of: datetime | None,
) -> QuerySet[Observation]:
    there = Observation.objects.filter(indicator=OuterRef(OuterRef("pk")), area=OuterRef("pk"))
    shown = Area.objects.filter(Q(pk__in=areas) | Q(home__isnull=False))
    series = joined(
        newest_within(there.current_in_order(as_of), MOST_IN_PANEL, *each) for each in spans
    )
    asked = Indicator.objects.filter(pk__in=indicators).order_by()
    named = Observation.objects.filter(named_by(keys)).order_by().values("pk")
    found = joined(
        [
            ArraySubquery(keys_for_each(asked, in_each_area(shown.order_by("pk"), series))),
            ArraySubquery(named),
        ]
    )
    figures = figures_told(as_of).filter(IsAmong(F("pk"), found))
    return figures.order_by("-period_end", "pk")[:MOST_FIGURES]
