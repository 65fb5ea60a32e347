"""Reads for the pages of releases and sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from forum_portal.prepared import prepared
from metrics.models import Citation, Indicator, Observation, Release, Source
from metrics.models.probing import count_up_to, has_any
from metrics.series import among, keys_for_each, newest_keys
from metrics.versions import Version, revision_number

MOST_COUNTED = 10_000  # figures of a release in a list
MOST_PLACES = 1_000  # in which a source is cited, counted and listed


@dataclass(frozen=True)
class Most:
    """How many records are read: a form of a statement, not one of its values."""

    number: int


FIRST_FIGURES = Most(1_000)  # of a release on its page; its file has them all


@prepared
def releases_with_counts(as_of: datetime | None) -> QuerySet[Release]:
    """Return the public releases, the newest first, with `figures`: how many each holds."""
    return with_counts(Release.objects.public(as_of).newest_first())


def with_counts(releases: QuerySet[Release]) -> QuerySet[Release]:
    """Annotate `figures`: how many each holds; one more than MOST_COUNTED stands for any more."""
    held = Observation.objects.filter(release=OuterRef("pk"))
    return releases.annotate(figures=count_up_to(MOST_COUNTED + 1, held))


@prepared
def figures_of(release: int, most: Most, as_of: datetime | None) -> QuerySet[Observation]:
    """Return the first figures of a release by pillar and indicator, with their version's `number`.

    Of an indicator with more than can be told, the newest.
    """
    own = Release.objects.filter(pk=release).order_by()
    return numbered_versions(as_of).filter(among(keys_for_each(own, first_of_release(most.number))))


def first_of_release(most: int) -> ArraySubquery:
    """Return the keys of the outer query's first figures, as the page of a release orders them."""
    held = Observation.objects.filter(release=OuterRef(OuterRef("pk")), indicator=OuterRef("pk"))
    there = has_any(held, "-period_end", "pk")
    indicators = Indicator.objects.filter(there).order_by("pillar__position", "sort_key", "pk")
    return ArraySubquery(keys_for_each(indicators, newest_keys(held, most, "pk"))[:most])


def numbered_versions(as_of: datetime | None) -> QuerySet[Observation]:
    """Return the public versions of all figures by pillar and indicator, for `with_previous`."""
    older = Observation.objects.public(as_of).older_than_outer()
    return (
        Observation.objects.public(as_of)
        .with_labels()
        .annotate(number=revision_number(as_of), previous_id=Subquery(older.values("pk")[:1]))
        .order_by(
            "indicator__pillar__position", "indicator__sort_key", "area_id", "-period_end", "pk"
        )
    )


def with_previous(figures: Iterable[Any], as_of: datetime | None) -> list[Version]:
    """Return `numbered_versions` with those that they replaced, in one query at most."""
    listed = list(figures)
    keys = [each.previous_id for each in listed if each.previous_id]
    found = _labelled(keys, as_of) if keys else []
    earlier = {each.pk: each for each in found}
    return [Version(each, each.number, earlier.get(each.previous_id)) for each in listed]


@prepared
def _labelled(keys: list[int], as_of: datetime | None) -> QuerySet[Observation]:
    return Observation.objects.public(as_of).filter(pk__in=keys).with_labels()


@prepared
def public_release(slug: str, as_of: datetime | None) -> QuerySet[Release]:
    """Return the release at an address with its seal and its number of figures."""
    return with_counts(Release.objects.public(as_of).with_seal().filter(slug=slug))


@prepared
def listed_sources(as_of: datetime | None) -> QuerySet[Source]:
    """Return the sources that readers may know of, in Vietnamese order."""
    return with_places(public_sources(as_of), as_of).order_by("sort_key", "pk")


@prepared
def source_with_texts(slug: str, as_of: datetime | None) -> QuerySet[Source]:
    """Return the source at an address, with what `with_texts` annotates."""
    sources = with_places(public_sources(as_of), as_of).filter(slug=slug)
    return with_texts(sources).select_related("replaced_by")


def public_sources(as_of: datetime | None) -> QuerySet[Source]:
    """Return the sources that readers may know of.

    Those that something public rests on, or that replace another. Neither one that serves drafts
    alone nor one that nothing rests on: it would vanish as soon as a draft names it.
    """
    uses = [  # what is found soonest first
        has_any(uses_of_source("citations").public_in_order(as_of), "release_id", "pk"),
        *(has_any(uses_of_source(each).public(as_of)) for each in ("targets", "breaks")),
        *(has_any(uses_of_source(each).published()) for each in ("evidence", "quotes", "reports")),
        has_any(uses_of_source("replaces")),
    ]
    return Source.objects.filter(reduce(or_, uses))


def with_places(sources: QuerySet[Source], as_of: datetime | None) -> QuerySet[Source]:
    """Annotate `places`: how often each is cited; one more than MOST_PLACES stands for any more."""
    places = uses_of_source("citations").public_in_order(as_of)
    return sources.annotate(places=count_up_to(MOST_PLACES + 1, places))


def with_texts(sources: QuerySet[Source]) -> QuerySet[Source]:
    """Annotate `quote_rows` and `report_rows`: what is published and rests on each source."""
    quotes = uses_of_source("quotes").published().order_by("forum", "position", "pk")
    reports = uses_of_source("reports").published().order_by("slug")
    return sources.annotate(
        quote_rows=row_array(quotes, "text", "locator", slug="person__slug", name="person__name"),
        report_rows=row_array(reports, "slug", "title", "title_en"),
    )


def row_array(records: Any, *names: str, **expressions: str) -> ArraySubquery:
    """Return `records`, which refer to the outer query, as a list of dicts."""
    fields = {name: name for name in names} | expressions
    return ArraySubquery(records.values(row=JSONObject(**fields)))


def uses_of_source(relation: str) -> Any:
    """Return the records that refer to the outer query's source, of this package or one above."""
    field: Any = Source._meta.get_field(relation)
    return field.related_model.objects.filter(**{field.remote_field.name: OuterRef("pk")})


@prepared
def resting_on(source: int, as_of: datetime | None) -> QuerySet[Citation]:
    """Return the last public citations of a source whose figures are in force, by indicator."""
    in_force = Observation.objects.in_force_in_order(as_of).filter(pk=OuterRef("observation"))
    cited = Source.objects.filter(pk=source).order_by()
    last = keys_for_each(cited, Citation.objects.last_of_outer(MOST_PLACES, as_of))
    return (
        Citation.objects.filter(among(last))
        .filter(has_any(in_force))
        .select_related(
            "observation__indicator__unit", "observation__area", "observation__instrument"
        )
        .order_by("observation__indicator__sort_key", "-observation__period_end", "pk")
    )


@prepared
def targets_set_by(source: int, as_of: datetime | None) -> QuerySet[Observation]:
    """Return the targets in force that a document sets."""
    targets = Observation.objects.in_force(as_of).targets().filter(instrument=source)
    return targets.with_labels().order_by("indicator__sort_key", "-period_end", "pk")


@prepared
def evidence_from(source: int) -> QuerySet[Any]:
    """Return the public evidence of forums that a document gives."""
    field: Any = Source._meta.get_field("evidence")
    return field.related_model.objects.filter(source=source).published().with_subjects()
