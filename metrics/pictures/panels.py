"""The charts of dashboards as pictures."""

from metrics.chart_words import chart_in_words
from metrics.charts import COLUMN
from metrics.panel_frames import ChartPanel
from metrics.pictures.column_chart import draw_column_chart
from metrics.pictures.drawing import Drawing
from metrics.pictures.line_chart import draw_line_chart
from metrics.pictures.places import Box
from metrics.pictures.plot import Scale
from metrics.pictures.sheet import Matter


def panel_matter(panel: ChartPanel) -> Matter:
    """Return a panel's chart as a picture."""
    chart = panel.chart
    draw_chart = draw_column_chart if chart["type"] == COLUMN else draw_line_chart

    def draw(drawing: Drawing, box: Box, scale: Scale) -> None:
        draw_chart(drawing, chart, box, scale)

    return Matter(
        title=chart["title"],
        subtitle=chart["area"],
        alt=chart_in_words(chart),
        source=panel.source,
        badges=panel.badges,
        draw=draw,
    )
