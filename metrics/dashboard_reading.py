"""Reads for dashboards, in a fixed number of queries whatever stands on one."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from forum_portal.prepared import prepared
from forum_portal.words import localized
from metrics.models import Dashboard, Indicator, Observation, Panel, PanelIndicator
from metrics.models.observation import ObservationQuerySet
from metrics.periods import Period
from metrics.references import Key, Reference, figures_told, find_references, named_by

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
    panels: Sequence[Any], references: Sequence[Reference], as_of: datetime | None
) -> list[Observation]:
    """Return the figures that panels may show or texts name, in one query.

    Withdrawn ones are among them: a text that names one says so.
    """
    indicators = {key for panel in panels for key in panel.indicator_ids}
    areas = {key for panel in panels for key in panel.area_ids}
    keys = [each.key for each in references]
    return _figures(sorted(indicators), sorted(areas), keys, as_of)


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
    indicators: list[int], areas: list[int], keys: list[Key], as_of: datetime | None
) -> QuerySet[Observation]:
    shown = Q(area__in=areas) | Q(area__home__isnull=False)
    wanted = Q(shown, indicator__in=indicators) | named_by(keys)
    return figures_told(as_of).filter(wanted).order_by("-period_end", "pk")[:MOST_FIGURES]
