"""What things of the catalogue share: the publisher, whom to write to, the licence, the areas."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from forum_portal.addresses import reverse
from forum_portal.models import Organisation, PortalSettings
from metrics.dcat.graph import Iri, Literal, Node, content, in_languages, moment, node, plain
from metrics.models import Area, Release


def whole(path: str) -> Iri:
    """Return the address of a path of the portal."""
    return Iri(settings.PORTAL_ORIGIN + path)


@dataclass(frozen=True)
class Imprint:
    """What the catalogue and every dataset name alike; `licence` is None where there is none."""

    catalogue: Iri
    publisher: Node
    contact: Node
    licence: Node | None

    @property
    def nodes(self) -> list[Node]:
        return [each for each in (self.publisher, self.contact, self.licence) if each]

    def area(self, area: Area) -> Iri:
        """Return the name of an area, which has no page of its own."""
        return within(self.catalogue, f"area-{area.code}")


def imprint(portal: PortalSettings | None) -> Imprint:
    """Return what the settings of the portal say to all."""
    catalogue = whole(reverse("metrics:catalog"))
    names = portal_names(portal)
    body = content(portal, "responsible_body") if portal and portal.responsible_body else names
    return Imprint(
        catalogue=catalogue,
        publisher=node(
            "foaf:Agent",
            {"foaf:name": body, "foaf:homepage": whole(reverse("home"))},
            within(catalogue, "publisher"),
        ),
        contact=_contact(portal, body, within(catalogue, "contact")),
        licence=_licence(portal, within(catalogue, "licence")),
    )


def within(catalogue: Iri, name: str) -> Iri:
    return Iri(f"{catalogue.given}#{name}")


def portal_names(portal: PortalSettings | None) -> list[Literal]:
    """Return the portal's name in both languages."""
    if portal:
        return content(portal, "name")
    return in_languages(lambda: _("Digital transformation portal"))


def _contact(portal: PortalSettings | None, names: list[Literal], iri: Iri) -> Node:
    told = {"vcard:fn": names, "vcard:hasURL": whole(reverse("contact"))}
    if portal:
        digits = re.sub(r"[^0-9+]", "", portal.contact_phone)
        street = {"vcard:street-address": plain(portal.contact_address)}
        told |= {
            "vcard:hasEmail": Iri(f"mailto:{portal.contact_email}")
            if portal.contact_email
            else None,
            "vcard:hasTelephone": Iri(f"tel:{digits}") if digits else None,
            "vcard:hasAddress": node("vcard:Address", street) if portal.contact_address else None,
        }
    return node("vcard:Organization", told, iri)


def _licence(portal: PortalSettings | None, iri: Iri) -> Node | None:
    """Return the licence under its own address, or under one of ours where it has none."""
    if not portal or not (portal.licence or portal.licence_url):
        return None
    at = Iri(portal.licence_url) if portal.licence_url else iri
    return node("dcterms:LicenseDocument", {"dcterms:title": plain(portal.licence)}, at)


def place(area: Area, imprint: Imprint) -> Node:
    """Return an area: a city before and after a merger is two."""
    told = {"skos:prefLabel": content(area, "name"), "dcterms:identifier": plain(area.code)}
    return node("dcterms:Location", told, imprint.area(area))


def body(organisation: Organisation) -> Node:
    """Return an organisation that answers for figures."""
    told = {
        "foaf:name": content(organisation, "name"),
        "foaf:homepage": Iri(organisation.website) if organisation.website else None,
    }
    return node("foaf:Agent", told, whole(organisation.get_absolute_url()))


def published(releases: Sequence[Release]) -> dict[str, Any]:
    """Return when the first and the last of some public releases came out."""
    moments = [each.published_at for each in releases if each.published_at]
    return {
        "dcterms:issued": moment(min(moments, default=None)),
        "dcterms:modified": moment(max(moments, default=None)),
    }
