"""Reads for the catalogue: every public indicator, what its figures cover, when they came out."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db import connection
from django.db.models import QuerySet

from forum_portal.models import PortalSettings
from forum_portal.prepared import prepared
from metrics.models import Area, Indicator, Observation, Release

COVERED = ("indicator_id", "release_id", "area_id", "period_start", "period_end")
# Grouped twice: to sort all figures for DISTINCT would take several times as long.
COVERAGE = """
SELECT indicator_id, min(first), max(last),
    array_agg(DISTINCT area_id), array_agg(DISTINCT release_id)
FROM (
    SELECT indicator_id, release_id, area_id, min(period_start) AS first, max(period_end) AS last
    FROM ({gate}) figures GROUP BY indicator_id, release_id, area_id
) spans
GROUP BY indicator_id
"""


@dataclass(frozen=True)
class Coverage:
    """What the public figures of an indicator are about; releases stand the newest first."""

    start: date
    end: date
    areas: set[int]
    releases: list[Release]


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
    figures = Observation.objects.public(as_of).order_by()
    gate, params = figures.values(*COVERED).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COVERAGE.format(gate=gate), params)
        return {
            indicator: Coverage(
                start, end, set(areas), [each for each in releases if each.pk in held]
            )
            for indicator, start, end, areas, held in cursor.fetchall()
        }


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
