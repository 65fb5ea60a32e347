"""The ground of a line chart: its staff at the left, its periods below, what lies behind the line.

Draws the chart dict of `metrics.charts`, by the rules of static/js/chart-marks.js.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from forum_portal.numbers import format_number
from metrics.pictures.drawing import CONTROL, HATCH, INK, INK2, LINE, PAPER, RULE, Drawing
from metrics.pictures.lettering import width, wrap
from metrics.pictures.places import Box

TICK, GAP = 9, 5  # as on the page, before scaling
SMALLEST = 8  # letters that somebody can read


@dataclass(frozen=True)
class Scale:
    """How much larger than on the page everything is drawn; a narrow picture has smaller words."""

    k: float
    is_narrow: bool = False

    def of(self, pixels: float) -> float:
        """Return a length of the page in the picture."""
        return pixels * self.k

    def size(self, wide: float, narrow: float) -> float:
        """Return the size of letters that are `wide` pixels on a wide page."""
        return self.of(narrow if self.is_narrow else wide)


class Plot:
    """Where the points of a line chart stand inside `box`, its labels included."""

    def __init__(self, chart: dict, box: Box, scale: Scale, right_room: float = 0):
        self.chart, self.box, self.scale = chart, box, scale
        self.labels: list[str] = chart["labels"]
        self.words: list[Box] = []  # on the ground, which labels of points must not cover
        self.axis_size = scale.size(15, 13)
        ticks = max(width(text, self.axis_size) for _value, text in self.ticks)
        self.left = box.x + ticks + scale.of(TICK + GAP)
        self.right = box.right - max(right_room, scale.of(16))
        self.top = box.y + scale.of(12 + 20 * (1 + max(self.rows_of_breaks, default=-1)))
        self.bottom = box.bottom - scale.of(12) - self.axis_size * (2.7 if self.has_gaps else 1.4)

    @cached_property
    def ticks(self) -> list[tuple[float, str]]:
        """The values that the axis names, with their words; the unit stands at the highest."""
        low, high, step, is_rank = (
            self.chart["y"][name] for name in ("min", "max", "step", "reverse")
        )
        values, value = [low], step if is_rank else low + step
        while value < high - step * 0.3:
            values += [value] if value > low else []
            value += step
        symbol = "" if is_rank else self.chart["unit_symbol"]
        texts = [format_number(_plain(each)) for each in [*values, high]]
        texts[-1] += symbol if symbol in ("", "%") else f" {symbol}"
        return list(zip([*values, high], texts, strict=True))

    @property
    def has_gaps(self) -> bool:
        return bool(self.chart["empty_labels"])

    @property
    def step(self) -> float:
        return (self.right - self.left) / len(self.labels)

    def x(self, label: str) -> float:
        """Return the middle of a period."""
        return self.left + self.step * (self.labels.index(label) + 0.5)

    def edge(self, label: str) -> float:
        """Return where a period begins."""
        return self.left + self.step * self.labels.index(label)

    def y(self, value: float) -> float:
        """Return the height of a value; rank 1 is on top."""
        axis = self.chart["y"]
        share = (value - axis["min"]) / (axis["max"] - axis["min"])
        share = 1 - share if axis["reverse"] else share
        return self.bottom - share * (self.bottom - self.top)

    @cached_property
    def rows_of_breaks(self) -> list[int]:
        """On which row above the plot each break's words stand; -1 where it has none."""
        ends: list[float] = []
        return [self._row(gap, ends) if gap["text"] else -1 for gap in self.chart["breaks"]]

    def _row(self, gap: dict, ends: list[float]) -> int:
        x = self._about(gap["before_label"])
        wide = width(gap["text"], self.axis_size, 600) + self.scale.of(10)
        left = x - wide if x + wide > self.box.right else x
        row = next((place for place, end in enumerate(ends) if end < left), len(ends))
        ends[row:] = [left + wide + self.scale.of(12), *ends[row + 1 :]]
        return row

    def _about(self, label: str) -> float:
        start = self.box.x + self.scale.size(60, 46)
        return start + (self.box.right - start) / len(self.labels) * self.labels.index(label)


def draw_ground(drawing: Drawing, plot: Plot) -> None:
    """Draw grid, staff, hatching, periods and breaks."""
    _grid(drawing, plot)
    for hatch in plot.chart["hatch"]:
        _hatch(drawing, plot, hatch)
    _fine_ticks(drawing, plot)
    _periods(drawing, plot)
    _breaks(drawing, plot)


def _plain(value: float) -> Decimal:
    """Return 100 for 100.0, so that the axis names whole numbers without decimals."""
    exact = Decimal(str(value))
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def _grid(drawing: Drawing, plot: Plot) -> None:
    of, axis = plot.scale.of, plot.chart["y"]
    ends = {plot.y(plot.ticks[0][0]), plot.y(plot.ticks[-1][0])}
    named = set(ends)
    for value, text in plot.ticks:
        y = plot.y(value)
        drawing.line((plot.left, y), (plot.right, y), LINE, of(1))
        drawing.line((plot.left - of(TICK), y), (plot.left, y), CONTROL, of(1))
        if y in ends or min(abs(y - other) for other in named) > plot.axis_size * 1.2:
            named.add(y)
            at = plot.left - of(TICK + GAP)
            drawing.write(text, at, y, plot.axis_size, colour=INK2, anchor="end")
    drawing.line((plot.left, plot.top), (plot.left, plot.bottom), INK, of(1))
    base = RULE if axis["reverse"] else INK
    drawing.line((plot.left, plot.bottom), (plot.right, plot.bottom), base, of(1))


