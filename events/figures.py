"""The figures named at a forum or in articles about it: which they are, as tiles, as table rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet

from forum_portal.prepared import prepared
from metrics.badges import Badge
from metrics.citing import SourceLink, source_link
from metrics.marks import scale_of
from metrics.models import Area, Citation, Indicator, Observation, Source
from metrics.models.probing import has_any
from metrics.reading import breaks_of, fetch_citations
from metrics.references import Key, Reference, figures_told, find_references, match, named_by
from metrics.series import (
    MOST_ON_STAFF,
    IsAmong,
    among,
    joined,
    keys_for_each,
    newest_keys,
    newest_of_each,
)
from metrics.tiles import Tile, tile, tile_badges
from metrics.wording import comparator_word, figure_text

TILES = 6
MOST_NAMED = 200  # of a forum's own figures, and of those read from its documents


@dataclass(frozen=True)
class NamedFigures:
    """The figures named at a forum, its own first; those that only articles about it print; and
    those that its report refers to, of which some may have been withdrawn.
    """

    named: list[Observation]
    in_articles: list[Observation]
    referenced: dict[Reference, Observation]

    @property
    def figures(self) -> list[Observation]:
        """All that its pages show."""
        return [*self.named, *self.in_articles]


def figures_named_at(forum: Any, as_of: datetime | None) -> NamedFigures:
    """Return the figures of a forum that `events.views.forums.get_forum` fetched, in one query.

    Named there are those of its own area and its exhibitions', then those that its results report
    refers to. Without such a report, articles may print others: those whose preferred source is
    evidence of the forum.
    """
    references = find_references(results_body(forum.report_rows))
    areas = own_areas(forum)
    keys = [each.key for each in references]
    sources = [] if references else sorted({each.source.slug for each in forum.evidence_rows})
    told = _named(areas, keys, sources, as_of)
    referenced = match(references, told)
    shown = _in_force(referenced.values())
    figures = order_figures(_in_force(told), areas, shown)
    named = [each for each in figures if references or each.area_id in areas]
    return NamedFigures(named, figures[len(named) :], referenced)


def _in_force(told: Iterable[Observation]) -> list[Observation]:
    return [each for each in told if not each.is_withdrawn]


@prepared
def _named(
    areas: list[int], keys: list[Key], sources: list[str], as_of: datetime | None
) -> QuerySet[Observation]:
    kept = figures_told(as_of).observed().newest_first()
    others = _observations_named(keys) if keys else _read_from(sources, as_of)
    return kept.filter(IsAmong(F("pk"), joined([_own(areas, as_of), others])))


def _own(areas: list[int], as_of: datetime | None) -> Any:
    """Return the newest figures of areas, of each series some."""
    indicator, area = OuterRef("pk"), OuterRef(OuterRef("pk"))
    there = Observation.objects.filter(indicator=indicator, area=area)
    series = newest_of_each(there.current_in_order(as_of), MOST_ON_STAFF)
    indicators = Indicator.objects.filter(has_any(there, "kind", "frequency")).order_by(
        "sort_key", "pk"
    )
    of_area = ArraySubquery(keys_for_each(indicators, series))
    return ArraySubquery(keys_for_each(Area.objects.filter(pk__in=areas), of_area)[:MOST_NAMED])


def _observations_named(keys: list[Key]) -> Any:
    return ArraySubquery(Observation.objects.filter(named_by(keys)).values("pk"))


def _read_from(sources: list[str], as_of: datetime | None) -> Any:
    """Return figures whose preferred source is one of `sources`, what was cited last."""
    cited = Source.objects.filter(slug__in=sources).order_by("pk")
    last = keys_for_each(cited, Citation.objects.last_of_outer(MOST_NAMED, as_of))
    preferred = Citation.objects.filter(among(last), position=1)
    return ArraySubquery(preferred.order_by("-pk").values("observation")[:MOST_NAMED])


def figures_of_forums(
    forums: Iterable[Any], as_of: datetime | None
) -> dict[int, list[Observation]]:
    """Return the figures of each forum's own areas, by the forum's key, in one query."""
    areas = {forum.pk: own_areas(forum) for forum in forums}
    wanted = [area for own in areas.values() for area in own]
    figures = _in_force(_named(wanted, [], [], as_of)) if wanted else []
    return {key: figures_in(figures, own) for key, own in areas.items()}


def results_body(reports: Iterable[Any]) -> str:
    """Return the text of the forum's results report; empty without one."""
    return next((each.body for each in reports if each.kind == "results"), "")


