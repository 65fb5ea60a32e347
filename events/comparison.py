"""The editions side by side: a row for each fact, and charts of what several of them counted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.ahead import is_awaited
from events.editions import days_text, hosts_by_role
from forum_portal.addresses import reverse
from forum_portal.templatetags.portal import in_language, lines_in_language
from forum_portal.words import localized
from metrics.charts import COLUMN, LEAST_POINTS, build_chart, chart_title
from metrics.citing import source_lines
from metrics.models import Observation
from metrics.reading import breaks_of, fetch_citations

MOST_SOURCES = 6
type Own = Mapping[int, Sequence[Observation]]  # the figures of each edition, by its key


@dataclass(frozen=True)
class Cell:
    """What is known of one edition: lines of text, or figures; false where no source tells."""

    edition: str
    lines: list[str] = field(default_factory=list)
    figures: list[Observation] = field(default_factory=list)
    is_ahead: bool = False  # it cannot be known yet

    def __bool__(self) -> bool:
        return bool(self.lines or self.figures)


@dataclass(frozen=True)
class Fact:
    """A row of the comparison; `url` is the indicator's where the fact is measured."""

    name: str
    cells: list[Cell]
    url: str = ""


@dataclass(frozen=True)
class EditionsChart:
    """What the editions counted, over the years, with the sources of it."""

    id: str
    chart: dict
    source: str


def edition_title(forum: Any) -> str:
    """Return what heads the column of an edition: its year, its name where that is not known."""
    return str(forum.year) if forum.year else in_language(forum, "name")


def compared_facts(editions: Sequence[Any], figures: Own) -> list[Fact]:
    """Return what is known of at least one edition: texts first, then each indicator."""
    texts = {
        _("Date"): lambda forum: [days_text(forum)],
        _("Venue"): lambda forum: [in_language(forum, "venue")],
        _("Theme"): lambda forum: [in_language(forum, "theme")],
        _("Focus"): lambda forum: lines_in_language(forum, "sectors"),
        _("Who held it"): lambda forum: hosts_by_role(forum.role_rows),
    }
    facts = [
        Fact(name, [Cell(edition_title(each), _filled(lines(each))) for each in editions])
        for name, lines in texts.items()
    ]
    facts += [_measured(indicator, editions, figures) for indicator in _indicators(figures)]
    return [each for each in facts if any(each.cells)]


def _filled(lines: Iterable[str]) -> list[str]:
    return [each for each in lines if each]


def _measured(indicator: Any, editions: Sequence[Any], figures: Own) -> Fact:
    cells = [
        Cell(edition_title(each), [], _of(indicator, figures[each.pk]), is_awaited(each))
        for each in editions
    ]
    address = reverse("metrics:indicator-page", args=[indicator.slug])
    return Fact(in_language(indicator, "name"), cells, address)


def _of(indicator: Any, figures: Iterable[Observation]) -> list[Observation]:
    return [each for each in figures if each.indicator_id == indicator.pk]


def _indicators(figures: Own) -> list[Any]:
    """Return the indicators that several editions measured first, each once."""
    found = {each.indicator_id: each.indicator for own in figures.values() for each in own}
    measured = Counter(
        key for own in figures.values() for key in {each.indicator_id for each in own}
    )
    return sorted(found.values(), key=lambda each: (-measured[each.pk], each.sort_key))


def charts_of_editions(figures: Own, as_of: datetime | None) -> list[EditionsChart]:
    """Return a chart of each indicator that enough editions measured alike; two queries at most."""
    lines = [line for each in _indicators(figures) if (line := _line(each, figures))]
    shown = [each for line in lines for each in line]
    fetch_citations(shown, as_of)
    breaks = breaks_of(shown)
    charts = [
        (build_chart([line], breaks, title=_title(line[-1]), type=COLUMN), line) for line in lines
    ]
    return [
        EditionsChart(f"chart-{number}", chart | {"area": _("Edition by edition")}, _sources(line))
        for number, (chart, line) in enumerate(charts, 1)
        if chart
    ]


def _line(indicator: Any, figures: Own) -> list[Observation]:
    """Return one figure of each edition, the oldest first; nothing where they are too few.

    They are of the frequency in which most editions measured.
    """
    by_frequency: dict[str, dict[Any, Observation]] = {}
    for own in figures.values():
        for each in _of(indicator, own):
            if each.value is not None:
                by_frequency.setdefault(each.frequency, {}).setdefault(each.when, each)
    line = max(by_frequency.values(), key=len, default={})
    return [line[when] for when in sorted(line)] if len(line) >= LEAST_POINTS else []


def _title(figure: Observation) -> str:
    """Return the chart's title; the unit is left out where the name tells it: "Gian hàng"."""
    name, unit = localized(figure.indicator, "name"), localized(figure.indicator.unit, "noun")
    return name if name.casefold() == unit.casefold() else chart_title(figure)


def _sources(line: Sequence[Observation]) -> str:
    sources = source_lines(reversed(line), MOST_SOURCES)
    return _("Source: %(sources)s.") % {"sources": sources} if sources else ""


def too_few(figures: Own, charts: Sequence[EditionsChart]) -> str:
    """Return the sentence that says why there is no chart; empty where there is one."""
    if charts:
        return ""
    measured = sum(1 for own in figures.values() if own)
    if not measured:
        return _("No edition has figures of its own that are published yet.")
    return ngettext(
        "A chart needs figures of three editions; so far %(count)s edition has some.",
        "A chart needs figures of three editions; so far %(count)s editions have some.",
        measured,
    ) % {"count": measured}
