"""The newest figures of series: a few of each, read by the index, however many there are.

A series is what one indicator says of one area, of one kind and frequency. The functions return
keys of figures for `among`; what is asked for has passed the gate already.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, Lookup, OuterRef, Q, QuerySet, Value

from metrics.models import Area, Observation
from metrics.models.probing import has_any
from metrics.periods import Frequency

YEAR = timedelta(days=366)
TIES = ("-period_start", "pk")
MOST_OF_SERIES = 120  # on the page of one indicator and in its charts
MOST_IN_PANEL = 60  # in a chart or a table of a dashboard
MOST_ON_STAFF = 24  # the marks beside the figure of a tile
BUT_RANGES = tuple(each for each in Frequency if each != Frequency.RANGE)


class Unnest(Func):
    """The keys in an array, a row for each."""

    function = "unnest"
    arity = 1
    set_returning = True
    output_field = BigIntegerField()


class Joined(Func):
    """Two arrays of keys, one behind the other."""

    function = "array_cat"
    arity = 2
    # Of two that are empty it does not know what they are empty of.
    template = "%(function)s(%(expressions)s::bigint[])"
    arg_joiner = "::bigint[], "
    output_field = ArrayField(BigIntegerField())


NONE = Value([], ArrayField(BigIntegerField()))


class IsAmong(Lookup):
    """A key is in an array."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"{lhs} = ANY({rhs}::bigint[])", (*lhs_params, *rhs_params)


def among(keys: QuerySet) -> IsAmong:
    """Return the condition that a figure's key is one of `keys`, which are found first.

    With `pk__in` Postgres may read all figures beside them, and join.
    """
    return IsAmong(F("pk"), ArraySubquery(keys))


def keys_for_each(records: QuerySet, keys: Any) -> QuerySet:
    """Return for each of `records` the keys in the array `keys`, which refers to them.

    Where a slice is taken, what lies behind it is never read.
    """
    return records.annotate(figure_key=Unnest(keys)).values("figure_key")


def newest_keys(series: QuerySet, most: int, *ties: str) -> ArraySubquery:
    """Return the keys of the newest figures of one series as an array.

    In the index's own order: Postgres takes any series for short, and would sort it to order by
    more. `ties` is for the few of whose periods several may end together.
    """
    return ArraySubquery(series.order_by("-period_end", *ties).values("pk")[:most])


def joined(arrays: Iterable[Any]) -> Any:
    """Return arrays of keys as one."""
    several = list(arrays)
    return reduce(Joined, several) if several else NONE


def newest_of_each(
    figures: QuerySet, most: int, frequencies: Iterable[str] = tuple(Frequency)
) -> Any:
    """Return the newest observed figures of each frequency; `figures` are of one area."""
    observed = figures.filter(kind=Observation.Kind.OBSERVED)
    return joined(
        newest_keys(
            observed.filter(frequency=each), most, *(TIES if each == Frequency.RANGE else ())
        )
        for each in frequencies
    )


def newest_targets(figures: QuerySet, most: int) -> Any:
    """Return the newest targets; `figures` are of one area. Of ranges, as many again."""
    targets = figures.filter(kind=Observation.Kind.TARGET)
    ranges = Q(frequency=Frequency.RANGE)
    return joined(
        newest_keys(each, most, *TIES) for each in (targets.exclude(ranges), targets.filter(ranges))
    )


def newest_within(figures: QuerySet, most: int, first: date, last: date, longest: date) -> Any:
    """Return the newest figures and targets of each frequency whose periods lie in a span.

    `figures` are of one area. By the day `longest` every period has ended that begins in the span
    and is no range: so the index finds where to begin.
    """
    lying = figures.filter(period_end__gte=first, period_start__lte=last)
    return joined(
        [
            newest_of_each(lying.filter(period_end__lte=longest), most, BUT_RANGES),
            newest_of_each(lying, most, [Frequency.RANGE]),
            newest_targets(lying, most),
        ]
    )


def in_each_area(areas: QuerySet, keys: Any) -> ArraySubquery:
    """Return what `keys` finds in each of `areas`, which it refers to, as one array."""
    return ArraySubquery(keys_for_each(areas, keys))


def areas_of(indicator: Any) -> QuerySet[Area]:
    """Return the areas for which an indicator has any figure, public or not.

    `indicator` is a key, or refers to the query around that of the areas.
    """
    there = Observation.objects.filter(indicator=indicator, area=OuterRef("pk"))
    return Area.objects.filter(has_any(there, "kind", "frequency"))


def own_areas_first(areas: QuerySet) -> QuerySet:
    """Order areas as pages do: the portal's own in their succession, then all others."""
    return areas.order_by(F("home__position").asc(nulls_last=True), "pk")
