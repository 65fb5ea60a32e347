"""How wide words are in the portal's own type, and how they break into lines."""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDER = Path(__file__).parent / "fonts"
FILES = {weight: FOLDER / f"portal-{weight}.ttf" for weight in (400, 600)}
EM = 1000
ELLIPSIS = "…"
BALANCING_STEPS = 7  # to within a hundredth of the room


@lru_cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FILES[weight], EM)


@lru_cache(maxsize=20_000)
def _ems(text: str, weight: int) -> float:
    return _font(weight).getlength(text) / EM


def width(text: str, size: float, weight: int = 400) -> float:
    """Return how wide a line of text is, in the unit of `size`."""
    return _ems(text, weight) * size


def wrap(
    text: str, room: float, size: float, weight: int = 400, *, most: int | None = None
) -> list[str]:
    """Return the text in lines no wider than `room`; a word that is too wide is broken.

    With more than `most` lines, the last of them ends in an ellipsis.
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, weight) <= room:
            lines[-1] = longer
            continue
        first, *rest = _pieces(word, room, size, weight)
        lines += [first, *rest]
    if most is None or len(lines) <= most:
        return lines
    return [*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), room, size, weight)]


def balanced(text: str, room: float, size: float, weight: int = 400) -> list[str]:
    """Return the text in as few lines as `wrap` does, all about equally wide."""
    lines, low, high = wrap(text, room, size, weight), 0.0, room
    for _step in range(BALANCING_STEPS):
        middle = (low + high) / 2
        narrower = wrap(text, middle, size, weight)
        if len(narrower) > len(lines) or any(
            width(each, size, weight) > middle for each in narrower
        ):
            low = middle
        else:
            high = middle
    return wrap(text, high, size, weight)


def shortened(text: str, room: float, size: float, weight: int = 400) -> str:
    """Return the text if it fits into `room`, otherwise as much of it as does, and an ellipsis."""
    if width(text, size, weight) <= room:
        return text
    while " " in text and width(text + ELLIPSIS, size, weight) > room:
        text = text.rpartition(" ")[0]
    while text and width(text + ELLIPSIS, size, weight) > room:
        text = text[:-1]
    return text + ELLIPSIS


def _pieces(word: str, room: float, size: float, weight: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, weight) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
