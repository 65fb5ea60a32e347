"""The search for a number: which public figures have that value, or are printed so by a source."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.rows import row
from forum_portal.matching import Number, Word, holds, word_of
from forum_portal.numbers import readings
from metrics.models import Area, Citation, Indicator, Observation, Source, Unit

_NUMBER = re.compile(r"[+-]?[0-9][0-9.,/]*%?")

FIGURE = ("kind", "period", "value", "comparator", "out_of", "obs_status")
UNIT = ("kind", "symbol", "noun", "noun_en")


def asks_for_number(text: str) -> bool:
    """Tell whether a word of the question is a number."""
    return any(map(_NUMBER.fullmatch, text.split()))


def words_of(text: str) -> list[Word]:
    """Return the words of a question, with the numbers among them."""
    return [
        word_of(each, number_of(each) if _NUMBER.fullmatch(each) else None) for each in text.split()
    ]


def number_of(word: str) -> Number:
    """Return what a number may mean, and how it stands in print: alone, not within another."""
    number = word.strip("%+")
    printed = rf"(^|[^0-9.,]){re.escape(number.rstrip('.,/'))}($|[^0-9.,]|[.,]($|[^0-9]))"
    return Number(sorted(readings(number)), printed)


def figures_with_number(words: Iterable[Word], as_of: datetime | None) -> QuerySet:
    """Return the figures in force at a moment with every number; other words are the name's."""
    figures = Observation.objects.in_force(as_of)
    for word in words:
        is_so = has_number(word.number, as_of) if word.number else holds(word, "indicator__")
        figures = figures.filter(is_so)
    return figures


def has_number(number: Number, as_of: datetime | None) -> Q:
    """Return the condition that a figure has this value, or that a public citation prints it."""
    cited = Citation.objects.public(as_of).filter(
        observation=OuterRef("pk"), printed__regex=number.printed
    )
    return Q(value__in=number.values) | Q(Exists(cited))


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
