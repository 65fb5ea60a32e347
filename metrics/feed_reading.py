"""Reads for the Atom feeds: the newest releases, and the first figures of each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from forum_portal.prepared import prepared
from metrics.models import Area, Indicator, Observation, Release
from metrics.models.probing import Cardinality, count_up_to, has_any
from metrics.record_reading import (
    MOST_COUNTED,
    first_of_release,
    numbered_versions,
    with_previous,
)
from metrics.series import keys_for_each, newest_keys
from metrics.versions import Version

MOST_ENTRIES = 20
MOST_CHANGES = 20  # of one entry; the page and the file of the release have them all


@prepared
def newest_releases(as_of: datetime | None, indicator: int | None) -> QuerySet[Release]:
    """Return the newest public releases, of one indicator if given, with what an entry needs.

    `figures` is how many figures each holds, `first_figures` the keys of those that are told.
    """
    releases = Release.objects.public(as_of)
    held = Observation.objects.filter(release=OuterRef("pk"))
    if not indicator:
        figures = count_up_to(MOST_COUNTED + 1, held)
        return _newest(releases, figures, first_of_release(MOST_CHANGES))
    of_it = held.filter(indicator=indicator)
    there, figures = has_any(of_it, "-period_end", "pk"), count_up_to(MOST_COUNTED + 1, of_it)
    return _newest(releases.filter(there), figures, newest_keys(of_it, MOST_CHANGES, "pk"))


@prepared
def newest_releases_about(as_of: datetime | None, areas: list[int]) -> QuerySet[Release]:
    """Return the same of the releases with figures about some areas, of these figures alone."""
    held = Observation.objects.filter(release=OuterRef(OuterRef("pk")), area=OuterRef("pk"))
    told = Area.objects.filter(pk__in=areas).order_by("pk")
    there = has_any(told.filter(has_any(held, "-period_end")))
    in_each = keys_for_each(told, newest_keys(held, MOST_COUNTED + 1))
    first = keys_for_each(told, newest_keys(held, MOST_CHANGES))
    return _newest(
        Release.objects.public(as_of).filter(there),
        Cardinality(ArraySubquery(in_each[: MOST_COUNTED + 1])),
        ArraySubquery(first[:MOST_CHANGES]),
    )


def _newest(releases: Any, figures: Cardinality, first: ArraySubquery) -> QuerySet[Release]:
    newest = releases.annotate(figures=figures, first_figures=first).newest_first()
    return newest[:MOST_ENTRIES]


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
