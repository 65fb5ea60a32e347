"""The search for a number: which public figures have that value, or are printed so by a source."""

import re
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.rows import row
from forum_portal.matching import holds
from forum_portal.numbers import readings
from metrics.models import Area, Citation, Indicator, Observation, Source, Unit

_NUMBER = re.compile(r"[+-]?[0-9][0-9.,/]*%?")

FIGURE = ("kind", "period", "value", "comparator", "out_of", "obs_status")
UNIT = ("kind", "symbol", "noun", "noun_en")


def asks_for_number(text: str) -> bool:
    """Tell whether a word of the question is a number."""
    return any(map(_NUMBER.fullmatch, text.split()))


def figures_with_number(text: str, as_of: datetime | None) -> QuerySet:
    """Return the figures in force at a moment with every number of `text`; words are the name's."""
    figures = Observation.objects.in_force(as_of)
    for word in text.split():
        is_number = _NUMBER.fullmatch(word)
        figures = figures.filter(
            has_number(word, as_of) if is_number else holds(word, "indicator__")
        )
    return figures


def has_number(word: str, as_of: datetime | None) -> Q:
    """Return the condition that a figure has this value, or that a public citation prints it."""
    number = word.strip("%+")
    printed = rf"(^|[^0-9.,]){re.escape(number.rstrip('.,/'))}($|[^0-9.,]|[.,]($|[^0-9]))"
    cited = Citation.objects.public(as_of).filter(
        observation=OuterRef("pk"), printed__regex=printed
    )
    return Q(value__in=readings(number)) | Q(Exists(cited))


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
