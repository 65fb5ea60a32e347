"""What narrows a file of figures: an indicator, a pillar, an area, a span of time."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.utils import timezone

from metrics.files.asking import MOST_NAMED, unknown_value, unreadable_value
from metrics.models import Area, Indicator, Pillar
from metrics.models.observation import ObservationQuerySet
from metrics.periods import Period

# Parameter → the field that it filters, and the records that it may name: to know one of a draft
# would give the draft away.
RECORDS: dict[str, tuple[str, Callable[[], QuerySet], str]] = {
    "chi-so": ("indicator__slug", Indicator.objects.public, "slug"),
    "tru-cot": ("indicator__pillar__code", Pillar.objects.public, "code"),
    "dia-ban": ("area__code", Area.objects.public, "code"),
}
SPAN = ("tu", "den")
ALL = (*RECORDS, *SPAN)
SINCE = "since"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAYS = ("2024-01-01", "2026-11-22")
PERIODS = ("2023", "2023-S1", "2023-Q4", "2024-11", "2023-12-27", "2021/2025")


def narrowed(
    figures: ObservationQuerySet, query: Mapping[str, str], parameters: Collection[str]
) -> tuple[ObservationQuerySet, list[str]]:
    """Keep what `parameters` of the query choose; return it with the values that were given.

    A BadRequest names an unknown value and those that there are.
    """
    given = {name: query.get(name, "").strip() for name in parameters}
    for name, value in given.items():
        if value and name in RECORDS:
            field, known, key = RECORDS[name]
            _require(name, value, known(), key)
            figures = figures.filter(**{field: value})
    first, last = (_period(name, given.get(name, "")) for name in SPAN)
    if first:
        figures = figures.filter(period_end__gte=first.start)
    if last:
        figures = figures.filter(period_start__lte=last.end)
    return figures, [value for value in given.values() if value]


def released_since(
    figures: ObservationQuerySet, query: Mapping[str, str]
) -> tuple[ObservationQuerySet, list[str]]:
    """Keep the versions released on the day `?since=` or later; return them and the day.

    The day begins in the portal's time zone. A BadRequest names what is no day.
    """
    given = query.get(SINCE, "").strip()
    if not given:
        return figures, []
    try:
        day = date.fromisoformat(given) if DAY.fullmatch(given) else None
    except ValueError:
        day = None
    if day is None or day.year < 1900:
        raise BadRequest(unreadable_value(SINCE, given, DAYS))
    moment = timezone.make_aware(datetime.combine(day, time.min))
    return figures.filter(release__published_at__gte=moment), [given]


def _require(parameter: str, value: str, known: QuerySet, key: str) -> None:
    if "\x00" in value or not known.filter(**{key: value}).exists():
        names = known.order_by(key).values_list(key, flat=True)[: MOST_NAMED + 1]
        raise BadRequest(unknown_value(parameter, value, names))


def _period(parameter: str, value: str) -> Period | None:
    try:
        return Period.parse(value) if value else None
    except ValueError:
        raise BadRequest(unreadable_value(parameter, value, PERIODS)) from None
