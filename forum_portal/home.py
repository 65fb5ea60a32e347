"""What the home page shows, read in four queries whatever the base holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from events import records
from events.models import Forum, Session
from events.rows import prepared_lists, row, row_list, rows
from forum_portal.prepared import prepared
from metrics.citing import disagreeing, source_name
from metrics.clock import ReadingMoment
from metrics.dashboard_reading import area_keys, indicator_keys
from metrics.history import ChangeRow, change_row, figure_name
from metrics.models import Citation, Dashboard, Indicator, Observation, Panel, Release
from metrics.models.probing import has_any
from metrics.pairs import Pair, pair
from metrics.reading import breaks_of, fetch_citations
from metrics.series import IsAmong, among, joined, keys_for_each, newest_keys
from metrics.tiles import Tile, figures_by_indicator, tile
from metrics.versions import Version, revision_number

CHANGES = 5
DISAGREEMENTS = 3


@dataclass(frozen=True)
class Front:
    """The forums and dashboards of the home page, as nested rows; `forum` opens the page."""

    forum: Any
    editions: list[Any]
    dashboards: list[Any]
    panels: list[Any]


@dataclass(frozen=True)
class Figures:
    """The figures of the home page; `release` is the newest public one, None before the first."""

    tiles: list[Tile]
    release: Release | None
    changes: list[ChangeRow]
    disagreements: list["Disputed"]


@dataclass(frozen=True)
class Disputed:
    """A figure whose sources differ, as `partials/disagreement_pair.html` shows it."""

    name: str
    url: str
    pair: Pair
    why: str


def read_front(today: date) -> Front:
    """Return the next forum or the newest, the editions, the dashboards, the home page's panels."""
    found = front_lists(today)
    forum = next(iter(found["forum"]), None)
    return Front(forum, found["editions"], found["dashboards"], found["panels"])


@prepared_lists
def front_lists(today: date) -> dict[str, QuerySet]:
    """Return the queries of `read_front`."""
    return dict(
        forum=row_list(
            Forum.objects.published().editions().next_first(today)[:1],
            *(*records.FORUM, "theme", "theme_en", "state", "sectors", "sectors_en", "time_zone"),
            now=ReadingMoment(),
            session_rows=sessions_while_on(today),
            roles=records.role_rows(),
            evidence=records.evidence_rows(records.of_forum()),
        ),
        editions=records.edition_list(),
        dashboards=row_list(
            Dashboard.objects.in_list().order_by("position", "slug"),
            *("slug", "title", "title_en", "intro", "intro_en"),
        ),
        panels=panel_list(),
    )


def sessions_while_on(today: date) -> Any:
    """Return the programme of a forum in short on its own days; on others it is not asked for."""
    ends = Coalesce("forum__date_end", "forum__date_start")
    sessions = Session.objects.published().filter(forum=OuterRef("pk")).alias(ends=ends)
    return rows(
        sessions.filter(forum__date_start__lte=today, ends__gte=today).order_by("pk"),
        *("slug", "title", "title_en", "kind", "state", "date", "part_of_day", "start", "end"),
        room=row(name="room__name", name_en="room__name_en", position="room__position"),
    )


def panel_list() -> QuerySet:
    """Return the panels of the home page, each with the keys of its indicators and areas."""
    panels = Panel.objects.filter(dashboard__in=Dashboard.objects.for_home())
    return row_list(
        panels.order_by("position", "pk"), indicators=indicator_keys(), areas=area_keys()
    )


def read_figures(panels: Sequence[Any], as_of: datetime | None) -> Figures:
    """Return the headline tiles, what the newest release brought, and what sources dispute."""
    headlines = headline_series(panels, as_of)
    lately = read_lately(as_of)
    new = [each for each in lately if each.is_new]
    differing = [each for each in lately if each.is_disputed]
    newest = [series[0] for series in headlines]
    fetch_citations([*newest, *differing], as_of)
    breaks = breaks_of(newest)
    return Figures(
        tiles=[tile(series, breaks) for series in headlines],
        release=new[0].release if new else None,
        changes=[change_row(as_version(each)) for each in new],
        disagreements=[disputed(each) for each in differing],
    )


def headline_series(panels: Sequence[Any], as_of: datetime | None) -> list[list[Observation]]:
    """Return for each indicator of the panels its figures, newest first, in the panel's areas."""
    keys = [key for panel in panels for key in panel.indicators]
    found = figures_by_indicator(keys, as_of) if keys else {}
    series = [
        [each for each in found.get(key, []) if not panel.areas or each.area_id in panel.areas]
        for panel in panels
        for key in panel.indicators
    ]
    return [each for each in series if each]


@prepared
def read_lately(as_of: datetime | None) -> QuerySet[Any]:
    """Return the newest figures of the newest release and the newest that sources dispute.

    `is_new` and `is_disputed` tell which; `number` and `earlier` tell the version before.
    """
    observed = Observation.objects.observed().newest_first()
    release = Release.objects.public(as_of).newest_first().values("pk")[:1]
    held = Observation.objects.filter(indicator=OuterRef("pk"), release=Subquery(release))
    newest = newest_keys(held.observed().current_in_order(as_of), CHANGES, "pk")
    indicators = Indicator.objects.filter(has_any(held, "-period_end", "pk")).order_by()
    new = observed.filter(among(keys_for_each(indicators, newest)))
    disagreeing = Citation.objects.public(as_of).filter(
        observation=OuterRef("pk"), stance=Citation.Stance.DISAGREES
    )
    disputed = observed.in_force(as_of).filter(Exists(disagreeing), area__home__isnull=False)
    first_new = ArraySubquery(new.values("pk")[:CHANGES])
    first_disputed = ArraySubquery(disputed.values("pk")[:DISAGREEMENTS])
    older = Observation.objects.public(as_of).older_than_outer()
    return (
        observed.with_labels()
        .filter(IsAmong(F("pk"), joined([first_new, first_disputed])))
        .annotate(
            is_new=ExpressionWrapper(IsAmong(F("pk"), first_new), BooleanField()),
            is_disputed=ExpressionWrapper(IsAmong(F("pk"), first_disputed), BooleanField()),
            number=revision_number(as_of),
            earlier=rows(older[:1], "value", "comparator", "out_of", "obs_status"),
        )
    )


def as_version(figure: Any) -> Version:
    """Return a figure of `read_lately` with the version that it replaced."""
    previous = [
        Observation(indicator=figure.indicator, kind=figure.kind, **vars(each))
        for each in figure.earlier
    ]
    return Version(figure, figure.number, *previous)


def disputed(figure: Any) -> Disputed:
    """Return a figure beside the number that another source prints, and why or who prints it."""
    other = disagreeing(figure.public_citations)[0]
    both = pair(figure, other)
    return Disputed(
        name=figure_name(figure),
        url=figure.get_absolute_url(),
        pair=both,
        why=both.why
        or _("%(source)s prints “%(printed)s”.")
        % {"source": source_name(other.source), "printed": other.printed},
    )
