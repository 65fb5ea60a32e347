"""A sheet of SVG to draw on: attributes only, every text escaped, the portal's own colours."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.html import escape

from metrics import badges

INK, INK2, SEA, DEEP, RED = "#0d2530", "#47606b", "#07566b", "#053a49", "#c62f1b"
WRONG, AMBER, CONTROL, RULE = "#8c1246", "#865000", "#6b8089", "#c5d2d5"
LINE, HATCH, PAPER, ON_DEEP, TICK_ON_DEEP = "#e3eced", "#d3e0e3", "#ffffff", "#c5dde2", "#7fa3ad"
# As static/js/chart-drawing.js has them: colour, dash, shape of the marks.
SERIES = (
    (SEA, "", "circle"),
    ("#c76700", "7 4", "square"),
    ("#5b45e0", "2 4", "triangle"),
    ("#05985c", "10 3 2 3", "diamond"),
    ("#4d0a2d", "4 2", "ring"),
    ("#868c98", "", "cross"),
)
BADGE_COLOURS = {
    badges.PUBLISHED: SEA,
    badges.ESTIMATED: AMBER,
    badges.PRELIMINARY: AMBER,
    badges.DISAGREES: WRONG,
    badges.WITHDRAWN: WRONG,
}
HALF_RIM = "M.8 5a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0-8.4 0z"
# The shapes of templates/partials/symbols.html: what is filled, what is stroked and how thick.
SYMBOLS = {
    badges.PUBLISHED: ("M0 5a5 5 0 1 0 10 0a5 5 0 1 0-10 0z", "", ""),
    badges.ESTIMATED: ("", "M1 5a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "2"),
    badges.PRELIMINARY: ("M5 0a5 5 0 0 0 0 10z", HALF_RIM, "1.6"),
    badges.TARGET: ("", "M5 .9 9.1 5 5 9.1.9 5z", "1.5"),
    badges.DISAGREES: ("", "M0 3.4h10M0 6.8h10M7.4 0 2.6 10", "1.6"),
    badges.BREAK: ("", "M5 0v2M5 4v2M5 8v2", "1.8"),
    badges.WITHDRAWN: ("", "m1 1 8 8M9 1 1 9", "1.8"),
    badges.MISSING: ("", "M0 5h10", "1.9"),
    badges.CORRECTED: ("", "M5 1.2 9.2 9H.8z", "1.5"),
}  # fmt: skip
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def clean(text: str) -> str:
    """Return a text as it may stand in XML, in an attribute, too."""
    return escape(NOT_IN_XML.sub("", text))


def number(value: float) -> str:
    """Return a coordinate with two digits after the point at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


class Drawing:
    """Elements one upon another; `texts` are those written, for who wants to know what it says."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.texts: list[str] = []

    def add(self, name: str, body: Any = "", **attributes: Any) -> None:
        """Add an element; `_` in a name stands for `-`, what is None or empty is left out."""
        given = "".join(
            f' {key.replace("_", "-")}="{_attribute(value)}"'
            for key, value in attributes.items()
            if value not in (None, "")
        )
        self.parts.append(f"<{name}{given}>{body}</{name}>" if body else f"<{name}{given}/>")

    def line(
        self,
        start: Sequence[float],
        end: Sequence[float],
        colour: str,
        thick: float,
        dash: str = "",
    ) -> None:
        """Draw a straight line; a dash is told in its own thickness-free lengths."""
        (x1, y1), (x2, y2) = start, end
        look = {"stroke": colour, "stroke_width": thick, "stroke_dasharray": dash}
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, **look)

    def path(self, d: str, *, fill: str = "none", **look: Any) -> None:
        """Draw a path."""
        self.add("path", d=d, fill=fill, **look)

    def box(self, x: float, y: float, wide: float, tall: float, fill: str) -> None:
        """Fill a rectangle."""
        self.add("rect", x=x, y=y, width=wide, height=tall, fill=fill)

    def write(
        self,
        text: str,
        x: float,
        middle: float,
        size: float,
        *,
        weight: int = 400,
        colour: str = INK,
        anchor: str = "",
        halo: bool = False,
        turn: str = "",
    ) -> None:
        """Write a line around the height `middle`; a halo parts it from what lies behind."""
        around: dict[str, Any] = {}
        if halo:
            around = {"stroke": PAPER, "stroke_width": size / 4, "paint_order": "stroke"}
            around["stroke_linejoin"] = "round"
        self.texts.append(text)
        look = {"font_size": size, "font_weight": weight, "fill": colour, "text_anchor": anchor}
        y = middle + size * 0.36
        self.add("text", clean(text), x=x, y=y, transform=turn, **look, **around)

    def symbol(self, shape: str, x: float, y: float, size: float, colour: str = "") -> None:
        """Draw a badge's shape into a square whose upper left corner is at x, y."""
        filled, stroked, thick = SYMBOLS[shape]
        colour = colour or BADGE_COLOURS.get(shape, INK)
        at = f"translate({number(x)} {number(y)}) scale({number(size / 10)})"
        if stroked:
            self.path(stroked, stroke=colour, stroke_width=thick, transform=at)
        if filled:
            self.path(filled, fill=colour, transform=at)

    def mark(self, shape: str, x: float, y: float, r: float, colour: str) -> None:
        """Draw a reading in its shape around x, y, with a white rim."""
        at = f"translate({number(x)} {number(y)}) scale({number(r)})"
        hollow = shape in ("ring", "cross", "half")
        rim = {"stroke_linejoin": "round", "transform": at}
        outline = OUTLINES.get(shape, OUTLINES["circle"])
        self.path(outline, stroke=PAPER, stroke_width=7 / 6 if hollow else 4 / 6, **rim)
        if shape != "cross":
            self.path(outline, fill=PAPER if hollow else colour, transform=at)
        if hollow:
            self.path(outline, stroke=colour, stroke_width=0.5, transform=at)
        if shape == "half":
            self.path("M0-1a1 1 0 0 0 0 2z", fill=colour, transform=at)


OUTLINES = {
    "circle": "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0z",
    "square": "M-.9-.9h1.8v1.8h-1.8z",
    "triangle": "M0-1.15 1.1.85h-2.2z",
    "diamond": "M0-1.2 1.2 0 0 1.2-1.2 0z",
    "cross": "M-1-1 1 1M1-1-1 1",
}


def _attribute(value: object) -> str:
    return number(float(value)) if isinstance(value, int | float) else clean(str(value))
