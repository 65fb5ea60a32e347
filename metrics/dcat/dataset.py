"""An indicator as a dataset, with its files and the releases that made it what it is."""

from typing import Any

from forum_portal.addresses import reverse
from metrics.asof import AsOf, carried
from metrics.dcat.distributions import Distribution, distributions
from metrics.dcat.graph import (
    Iri,
    Node,
    content,
    day,
    in_languages,
    moment,
    moment_text,
    node,
    plain,
)
from metrics.dcat.imprint import Imprint, published, whole
from metrics.dcat.reading import Coverage, Record
from metrics.dcat.terms import CSVW, FILE_TYPES, FREQUENCIES, OPEN_TO_ALL, VIETNAMESE, media_type
from metrics.dcat.words import described
from metrics.models import Indicator, Pillar, Release
from metrics.periods import Frequency

MOST_VERSIONS = 20  # of one dataset; the page of the indicator has them all


def name_of(indicator: Indicator) -> Iri:
    """Return the name of a dataset, which is not that of the page that tells of it."""
    return whole(f"{indicator.get_absolute_url()}#dataset")


def pillar_page(pillar: Pillar) -> str:
    return f"{reverse('metrics:indicator-list')}?tru-cot={pillar.code}"


def series_of(pillar: Pillar) -> Iri:
    """Return the name of the series in which the indicators of a pillar are."""
    return whole(f"{pillar_page(pillar)}#series")


def dataset(indicator: Indicator, record: Record, imprint: Imprint, as_of: AsOf) -> list[Node]:
    """Return the dataset of an indicator, its files and its versions."""
    coverage = record.coverage[indicator.pk]
    newest = coverage.releases[0]
    page = indicator.get_absolute_url()
    dates = published(coverage.releases)
    listed = distributions(indicator.slug, as_of.given)
    files = [file_node(each, page, each.name, dates, imprint) for each in listed]
    versions = _versions(indicator, coverage.releases[: MOST_VERSIONS + 1])[:MOST_VERSIONS]
    told = {
        "dcterms:identifier": plain(indicator.code),
        "dcterms:title": content(indicator, "name"),
        "dcterms:description": in_languages(lambda: described(indicator)),
        **dates,
        "dcat:version": plain(moment_text(newest.published_at)),
        **_covered(indicator, coverage, record, imprint),
        "dcterms:publisher": imprint.publisher,
        "dcterms:creator": indicator.responsible
        and whole(indicator.responsible.get_absolute_url()),
        "dcat:contactPoint": imprint.contact,
        "dcterms:license": imprint.licence,
        "dcterms:accessRights": OPEN_TO_ALL,
        "dcat:inSeries": series_of(indicator.pillar),
        "dcterms:replaces": _replaced(indicator, record),
        "dcat:landingPage": whole(carried(page, as_of.given)),
        "dcat:distribution": files,
        "dcat:hasVersion": versions,
    }
    return [node("dcat:Dataset", told, name_of(indicator)), *files, *versions]


def _covered(
    indicator: Indicator, coverage: Coverage, record: Record, imprint: Imprint
) -> dict[str, Any]:
    """Return what the figures are about: areas, time, how often, under which words."""
    span = {"dcat:startDate": day(coverage.start), "dcat:endDate": day(coverage.end)}
    areas = [area for key, area in record.areas.items() if key in coverage.areas]
    return {
        "dcterms:spatial": [imprint.area(area) for area in areas],
        "dcterms:temporal": node("dcterms:PeriodOfTime", span),
        "dcterms:accrualPeriodicity": FREQUENCIES[Frequency(indicator.frequency)],
        "dcterms:language": VIETNAMESE,
        "dcat:keyword": content(indicator.pillar, "name"),
    }


def _replaced(indicator: Indicator, record: Record) -> Iri | None:
    """Return the dataset that this one took over from, where it is public."""
    found = indicator.predecessor_id and record.by_key.get(indicator.predecessor_id)
    return name_of(found) if found else None


def file_node(
    file: Distribution, page: str, name: str, dates: dict[str, Any], imprint: Imprint
) -> Node:
    """Return a file of the dataset at a page, under its name in there.

    Rows, bytes and SHA-256 stand in what a CSV is described by.
    """
    described_by = Iri(file.metadata) if file.metadata else None
    told = {
        "dcterms:title": plain(file.title),
        **dates,
        "dcat:accessURL": whole(page),
        "dcat:downloadURL": Iri(file.url),
        "dcat:mediaType": media_type(file.media_type),
        "dcterms:format": FILE_TYPES[file.format],
        "dcterms:license": imprint.licence,
        "dcterms:conformsTo": described_by and CSVW,
        "wdrs:describedby": described_by,
    }
    return node("dcat:Distribution", told, whole(f"{page}#{name}"))


def _versions(indicator: Indicator, releases: list[Release]) -> list[Node]:
    """Return the dataset as each release left it, the newest first."""
    names = [_version_name(indicator, each) for each in releases]
    return [
        node(
            "dcat:Dataset",
            {
                "dcterms:title": content(indicator, "name"),
                "dcterms:description": content(release, "title"),
                "dcat:isVersionOf": name_of(indicator),
                "dcat:version": plain(moment_text(release.published_at)),
                "dcterms:issued": moment(release.published_at),
                "dcat:previousVersion": previous,
                "dcat:landingPage": Iri(name.given.partition("#")[0]),
                "dcterms:provenance": whole(release.get_absolute_url()),
            },
            name,
        )
        for release, name, previous in zip(releases, names, [*names[1:], None], strict=True)
    ]


def _version_name(indicator: Indicator, release: Release) -> Iri:
    page = carried(indicator.get_absolute_url(), moment_text(release.published_at))
    return whole(f"{page}#dataset")
