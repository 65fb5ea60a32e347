"""Reads for the Atom feeds: the newest releases, and the first figures of each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from forum_portal.prepared import prepared
from metrics.models import Indicator, Observation, Release
from metrics.record_reading import numbered_versions, with_previous
from metrics.versions import Version

MOST_ENTRIES = 20
MOST_CHANGES = 20  # of one entry; the page and the file of the release have them all


@prepared
def newest_releases(as_of: datetime | None, indicator: int | None) -> QuerySet[Release]:
    """Return the newest public releases, of one indicator if given, with what an entry needs.

    `figures` is how many figures each holds, `first_figures` the keys of those that are told.
    """
    held = Observation.objects.all()
    if not indicator:
        return _newest(Release.objects.public(as_of), _in_a_release(held))
    of_it = _in_a_release(held.filter(indicator=indicator))
    return _newest(Release.objects.public(as_of).filter(Exists(of_it)), of_it)


@prepared
def newest_releases_about(as_of: datetime | None, areas: list[int]) -> QuerySet[Release]:
    """Return the same of the releases with figures about some areas, of these figures alone."""
    held = _in_a_release(Observation.objects.filter(area__in=areas))
    return _newest(Release.objects.public(as_of).filter(Exists(held)), held)


def _in_a_release(figures: QuerySet[Observation]) -> QuerySet[Observation]:
    return figures.filter(release=OuterRef("pk")).order_by()


def _newest(releases: Any, held: QuerySet[Observation]) -> QuerySet[Release]:
    count = held.values("release").annotate(count=Count("pk")).values("count")
    return releases.annotate(
        figures=Coalesce(Subquery(count), 0),
        first_figures=ArraySubquery(held.order_by("pk").values("pk")[:MOST_CHANGES]),
    ).newest_first()[:MOST_ENTRIES]


def changes_of(releases: Iterable[Any], as_of: datetime | None) -> dict[int, list[Version]]:
    """Return the changes that are told of each release, in two queries at most."""
    keys = [key for release in releases for key in release.first_figures]
    told: dict[int, list[Version]] = {}
    for version in with_previous(_told(keys, as_of), as_of):
        told.setdefault(version.observation.release_id, []).append(version)
    return told


@prepared
def _told(keys: list[int], as_of: datetime | None) -> QuerySet[Observation]:
    return numbered_versions(as_of).filter(pk__in=keys)


@prepared
def public_indicator(slug: str, as_of: datetime | None) -> QuerySet[Indicator]:
    """Return the indicator at an address, if it was public."""
    return Indicator.objects.public(as_of).filter(slug=slug)
