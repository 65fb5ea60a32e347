"""Columns that lie down, one row a period, as static/js/chart-marks.js draws them."""

from typing import Any

from metrics.pictures.drawing import INK, INK2, LINE, PAPER, RED, SERIES, WRONG, Drawing
from metrics.pictures.lettering import shortened, width
from metrics.pictures.line_chart import write_unequal
from metrics.pictures.places import Box
from metrics.pictures.plot import SMALLEST, Scale

UNSURE = ("estimated", "preliminary")


def draw_column_chart(drawing: Drawing, chart: dict, box: Box, scale: Scale) -> None:
    """Draw a chart dict of type "column" into `box`; a bar of what is not sure is hollow."""
    _ColumnChart(drawing, chart, box, scale).draw()


class _ColumnChart:
    def __init__(self, drawing: Drawing, chart: dict, box: Box, scale: Scale):
        self.drawing, self.chart, self.scale = drawing, chart, scale
        self.is_single = len(chart["series"]) == 1
        self.labels: list[str] = chart["labels"]
        self.size = scale.size(15, 14)
        self.left = (
            box.x + max(width(label, self.size, 600) for label in self.labels) + scale.of(10)
        )
        words = [
            width(self._words(series, point), self._value_size(point), 600)
            for series in chart["series"]
            for point in series["points"]
        ]
        self.room = min(max(words, default=0) + scale.of(14), (box.right - self.left) * 0.55)
        self.right, self.end = box.right - self.room, box.right
        self.top, self.bottom = box.y + scale.of(16), box.bottom - scale.of(10)

    def draw(self) -> None:
        of = self.scale.of
        for label in self.labels:
            y = self._row(label)
            self.drawing.line((self.left, y), (self.end, y), LINE, of(1))
            at = self.left - of(10)
            self.drawing.write(label, at, y, self.size, weight=600, anchor="end")
        self.drawing.line((self.left, self.top), (self.left, self.bottom), INK, of(1))
        for gap in self.chart["breaks"]:
            self._break(gap)
        for gap in self.chart["empty_labels"]:
            at = self.left + of(8)
            look: dict[str, Any] = {"colour": INK2, "halo": True}
            self.drawing.write(gap["text"], at, self._row(gap["label"]), self.size, **look)
        for row, series in enumerate(self.chart["series"]):
            for point in series["points"]:
                self._bar(row, series, point)
        for goal in self.chart["targets"]:
            self._target(goal)
        for other in self.chart["disagreements"]:
            self._disagreement(other)

    @property
    def _step(self) -> float:
        return (self.bottom - self.top) / len(self.labels)

    @property
    def _slot(self) -> float:
        return self._step * 0.8 / len(self.chart["series"])

    @property
    def _thick(self) -> float:
        return min(self.scale.of(12), self._slot * 0.8)

    def _row(self, label: str) -> float:
        return self.top + self._step * (self.labels.index(label) + 0.5)

    def _x(self, value: float) -> float:
        axis = self.chart["y"]
        share = (value - axis["min"]) / (axis["max"] - axis["min"])
        return self.left + (1 - share if axis["reverse"] else share) * (self.right - self.left)

    def _is_newest(self, point: dict) -> bool:
        return self.is_single and point["newest"]

    def _value_size(self, point: dict) -> float:
        return self.scale.of(18) if self._is_newest(point) else self.size

    def _words(self, series: dict, point: dict) -> str:
        """Return a value with its name behind it, so that what is cut off is the name."""
        return point["text"] if self.is_single else f"{point['text']} {series['name']}"

    def _bar(self, row: int, series: dict, point: dict) -> None:
        of, count, slot, thick = self.scale.of, len(self.chart["series"]), self._slot, self._thick
        y = self._row(point["label"]) + (row - (count - 1) / 2) * slot
        colour = RED if self._is_newest(point) else SERIES[row % len(SERIES)][0]
        ends = sorted((self._x(point["value"]), self._x(self._base)))
        self.drawing.add(
            "rect",
            x=ends[0],
            y=y - thick / 2,
            width=max(ends[1] - ends[0], of(1)),
            height=thick,
            fill=PAPER if point["status"] in UNSURE else colour,
            stroke=colour,
            stroke_width=of(2),
        )
        size = min(self._value_size(point), slot * 1.1)
        words = shortened(self._words(series, point), self.room - of(12), size, 600)
        ink = RED if self._is_newest(point) else INK
        self.drawing.write(words, self.right + of(12), y, size, weight=600, colour=ink)

    @property
    def _base(self) -> float:
        axis = self.chart["y"]
        return axis["max"] if axis["reverse"] else max(axis["min"], 0)

    def _break(self, gap: dict) -> None:
        of = self.scale.of
        y = self._row(gap["before_label"]) - self._step / 2
        self.drawing.line((self.left, y), (self.end, y), INK, of(1.5), f"{of(5)} {of(4)}")
        free = (self._step - self._thick * len(self.chart["series"])) / 2  # up to the bar above
        size = min(self.size, free * 0.8)
        if gap["text"] and size >= of(SMALLEST):
            look: dict[str, Any] = {"weight": 600, "halo": True}
            middle = y - min(of(11), free / 2)
            self.drawing.write(gap["text"], self.left + of(8), middle, size, **look)

    def _target(self, goal: dict) -> None:
        of, x, y = self.scale.of, self._x(goal["value"]), self._row(goal["label"])
        for colour, thick in ((PAPER, 6), (INK, 2.5)):
            self.drawing.line((x, y - of(13)), (x, y + of(13)), colour, of(thick))
        size = self.scale.size(14, 12)
        at = max(x + of(4), self.left + width(goal["text"], size))
        look: dict[str, Any] = {"colour": INK2, "anchor": "end", "halo": True}
        self.drawing.write(goal["text"], at, y + of(23), size, **look)

    def _disagreement(self, other: dict) -> None:
        of, x, y = self.scale.of, self._x(other["value"]), self._row(other["label"])
        self.drawing.line((x, y - of(9)), (x, y + of(9)), WRONG, of(2.5))
        text, size = other["text"].split(", ")[0], of(13)
        at = min(x, self.right - of(70))
        write_unequal(self.drawing, text, at, y - of(19), size, self.scale)
