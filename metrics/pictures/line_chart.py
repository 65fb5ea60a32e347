"""The line of a chart with its readings; never joined across a break or a gap.

Draws what static/js/chart-marks.js draws, so that page and picture look alike.
"""

from itertools import pairwise

from metrics.pictures.drawing import AMBER, INK, PAPER, RED, SERIES, WRONG, Drawing
from metrics.pictures.lettering import width, wrap
from metrics.pictures.places import Box, Segment, find_place
from metrics.pictures.plot import Plot, Scale, draw_ground

SHAPES = {"estimated": "ring", "preliminary": "half"}
MOST_ROOMY = 9  # with more points, only labels that find a free place are written
MOST_LARGE = 24
MOST_WRITTEN = 60  # with more points, only the newest, the highest and the lowest are written


def draw_line_chart(drawing: Drawing, chart: dict, box: Box, scale: Scale) -> None:
    """Draw a chart dict of type "line" into `box`."""
    _LineChart(drawing, chart, box, scale).draw()


class _LineChart:
    """One chart while it is drawn: `taken` and `lines` are what labels must not cover."""

    def __init__(self, drawing: Drawing, chart: dict, box: Box, scale: Scale):
        self.drawing, self.chart, self.scale = drawing, chart, scale
        self.is_single = len(chart["series"]) == 1
        room = _newest_room(chart, box, scale) if self.is_single else _name_room(chart, scale)
        self.plot = Plot(chart, box, scale, room)
        self.taken: list[Box] = []
        self.lines: list[Segment] = []
        self.boxes: dict[str, Box] = {}
        self.points = [
            [point for point in series["points"] if point["value"] is not None]
            for series in chart["series"]
        ]

    def draw(self) -> None:
        draw_ground(self.drawing, self.plot)
        self.taken += self.plot.words
        for row, points in enumerate(self.points):
            self._line(row, points)
        for gap in self.chart["breaks"]:
            x = self.plot.edge(gap["before_label"])
            self.lines.append((x, self.plot.top, x, self.plot.bottom))
        self._marks()
        for goal in self.chart["targets"]:
            self._target(goal)
        if self.is_single:
            latest_first = self._written()[::-1]
            for point in sorted(latest_first, key=lambda point: not point["newest"]):
                self._value(point)
        for other in self.chart["disagreements"]:
            self._disagreement(other)
        if not self.is_single:
            self._names()

    def _written(self) -> list[dict]:
        """Return the points whose values are written: of very many, those that say most."""
        points = self.points[0]
        if len(points) <= MOST_WRITTEN:
            return points
        ends = (min(points, key=_value_of), max(points, key=_value_of))
        return [point for point in points if point["newest"] or point in ends]

    def _at(self, point: dict) -> tuple[float, float]:
        return self.plot.x(point["label"]), self.plot.y(point["value"])

    def _line(self, row: int, points: list[dict]) -> None:
        colour, dash, _shape = SERIES[row % len(SERIES)]
        scaled = " ".join(str(self.scale.of(float(part))) for part in dash.split())
        for older, newer in pairwise(points):
            if self._is_joined(older["label"], newer["label"]):
                segment = (*self._at(older), *self._at(newer))
                self.lines.append(segment)
                width = self.scale.of(2.5)
                self.drawing.line(
                    segment[:2], segment[2:], colour, width, "" if self.is_single else scaled
                )

    def _is_joined(self, older: str, newer: str) -> bool:
        start, end = self.plot.labels.index(older), self.plot.labels.index(newer)
        breaks = (self.plot.labels.index(gap["before_label"]) for gap in self.chart["breaks"])
        return end == start + 1 and not any(start < at <= end for at in breaks)

    def _marks(self) -> None:
        of = self.scale.of
        count = sum(map(len, self.points))
        small = self.scale.is_narrow or not self.is_single
        radius = of(3 if count > MOST_LARGE else 5 if small else 6)
        radius = min(radius, max(self.plot.step * 0.6, of(1)))  # a line of days stays a line
        for row, points in enumerate(self.points):
            for point in points:
                x, y = self._at(point)
                is_newest = self.is_single and point["newest"]
                r = radius + of(2) if is_newest else radius
                if is_newest:
                    water = (self.plot.left, y, x, y)
                    self.drawing.line(water[:2], (x - of(10), y), RED, of(1.5), f"{of(2)} {of(4)}")
                self.drawing.mark(*self._mark_of(row, point, x, y, r))
                self.taken.append(Box(x - r, y - r, 2 * r, 2 * r))

    def _mark_of(self, row: int, point: dict, x: float, y: float, r: float) -> tuple:
        colour, _dash, shape = SERIES[row % len(SERIES)]
        unsure = SHAPES.get(point["status"])
        if self.is_single:
            colour = RED if point["newest"] else AMBER if unsure else colour
        return unsure or shape, x, y, r, colour

    def _value(self, point: dict) -> None:
        """Write a reading beside its mark, with its status where there is room for it."""
        x, y = self._at(point)
        is_crowded, is_newest = len(self.points[0]) > MOST_ROOMY, point["newest"]
        size = self.scale.size(14, 14) if is_crowded else self.scale.size(20, 16)
        size = self.scale.size(27, 20) if is_newest else size
        remark = point["status_text"] if point["status"] != "published" else ""
        is_alone = not any((x, y) in (line[:2], line[2:]) for line in self.lines)
        place = self._place_of(x, y, point["text"], remark, size, is_newest, is_alone)
        if remark and place.cost:  # the key below says it, too
            remark = ""
            place = self._place_of(x, y, point["text"], remark, size, is_newest, is_alone)
        if is_crowded and place.cost and not is_newest:
            return
        middle = place.box.y + size * 0.55
        look = {"anchor": place.anchor, "halo": True}
        colour = RED if is_newest else INK
        self.drawing.write(point["text"], place.x, middle, size, weight=600, colour=colour, **look)
        if remark:
            below = place.box.y + size * 1.05 + self.scale.of(8)
            self.drawing.write(remark, place.x, below, self.scale.of(14), colour=AMBER, **look)
        self.taken.append(place.box)
        self.boxes[point["label"]] = place.box
        if is_newest:
            self.lines.append((self.plot.left, y, x, y))

    def _place_of(self, x, y, text, remark, size, is_newest, is_alone):
        of = self.scale.of
        wide = max(width(text, size, 600), width(remark, of(14)))
        tall = size * 1.05 + (of(18) if remark else 0)
        if is_newest:
            prefer = ["right", "below" if is_alone else "above", "aboveLeft", "left"]
        else:
            prefer = (
                ["below", "above"] if is_alone else ["aboveLeft", "belowRight", "above", "below"]
            )
        return self._place(x, y, (wide, tall), self.scale.size(12, 10), prefer)

    def _place(self, x, y, size, gap, prefer):
        plot = self.plot
        left = plot.left + self.scale.of(2)
        within = Box(left, plot.box.y, plot.box.right - left, plot.bottom - plot.box.y)
        return find_place(x, y, size, gap, prefer, self.taken, self.lines, within)

    def _target(self, goal: dict) -> None:
        of, size = self.scale.of, self.scale.size(15, 13)
        x, y = self._at(goal)
        self.drawing.mark("diamond", x, y, of(6), INK)
        self.drawing.mark("diamond", x, y, of(3.6), PAPER)
        self.taken.append(Box(x - of(8), y - of(8), of(16), of(16)))
        wide = width(goal["text"], size)
        place = self._place(x, y, (wide, size + of(5)), of(11), ["left", "above", "below"])
        middle = place.box.y + place.box.tall / 2
        self.drawing.write(goal["text"], place.x, middle, size, anchor=place.anchor, halo=True)
        self.taken.append(place.box)

    def _disagreement(self, other: dict) -> None:
        of, size = self.scale.of, self.scale.size(15, 13)
        x, y = self._at(other)
        text = other["text"].split(", ")[0] if self.scale.is_narrow else other["text"]
        wide = width(text, size) + of(19)
        used = next((each for each in self.points[0] if each["label"] == other["label"]), None)
        is_hidden = used is not None and abs(self._at(used)[1] - y) < of(12)
        box = self._under(self.boxes.get(other["label"]), wide, size) if is_hidden else None
        if not is_hidden:
            self.drawing.line((x - of(10), y), (x + of(10), y), WRONG, of(2.5))
        if box is None:
            prefer = ["right", "left", "belowRight"]
            box = self._place(x, y, (wide, size + of(6)), of(14), prefer).box
        write_unequal(self.drawing, text, box.x, box.y + box.tall / 2, size, self.scale)
        self.taken.append(box)

    def _under(self, value: Box | None, wide: float, size: float) -> Box | None:
        """Return the place below a value's own label, where it is free."""
        if value is None:
            return None
        box = Box(value.x, value.bottom, wide, size + self.scale.of(8))
        inside = box.right < self.plot.box.right and box.bottom < self.plot.bottom
        free = inside and not any(map(box.overlaps, self.taken))
        return box if free and not any(map(box.is_crossed_by, self.lines)) else None

    def _names(self) -> None:
        """Write each series' name at the end of its line, none upon another."""
        of, size = self.scale.of, self.scale.size(14, 12)
        room = _name_room(self.chart, self.scale) - of(14)
        ends = []
        for row, points in enumerate(self.points):
            if points:
                name = f"{self.chart['series'][row]['name']} {points[-1]['text']}"
                ends.append((self._at(points[-1])[1], row, wrap(name, room, size, 600)))
        ends.sort()
        talls = [len(lines) * size * 1.3 + of(4) for _y, _row, lines in ends]
        tops = _apart([y - tall / 2 for (y, *_), tall in zip(ends, talls, strict=True)], talls)
        floor = self.plot.bottom + of(24)
        for place in range(len(tops) - 1, -1, -1):
            tops[place] = min(tops[place], floor - talls[place])
            floor = tops[place]
        for (y, row, lines), top, tall in zip(ends, tops, talls, strict=True):
            colour, right = SERIES[row % len(SERIES)][0], self.plot.right
            x = self.plot.x(self.points[row][-1]["label"])
            self.drawing.line((x + of(8), y), (right + of(8), top + tall / 2), colour, of(1))
            for place, line in enumerate(lines):
                middle = top + of(2) + size * 1.3 * (place + 0.5)
                self.drawing.write(line, right + of(12), middle, size, weight=600, halo=True)


