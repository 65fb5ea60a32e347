"""A graph in RDF as nodes that say something of themselves; `turtle` and `jsonld` write it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "wdrs": "http://www.w3.org/2007/05/powder-s#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# What no name of a thing can hold; it is written with %.
NOT_IN_IRIS = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f]')


@dataclass(frozen=True)
class Iri:
    """What is named by an address; whatever an address cannot hold is escaped."""

    given: str

    @property
    def address(self) -> str:
        return NOT_IN_IRIS.sub(lambda sign: f"%{ord(sign[0]):02X}", self.given.strip())


@dataclass(frozen=True)
class Literal:
    """A text in a language, or of a type such as xsd:date; neither means a plain one."""

    text: str
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True)
class Node:
    """A thing of some types with what is told of it, predicate by predicate.

    Without an address it is told within another. Types and predicates have a prefix.
    """

    types: tuple[str, ...]
    told: dict[str, list["Iri | Literal | Node"]]
    iri: Iri | None = field(default=None)


def node(kind: str, told: dict[str, Any], iri: Iri | None = None) -> Node:
    """Return a node; of what is told, empty values are left out, and one may stand for a list."""
    listed = {name: _listed(values) for name, values in told.items()}
    return Node((kind,), {name: values for name, values in listed.items() if values}, iri)


def _listed(values: Any) -> list:
    if values is None:
        return []
    return [values] if isinstance(values, Iri | Literal | Node) else list(values)


def day(value: date | None) -> Literal | None:
    return Literal(value.isoformat(), datatype="xsd:date") if value else None


def moment(value: datetime | None) -> Literal | None:
    return Literal(moment_text(value), datatype="xsd:dateTime") if value else None


def moment_text(value: datetime | None) -> str:
    """Return a moment as files print it; `?as-of=` takes it."""
    return timezone.localtime(value).isoformat() if value else ""


def plain(text: str) -> Literal | None:
    return Literal(text) if text else None


def content(record: Any, field: str) -> list[Literal]:
    """Return a field that is written in both languages."""
    told = {"vi": getattr(record, field), "en": getattr(record, f"{field}_en")}
    return [Literal(text, language) for language, text in told.items() if text]


def in_languages(words: Callable[[], str]) -> list[Literal]:
    """Return what `words` says in each language of the portal."""
    return [Literal(text, language) for language, text in _said(words)]


def _said(words: Callable[[], str]) -> Iterable[tuple[str, str]]:
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield language, str(words())
