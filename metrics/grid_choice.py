"""Which grid is asked for: an indicator, observed or aimed at, its areas and its periods."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from forum_portal.numbers import format_number
from forum_portal.text import sort_key
from metrics.grid import Series
from metrics.grid_sources import MOST_NAMED, ids_of_sources, names_meant
from metrics.importing.naming import AMBIGUOUS
from metrics.lateness import following_period
from metrics.models import Area, Indicator, Observation, Release, Source
from metrics.periods import Period
from metrics.spoken_periods import read_period

MOST_CELLS = 500
PERIODS_SHOWN = 4  # of those with figures; the next ones come beside them
MOST_FOLLOWING = 6


class ChoiceError(ValueError):
    """A grid that cannot be shown: `errors` hold a sentence for each field, `series` is without."""

    def __init__(self, errors: dict[str, str], series: Series):
        super().__init__(*errors.values())
        self.errors, self.series = errors, series


def series_asked(indicator: Indicator, release: Release, query: QueryDict) -> Series:
    """Return the grid that a query string asks for; what it leaves out is the usual.

    That is: the areas that have figures of this indicator, its last periods and the next ones.
    """
    errors: dict[str, str] = {}
    kind = query.get("kind", "")
    kind = kind if kind in Observation.Kind.values else Observation.Kind.OBSERVED
    instrument = _instrument(kind, query.get("instrument", "").strip(), errors)
    series = Series(indicator, kind, instrument, (), ())
    codes, periods = query.getlist("area"), _periods(query.get("periods", ""), errors)
    has = set() if codes and periods else _cells_with_figures(series, release)
    areas = _areas(codes, has)
    if not periods:
        periods = _usual_periods(indicator, has)
        if len(periods) * len(areas) > MOST_CELLS:
            periods = periods[-max(MOST_CELLS // len(areas), 1) :]
    if len(periods) * len(areas) > MOST_CELLS:
        text = _("This grid would have %(count)s cells, at most %(most)s are shown: choose less.")
        words = {"count": format_number(len(periods) * len(areas)), "most": MOST_CELLS}
        errors.setdefault("periods", text % words)
    series = replace(series, areas=tuple(areas), periods=tuple(periods))
    if errors:
        raise ChoiceError(errors, series)
    return series


def _instrument(kind: str, text: str, errors: dict[str, str]) -> Source | None:
    if not text:
        return None
    if kind != Observation.Kind.TARGET:
        errors["instrument"] = _("Only a target names the plan that sets it.")
        return None
    pk = ids_of_sources([text]).get(text)
    if pk is None or pk == AMBIGUOUS:
        errors["instrument"] = not_a_source(text, pk)
        return None
    return Source.objects.get(pk=pk)


def not_a_source(text: str, pk: int | None) -> str:
    """Return why a text names no source: `pk` is AMBIGUOUS where it names several."""
    if pk != AMBIGUOUS:
        reason = _("There is no source “%(name)s”: choose one from the list, or add it first.")
        return reason % {"name": text}
    names = names_meant(text)
    more = len(names) - MOST_NAMED
    said = "; ".join(f"“{each}”" for each in names[:MOST_NAMED])
    if more > 0:
        said += " " + npgettext("sources", "and %(count)s more", "and %(count)s more", more) % {
            "count": more
        }
    reason = _("Several sources fit “%(name)s”. Type one of these: %(sources)s.")
    return reason % {"name": text, "sources": said}


def _cells_with_figures(series: Series, release: Release) -> set[tuple[int, str]]:
    known = Q(release__in=Release.objects.public()) | Q(release=release)
    return set(series.figures().filter(known).order_by().values_list("area", "period").distinct())


def _areas(codes: list[str], has: set[tuple[int, str]]) -> list[Area]:
    """Return the areas asked for, or those that have figures; the portal's own stand first."""
    chosen = Q(code__in=[each.replace("\0", "") for each in codes])
    usual = Q(pk__in={area for area, _period in has})
    areas = list(Area.objects.filter(chosen if codes else usual).select_related("home"))
    if not areas or (not codes and any(hasattr(each, "home") for each in areas)):
        today = Area.objects.home().select_related("home")[:1]  # a merged city's figures go there
        areas += [each for each in today if each not in areas]
    return sorted(areas, key=_place)


def _place(area: Area) -> tuple[int, str]:
    return (area.home.position if hasattr(area, "home") else 1000, sort_key(area.name))


def _periods(text: str, errors: dict[str, str]) -> list[Period]:
    found = set()
    for part in filter(None, (each.strip() for each in text.replace("\n", ";").split(";"))):
        try:
            found.add(read_period(part))
        except ValueError as error:
            errors["periods"] = str(error)
    return sorted(found)


def _usual_periods(indicator: Indicator, has: set[tuple[int, str]]) -> list[Period]:
    every = sorted({Period.parse(code) for _area, code in has})
    usual = [each for each in every if each.frequency == indicator.frequency] or every
    if not usual:
        return _periods_of_today(indicator)
    return [*usual[-PERIODS_SHOWN:], *_following(usual[-1])]


def _following(newest: Period) -> list[Period]:
    """Return the next period and those after it that are over: their figures may be there."""
    today = timezone.localdate()
    found: list[Period] = []
    following = following_period(newest)
    while following and len(found) < MOST_FOLLOWING and (not found or following.end < today):
        found.append(following)
        following = following_period(following)
    return found


def _periods_of_today(indicator: Indicator) -> list[Period]:
    """Return the period before today's and today's own, of the indicator's frequency."""
    today = timezone.localdate()
    current = _period_with(today, indicator.frequency)
    if current is None:  # spans of years are as the plans have them
        return [Period.parse(f"{today.year}")]
    before = _period_with(current.start - timedelta(days=1), indicator.frequency)
    return [each for each in (before, current) if each]


def _period_with(day: date, frequency: str) -> Period | None:
    yesterday = day - timedelta(days=1)
    return following_period(Period(yesterday, yesterday, "", frequency))


def indicators_offered(mine: Any) -> list[tuple[str, list[Indicator]]]:
    """Return own indicators by pillar, in the order in which readers meet them."""
    groups: dict[str, list[Indicator]] = {}
    ordered = mine.select_related("pillar").order_by("pillar__position", "pillar__code", "sort_key")
    for each in ordered:
        groups.setdefault(str(each.pillar), []).append(each)
    return list(groups.items())
