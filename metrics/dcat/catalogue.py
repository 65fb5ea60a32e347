"""The catalogue: each public indicator a dataset, each pillar a series of them.

A thing has one name in every language and at every moment: its Vietnamese address.
"""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum_portal.addresses import reverse
from forum_portal.words import localized
from metrics.asof import AsOf
from metrics.dcat.dataset import dataset, name_of, pillar_page, series_of
from metrics.dcat.everything import everything
from metrics.dcat.graph import Node, content, in_languages, node
from metrics.dcat.imprint import Imprint, body, imprint, place, published, whole
from metrics.dcat.ranges import pointed_to
from metrics.dcat.reading import Record
from metrics.dcat.terms import ENGLISH, OPEN_TO_ALL, VIETNAMESE
from metrics.models import Pillar


def catalogue(record: Record, as_of: AsOf) -> list[Node]:
    """Return the nodes of the catalogue; its links look from the same moment as the reader."""
    with override(settings.LANGUAGE_CODE):
        shared = imprint(record.portal)
        told = [dataset(each, record, shared, as_of) for each in record.indicators]
        told += everything(record, shared, as_of)
        series = [_series(each, record, shared) for each in _pillars(record)]
        bodies = {each.responsible_id: each.responsible for each in record.indicators}
        nodes = [
            _catalogue(record, shared, [*series, *(nodes[0] for nodes in told)]),
            *shared.nodes,
            _service(record, shared),
            *series,
            *(each for nodes in told for each in nodes),
            *(body(each) for each in bodies.values() if each),
            *(place(each, shared) for each in record.areas.values()),
        ]
        return nodes + pointed_to(nodes)


def _catalogue(record: Record, shared: Imprint, datasets: list[Node]) -> Node:
    told = {
        "dcterms:title": in_languages(lambda: _title(record)),
        "dcterms:description": in_languages(
            lambda: _("The figures in force, each with its source, to download and to use again.")
        ),
        "dcterms:publisher": shared.publisher,
        "dcat:contactPoint": shared.contact,
        "dcterms:license": shared.licence,
        "dcterms:language": [VIETNAMESE, ENGLISH],
        "foaf:homepage": whole(reverse("metrics:data-page")),
        **published(record.releases),
        "dcat:dataset": datasets,
        "dcat:service": whole(reverse("api:page")),
    }
    return node("dcat:Catalog", told, shared.catalogue)


def _service(record: Record, shared: Imprint) -> Node:
    """Return the API, which serves every dataset."""
    told = {
        "dcterms:title": in_languages(lambda: _("API for programs")),
        "dcat:endpointURL": whole(reverse("api:page")),
        "dcat:endpointDescription": whole(reverse("api:openapi")),
        "dcat:contactPoint": shared.contact,
        "dcterms:publisher": shared.publisher,
        "dcterms:license": shared.licence,
        "dcterms:accessRights": OPEN_TO_ALL,
        "dcat:servesDataset": [name_of(each) for each in record.indicators],
    }
    return node("dcat:DataService", told, whole(reverse("api:page")))


def _title(record: Record) -> str:
    name = localized(record.portal, "name") if record.portal else ""
    return " – ".join(filter(None, [_("Open data"), name]))


def _series(pillar: Pillar, record: Record, shared: Imprint) -> Node:
    within = [each for each in record.indicators if each.pillar_id == pillar.pk]
    releases = [each for one in within for each in record.coverage[one.pk].releases]
    told = {
        "dcterms:title": content(pillar, "name"),
        "dcterms:description": in_languages(
            lambda: (
                _("The indicators of the pillar “%(name)s”.") % {"name": localized(pillar, "name")}
            )
        ),
        "dcterms:publisher": shared.publisher,
        "dcat:contactPoint": shared.contact,
        "dcterms:license": shared.licence,
        "dcterms:accessRights": OPEN_TO_ALL,
        "dcat:landingPage": whole(pillar_page(pillar)),
        **published(releases),
    }
    return node("dcat:DatasetSeries", told, series_of(pillar))


def _pillars(record: Record) -> list[Pillar]:
    found = {each.pillar_id: each.pillar for each in record.indicators}
    return sorted(found.values(), key=lambda pillar: (pillar.position, pillar.code))
