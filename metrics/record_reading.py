"""Reads for the pages of releases and sources."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from metrics.models import Citation, Observation, Release, Source
from metrics.versions import Version, revision_number


def releases_with_counts(as_of: datetime | None) -> QuerySet[Release]:
    """Return the public releases, the newest first, with `figures`: how many each holds."""
    figures = (
        Observation.objects.filter(release=OuterRef("pk"))
        .order_by()
        .values("release")
        .annotate(count=Count("pk"))
        .values("count")
    )
    releases = Release.objects.public(as_of).newest_first()
    return releases.annotate(figures=Coalesce(Subquery(figures), 0))


def figures_of(release: Release, as_of: datetime | None) -> QuerySet[Observation]:
    """Return a release's figures by pillar and indicator, with their version's `number`."""
    older = Observation.objects.public(as_of).older_than_outer()
    return (
        Observation.objects.public(as_of)
        .filter(release=release)
        .with_labels()
        .annotate(number=revision_number(as_of), previous_id=Subquery(older.values("pk")[:1]))
        .order_by(
            "indicator__pillar__position", "indicator__sort_key", "area_id", "-period_end", "pk"
        )
    )


def with_previous(figures: Iterable[Any], as_of: datetime | None) -> list[Version]:
    """Return the versions of `figures_of` with those that they replaced, in one query at most."""
    listed = list(figures)
    keys = [each.previous_id for each in listed if each.previous_id]
    found = Observation.objects.public(as_of).filter(pk__in=keys).with_labels() if keys else []
    earlier = {each.pk: each for each in found}
    return [Version(each, each.number, earlier.get(each.previous_id)) for each in listed]


def public_sources(as_of: datetime | None) -> QuerySet[Source]:
    """Return the sources that readers may know of, with `places`: how often each is cited.

    One that so far serves only figures that are not public would give them away.
    """
    cited = Citation.objects.filter(source=OuterRef("pk"))
    aimed = Observation.objects.filter(instrument=OuterRef("pk"))
    public_cited = Citation.objects.public(as_of).filter(source=OuterRef("pk"))
    public_aimed = Observation.objects.public(as_of).filter(instrument=OuterRef("pk"))
    serves_nothing_yet = ~Exists(cited) & ~Exists(aimed)
    places = public_cited.order_by().values("source").annotate(count=Count("pk")).values("count")
    elsewhere = Source.objects.filter(
        Q(evidence__isnull=False) | Q(quotes__isnull=False) | Q(breaks__isnull=False),
        pk=OuterRef("pk"),
    )
    return Source.objects.filter(
        serves_nothing_yet | Exists(public_cited) | Exists(public_aimed) | Exists(elsewhere)
    ).annotate(places=Coalesce(Subquery(places), 0))


def resting_on(source: Source, as_of: datetime | None) -> QuerySet[Citation]:
    """Return the public citations of a source whose figures are in force, by indicator."""
    in_force = Observation.objects.in_force(as_of).filter(pk=OuterRef("observation"))
    return (
        Citation.objects.public(as_of)
        .filter(Exists(in_force), source=source)
        .select_related(
            "observation__indicator__unit", "observation__area", "observation__instrument"
        )
        .order_by("observation__indicator__sort_key", "-observation__period_end", "pk")
    )


def targets_set_by(source: Source, as_of: datetime | None) -> QuerySet[Observation]:
    """Return the targets in force that a document sets."""
    targets = Observation.objects.in_force(as_of).targets().filter(instrument=source)
    return targets.with_labels().order_by("indicator__sort_key", "-period_end", "pk")
