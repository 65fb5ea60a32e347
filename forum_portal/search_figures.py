"""The search for a number: which public figures have that value, or are printed so by a source."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.rows import row
from forum_portal.matching import Number, Word, Year, holds, word_of
from forum_portal.numbers import readings
from forum_portal.search_words import has_words, queries_of
from forum_portal.spellings import AROUND, as_printed
from metrics.models import Area, Citation, Indicator, Observation, Source, Unit

_YEAR = re.compile(r"(19|20)[0-9]{2}")
_RANK = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,/]*%?")
_AROUND = AROUND.replace("-", "")  # a number has a minus
# What stands in front of a number in print (metrics.wording), and what people type for it.
_HEDGE = re.compile(
    "hơn|gần|khoảng|trên|dưới|chừng|đạt|thứ|xấp xỉ|ít nhất|nhiều nhất|nhiều hơn|ít hơn|tối đa"
    "|tối thiểu|hon|gan|khoang|tren|duoi|it nhat"
    "|top|over|nearly|about|more than|at least|at most|place"
)

FIGURE = ("kind", "period", "value", "comparator", "out_of", "obs_status")
UNIT = ("kind", "symbol", "noun", "noun_en")
UNIT_NAMES = [f"indicator__unit__{each}" for each in UNIT[1:]]


def asks_for_number(text: str) -> bool:
    """Tell whether a word of the question is a number."""
    return any(map(_NUMBER.fullmatch, without_hedges(text)))


def words_of(text: str) -> list[Word]:
    """Return the words of a question, with the numbers among them; those behind may be units."""
    typed = without_hedges(text)
    named = queries_of(" ".join(each for each in typed if not _NUMBER.fullmatch(each))).in_name
    words: list[Word] = []
    for each in typed:
        if _NUMBER.fullmatch(each):
            words.append(word_of(each, number_of(each, named)))
        else:
            unit = f"(^|[ ,]){as_printed(each)}" if any(word.number for word in words) else None
            words.append(word_of(each)._replace(unit=unit))
    return words


def without_hedges(text: str) -> list[str]:
    """Return the words of a question without the signs around them, numbers without "hơn"."""
    kept: list[str] = []
    for each in filter(None, (word.strip(_AROUND) for word in text.split())):
        if _NUMBER.fullmatch(each):
            while hedged := next(filter(partial(is_hedged, kept), (2, 1)), 0):
                kept = kept[:-hedged]
        kept.append(each)
    return kept


def is_hedged(words: list[str], length: int) -> bool:
    """Tell whether the last `length` words are one that stands in front of a number."""
    return _HEDGE.fullmatch(" ".join(words[-length:]).casefold()) is not None


def number_of(word: str, named: str = "") -> Number:
    """Return what a number may mean, and how it stands in print: alone, not within another.

    A year is one only beside words, which are `named`: all figures of a year are no answer.
    """
    number = word.strip("%+")
    printed = rf"(^|[^0-9.,]){re.escape(number.rstrip('.,/'))}($|[^0-9.,]|[.,]($|[^0-9]))"
    values, out_of = sorted(readings(number)), []
    if (rank := _RANK.fullmatch(number)) and int(rank[1]) <= int(rank[2]):
        values, out_of = [Decimal(rank[1])], [int(rank[2])]
    year = None
    if named and _YEAR.fullmatch(word):
        year = Year(date(int(word), 1, 1), date(int(word), 12, 31), named)
    return Number(values, printed, out_of, year)


def figures_with_number(words: Iterable[Word], as_of: datetime | None) -> QuerySet:
    """Return the figures in force at a moment with every number; other words are the name's."""
    figures = Observation.objects.in_force(as_of)
    for word in words:
        is_so = has_number(word.number, as_of) if word.number else holds(word, "indicator__")
        if word.unit:
            is_so |= reduce(or_, (Q(**{f"{each}__iregex": word.unit}) for each in UNIT_NAMES))
        figures = figures.filter(is_so)
    return figures


def has_number(number: Number, as_of: datetime | None) -> Q:
    """Return the condition that a figure has this value, or that a public citation prints it.

    Of a year, also that it is of that time, where the indicator's name has the other words.
    """
    cited = Citation.objects.public(as_of).filter(
        observation=OuterRef("pk"), printed__regex=number.printed
    )
    is_so = Q(value__in=number.values)
    if number.out_of:
        is_so &= Q(out_of__in=number.out_of)
    if number.year:
        indicators = Indicator.objects.filter(has_words("name", number.year.named)).order_by()
        within = Q(period_start__gte=number.year.first, period_end__lte=number.year.last)
        is_so |= within & Q(indicator__in=indicators)
    return is_so | Q(Exists(cited))


def figure_parts() -> dict[str, Any]:
    """Return what names, words and links a figure, as nested rows."""
    return {
        "indicator": row(**{each: f"indicator__{each}" for each in ("slug", "name", "name_en")}),
        "unit": row(**{each: f"indicator__unit__{each}" for each in UNIT}),
        "area": row(**{each: f"area__{each}" for each in ("code", "name", "name_en")}),
        "instrument": row(slug="instrument__slug"),
    }


def figure_of(found: Any) -> Observation:
    """Return a row with `figure_parts` as a figure that can be named, worded and linked."""
    return Observation(
        indicator=Indicator(unit=Unit(**vars(found.unit)), **vars(found.indicator)),
        area=Area(**vars(found.area)),
        instrument=Source(slug=found.instrument.slug) if found.instrument.slug else None,
        **{name: getattr(found, name) for name in FIGURE},
    )
