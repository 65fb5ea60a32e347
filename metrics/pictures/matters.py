"""What the pictures show: a chart of an indicator, or one figure of it."""

from collections.abc import Iterable, Sequence
from functools import partial

from django.utils.translation import gettext as _

from forum_portal.words import localized
from metrics.change import change_sentence
from metrics.citing import disagreeing, source_line
from metrics.indicator_page import ChartPart
from metrics.marks import staff_of
from metrics.models import Break, Observation
from metrics.pictures.drawing import Drawing
from metrics.pictures.line_chart import draw_line_chart
from metrics.pictures.places import Box
from metrics.pictures.plot import Scale
from metrics.pictures.sheet import Matter
from metrics.pictures.tile import Tile, draw_tile
from metrics.sentences import answer, target_answer
from metrics.staff import WIDE
from metrics.tiles import previous_figure, tile_badges
from metrics.wording import figure_text


def chart_matter(part: ChartPart) -> Matter:
    """Return a chart of an indicator's page as a picture."""

    def draw(drawing: Drawing, box: Box, scale: Scale) -> None:
        draw_line_chart(drawing, part.chart, box, scale)

    return Matter(
        title=part.chart["title"],
        subtitle=part.chart["area"],
        alt=part.words,
        source=part.source,
        badges=part.badges,
        draw=draw,
    )


def figure_matter(
    figure: Observation,
    others: Sequence[Observation],
    breaks: Sequence[Break],
    targets: Iterable[Observation] = (),
) -> Matter:
    """Return one figure with a value as a picture; `others` are the observed ones beside it."""
    is_target = figure.kind == Observation.Kind.TARGET
    previous = None if is_target else previous_figure(others, figure)
    change = "" if is_target else f"{change_sentence(previous, figure, breaks).sentence}."
    staff = None
    if not is_target:
        goals = [each for each in targets if each.area_id == figure.area_id]
        staff = staff_of(figure, others, breaks, targets=goals, size=WIDE)
    sentence = target_answer(figure) if is_target else answer(figure, previous, breaks)
    name, place = (localized(each, "name") for each in (figure.indicator, figure.area))
    tile = Tile(figure_text(figure), change, staff)
    return Matter(
        title=name,
        subtitle=f"{place}, {figure.when}",
        alt=f"{sentence.text} {change} {staff.label if staff else ''}".strip(),
        source=_source(figure),
        badges=list(tile_badges(figure, previous, breaks)),
        draw=partial(_draw_tile, tile),
    )


def _draw_tile(tile: Tile, drawing: Drawing, box: Box, scale: Scale) -> None:
    draw_tile(drawing, tile, box, scale)


def _source(figure: Observation) -> str:
    used = next((each for each in figure.public_citations if not disagreeing([each])), None)
    if used is None:
        return ""
    return _("Source: %(sources)s.") % {"sources": source_line(used)}
