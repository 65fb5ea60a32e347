"""Panels of a dashboard: what staff arranged, filled with figures in force."""

from collections.abc import Mapping, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forum_portal.words import localized
from metrics import badges
from metrics.badges import Badge
from metrics.charts import COLUMN, LINE, build_chart, only_newest
from metrics.models import Break, Observation, Panel
from metrics.panel_contents import Contents, contents
from metrics.panel_frames import (
    ChartPanel,
    FigurePanel,
    Frame,
    ProgressPanel,
    TablePanel,
    TextPanel,
    frame_of,
)
from metrics.panel_parts import meters, readings, remarks, target_lines, unmet
from metrics.panel_tables import table
from metrics.series import MOST_IN_PANEL
from metrics.tiles import tile


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
        return TextPanel(**frame_of(panel, Contents([], []), Panel.Kind.TEXT), html=html)
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
        **frame_of(panel, found, Panel.Kind.FIGURE, shown=series[:1], breaks=breaks),
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
        **frame_of(panel, found, Panel.Kind.PROGRESS, shown=found.newest, breaks=breaks),
        meters=meters(found.observed, [], breaks),
        targets=[],
        remark="",
    )


def _progress(
    panel: Panel, found: Contents, breaks: Sequence[Break], record: Sequence[Observation]
) -> Frame:
    is_single = len(found.indicators) == 1
    lines = target_lines(found.targets, record, breaks, is_single=is_single)
    return ProgressPanel(
        **frame_of(panel, found, Panel.Kind.PROGRESS, shown=[*found.newest, *found.targets]),
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
    frame = frame_of(panel, found, kind, shown=shown)
    chart["area"] += only_newest(max(lines, key=len), MOST_IN_PANEL)
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
    frame = frame_of(panel, found, Panel.Kind.TABLE, shown=shown)
    if has_gap:
        frame["badges"] = (*frame["badges"], Badge(badges.MISSING, _("No figure")))
    return TablePanel(**frame, head=head, rows=rows)


def _empty(panel: Panel) -> Frame:
    sentence = _("Nothing has been published for this choice yet.")
    html = format_html('<p class="empty">{}</p>', sentence)
    return TextPanel(**frame_of(panel, Contents([], []), Panel.Kind.TEXT), html=html)
