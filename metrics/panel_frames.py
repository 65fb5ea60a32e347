"""What `partials/panel.html` and the partials it includes print, and what all panels have of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forum_portal.templatetags.portal import in_language
from metrics import badges
from metrics.badges import Badge
from metrics.change import break_between
from metrics.citing import disagreeing, source_lines
from metrics.models import Break, Observation, Panel
from metrics.panel_contents import Contents
from metrics.panel_parts import Meter, Reading, TargetLine
from metrics.panel_tables import Cell, Row
from metrics.staff import Staff
from metrics.tiles import previous_figure

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


def frame_of(
    panel: Panel,
    found: Contents,
    kind: str,
    *,
    shown: Sequence[Observation] = (),
    breaks: Sequence[Break] = (),
) -> dict:
    """Return the fields of Frame; badges and sources are those of the figures `shown`."""
    indicators = found.indicators
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
        "source": source_lines(shown, MOST_SOURCES),
    }


def _names(panel: Panel) -> str:
    """Return the names of a panel's public indicators; `public_names` is annotated.

    A text without a title has no heading at all.
    """
    if panel.kind == Panel.Kind.TEXT:
        return ""
    kept: list[dict] = panel.public_names  # type: ignore[attr-defined]
    is_english = get_language() == "en"
    names = [(each["name_en"] if is_english else "") or each["name"] for each in kept]
    return "; ".join(names)


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
