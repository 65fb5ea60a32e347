"""Panels of a dashboard: what staff arranged, filled with figures in force.

The dataclasses hold what `partials/panel.html` and the partials it includes print.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum_portal.templatetags.portal import in_language
from forum_portal.words import localized
from metrics import badges
from metrics.badges import Badge
from metrics.change import break_between
from metrics.charts import COLUMN, LINE, build_chart
from metrics.citing import disagreeing, source_line
from metrics.front import area_place, front_order
from metrics.models import Break, Observation, Panel
from metrics.panel_parts import (
    Meter,
    Reading,
    TargetLine,
    meters,
    readings,
    remarks,
    target_lines,
    unmet,
)
from metrics.panel_tables import Cell, Row, table
from metrics.staff import Staff
from metrics.tiles import previous_figure, tile

MOST_SOURCES = 4


@dataclass(frozen=True)
class Frame:
    """What every panel has."""

    kind: str
    width: int
    id: str
    title: str | SafeString
    url: str
    subtitle: str | SafeString
    badges: tuple[Badge, ...]
    source: str


@dataclass(frozen=True)
class FigurePanel(Frame):
    """The newest figure of one indicator, and the two before it."""

    comparator: str
    value: str
    period: str
    staff: Staff | None
    no_scale: str
    change: str
    change_is_computed: bool
    earlier: list[Reading]


@dataclass(frozen=True)
class ChartPanel(Frame):
    """A line or column chart."""

    chart: dict


@dataclass(frozen=True)
class TablePanel(Frame):
    """A table, one row for each period and area."""

    head: list[Cell]
    rows: list[Row]


@dataclass(frozen=True)
class ProgressPanel(Frame):
    """Newest figures on their staffs beside the targets of plans."""

    meters: list[Meter]
    targets: list[TargetLine]
    remark: str


@dataclass(frozen=True)
class TextPanel(Frame):
    """A text."""

    html: SafeString


@dataclass(frozen=True)
class Contents:
    """A panel's figures: by indicator in the panel's order, the one to show in front."""

    observed: list[list[Observation]]
    targets: list[Observation]

    @property
    def newest(self) -> list[Observation]:
        return [series[0] for series in self.observed]


def contents(panel: Panel, figures: Mapping[int, Sequence[Observation]]) -> Contents:
    """Sort the figures of a panel's indicators; an indicator without any is left out.

    `indicator_ids` and `area_ids` are annotated. The panel's areas come in its own order.
    """
    observed, targets = [], []
    for key in panel.indicator_ids:  # type: ignore[attr-defined]
        own = figures.get(key, ())
        targets += [each for each in own if each.kind == Observation.Kind.TARGET]
        series = [
            each
            for each in own
            if each.kind == Observation.Kind.OBSERVED and each.value is not None
        ]
        if series:
            observed.append(sorted(series, key=lambda each: _order(each, panel)))
    return Contents(observed, targets)


def _order(figure: Observation, panel: Panel) -> tuple:
    order: list[int] = panel.area_ids  # type: ignore[attr-defined]
    own = figure.area_id in order
    place = order.index(figure.area_id) if own else len(order) + area_place(figure)
    return front_order(figure, place)


def build_panel(
    panel: Panel,
    figures: Mapping[int, Sequence[Observation]],
    breaks: Sequence[Break],
    html: SafeString,
    record: Sequence[Observation],
) -> Frame:
    """Return a panel with the figures in force that it may show, by indicator.

    `html` is its text, cleaned; `record` holds all figures in force, whatever the panel's span.
    `public_citations` of the figures are fetched.
    """
    if panel.kind == Panel.Kind.TEXT:
        return TextPanel(**_frame(panel, Contents([], []), Panel.Kind.TEXT), html=html)
    found = contents(panel, figures)
    if not found.observed and not found.targets:
        return _empty(panel)
    if panel.kind == Panel.Kind.PROGRESS or not found.observed:
        return _progress(panel, found, breaks, record)
    if panel.kind == Panel.Kind.FIGURE:
        is_single = len(found.observed) == 1
        return _figure(panel, found, breaks) if is_single else _several(panel, found, breaks)
    if panel.kind in (Panel.Kind.LINE, Panel.Kind.COLUMN):
        drawn = _chart(panel, found, breaks)
        if drawn:
            return drawn
    return _table(panel, found)


def _figure(panel: Panel, found: Contents, breaks: Sequence[Break]) -> Frame:
    series = found.observed[0]
    small = tile(series, breaks)
    return FigurePanel(
        **_frame(panel, found, Panel.Kind.FIGURE, shown=series[:1], breaks=breaks),
        comparator=small.comparator,
        value=small.value,
        period=", ".join(filter(None, [small.unit, small.period])),
        staff=small.staff,
        no_scale=small.no_scale,
        change=small.change,
        change_is_computed=small.change_is_computed,
        earlier=readings(series),
    )


def _several(panel: Panel, found: Contents, breaks: Sequence[Break]) -> Frame:
    return ProgressPanel(
        **_frame(panel, found, Panel.Kind.PROGRESS, shown=found.newest, breaks=breaks),
        meters=meters(found.observed, [], breaks),
        targets=[],
        remark="",
    )


def _progress(
    panel: Panel, found: Contents, breaks: Sequence[Break], record: Sequence[Observation]
) -> Frame:
    is_single = len(_indicators(found)) == 1
    lines = target_lines(found.targets, record, breaks, is_single=is_single)
    return ProgressPanel(
        **_frame(panel, found, Panel.Kind.PROGRESS, shown=[*found.newest, *found.targets]),
        meters=meters(found.observed, found.targets, breaks),
        targets=lines,
        remark=remarks(lines, unmet(found.observed, found.targets)),
    )


def _chart(panel: Panel, found: Contents, breaks: Sequence[Break]) -> Frame | None:
    kind = COLUMN if panel.kind == Panel.Kind.COLUMN else LINE
    lines = [line for series in found.observed for line in _lines(series)]
    title = localized(panel, "title") or localized(lines[0][0].indicator, "name")
    chart = build_chart(lines, breaks, title=title, type=kind, targets=found.targets)
    if chart is None:
        return None
    shown = [figure for line in lines for figure in line]
    frame = _frame(panel, found, kind, shown=shown)
    frame["subtitle"] = chart["area"]
    if chart["breaks"]:
        frame["badges"] = (*frame["badges"], badges.break_badge())
    if chart["targets"]:
        frame["badges"] = (*frame["badges"], Badge(badges.TARGET, _("Target")))
    return ChartPanel(**frame, chart=chart)


def _lines(series: Sequence[Observation]) -> list[list[Observation]]:
    """Split an indicator's figures into areas and frequencies."""
    lines: dict[tuple, list[Observation]] = {}
    for figure in series:
        lines.setdefault((figure.area_id, figure.frequency), []).append(figure)
    return list(lines.values())


