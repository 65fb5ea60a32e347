"""A series as a grid of areas and periods: what is public and what a draft holds, cell by cell."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.text import capfirst

from forum_portal.numbers import format_number
from forum_portal.text import fold
from metrics import wording
from metrics.importing.naming import ids_by_name
from metrics.models import Area, Citation, Indicator, Observation, Release, Source
from metrics.ownership import seen_by
from metrics.periods import Period

NO_FIGURE = "–"  # what a cell shows whose status says why it has no value

Key = tuple[int, str]  # of a cell: the area's id, the period's code


@dataclass(frozen=True)
class Series:
    """Which figures a grid shows; `instrument` is the plan that sets targets, or None."""

    indicator: Indicator
    kind: str
    instrument: Source | None
    areas: tuple[Area, ...]
    periods: tuple[Period, ...]

    def figures(self, versions: Any = None) -> Any:
        """Keep the series' figures among `versions`: of all releases where none are given."""
        records = Observation.objects.all() if versions is None else versions
        return records.filter(indicator=self.indicator, kind=self.kind, instrument=self.instrument)

    def cells(self, versions: Any = None) -> Any:
        """Keep those in the grid's own areas and periods."""
        codes = [each.code for each in self.periods]
        return self.figures(versions).filter(area__in=self.areas, period__in=codes)

    def places(self) -> list[tuple[Area, Period]]:
        """Return the grid's cells, row by row."""
        return [(area, period) for area in self.areas for period in self.periods]


@dataclass
class Stand:
    """What stands at a cell: the draft's version, the public one, one in another release."""

    draft: Any = None
    public: Any = None
    elsewhere: Any = None
    is_elsewhere_seen: bool = False
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def citation(self) -> Citation | None:
        """The citation that the draft's version is read from."""
        return self.draft.all_citations[0] if self.draft and self.draft.all_citations else None

    @property
    def public_text(self) -> str:
        return figure_words(self.public) if self.public else ""


def figure_words(figure: Any) -> str:
    """Return a figure as a cell says it: the number with its hedging word, or why there is none."""
    if figure.value is None:
        return capfirst(figure.get_obs_status_display())
    text = wording.figure_text(figure)
    words = f"{text.qualifier} {text.number}".strip()
    is_usual = figure.obs_status == Observation.Status.NORMAL
    return words if is_usual else f"{words} · {figure.get_obs_status_display()}"


def read_stands(series: Series, release: Release, reader: Any) -> dict[Key, Stand]:
    """Return what stands at each cell now; as many queries for many cells as for one."""
    stands = {(area.pk, period.code): Stand() for area, period in series.places()}
    drafted = _with_citations(series.cells(release.observations), release.citations)
    for each in _of(series, drafted):
        stands[each.area_id, each.period].draft = each
    current = series.cells(Observation.objects.current())
    for each in _of(series, _with_citations(current, Citation.objects.public())):
        stands[each.area_id, each.period].public = each
    underway = series.cells().filter(release__in=Release.objects.underway())
    underway = underway.exclude(release=release)
    elsewhere = list(_of(series, underway.select_related("release", "area")))
    mine = seen_by(reader, Release).filter(pk__in=[each.release_id for each in elsewhere])
    seen = set(mine.values_list("pk", flat=True)) if elsewhere else set()
    for each in elsewhere:
        stand = stands[each.area_id, each.period]
        stand.elsewhere, stand.is_elsewhere_seen = each, each.release_id in seen
    _write_texts(stands)
    return stands


def _with_citations(figures: Any, citations: Any) -> Any:
    """Fetch `all_citations`, the preferred one first; what other drafts add is not theirs."""
    known = citations.preferred_first().select_related("source")
    return figures.prefetch_related(Prefetch("citations", known, to_attr="all_citations"))


def _of(series: Series, figures: Any) -> Iterable[Any]:
    for each in figures:
        each.indicator = series.indicator
        yield each


def _write_texts(stands: dict[Key, Stand]) -> None:
    """Give each stand the texts of its fields; an empty one is as usual, or not there."""
    cited = {each.citation.source for each in stands.values() if each.citation}
    names = source_names(cited)
    for stand in stands.values():  # as a browser sends them back
        stand.texts = {name: text.strip() for name, text in _texts(stand, names).items()}


def _texts(stand: Stand, names: dict[int, str]) -> dict[str, str]:
    """Return what the fields of a cell hold before anybody types; "" where nothing does."""
    figure, citation = stand.draft, stand.citation
    kept = figure or stand.public
    if kept is None or (figure is None and kept.is_withdrawn):
        return {}
    texts = {"out_of": _number(kept.out_of), "comment": kept.comment}
    if figure is None:
        return texts
    return texts | {
        "value": NO_FIGURE if figure.value is None else format_number(figure.value),
        "comparator": "" if figure.comparator == "eq" else figure.comparator,
        "obs_status": "" if figure.obs_status == "A" else figure.obs_status,
        "numerator": _number(figure.numerator),
        "denominator": _number(figure.denominator),
        "source": names[citation.source_id] if citation else "",
        "locator": citation.locator if citation else "",
    }


def _number(value: Any) -> str:
    return "" if value is None else format_number(value)


def source_names(sources: Iterable[Source]) -> dict[int, str]:
    """Return by id the text that means each source and no other: its name, or its address part."""
    by_id = {each.pk: each for each in sources}
    if not by_id:
        return {}
    meant = ids_by_name(Source, [str(each) for each in by_id.values()])
    return {
        pk: str(each) if meant.get(str(each)) == pk and fold(str(each)) else each.slug
        for pk, each in by_id.items()
    }