def _fine_ticks(drawing: Drawing, plot: Plot) -> None:
    of, axis = plot.scale.of, plot.chart["y"]
    spans = (1, 5, 10) if axis["reverse"] else (axis["step"] / 5, axis["step"])
    full = (plot.bottom - plot.top) / (axis["max"] - axis["min"])
    unit = next((span for span in spans if span * full >= of(4)), axis["step"])
    value, d = unit if axis["reverse"] else axis["min"] + unit, []
    while value < axis["max"]:
        d.append(f"M{plot.left - of(4):.1f} {plot.y(value):.1f}h{of(4):.1f}")
        value += unit
    drawing.path("".join(d), stroke=CONTROL, stroke_width=of(1))


def _periods(drawing: Drawing, plot: Plot) -> None:
    """Write every period, or every second, third … where they would touch."""
    of, size = plot.scale.of, plot.axis_size
    known = {
        point["label"]
        for series in plot.chart["series"]
        for point in series["points"]
        if point["value"] is not None
    }
    empty = {gap["label"]: gap["text"] for gap in plot.chart["empty_labels"]}
    widest = max(width(label, size, 600) for label in plot.labels) + of(8)
    every = max(1, -int(-widest // plot.step))
    y = plot.bottom + of(8) + size * 0.6
    for label in plot.labels[::every]:
        look = {"weight": 600} if label in known else {"colour": INK2}
        drawing.write(label, plot.x(label), y, size, anchor="middle", **look)
        if label in empty:
            words = empty[label] if width(empty[label], size) + of(6) <= plot.step * every else "–"
            below = y + size * 1.3
            drawing.write(words, plot.x(label), below, size, colour=INK2, anchor="middle")


def _breaks(drawing: Drawing, plot: Plot) -> None:
    of, size, last = plot.scale.of, plot.axis_size, max(plot.rows_of_breaks, default=-1)
    for gap, row in zip(plot.chart["breaks"], plot.rows_of_breaks, strict=True):
        x, y = plot.edge(gap["before_label"]), plot.top - of(16 + (last - row) * 20)
        start = y - of(8) if gap["text"] else plot.top - of(4)
        drawing.line((x, start), (x, plot.bottom), INK, of(1.5), f"{of(5)} {of(4)}")
        if gap["text"]:
            wide = width(gap["text"], size, 600)
            fits = x + of(10) + wide <= plot.box.right
            at, anchor = (x + of(8), "") if fits else (x - of(8), "end")
            plot.words.append(Box(at if fits else at - wide, y - size / 2, wide, size))
            drawing.write(gap["text"], at, y, size, weight=600, anchor=anchor, halo=True)


def _hatch(drawing: Drawing, plot: Plot, hatch: dict) -> None:
    """Draw slanting lines over the periods without figures, and why, in the middle."""
    of = plot.scale.of
    left = plot.edge(hatch["from"])
    right = plot.edge(hatch["to"]) + plot.step
    tall, d, x = plot.bottom - plot.top, [], left - (plot.bottom - plot.top)
    while x < right:
        from_x, to_x = max(x, left), min(x + tall, right)
        if from_x < to_x:
            rise = plot.bottom - (from_x - x)
            d.append(f"M{from_x:.1f} {rise:.1f}L{to_x:.1f} {plot.bottom - (to_x - x):.1f}")
        x += of(9)
    drawing.path("".join(d), stroke=HATCH, stroke_width=of(1))
    middle = ((left + right) / 2, (plot.top + plot.bottom) / 2)
    if right - left < of(90):
        _upright(drawing, plot, hatch["text"], *middle)
        return
    size = plot.scale.size(15, 12)
    lines = wrap(hatch["text"], right - left - of(24), size)
    wide = max(width(line, size) for line in lines) + of(20)
    top = middle[1] - (len(lines) * size * 1.45 + of(14)) / 2
    box = Box(middle[0] - wide / 2, top, wide, len(lines) * size * 1.45 + of(14))
    drawing.box(box.x, box.y, box.wide, box.tall, PAPER)
    plot.words.append(box)
    for place, line in enumerate(lines):
        y = top + of(7) + size * 1.45 * (place + 0.5)
        drawing.write(line, middle[0], y, size, colour=INK2, anchor="middle")


def _upright(drawing: Drawing, plot: Plot, text: str, x: float, y: float) -> None:
    of = plot.scale.of
    size = min(of(13), of(13) * (plot.bottom - plot.top - of(16)) / width(text, of(13)))
    if size < of(SMALLEST):
        return  # the words below the title say it, too
    tall = width(text, size) + of(16)
    box = Box(x - of(12), y - tall / 2, of(24), tall)
    drawing.box(box.x, box.y, box.wide, box.tall, PAPER)
    plot.words.append(box)
    turn = f"rotate(-90 {x:.1f} {y:.1f})"
    drawing.write(text, x, y, size, colour=INK2, anchor="middle", turn=turn)