def own_areas(forum: Any) -> list[int]:
    """Return the areas that stand for the forum itself and for its exhibitions."""
    areas = [forum.area_id, *(each.area for each in forum.exhibition_rows)]
    return [each for each in areas if each is not None]


def order_figures(
    found: Sequence[Observation], areas: Sequence[int], referenced: Sequence[Observation]
) -> list[Observation]:
    """Return own figures, then the report's in its order; without a report's, all the others."""
    rest = list(referenced) or list(found)
    return list({each.pk: each for each in [*figures_in(found, areas), *rest]}.values())


def figures_in(found: Iterable[Observation], areas: Sequence[int]) -> list[Observation]:
    """Keep the figures of `areas`, in the order of these."""
    kept = [each for each in found if each.area_id in areas]
    return sorted(kept, key=lambda each: areas.index(each.area_id))


def choose_for_tiles(figures: Iterable[Observation], areas: Sequence[int]) -> list[Observation]:
    """Return the figures that tiles show: one of each indicator, its newest.

    The forum's own come first, then those with a scale to stand on, then counts.
    """
    newest: dict[int, Observation] = {}
    for each in figures:
        known = newest.setdefault(each.indicator_id, each)
        if each.period_end > known.period_end:
            newest[each.indicator_id] = each

    def place(figure: Observation) -> tuple[bool, bool]:
        is_other = figure.area_id not in areas
        return is_other, is_other and scale_of(figure) is None

    return sorted(newest.values(), key=place)[:TILES]


def forum_tiles(figures: Sequence[Observation], as_of: datetime | None) -> list[Tile]:
    """Return the tiles of `figures`, each among earlier figures of its series; three queries."""
    shown = list(figures)
    earlier = earlier_figures(shown, as_of)
    fetch_citations(shown, as_of)
    breaks = breaks_of(shown)
    return [tile([each, *earlier_of(each, earlier)], breaks) for each in shown]


def earlier_figures(figures: Sequence[Observation], as_of: datetime | None) -> list[Observation]:
    """Return the observed figures before each of `figures` in its series, as many as are shown."""
    return _older(sorted({each.pk for each in figures}), as_of) if figures else []


@prepared
def _older(figures: list[int], as_of: datetime | None) -> QuerySet[Observation]:
    series = {each: OuterRef(each) for each in ("indicator", "area", "frequency")}
    older = Observation.objects.in_force_in_order(as_of).filter(
        **series, period_end__lt=OuterRef("period_end"), value__isnull=False
    )
    shown = Observation.objects.filter(pk__in=figures).order_by()
    keys = keys_for_each(shown, newest_keys(older.observed(), MOST_ON_STAFF))
    return Observation.objects.filter(among(keys)).with_labels().newest_first()


def earlier_of(figure: Observation, earlier: Iterable[Observation]) -> list[Observation]:
    """Keep the figures of the same indicator and area that came before `figure`."""
    return [
        each
        for each in earlier
        if (each.indicator_id, each.area_id) == (figure.indicator_id, figure.area_id)
        and each.period_end < figure.period_end
    ]


@dataclass(frozen=True)
class FigureRow:
    """A named figure in the table of results."""

    indicator: Any
    url: str
    period: str
    value: str
    comparator: str
    is_equal: bool
    badges: list[Badge]
    sources: list[SourceLink]


def figure_rows(figures: Iterable[Observation]) -> list[FigureRow]:
    """Return the rows of the table; `public_citations` are fetched."""
    return [figure_row(each) for each in figures]


def figure_row(figure: Observation) -> FigureRow:
    """Return one figure with its value, status and source in words."""
    text = figure_text(figure)
    return FigureRow(
        indicator=figure.indicator,
        url=figure.get_absolute_url(),
        period=str(figure.when),
        value=" ".join(filter(None, [text.number, text.noun])),
        comparator=comparator_word(figure),
        is_equal=not text.qualifier,
        badges=list(tile_badges(figure, None, [])),
        sources=[source_link(each) for each in figure.public_citations[:1]],
    )
