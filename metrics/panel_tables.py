"""A panel's table: a row for each period and area, a column for each indicator."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forum_portal.templatetags.portal import in_language
from metrics.badges import Badge, remarkable
from metrics.models import Observation
from metrics.wording import figure_text, unit_noun

MOST_ROWS = 12
GAP = "–"  # its word, "no figure", stands among the panel's badges


@dataclass(frozen=True)
class Cell:
    """A cell; numbers stand at the right. A figure that is not plain carries its `badge`."""

    text: str | SafeString
    url: str = ""
    is_number: bool = False
    badge: Badge | None = None


@dataclass(frozen=True)
class Row:
    """A row; the newest one carries the red mark."""

    newest: bool
    cells: list[Cell]


def table(
    observed: Sequence[Sequence[Observation]],
) -> tuple[list[Cell], list[Row], list[Observation], bool]:
    """Return head, rows, the figures in them, and whether a cell is empty; newest period first."""
    columns = [
        {(each.when, each.area_id): each for each in reversed(series)} for series in observed
    ]
    keys = sorted({key for column in columns for key in column}, reverse=True)[:MOST_ROWS]
    areas = {each.area_id: each.area for series in observed for each in series}
    has_areas = len({area for _when, area in keys}) > 1
    head = [Cell(_("Period"))] + ([Cell(_("Area"))] if has_areas else [])
    head += [Cell(_column_name(series[0]), is_number=True) for series in observed]
    rows: list[Row] = []
    shown: list[Observation] = []
    for when, area in keys:
        found = [column.get((when, area)) for column in columns]
        shown += [each for each in found if each]
        first = [Cell(when.short)] + ([Cell(in_language(areas[area], "name"))] if has_areas else [])
        rows.append(Row(newest=not rows, cells=first + [_cell(each) for each in found]))
    return head, rows, shown, any(cell.text == GAP for row in rows for cell in row.cells)


def _column_name(figure: Observation) -> str:
    name, unit = in_language(figure.indicator, "name"), figure.indicator.unit
    measure = unit.symbol or unit_noun(unit)
    return name if not measure or measure.lower() in name.lower() else f"{name}, {measure}"


def _cell(figure: Observation | None) -> Cell:
    if figure is None:
        return Cell(GAP, is_number=True)
    text = figure_text(figure)
    number = f"{text.qualifier} {text.number}".strip()
    return Cell(number, figure.get_absolute_url(), is_number=True, badge=remarkable(figure))