def _table(panel: Panel, found: Contents) -> Frame:
    head, rows, shown, has_gap = table(found.observed)
    frame = _frame(panel, found, Panel.Kind.TABLE, shown=shown)
    if has_gap:
        frame["badges"] = (*frame["badges"], Badge(badges.MISSING, _("No figure")))
    return TablePanel(**frame, head=head, rows=rows)


def _empty(panel: Panel) -> Frame:
    sentence = _("Nothing has been published for this choice yet.")
    html = format_html('<p class="empty">{}</p>', sentence)
    return TextPanel(**_frame(panel, Contents([], []), Panel.Kind.TEXT), html=html)


def _frame(
    panel: Panel,
    found: Contents,
    kind: str,
    *,
    shown: Sequence[Observation] = (),
    breaks: Sequence[Break] = (),
) -> dict:
    """Return the fields of Frame; badges and sources are those of the figures `shown`."""
    indicators = _indicators(found)
    single = next(iter(indicators.values())) if len(indicators) == 1 else None
    areas = dict.fromkeys(in_language(each.area, "name") for each in shown)
    is_text = panel.kind == Panel.Kind.TEXT
    own_line = "" if is_text else in_language(panel, "text")
    return {
        "kind": str(kind),
        "width": panel.width,
        "id": f"panel-{panel.number}",  # type: ignore[attr-defined]
        "title": in_language(panel, "title")
        or (in_language(single, "name") if single else _names(panel)),
        "url": single.get_absolute_url() if single else "",
        "subtitle": own_line or (next(iter(areas)) if len(areas) == 1 else ""),
        "badges": tuple(dict.fromkeys(_badges(shown, found, breaks))),
        "source": _sources(shown),
    }


def _names(panel: Panel) -> str:
    """Return the names of a panel's public indicators; `public_names` is annotated."""
    if panel.kind == Panel.Kind.TEXT:
        return str(panel)
    kept: list[dict] = panel.public_names  # type: ignore[attr-defined]
    is_english = get_language() == "en"
    names = [(each["name_en"] if is_english else "") or each["name"] for each in kept]
    return "; ".join(names)


def _indicators(found: Contents) -> dict:
    figures = [*found.newest, *found.targets]
    return {figure.indicator_id: figure.indicator for figure in figures}


def _badges(
    shown: Sequence[Observation], found: Contents, breaks: Sequence[Break]
) -> Iterable[Badge]:
    yield from map(badges.status_badge, shown)
    if any(disagreeing(figure.public_citations) for figure in shown):
        yield badges.disagreement_badge()
    for series in found.observed:
        previous = previous_figure(series, series[0])
        if previous and break_between(previous, series[0], breaks):
            yield badges.break_badge()


def _sources(shown: Sequence[Observation]) -> str:
    lines = [source_line(each) for figure in shown for each in figure.public_citations[:1]]
    named = list(dict.fromkeys(lines))
    more = len(named) - MOST_SOURCES
    text = "; ".join(named[:MOST_SOURCES])
    return (
        _("%(sources)s and %(more)s more") % {"sources": text, "more": more} if more > 0 else text
    )
