"""A whole picture: title, what is drawn, status marks, source, and at its foot whose it is.

Nothing of it depends on where it is shown: day and address of the figures stand inside.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from metrics.badges import Badge
from metrics.pictures.drawing import (
    CONTROL,
    DEEP,
    INK,
    INK2,
    ON_DEEP,
    PAPER,
    TICK_ON_DEEP,
    Drawing,
    clean,
)
from metrics.pictures.lettering import balanced, width, wrap
from metrics.pictures.places import Box
from metrics.pictures.plot import Scale

FAMILY = "Portal Sans, Be Vietnam Pro, sans-serif"
LATIN, VIETNAMESE = "U+20-FF,U+2013-2026,U+20AC,U+2212", "U+102-1B0,U+20AB,U+1EA0-1EF9"


@dataclass(frozen=True)
class Form:
    """A size; `most_lines` of title, subtitle and source where it must not grow, else None."""

    name: str
    width: int
    height: int
    margin: int
    scale: Scale
    least_plot: int
    most_lines: tuple[int, int, int] | None = None


WIDE = Form("wide", 1200, 675, 48, Scale(1.55), 420)
NARROW = Form("narrow", 720, 800, 36, Scale(2.05, is_narrow=True), 560)
CARD = Form("card", 1200, 630, 48, Scale(1.55), 0, (2, 1, 1))
ROOMY_TITLE = 2  # lines; a longer title is written smaller
FORMS = {form.name: form for form in (WIDE, NARROW, CARD)}

Draw = Callable[[Drawing, Box, Scale], None]


@dataclass(frozen=True)
class Matter:
    """What a picture shows: words around what `draw` puts into its middle; `alt` says it all."""

    title: str
    subtitle: str
    alt: str
    source: str
    badges: Sequence[Badge]
    draw: Draw


@dataclass(frozen=True)
class Imprint:
    """Whose picture it is, up to which day it sees, and the address that stays."""

    portal: str
    until: str
    address: str
    language: str


def draw_sheet(matter: Matter, imprint: Imprint, form: Form) -> str:
    """Return the picture as SVG that names its type and does not carry it, as for `raster`."""
    return _svg(matter, imprint, form, "")


def draw_whole_sheet(matter: Matter, imprint: Imprint, form: Form) -> str:
    """Return the picture as SVG with its type inside, as everybody opens it."""
    return _svg(matter, imprint, form, f"<style>{type_style()}</style>")


def _svg(matter: Matter, imprint: Imprint, form: Form, style: str) -> str:
    drawing = Drawing()
    height = _compose(drawing, matter, imprint, form)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {form.width} {height}" '
        f'width="{form.width}" height="{height}" role="img" lang="{imprint.language}" '
        f'font-family="{FAMILY}" fill="{INK}" aria-labelledby="title desc">'
        f'<title id="title">{clean(matter.title)}</title><desc id="desc">{clean(matter.alt)}</desc>'
    )
    paper = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    return head + style + paper + "\n".join(drawing.parts) + "</svg>\n"


def _compose(drawing: Drawing, matter: Matter, imprint: Imprint, form: Form) -> int:
    """Draw everything from top to bottom; return how tall it came to be."""
    of, room = form.scale.of, form.width - 2 * form.margin
    most = form.most_lines or (None, None, None)
    _ruler(drawing, 0, form.width, form.scale, (INK, CONTROL))
    y = of(8) + form.margin * 0.6
    titles, size = _title(matter.title, room, form)
    y = _lines(drawing, titles, form.margin, y, size, 1.28, weight=600)
    areas = wrap(matter.subtitle, room, of(15), most=most[1])
    y = _lines(drawing, areas, form.margin, y + of(3), of(15), 1.4, colour=INK2)
    sources = wrap(matter.source, room, of(13), most=most[2])
    rows = badge_rows(matter.badges, room, of(13), form.scale)
    foot = _foot_lines(imprint, room, of(13))
    foot_tall = of(26) + of(13) * 1.5 * len(foot)
    below = of(13) * (1.5 * len(sources) + 1.7 * len(rows)) + of(12) + foot_tall
    height = max(form.height, round(y + of(8) + form.least_plot + below))
    box = Box(form.margin, y + of(8), room, height - below - y - of(8))
    matter.draw(drawing, box, form.scale)
    y = _badges(drawing, rows, form.margin, box.bottom + of(2), of(13))
    _lines(drawing, sources, form.margin, y, of(13), 1.5, colour=INK2)
    _foot(drawing, foot, height - foot_tall, form, height)
    return height


def _title(title: str, room: float, form: Form) -> tuple[list[str], float]:
    """Return a title in lines and how large they are: a long one is written smaller."""
    lines, size = wrap(title, room, form.scale.of(22), 600), form.scale.of(22)
    if len(lines) > ROOMY_TITLE:
        size = form.scale.of(17)
        most = form.most_lines[0] if form.most_lines else None
        lines = wrap(title, room, size, 600)
        if most and len(lines) > most:
            return wrap(title, room, size, 600, most=most), size
    return balanced(title, room, size, 600), size


def _lines(drawing, lines, x, y, size, leading, **look) -> float:
    """Write lines one below another; return where the next thing begins."""
    for line in lines:
        drawing.write(line, x, y + size * leading / 2, size, **look)
        y += size * leading
    return y


def badge_rows(badges, room: float, size: float, scale: Scale) -> list[list[tuple[float, Badge]]]:
    """Return badges in rows, each with its place from the left."""
    rows: list[list[tuple[float, Badge]]] = []
    x = room
    for badge in badges:
        wide = size * 0.75 + scale.of(5) + width(badge.text, size)
        if x + wide > room:
            rows.append([])
            x = 0
        rows[-1].append((x, badge))
        x += wide + scale.of(15)
    return rows


def _badges(drawing: Drawing, rows, left: float, y: float, size: float) -> float:
    for row in rows:
        middle = y + size * 0.85
        for x, badge in row:
            drawing.symbol(badge.shape, left + x, middle - size * 0.375, size * 0.75)
            drawing.write(badge.text, left + x + size * 1.13, middle, size)
        y += size * 1.7
    return y


def _foot_lines(imprint: Imprint, room: float, size: float) -> list[tuple[str, int]]:
    """Return the lines below the water with their weights: whose, as of when, where."""
    indent = size * 2.2
    whose = wrap(imprint.portal, room - indent, size, 600)
    until = wrap(imprint.until, room - indent, size)
    address = address_lines(imprint.address, room - indent, size)
    return [*_with(600, whose), *_with(400, until), *_with(400, address)]


def _with(weight: int, lines: list[str]) -> list[tuple[str, int]]:
    return [(line, weight) for line in lines]


def address_lines(address: str, room: float, size: float) -> list[str]:
    """Return an address in lines that break behind a stroke or before its question."""
    lines = [""]
    for part in re.findall(r"[^/?]*/+|\??[^/?]+", address):
        longer = lines[-1] + part
        lines[-1:] = [longer] if width(longer, size) <= room else [lines[-1], part]
    return [piece for line in lines if line for piece in wrap(line, room, size)]


def _foot(drawing: Drawing, lines, top: float, form: Form, height: int) -> None:
    of, size = form.scale.of, form.scale.of(13)
    drawing.box(0, top, form.width, height - top, DEEP)
    _ruler(drawing, top, form.width, form.scale, (PAPER, TICK_ON_DEEP))
    _sign(drawing, form.margin, top + of(16), size * 2.3)
    y, left = top + of(15), form.margin + size * 2.2
    for line, weight in lines:
        colour = PAPER if weight == 600 else ON_DEEP
        drawing.write(line, left, y + size * 0.75, size, weight=weight, colour=colour)
        y += size * 1.5


def _sign(drawing: Drawing, x: float, y: float, tall: float) -> None:
    """Draw the portal's sign, a tide staff; without red, which the newest figure alone has."""
    d = "M5 0v36M5 1h9M5 8h6M5 14h6M5 28h6M5 35h9"
    at = f"translate({x:.1f} {y:.1f}) scale({tall / 36:.3f})"
    drawing.path(d, stroke=PAPER, stroke_width=2, transform=at)
    drawing.path("M0 21h22", stroke=PAPER, stroke_width=4, transform=at)


