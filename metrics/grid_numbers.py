"""How the numbers typed into a grid are written; what may mean two things is asked, never guessed.

956.000 and 90,7 are Vietnamese, 956,000 and 90.7 English; 1.234 alone may be either.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from forum_portal.importing.cell_texts import missing_marks
from forum_portal.importing.cells import Holds
from forum_portal.importing.formats_found import ENGLISH, VIETNAMESE, bare, parse_number
from forum_portal.numbers import parse_vietnamese_number, readings
from forum_portal.text import nfc
from metrics.bounds import ends, out_of_bounds
from metrics.models import Unit

_NUMBER = re.compile(r"[0-9](?:[0-9.,\s]*[0-9])?")
_is_missing = missing_marks(Holds.NUMBER)


def is_mark(text: str) -> bool:
    """Tell whether a cell says that there is no figure: "-", "…", "x"."""
    stripped = nfc(text).strip()
    return bool(stripped) and _is_missing(stripped)


def unclear(texts: Iterable[str]) -> list[str]:
    """Return those of the texts that hang on how this grid writes numbers; none where it is clear.

    One number that only a Vietnamese can have written tells it for all, unless another contradicts.
    """
    ways = [(text, _way(text)) for text in texts]
    found = {way for _, way in ways}
    if ENGLISH in found:
        return [text for text, way in ways if way in (ENGLISH, "both")]
    return [] if VIETNAMESE in found else [text for text, way in ways if way == "both"]


def read_in_unit(text: str, unit: Unit) -> str | None:
    """Return a typed value as a Vietnamese writes it, where only one reading is one of the unit.

    None where there is none, where there are several, or where the unit has no upper end.
    """
    match = _NUMBER.search(text)
    number = bare(match[0]) if match else ""
    values = {each for each in readings(number) if not out_of_bounds(each, unit)}
    if ends(unit)[1] is None or len(values) != 1:
        return None
    return text if _vietnamese(number) in values else in_vietnamese(text, ENGLISH)


def in_vietnamese(text: str, numbers: str) -> str:
    """Return a typed value as a Vietnamese writes it, its hedging word and unit left in place.

    `numbers` is how it is written; ValueError with a sentence where it is not.
    """
    match = _NUMBER.search(text)
    if numbers != ENGLISH or match is None:
        return text
    number = parse_number(match[0], ENGLISH).replace(".", ",")
    return f"{text[: match.start()]}{number}{text[match.end() :]}"


def _way(text: str) -> str:
    """Return who writes a number so: a format, "both" where it would mean two, "" for any."""
    match = _NUMBER.search(text)
    number = bare(match[0]) if match else ""
    if not {".", ","} & set(number):
        return ""
    values = readings(number)
    if len(values) > 1:
        return "both"
    return VIETNAMESE if not values or _vietnamese(number) in values else ENGLISH


def _vietnamese(number: str) -> Decimal | None:
    try:
        return parse_vietnamese_number(number)
    except ValueError:
        return None
