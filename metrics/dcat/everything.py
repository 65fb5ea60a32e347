"""The whole tables as datasets, and one of all of them, which is the zip."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.addresses import reverse
from metrics.asof import AsOf, carried
from metrics.dcat.dataset import file_node
from metrics.dcat.distributions import distributions_beside
from metrics.dcat.graph import Node, day, in_languages, node
from metrics.dcat.imprint import Imprint, published, whole
from metrics.dcat.reading import Record
from metrics.dcat.terms import FILE_TYPES, IRREGULAR, OPEN_TO_ALL, VIETNAMESE, media_type
from metrics.dcat.words import everything_described
from metrics.files.whole import WHOLE, Whole

ZIP = "application/zip"
# The name of each zip in the catalogue, its query and its title.
ZIPS = (
    ("zip", "", "ZIP"),
    ("zip-vi", "?dialect=vi", gettext_lazy("ZIP for Vietnamese Excel")),
    ("zip-data", "?dialect=data", gettext_lazy("ZIP for programs")),
)


def everything(record: Record, imprint: Imprint, as_of: AsOf) -> list[list[Node]]:
    """Return the dataset of everything and each one in it, with its files behind it.

    Nothing where no figure was public, whatever release there is: then there is no time to tell.
    """
    if not record.coverage:
        return []
    parts = [_part(each, record, imprint, as_of) for each in WHOLE.values()]
    return [_all(record, imprint, as_of, [nodes[0] for nodes in parts]), *parts]


def _all(record: Record, imprint: Imprint, as_of: AsOf, parts: list[Node]) -> list[Node]:
    dates = published(record.releases)
    path = reverse("metrics:everything-file")
    zips = [
        _zip(carried(path + query, as_of.given), name, title, dates, imprint)
        for name, query, title in ZIPS
    ]
    spans = record.coverage.values()
    span = {
        "dcat:startDate": day(min(each.start for each in spans)),
        "dcat:endDate": day(max(each.end for each in spans)),
    }
    told = {
        "dcterms:title": in_languages(lambda: _("Everything in one file")),
        "dcterms:description": in_languages(everything_described),
        "dcterms:hasPart": parts,
        "dcterms:spatial": [imprint.area(each) for each in record.areas.values()],
        "dcterms:temporal": node("dcterms:PeriodOfTime", span),
        "dcat:distribution": zips,
    }
    return [_dataset("dataset", told, dates, imprint, as_of), *zips]


def _zip(
    address: str, name: str, title: str | Promise, dates: dict[str, Any], imprint: Imprint
) -> Node:
    """Return a zip; length and SHA-256 come with it, as nobody knows them before it is made."""
    told = {
        "dcterms:title": in_languages(lambda: str(title)),
        **dates,
        "dcat:accessURL": whole(_page()),
        "dcat:downloadURL": whole(address),
        "dcat:mediaType": media_type("text/csv"),
        "dcat:packageFormat": media_type(ZIP),
        "dcterms:format": FILE_TYPES["csv"],
        "dcterms:license": imprint.licence,
    }
    return node("dcat:Distribution", told, whole(f"{_page()}#{name}"))


def _part(table: Whole, record: Record, imprint: Imprint, as_of: AsOf) -> list[Node]:
    """Return a whole table with its files; what is not of releases bears no date of theirs."""
    dates = {} if table.is_text else published(record.releases)
    moment = as_of.given if table.travels else ""
    listed = distributions_beside(table.path("csv"), moment)
    files = [
        file_node(each, _page(), f"{table.name}-{each.name}", dates, imprint) for each in listed
    ]
    told = {
        "dcterms:title": in_languages(lambda: str(table.title)),
        "dcterms:description": in_languages(lambda: str(table.holds)),
        "dcat:distribution": files,
    }
    return [_dataset(table.name, told, dates, imprint, as_of), *files]


def _dataset(
    name: str, told: dict[str, Any], dates: dict[str, Any], imprint: Imprint, as_of: AsOf
) -> Node:
    shared = {
        **dates,
        "dcterms:publisher": imprint.publisher,
        "dcat:contactPoint": imprint.contact,
        "dcterms:license": imprint.licence,
        "dcterms:accessRights": OPEN_TO_ALL,
        "dcterms:accrualPeriodicity": IRREGULAR,
        "dcterms:language": VIETNAMESE,
        "dcat:landingPage": whole(carried(_page(), as_of.given)),
    }
    return node("dcat:Dataset", {**told, **shared}, whole(f"{_page()}#{name}"))


def _page() -> str:
    return reverse("metrics:data-page")
