"""The pictures that social media show of forums and sessions: what it was about, large, and when.

Below stands the staff of the editions, the red mark at the one that is shown.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from events.programme import title_with_change
from forum_portal.words import localized
from metrics.pictures.drawing import CONTROL, INK, INK2, RED, SEA, Drawing
from metrics.pictures.lettering import balanced, width, wrap
from metrics.pictures.places import Box
from metrics.pictures.plot import Scale
from metrics.pictures.sheet import Matter

LARGEST, SMALLEST, STEP = 44, 18, 2
STAFF = 62  # how tall the staff of editions is
MOST_MARKS = 12
LEADING = 1.22


def card(title: str, words: str, subtitle: str, years: Sequence[str], current: str) -> Matter:
    """Return a picture with `words` large; `years` are those of the editions, the oldest first."""
    marks = list(years)[-MOST_MARKS:]
    shown = marks if current in marks and len(marks) > 1 else []
    alt = ". ".join(filter(None, [title, words, subtitle]))
    draw = partial(_draw, words, shown, current)
    return Matter(title=title, subtitle=subtitle, alt=alt, source="", badges=(), draw=draw)


def years_of(editions: Sequence[Any]) -> list[str]:
    """Return the years of nested rows of editions, which begin with the newest, oldest first."""
    years = [str(each.year) for each in editions if each.year]
    return list(dict.fromkeys(reversed(years)))


def forum_card(forum: Any, days: str) -> Matter:
    """Return the card of a forum: its theme, or its name where no source tells a theme."""
    name, theme = localized(forum, "name"), localized(forum, "theme")
    current = str(forum.year) if forum.kind == "forum" and forum.year else ""
    years = years_of(forum.edition_rows)
    return card(name if theme else "", theme or name, days, years, current)


def session_card(session: Any, when: str) -> Matter:
    """Return the card of a session: its title, under the name of its forum."""
    return card(
        localized(session.forum_row, "name"), title_with_change(session), when, [], current=""
    )


def _draw(
    words: str, years: Sequence[str], current: str, drawing: Drawing, box: Box, scale: Scale
) -> None:
    staff = scale.of(STAFF) if years else 0
    room = Box(box.x, box.y, box.wide, box.tall - staff)
    _words(drawing, words, room, scale)
    if years:
        _staff(drawing, years, current, Box(box.x, room.bottom, box.wide, staff), scale)


def _words(drawing: Drawing, words: str, room: Box, scale: Scale) -> None:
    """Write the words as large as they fit into the room; the smallest are cut."""
    size = scale.of(LARGEST)
    while size > scale.of(SMALLEST) and _tall(words, room, size) > room.tall:
        size -= scale.of(STEP)
    most = max(1, int(room.tall / (size * LEADING)))
    lines = wrap(words, room.wide, size, 600, most=most)
    if len(lines) == len(wrap(words, room.wide, size, 600)):
        lines = balanced(words, room.wide, size, 600)
    y = room.y + max(0.0, (room.tall - size * LEADING * len(lines)) / 2)
    for line in lines:
        drawing.write(line, room.x, y + size * LEADING / 2, size, weight=600)
        y += size * LEADING


def _tall(words: str, room: Box, size: float) -> float:
    return size * LEADING * len(wrap(words, room.wide, size, 600))


def _staff(drawing: Drawing, years: Sequence[str], current: str, box: Box, scale: Scale) -> None:
    """Draw a rule with a mark for each edition, evenly apart, the newest at the right."""
    of, size = scale.of, scale.of(15)
    edge = width("0000", size, 600) / 2
    left, right, y = box.x + edge, box.right - edge, box.y + of(26)
    ticks = "".join(
        f"M{left + (right - left) * place / 100:.1f} {y:.1f}v{of(4):.1f}" for place in range(101)
    )
    drawing.path(ticks, stroke=CONTROL, stroke_width=of(1))
    drawing.line((left, y), (right, y), INK2, of(1.5))
    for place, year in enumerate(years):
        x = left + (right - left) * place / (len(years) - 1)
        is_current = year == current
        tall, thick = (of(20), of(5)) if is_current else (of(12), of(2.5))
        drawing.line((x, y - tall), (x, y + of(1.5)), RED if is_current else SEA, thick)
        look: dict[str, Any] = {"weight": 600, "colour": INK} if is_current else {"colour": INK2}
        drawing.write(year, x, y + of(20), size, anchor="middle", **look)
