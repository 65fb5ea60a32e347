"""Figures: those in force page by page, and one with its citations and all its versions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import (
    Tuple,
    TupleGreaterThan,
    TupleGreaterThanOrEqual,
)

from forum_portal.api.cursors import key_of, unknown_cursor
from forum_portal.api.resources import require
from forum_portal.api.rows import json_objects
from forum_portal.tables import Table
from metrics import columns
from metrics.api.asking import AskedObservations, first_moment, period_of
from metrics.exports import (
    FIGURES,
    FIRST_SOURCE,
    IN_ORDER,
    LABELS,
    citations_table,
    figures_table,
    filled,
)
from metrics.models import Area, Indicator, Observation, Pillar, Release
from metrics.models.observation import ObservationQuerySet
from metrics.versions import revision_number

# Where a figure stands in the list; an instrument may be missing.
KEY = ("indicator", "period", "area", "kind", "instrument")
PLACE = ("indicator_id", "period", "area_id", "kind")
_OF_FIGURE = {each.name for each in columns.KEY} | {"url"}
CITATION = tuple(each for each in columns.CITATIONS if each.name not in _OF_FIGURE)
_COLUMNS = {each.name: each for each in (*columns.CHANGES, *columns.OBSERVATIONS)}
_OF_VERSION = (
    *("revision", "value", "comparator", "out_of", "numerator", "denominator"),
    *("obs_status", "comment", "published_at", "release", "reason", "note"),
)
VERSION = tuple(_COLUMNS[name] for name in _OF_VERSION)
LISTED = "FROM ({gate}) f" + LABELS + FIRST_SOURCE + IN_ORDER
SINGLE = FIGURES + LABELS + FIRST_SOURCE + "WHERE f.is_current"
HISTORY = FIGURES + "JOIN metrics_release release ON release.id = f.release_id ORDER BY f.revision"
# Parameter → the field that it filters, what it may name, by which key.
RECORDS: dict[str, tuple[str, Any, str]] = {
    "indicator": ("indicator", Indicator.objects.public, "code"),
    "pillar": ("indicator__pillar", Pillar.objects.public, "code"),
    "area": ("area", Area.objects.public, "code"),
    "release": ("release", Release.objects.public, "slug"),
}


def observations_page(asked: AskedObservations, as_of: datetime | None) -> list[str]:
    """Return the figures of a page as JSON, and one more if more follow.

    Their rows are found first, by the index alone; all that belongs to them is read for these only.
    """
    chosen = _after(_narrowed(asked, as_of), asked.cursor, as_of)
    fields = [field.attname for field in Observation._meta.concrete_fields]
    found = (
        chosen.annotate(revision=revision_number(as_of), published_at=F("release__published_at"))
        .order_by(*PLACE, "instrument_id")
        .values(*fields, "revision", "published_at")[: asked.limit + 1]
    )
    public = Release.objects.public(as_of).order_by().values("pk")
    parts = {"gate": found.query.sql_with_params(), "releases": public.query.sql_with_params()}
    return json_objects(Table(columns.OBSERVATIONS, *filled(LISTED, parts)))


def observation(figure: ObservationQuerySet, as_of: datetime | None) -> str | None:
    """Return one figure, whose public versions are given, as JSON; None where there is none."""
    now = figures_table(columns.OBSERVATIONS, SINGLE, figure, as_of)
    found = json_objects(now)
    if not found:
        return None
    citations = json_objects(replace(citations_table(figure, as_of), columns=CITATION))
    versions: Table = figures_table(VERSION, HISTORY, figure, as_of)
    return (
        f'{found[0][:-1]},\n"citations": [{",\n".join(citations)}],\n'
        f'"versions": [{",\n".join(json_objects(versions))}]}}\n'
    )


def _narrowed(asked: AskedObservations, as_of: datetime | None) -> ObservationQuerySet:
    figures = Observation.objects.current(as_of)
    for name, (field, known, key) in RECORDS.items():
        value = getattr(asked, name)
        if value:
            figures = figures.filter(**{field: require(name, value, known(as_of), key)})
    if asked.kind:
        figures = figures.filter(kind=asked.kind)
    exact = period_of("period", asked.period)
    first, last = period_of("from", asked.from_period), period_of("to", asked.to_period)
    if exact:
        figures = figures.filter(period=exact.code)
    if first:
        figures = figures.filter(period_end__gte=first.start)
    if last:
        figures = figures.filter(period_start__lte=last.end)
    since = first_moment(asked.since)
    return figures.filter(release__published_at__gte=since) if since else figures


def _after(
    figures: ObservationQuerySet, cursor: str, as_of: datetime | None
) -> ObservationQuerySet:
    """Keep what stands behind the figure that a cursor names; found by the index, never counted."""
    if not cursor:
        return figures
    *place, instrument = _place(cursor, key_of(cursor, len(KEY)), as_of)
    here = Tuple(*map(F, PLACE))
    end = tuple(place)
    behind = Q(TupleGreaterThan(here, end))
    if instrument is None:
        return figures.filter(behind)
    same = Q(instrument_id__gt=instrument) | Q(instrument_id__isnull=True)
    return figures.filter(TupleGreaterThanOrEqual(here, end), behind | same)


def _place(cursor: str, key: Sequence[str], as_of: datetime | None) -> Sequence[Any]:
    """Return the database's keys of the public figure that a cursor names."""
    indicator, period, area, kind, instrument = key
    figures = Observation.objects.public(as_of).filter(
        *(Q(indicator__code=indicator), Q(period=period), Q(area__code=area), Q(kind=kind)),
        Q(instrument__slug=instrument) if instrument else Q(instrument=None),
    )
    found = figures.order_by().values_list(*PLACE, "instrument_id").first()
    if found is None:
        raise unknown_cursor(cursor)
    return found
