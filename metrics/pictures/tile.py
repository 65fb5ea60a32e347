"""One figure large, on its staff where it has one: the picture where there is no line to draw."""

from dataclasses import dataclass
from itertools import groupby

from metrics.pictures.drawing import CONTROL, INK, INK2, PAPER, RED, SEA, Drawing
from metrics.pictures.lettering import width, wrap
from metrics.pictures.places import Box
from metrics.pictures.plot import Scale
from metrics.staff import EARLIER, NEWEST, OTHER_SIDE_OF_BREAK, TARGET, PlacedMark, Staff
from metrics.wording import FigureText

LARGEST = 76
TICKS = {3: 9, 2: 6, 1: 4}


@dataclass(frozen=True)
class Tile:
    """A figure's words, its staff or None, and one sentence below."""

    text: FigureText
    remark: str
    staff: Staff | None


def draw_tile(drawing: Drawing, tile: Tile, box: Box, scale: Scale) -> None:
    """Draw value, staff and remark; without a staff, the red mark stands beside the value."""
    of = scale.of
    remarks = wrap(tile.remark, box.wide, of(17), most=3)
    staff_tall = of(92) if tile.staff else 0
    words_tall = of(17) * 1.45 * len(remarks) + of(6)
    indent = 0.0 if tile.staff else of(22)
    room = Box(box.x + indent, box.y, box.wide - indent, box.tall - staff_tall - words_tall)
    top, bottom = _value(drawing, tile.text, room, scale)
    if tile.staff:
        draw_staff(drawing, tile.staff, Box(box.x, room.bottom, box.wide, staff_tall), scale)
    else:
        drawing.line((box.x + of(3), top), (box.x + of(3), bottom), RED, of(6))
    y = box.bottom - words_tall
    for line in remarks:
        drawing.write(line, box.x, y + of(17) * 0.73, of(17))
        y += of(17) * 1.45


def _value(drawing: Drawing, text: FigureText, room: Box, scale: Scale) -> tuple[float, float]:
    """Write "hơn 956.000 hồ sơ" as large as it goes; return from where to where it reaches."""
    most = max(scale.of(24), min(scale.of(LARGEST), room.tall * 0.62))
    noun = scale.of(24)
    parts = [(text.qualifier, 0.42, 400), (text.number, 1.0, 600)]
    parts = [part for part in parts if part[0]]
    gap = 0.16
    ems = sum(width(words, share, weight) for words, share, weight in parts)
    ems += gap * (len(parts) - 1)
    size = min(most, room.wide / ems)
    beside = ems * size + scale.of(14) + width(text.noun, noun) <= room.wide
    nouns = wrap(text.noun, room.wide, noun, most=2)
    tall = size if beside or not nouns else size * 1.1 + noun * 1.4 * len(nouns)
    top = room.y + max(0.0, (room.tall - tall) / 2)
    middle, x = top + size * 0.5, room.x
    baseline = middle + size * 0.36
    for words, share, weight in parts:
        drawing.write(words, x, baseline - size * share * 0.36, size * share, weight=weight)
        x += width(words, size * share, weight) + gap * size
    for place, line in enumerate(nouns):
        if beside:
            at = x - gap * size + scale.of(14)
            drawing.write(line, at, baseline - noun * 0.36, noun, colour=INK2)
        else:
            y = top + size * 1.1 + noun * 1.4 * (place + 0.5)
            drawing.write(line, room.x, y, noun, colour=INK2)
    return top + size * 0.08, top + max(tall, size * 0.92)


def draw_staff(drawing: Drawing, staff: Staff, box: Box, scale: Scale) -> None:
    """Draw a staff as templates/partials/staff.html draws a wide one."""
    of, size = scale.of, scale.of(15)
    left = box.x + width(staff.start_label, size) + of(8)
    right = box.right - width(staff.end_label, size) - of(8)
    y = box.y + of(50)
    drawing.write(staff.start_label, left - of(8), y, size, colour=INK2, anchor="end")
    drawing.write(staff.end_label, right + of(8), y, size, colour=INK2)

    def at(percent: str) -> float:
        return left + float(percent) / 100 * (right - left)

    for level, ticks in groupby(sorted(staff.ticks, key=_level), key=_level):
        d = "".join(f"M{at(tick.x):.1f} {y:.1f}v{of(TICKS[level]):.1f}" for tick in ticks)
        drawing.path(d, stroke=CONTROL, stroke_width=of(1))
    drawing.line((left, y), (right, y), INK2, of(1.5))
    if staff.water:
        drawing.line((left, y), (at(staff.water), y), RED, of(3))
    for mark in staff.marks:
        _mark(drawing, mark, at(mark.x), y, scale)


def _level(tick) -> int:
    return tick.level


def _mark(drawing: Drawing, mark: PlacedMark, x: float, y: float, scale: Scale) -> None:
    of = scale.of
    is_newest = mark.kind == NEWEST
    if mark.kind == TARGET:
        drawing.mark("diamond", x, y, of(6), INK)
        drawing.mark("diamond", x, y, of(3.8), PAPER)
    elif is_newest:
        drawing.line((x, y - of(22)), (x, y + of(1.5)), RED, of(5))
    else:
        colour = SEA if mark.kind == EARLIER else INK2
        dash = f"{of(3)} {of(2)}" if mark.kind == OTHER_SIDE_OF_BREAK else ""
        drawing.line((x, y - of(14)), (x, y), colour, of(2.5), dash)
    if mark.labelled and not (mark.roomy and scale.is_narrow):
        colour = RED if is_newest else INK
        above = y - of(36 if is_newest else 28)
        anchor = "" if mark.anchor == "start" else mark.anchor
        drawing.write(mark.label_value, x, above, of(17), weight=600, colour=colour, anchor=anchor)
        weight, colour = (600, INK) if is_newest else (400, INK2)
        below = y + of(20)
        drawing.write(
            mark.label_period, x, below, of(15), weight=weight, colour=colour, anchor=anchor
        )
