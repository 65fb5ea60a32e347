"""What a source prints beside what its citation says of the figure; what is unclear says nothing.

Clear is one number that can be read in one way, without a word for thousands or millions that the
unit does not have.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from forum_portal.numbers import parse_vietnamese_number, readings
from forum_portal.text import fold
from metrics.models import Citation, Observation, Unit

Comparator = Observation.Comparator
_NUMBER = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")
_YEAR = re.compile(r"\b(?:nam|year|in) (?:19|20)[0-9]{2}\b")  # the period, not the figure
_SCALE = re.compile(r"\b(?:nghin|ngan|trieu|ty|thousand|[mb]illion|trillion)")
_HEDGES = {
    "up": re.compile(r"\b(?:hon|tren|it nhat|toi thieu|vuot|over|above|more|at least|exce)|[>≥]"),
    "down": re.compile(r"\b(?:gan|duoi|khong qua|toi da|top|nearly|almost|under|less|up to)|[<≤]"),
    "about": re.compile(r"\b(?:khoang|xap xi|chung|about|around|approx)|[~≈]"),
}
_BOUNDS = {
    Comparator.GE: "up",
    Comparator.GT: "up",
    Comparator.LE: "down",
    Comparator.LT: "down",
    Comparator.APPROX: "about",
}


def wrongly_disagreeing(citations: Iterable[Citation]) -> list[Citation]:
    """Keep those that are said to differ, but print the very number of their figure."""
    return [
        each
        for each in citations
        if each.stance == Citation.Stance.DISAGREES
        and _number(each) == each.observation.value is not None
        and _is_meant_alike(each)
    ]


def wrongly_agreeing(citations: Iterable[Citation]) -> list[Citation]:
    """Keep those that are said to state their figure, but print another number, not a rounded one.

    A source that rounds or republishes says so by its stance.
    """
    stances = (Citation.Stance.STATES, Citation.Stance.AGREES)
    return [each for each in citations if each.stance in stances and _differs(each)]


def _differs(citation: Citation) -> bool:
    value, number = citation.observation.value, _number(citation)
    if value is None or number is None:
        return False
    return abs(value - number) >= max(_last_digit(value), _last_digit(number))


def _number(citation: Citation) -> Decimal | None:
    """Return the one number that a source prints; None where that is not clear."""
    found = _NUMBER.findall(_YEAR.sub(" ", fold(citation.printed)))
    if len(found) != 1 or _has_other_scale(citation.printed, citation.observation.indicator.unit):
        return None
    values = readings(found[0])
    if not values:
        try:
            return parse_vietnamese_number(found[0])  # 90,0
        except ValueError:
            return None
    return next(iter(values)) if len(values) == 1 else _known(values, citation.observation.value)


def _known(values: set[Decimal], value: Decimal | None) -> Decimal | None:
    """Take 1.234 as the number that the figure has, if it may be that one."""
    return value if value in values else None


def _has_other_scale(printed: str, unit: Unit) -> bool:
    found = _SCALE.findall(fold(printed))
    known = fold(f"{unit.symbol} {unit.noun} {unit.noun_en}")
    return any(each not in known for each in found)


def _is_meant_alike(citation: Citation) -> bool:
    """Tell whether the hedging words, such as "hơn", are those of the figure."""
    text = fold(citation.printed)
    said = {name for name, pattern in _HEDGES.items() if pattern.search(text)}
    bound = _BOUNDS.get(Comparator(citation.observation.comparator))
    return said == ({bound} if bound else set())


def _last_digit(value: Decimal) -> Decimal:
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)
