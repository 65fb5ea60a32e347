"""Tiles: the newest figure of an indicator at a glance, for the home page, panels and forums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import OuterRef, QuerySet

from forum_portal.addresses import reverse
from forum_portal.prepared import prepared
from forum_portal.templatetags.portal import in_language
from metrics import badges
from metrics.badges import Badge
from metrics.change import Change, break_between, change_sentence
from metrics.citing import disagreeing, source_line
from metrics.front import area_place, front_order
from metrics.marks import no_scale_reason, staff_of
from metrics.models import Area, Break, Indicator, Observation
from metrics.series import MOST_ON_STAFF, among, in_each_area, keys_for_each, newest_of_each
from metrics.staff import Staff
from metrics.wording import figure_text


@dataclass(frozen=True)
class Tile:
    """One figure as `partials/tile.html` shows it."""

    name: str
    url: str
    comparator: str
    value: str
    fact_url: str
    unit: str
    period: str
    staff: Staff | None
    no_scale: str
    change: str
    change_is_computed: bool
    badges: tuple[Badge, ...]
    source: str


def figures_by_indicator(
    indicators: Sequence[int], as_of: datetime | None
) -> dict[int, list[Observation]]:
    """Return each indicator's observed figures of the portal's own areas, the one in front first.

    Of a long series, the newest. Today's area comes before earlier ones, a figure for a range of
    years where there is no other.
    """

    def order(figure: Observation) -> tuple:
        return front_order(figure, area_place(figure))

    figures = _figures(list(indicators), as_of)
    grouped = groupby(figures, key=lambda figure: figure.indicator_id)
    return {indicator: sorted(group, key=order) for indicator, group in grouped}


@prepared
def _figures(indicators: list[int], as_of: datetime | None) -> QuerySet[Observation]:
    series = Observation.objects.in_force_in_order(as_of).filter(
        indicator=OuterRef(OuterRef("pk")), area=OuterRef("pk"), value__isnull=False
    )
    at_home = in_each_area(Area.objects.home(), newest_of_each(series, MOST_ON_STAFF))
    keys = keys_for_each(Indicator.objects.filter(pk__in=indicators).order_by(), at_home)
    return (
        Observation.objects.filter(among(keys))
        .select_related("indicator__unit", "area__home")
        .order_by("indicator_id", "-period_end", "-period_start", "pk")
    )


def tile(series: Sequence[Observation], breaks: Sequence[Break]) -> Tile:
    """Return the tile of the first figure of `series`; its `public_citations` are fetched."""
    newest = series[0]
    previous = previous_figure(series, newest)
    change: Change = change_sentence(previous, newest, breaks)
    text = figure_text(newest)
    staff = staff_of(newest, series, breaks)
    cited = newest.public_citations
    return Tile(
        name=in_language(newest.indicator, "name"),
        url=reverse("metrics:indicator-page", args=[newest.indicator.slug]),
        comparator=text.qualifier,
        value=text.number,
        fact_url=newest.get_absolute_url(),
        unit=text.noun,
        period=str(newest.when),
        staff=staff,
        no_scale="" if staff else no_scale_reason(newest),
        change=change.sentence,
        change_is_computed=change.is_computed,
        badges=tuple(tile_badges(newest, previous, breaks)),
        source=source_line(cited[0]) if cited else "",
    )


def previous_figure(series: Iterable[Observation], newest: Observation) -> Observation | None:
    """Return the figure before `newest`, of the same frequency: of its own area if there is one.

    Otherwise of the portal's area that its own succeeded; any other area is no earlier state of it.
    """
    earlier = [
        each
        for each in series
        if each.frequency == newest.frequency
        and each.value is not None
        and each.period_start < newest.period_start
        and (each.area_id == newest.area_id or _succeeds(newest.area, each.area))
    ]
    own = [each for each in earlier if each.area_id == newest.area_id]
    return max(own or earlier, key=lambda each: each.period_start, default=None)


def _succeeds(area: Area, earlier: Area) -> bool:
    """Tell whether both are the portal's own, `earlier` further back in their succession."""
    homes = [each.home for each in (area, earlier) if hasattr(each, "home")]
    return len(homes) == 2 and homes[0].position < homes[1].position


def tile_badges(
    newest: Observation, previous: Observation | None, breaks: Sequence[Break]
) -> Iterable[badges.Badge]:
    """Yield a figure's status, then whether sources differ and whether its series is broken."""
    yield badges.status_badge(newest)
    if disagreeing(newest.public_citations):
        yield badges.disagreement_badge()
    if previous and break_between(previous, newest, breaks):
        yield badges.break_badge()