def _ruler(drawing: Drawing, y: float, wide: float, scale: Scale, colours) -> None:
    """Draw the staff that the page hangs from: a fine tick every 8 pixels, a long one every 80."""
    step, far = scale.of(8), scale.of(80)
    for each, colour, tall in ((step, colours[1], 4), (far, colours[0], 8)):
        count = int(wide / each) + 1
        d = "".join(f"M{place * each:.1f} {y:.1f}v{scale.of(tall):.1f}" for place in range(count))
        drawing.path(d, stroke=colour, stroke_width=scale.of(1))
    drawing.line((0, y), (wide, y), colours[0], scale.of(2))


@lru_cache
def type_style() -> str:
    """Return the rules that bring the portal's type along, so that nothing need be installed."""
    faces = []
    for weight in (400, 600):
        for part, letters in (("latin", LATIN), ("vietnamese", VIETNAMESE)):
            path = settings.BASE_DIR / "static" / "fonts" / f"portal-{part}-{weight}.woff2"
            data = base64.b64encode(path.read_bytes()).decode()
            faces.append(
                f'@font-face{{font-family:"Portal Sans";font-weight:{weight};'
                f'src:url(data:font/woff2;base64,{data}) format("woff2");unicode-range:{letters}}}'
            )
    return "".join(faces)


@lru_cache
def type_hash() -> str:
    """Return what a Content-Security-Policy allows these rules by."""
    digest = hashlib.sha256(type_style().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
