"""An indicator, or everything, as a `Dataset` of schema.org: search engines read it on a page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from forum_portal.addresses import reverse
from forum_portal.words import localized
from metrics.asof import carried
from metrics.dcat.dataset import name_of
from metrics.dcat.distributions import distributions, distributions_beside
from metrics.dcat.graph import moment_text
from metrics.dcat.words import described, everything_described
from metrics.files.whole import WHOLE
from metrics.models import Indicator, Observation
from metrics.versions import Version
from metrics.wording import unit_noun

IN_HTML = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
# Where a value lies that a source gives by “hơn” or “gần”.
BOUNDS = {"ge": "minValue", "gt": "minValue", "le": "maxValue", "lt": "maxValue"}


@dataclass(frozen=True)
class Shown:
    """What the page of an indicator shows, as its own view read it.

    `versions` are all public ones of its figures, none where they are too many for a page; `newest`
    is the figure that it opens with, if any, `sentence` what it says of it; `as_of` as asked for.
    """

    indicator: Indicator
    versions: Sequence[Version]
    newest: Observation | None
    sentence: str
    as_of: str


def dataset_json(shown: Shown, portal: Any) -> str:
    """Return the JSON-LD to stand in a page; nothing in it can end its element."""
    return _in_html(_dataset(shown, portal))


def everything_json(portal: Any, as_of: str) -> str:
    """Return the JSON-LD of all whole tables together, to stand in the page of the open data."""
    page = reverse("metrics:data-page")
    with override(settings.LANGUAGE_CODE):
        name = _whole(f"{reverse('metrics:data-page')}#dataset")
    figures = distributions_beside(WHOLE["quan-sat"].path("csv"), as_of)
    packed = _whole(carried(reverse("metrics:everything-file"), as_of))
    told = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": name,
        "url": _whole(page),
        "name": f"{_('Open data')} – {portal.name}",
        "description": everything_described(),
        "inLanguage": get_language(),
        "license": portal.licence_url or portal.licence,
        "isAccessibleForFree": True,
        "creator": _publisher(portal),
        "publisher": _publisher(portal),
        "includedInDataCatalog": _catalogue(portal),
        "distribution": [
            _download("ZIP", "application/zip", packed),
            *(_download(file.title, file.media_type, file.url) for file in figures),
        ],
    }
    return _in_html(told)


def _in_html(told: dict[str, Any]) -> str:
    known = {name: value for name, value in told.items() if value}
    return json.dumps(known, ensure_ascii=False).translate(IN_HTML)


def _publisher(portal: Any) -> dict[str, str]:
    return _organisation(portal.responsible_body or portal.name, _whole(reverse("home")))


def _catalogue(portal: Any) -> dict[str, str]:
    return {
        "@type": "DataCatalog",
        "name": f"{_('Open data')} – {portal.name}",
        "url": _whole(reverse("metrics:data-page")),
    }


def _download(name: str, media_type: str, url: str) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": name,
        "encodingFormat": media_type,
        "contentUrl": url,
    }


def _dataset(shown: Shown, portal: Any) -> dict[str, Any]:
    indicator = shown.indicator
    publisher = _publisher(portal)
    body = indicator.responsible
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": _name(indicator),
        "url": _whole(indicator.get_absolute_url()),
        "identifier": indicator.code,
        "name": localized(indicator, "name"),
        "description": described(indicator),
        "inLanguage": get_language(),
        "keywords": [localized(indicator.pillar, "name")],
        "license": portal.licence_url or portal.licence,
        "isAccessibleForFree": True,
        "creator": _body(body) if body else publisher,
        "publisher": publisher,
        "includedInDataCatalog": _catalogue(portal),
        **_covered(shown.versions),
        "measurementTechnique": localized(indicator, "method"),
        "variableMeasured": _measured(shown),
        "distribution": [
            _download(file.title, file.media_type, file.url)
            for file in distributions(indicator.slug, shown.as_of)
        ],
    }


def _name(indicator: Indicator) -> str:
    """Return the name that the dataset has in the catalogue, in whatever language the page is."""
    with override(settings.LANGUAGE_CODE):
        return name_of(indicator).address


def _whole(path: str) -> str:
    return settings.PORTAL_ORIGIN + path


def _organisation(name: str, url: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name, "url": url}


def _body(body: Any) -> dict[str, str]:
    return _organisation(localized(body, "name"), _whole(body.get_absolute_url()))


def _covered(versions: Sequence[Version]) -> dict[str, Any]:
    """Return when the figures came out, which time and areas they are about."""
    if not versions:
        return {}
    figures = [each.observation for each in versions]
    start, end = (
        min(each.period_start for each in figures),
        max(each.period_end for each in figures),
    )
    moments = [each.release.published_at for each in figures if each.release.published_at]
    areas = {each.area.code: localized(each.area, "name") for each in figures}
    return {
        "datePublished": moment_text(min(moments)),
        "dateModified": moment_text(max(moments)),
        "version": moment_text(max(moments)),
        "temporalCoverage": f"{start.isoformat()}/{end.isoformat()}",
        "spatialCoverage": [
            {"@type": "Place", "identifier": code, "name": name}
            for code, name in sorted(areas.items())
        ],
    }


def _measured(shown: Shown) -> dict[str, Any]:
    """Return what is measured; with the figure of the page's first sentence, and that sentence."""
    unit, newest = shown.indicator.unit, shown.newest
    told = {
        "@type": "PropertyValue",
        "name": localized(shown.indicator, "name"),
        "unitText": unit.symbol or unit_noun(unit),
    }
    if newest and newest.value is not None:
        value = format(newest.value, "f")
        told |= {BOUNDS.get(newest.comparator, "value"): value, "description": shown.sentence}
    return {name: text for name, text in told.items() if text}
