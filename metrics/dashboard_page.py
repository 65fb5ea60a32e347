"""What a dashboard's page shows: its panels with the figures that the reader chose to see."""

from collections.abc import Mapping, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forum_portal.words import localized
from metrics.dashboard_filter import DashboardFilter, Span
from metrics.markdown import render_markdown
from metrics.models import Break, Observation, Panel
from metrics.panels import Frame, build_panel
from metrics.references import Reference


def compose(
    panels: Sequence[Panel],
    figures: Sequence[Observation],
    breaks: Sequence[Break],
    named: Mapping[Reference, Observation],
    chosen: DashboardFilter,
    moment: str = "",
) -> list[Frame]:
    """Return the panels, filled; `named` are the figures that texts refer to.

    Links in texts carry on `?as-of={moment}`.
    """
    kept = chosen.kept(figures)
    return [
        build_panel(
            panel,
            _of_panel(panel, kept, is_area_chosen=bool(chosen.area)),
            breaks,
            _html(panel, named, moment),
            figures,
        )
        for panel in panels
    ]


def _html(panel: Panel, named: Mapping[Reference, Observation], moment: str) -> SafeString:
    """Return a panel's text; what an English reader gets in Vietnamese is so to its last figure."""
    if not localized(panel, "text"):
        return SafeString("")
    language = "vi" if get_language() == "en" and not panel.text_en else ""
    html = render_markdown(
        localized(panel, "text"), named, top_heading=3, language=language, moment=moment
    ).html
    return format_html('<div lang="vi">{}</div>', html) if language and html else html


def _of_panel(
    panel: Panel, figures: Sequence[Observation], *, is_area_chosen: bool
) -> dict[int, list[Observation]]:
    """Return the figures of a panel's span and areas, by indicator; a chosen area beats its own."""
    span = Span.between(panel.period_from, panel.period_to)
    found: dict[int, list[Observation]] = {}
    for figure in figures:
        if (is_area_chosen or _in_areas(panel, figure)) and span.holds(figure):
            found.setdefault(figure.indicator_id, []).append(figure)
    return found


def _in_areas(panel: Panel, figure: Observation) -> bool:
    own: list[int] = panel.area_ids  # type: ignore[attr-defined]
    return figure.area_id in own if own else hasattr(figure.area, "home")
