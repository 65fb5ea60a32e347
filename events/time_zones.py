"""A time zone as a calendar tells it (RFC 5545, VTIMEZONE): each offset, and when it begins."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from events.models.forum import FIRST_YEAR, LAST_YEAR

WEEK, SECOND = timedelta(weeks=1), timedelta(seconds=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FEWEST = 3  # years that follow each other make a rule; what is rarer is told day by day


@dataclass(frozen=True)
class Offset:
    """What a clock goes by after a change, and went by before it."""

    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@dataclass(frozen=True)
class Run:
    """Changes on the same day of the same month, year after year: the `place`th, -1 the last.

    `starts` are told by the clock that was right before.
    """

    offset: Offset
    starts: list[datetime]
    place: int = 0  # no rule


@cache
def time_zone_of(zone: tzinfo) -> Timezone:
    """Return a time zone for all years that a forum may be of; `str(zone)` is its name."""
    told = Timezone()
    told.add("tzid", str(zone))
    for run in sorted(_runs(_changes(zone)), key=lambda each: each.starts[0]):
        told.add_component(_observance(run))
    return told


def _changes(zone: tzinfo) -> Iterator[tuple[Offset, datetime]]:
    """Yield how the first year begins, and each change of the clock from then on."""
    first = datetime(FIRST_YEAR, 1, 1, tzinfo=zone)
    yield _offset(first, first), first.replace(tzinfo=None)
    moment, last = first.astimezone(UTC), datetime(LAST_YEAR, 1, 1, tzinfo=UTC)
    while moment < last:
        before, after = moment.astimezone(zone), (moment + WEEK).astimezone(zone)
        if _state(before) != _state(after):
            at = _first_of(moment, zone)
            before, after = (at - SECOND).astimezone(zone), at.astimezone(zone)
            yield _offset(before, after), (before + SECOND).replace(tzinfo=None, fold=0)
        moment += WEEK


def _first_of(moment: datetime, zone: tzinfo) -> datetime:
    """Return the first second of what holds a week after `moment`."""
    low, high = 0, int(WEEK.total_seconds())
    state = _state((moment + WEEK).astimezone(zone))
    while high - low > 1:
        middle = (low + high) // 2
        is_after = _state((moment + middle * SECOND).astimezone(zone)) == state
        low, high = (low, middle) if is_after else (middle, high)
    return moment + high * SECOND


def _state(local: datetime) -> tuple:
    return local.utcoffset(), local.tzname(), local.dst()


def _offset(before: datetime, after: datetime) -> Offset:
    is_summer = (after.dst() or timedelta()) > timedelta()
    zero = timedelta()
    return Offset(
        before.utcoffset() or zero, after.utcoffset() or zero, after.tzname() or "", is_summer
    )


# Rules


def _runs(changes: Iterable[tuple[Offset, datetime]]) -> Iterator[Run]:
    """Yield what follows a rule for some years, and for each offset the rest."""
    alike: dict[tuple, list[datetime]] = defaultdict(list)
    for offset, start in changes:
        alike[offset, start.month, start.weekday(), start.time()].append(start)
    single: dict[Offset, list[datetime]] = defaultdict(list)
    for (offset, *_day), starts in alike.items():
        for run in _by_year(offset, starts):
            if len(run.starts) < FEWEST:
                single[run.offset] += run.starts
            else:
                yield run
    for offset, starts in single.items():
        yield Run(offset, sorted(starts))


def _by_year(offset: Offset, starts: Iterable[datetime]) -> Iterator[Run]:
    """Part changes where a year is left out, or the place in the month becomes another."""
    run: list[datetime] = []
    places: set[int] = set()
    for start in starts:
        is_next = bool(run) and start.year == run[-1].year + 1 and places & _places(start)
        if run and not is_next:
            yield Run(offset, run, min(places))
        run = [*run, start] if is_next else [start]
        places = places & _places(start) if is_next else _places(start)
    yield Run(offset, run, min(places))


def _places(day: date) -> set[int]:
    """Return which of its month's Sundays, if it is one, a day is: the second; the last."""
    last = {-1} if (day + WEEK).month != day.month else set()
    return {(day.day - 1) // 7 + 1} | last


# Components


def _observance(run: Run) -> TimezoneStandard | TimezoneDaylight:
    offset, (first, *later) = run.offset, run.starts
    told = TimezoneDaylight() if offset.is_summer else TimezoneStandard()
    told.add("dtstart", first)
    told.add("tzoffsetfrom", offset.before)
    told.add("tzoffsetto", offset.after)
    told.add("tzname", offset.name)
    if run.place:
        told.add("rrule", _rule(run))
    elif later:
        told.add("rdate", later)
    return told


def _rule(run: Run) -> dict:
    last = run.starts[-1]
    rule: dict = {"freq": "yearly", "bymonth": last.month}
    rule["byday"] = f"{run.place}{WEEKDAYS[last.weekday()]}"
    if last.year < LAST_YEAR - 1:
        # Some days later, since there are programs that take this moment of UTC for a local one.
        rule["until"] = (last + WEEK).replace(tzinfo=UTC)
    return rule