def _value_of(point: dict) -> float:
    return point["value"]


def _apart(tops: list[float], talls: list[float]) -> list[float]:
    floor, placed = float("-inf"), []
    for top, tall in zip(tops, talls, strict=True):
        placed.append(max(top, floor))
        floor = placed[-1] + tall
    return placed


def _newest_room(chart: dict, box: Box, scale: Scale) -> float:
    """Return the room that the newest value needs behind a line without room around its end."""
    newest = next((each for each in chart["series"][0]["points"] if each["newest"]), None)
    labels = chart["labels"]
    if newest is None or len(labels) <= MOST_ROOMY or newest["label"] != labels[-1]:
        return 0.0
    wide = width(newest["text"], scale.size(27, 20), 600)
    needed = wide + scale.size(12, 10) + scale.of(6)
    return max(0.0, needed - (box.wide - needed) / len(labels) / 2)


def _name_room(chart: dict, scale: Scale) -> float:
    names = [f"{each['name']} {each['points'][-1]['text']}" for each in chart["series"]]
    longest = max(width(name, scale.of(14), 600) for name in names)
    return min(longest * 1.05 + scale.of(24), scale.size(220, 108))


def write_unequal(
    drawing: Drawing, text: str, x: float, y: float, size: float, scale: Scale
) -> None:
    """Write what another source prints, behind a ≠, which the type has not and is drawn."""
    of = scale.of
    at = f"translate({x:.1f} {y:.1f}) scale({scale.k:.3f})"
    d = "M0-2.5h11M0 2h11M8-6.5 3 6"
    for colour, thick in ((PAPER, 5), (WRONG, 1.6)):
        drawing.path(d, stroke=colour, stroke_width=thick, transform=at)
    drawing.write(text, x + of(17), y, size, colour=WRONG, halo=True)
