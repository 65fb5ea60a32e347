"""Reads for the catalogue: every public indicator, what its figures cover, when they came out."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import Max, Min, QuerySet

from forum_portal.models import PortalSettings
from forum_portal.prepared import prepared
from metrics.models import Area, Indicator, Observation, Release


@dataclass
class Coverage:
    """What the public figures of an indicator are about; releases stand the newest first."""

    start: date
    end: date
    areas: set[int] = field(default_factory=set)
    releases: list[Release] = field(default_factory=list)


@dataclass(frozen=True)
class Record:
    """What was public at a moment, as far as a catalogue tells of it."""

    portal: PortalSettings | None
    indicators: list[Indicator]
    areas: dict[int, Area]
    releases: list[Release]
    coverage: dict[int, Coverage]

    @cached_property
    def by_key(self) -> dict[int, Indicator]:
        return {each.pk: each for each in self.indicators}


def public_record(as_of: datetime | None) -> Record:
    """Return what was public at `as_of`, in five queries."""
    releases = _releases(as_of)
    return Record(
        portal=PortalSettings.objects.first(),
        indicators=_indicators(as_of),
        areas={area.pk: area for area in _areas(as_of)},
        releases=releases,
        coverage=_coverage(releases, as_of),
    )


def _coverage(releases: list[Release], as_of: datetime | None) -> dict[int, Coverage]:
    """Return by indicator what the versions of its figures cover, withdrawn ones too."""
    spans = Observation.objects.public(as_of).order_by().values("indicator", "release", "area")
    found: dict[int, Coverage] = {}
    held: dict[int, set[int]] = {}
    for row in spans.annotate(start=Min("period_start"), end=Max("period_end")):
        start, end = row["start"], row["end"]
        of_it = found.setdefault(row["indicator"], Coverage(start, end))
        of_it.start, of_it.end = min(of_it.start, start), max(of_it.end, end)
        of_it.areas.add(row["area"])
        held.setdefault(row["indicator"], set()).add(row["release"])
    for indicator, coverage in found.items():
        coverage.releases = [each for each in releases if each.pk in held[indicator]]
    return found


@prepared
def _releases(as_of: datetime | None) -> QuerySet[Release]:
    return Release.objects.public(as_of).newest_first()


@prepared
def _indicators(as_of: datetime | None) -> QuerySet[Indicator]:
    public = Indicator.objects.public(as_of).select_related("pillar", "unit", "responsible")
    return public.order_by("sort_key", "code")


@prepared
def _areas(as_of: datetime | None) -> QuerySet[Area]:
    return Area.objects.public(as_of).order_by("code")
