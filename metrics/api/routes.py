"""Addresses of figures and of what they hang from, below /api/v1/."""

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router

from forum_portal.api.asking import require_known
from forum_portal.api.problems import not_found
from forum_portal.api.resources import as_json, page, require
from forum_portal.api.schemas import page_schema, record_schema
from metrics import columns
from metrics.api import observations as figures
from metrics.api import releases as issues
from metrics.api.asking import (
    AskedAreas,
    AskedIndicators,
    AskedObservations,
    AskedReleases,
    AskedSources,
    AskedThen,
    as_of_moment,
)
from metrics.api.catalogue import AREAS, INDICATORS, SOURCES_OF_RECORD
from metrics.models import Area, Indicator, Observation, Pillar
from metrics.periods import Period
from metrics.record_reading import public_sources
from metrics.views.facts import NO_INSTRUMENT

router = Router(tags=["Figures"])
IndicatorRecord = record_schema(INDICATORS.record, INDICATORS.columns)
AreaRecord = record_schema(AREAS.record, AREAS.columns)
SourceRecord = record_schema(SOURCES_OF_RECORD.record, SOURCES_OF_RECORD.columns)
ReleaseRecord = record_schema("Release", columns.RELEASES)
ObservationRecord = record_schema("Observation", columns.OBSERVATIONS)
Fact = record_schema(
    "ObservationInFull",
    columns.OBSERVATIONS,
    citations=(
        list[record_schema("Citation", figures.CITATION)],  # type: ignore[misc]
        Field(description="Every place where a source speaks of it, the preferred one first."),
    ),
    versions=(
        list[record_schema("Version", figures.VERSION)],  # type: ignore[misc]
        Field(description="Every version that was public, the first one first."),
    ),
)


@router.get("/indicators", response=page_schema(IndicatorRecord), summary="Indicators")
def indicators(request: HttpRequest, asked: Query[AskedIndicators]) -> HttpResponse:
    """Every indicator that has public figures."""
    require_known(request, asked)
    as_of = as_of_moment(request)
    records = Indicator.objects.public(as_of)
    if asked.pillar:
        require("pillar", asked.pillar, Pillar.objects.public(as_of), "code")
        records = records.filter(pillar__code=asked.pillar)
    return INDICATORS.listed(request, asked, records, as_of)


@router.get("/indicators/{slug:indicator}", response=IndicatorRecord, summary="One indicator")
def indicator(request: HttpRequest, indicator: str, asked: Query[AskedThen]) -> HttpResponse:
    """The indicator with this code."""
    require_known(request, asked)
    as_of = as_of_moment(request)
    return INDICATORS.one(request, Indicator.objects.public(as_of), indicator, as_of)


@router.get("/observations", response=page_schema(ObservationRecord), summary="Figures")
def observations(request: HttpRequest, asked: Query[AskedObservations]) -> HttpResponse:
    """Every figure in force, withdrawn ones as such, in the fields of quan-sat.csv."""
    require_known(request, asked)
    found = figures.observations_page(asked, as_of_moment(request))
    return page(request, asked.limit, found, lambda row: [row[name] or "" for name in figures.KEY])


@router.get(
    "/observations/{slug:indicator}/{slug:area}/{slug:period}",
    response=Fact,
    summary="One figure",
)
def observation(
    request: HttpRequest, indicator: str, area: str, period: str, asked: Query[AskedThen]
) -> HttpResponse:
    """One measured figure with all its citations and versions; 2021/2025 is 2021-2025 here."""
    return _fact(request, asked, indicator, area, period, kind="observed", instrument=None)


@router.get(
    "/observations/{slug:indicator}/{slug:area}/{slug:period}/target/{slug:instrument}",
    response=Fact,
    summary="One target",
)
def target(
    request: HttpRequest,
    indicator: str,
    area: str,
    period: str,
    instrument: str,
    asked: Query[AskedThen],
) -> HttpResponse:
    """One figure that a plan aims at; `-` for a plan that is not known."""
    plan = {"instrument": None} if instrument == NO_INSTRUMENT else {"instrument__slug": instrument}
    return _fact(request, asked, indicator, area, period, kind="target", **plan)


def _fact(request, asked, indicator, area, period, **key) -> HttpResponse:
    require_known(request, asked)
    as_of = as_of_moment(request)
    versions = Observation.objects.public(as_of).filter(
        indicator__code=indicator, area__code=area, period=_code(period), **key
    )
    found = figures.observation(versions, as_of)
    if found is None:
        raise not_found()
    return as_json(found)


def _code(address: str) -> str:
    try:
        period = Period.parse(address)
    except ValueError:
        raise not_found() from None
    if period.in_address != address:
        raise not_found()
    return period.code


@router.get("/releases", response=page_schema(ReleaseRecord), summary="Releases")
def releases(request: HttpRequest, asked: Query[AskedReleases]) -> HttpResponse:
    """Every release, the newest first, with its reason and its seal."""
    require_known(request, asked)
    found = issues.releases_page(asked, as_of_moment(request))
    return page(request, asked.limit, found, lambda row: [row["release"]])


@router.get("/releases/{slug:release}", response=ReleaseRecord, summary="One release")
def release(request: HttpRequest, release: str, asked: Query[AskedThen]) -> HttpResponse:
    """The release at this address; its figures are observations with `release=`."""
    require_known(request, asked)
    found = issues.release(release, as_of_moment(request))
    if found is None:
        raise not_found()
    return as_json(found)


@router.get("/sources", response=page_schema(SourceRecord), summary="Sources")
def sources(request: HttpRequest, asked: Query[AskedSources]) -> HttpResponse:
    """Every document that the public record rests on."""
    require_known(request, asked)
    records = public_sources(as_of_moment(request))
    kept = records.filter(kind=asked.kind) if asked.kind else records
    return SOURCES_OF_RECORD.listed(request, asked, kept)


@router.get("/sources/{slug:source}", response=SourceRecord, summary="One source")
def source(request: HttpRequest, source: str, asked: Query[AskedThen]) -> HttpResponse:
    """The document at this address."""
    require_known(request, asked)
    return SOURCES_OF_RECORD.one(request, public_sources(as_of_moment(request)), source)


@router.get("/areas", response=page_schema(AreaRecord), summary="Areas")
def areas(request: HttpRequest, asked: Query[AskedAreas]) -> HttpResponse:
    """Every area that has public figures."""
    require_known(request, asked)
    as_of = as_of_moment(request)
    records = Area.objects.public(as_of)
    kept = records.filter(kind=asked.kind) if asked.kind else records
    return AREAS.listed(request, asked, kept, as_of)


@router.get("/areas/{slug:area}", response=AreaRecord, summary="One area")
def area(request: HttpRequest, area: str, asked: Query[AskedThen]) -> HttpResponse:
    """The area with this code."""
    require_known(request, asked)
    as_of = as_of_moment(request)
    return AREAS.one(request, Area.objects.public(as_of), area, as_of)
