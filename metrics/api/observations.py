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
from metrics.exports import FIGURES, IN_ORDER, VERSIONS, citations_table, figures_table
from metrics.models import Area, Indicator, Observation, Pillar, Release
from metrics.models.observation import ObservationQuerySet

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
HISTORY = FIGURES + "JOIN metrics_release release ON release.id = f.release_id ORDER BY f.revision"
# Parameter → the field that it filters, what it may name, by which key.
RECORDS: dict[str, tuple[str, Any, str]] = {
    "indicator": ("indicator__code", Indicator.objects.public, "code"),
    "pillar": ("indicator__pillar__code", Pillar.objects.public, "code"),
    "area": ("area__code", Area.objects.public, "code"),
}


def observations_page(asked: AskedObservations, as_of: datetime | None) -> list[str]:
    """Return the figures of a page as JSON, and one more if more follow."""
    figures = _after(_narrowed(asked, as_of), asked.cursor, as_of)
    conditions: list[str] = ["f.is_current"]
    params: list[Any] = []
    if asked.release:
        require("release", asked.release, Release.objects.public(as_of), "slug")
        conditions.append("release.slug = %s")
        params.append(asked.release)
    since = first_moment(asked.since)
    if since:
        conditions.append("f.published_at >= %s")
        params.append(since)
    source = f"{VERSIONS}WHERE {' AND '.join(conditions)}\n{IN_ORDER}LIMIT %s"
    table = figures_table(columns.OBSERVATIONS, source, figures, as_of)
    return json_objects(replace(table, params=(*table.params, *params, asked.limit + 1)))


def observation(figure: ObservationQuerySet, as_of: datetime | None) -> str | None:
    """Return one figure, whose public versions are given, as JSON; None where there is none."""
    now = figures_table(columns.OBSERVATIONS, f"{VERSIONS}WHERE f.is_current", figure, as_of)
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
    figures = Observation.objects.public(as_of)
    for name, (field, known, key) in RECORDS.items():
        value = getattr(asked, name)
        if value:
            require(name, value, known(as_of), key)
            figures = figures.filter(**{field: value})
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
    return figures


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
