"""A graph as JSON-LD."""

import json
from collections.abc import Iterable
from typing import Any

from metrics.dcat.graph import PREFIXES, Iri, Literal, Node

CONTENT_TYPE = "application/ld+json"


def jsonld(nodes: Iterable[Node]) -> str:
    """Return a document with every node, in the order given, on a line of its own."""
    lines = [json.dumps(_object(each), ensure_ascii=False) for each in nodes]
    return f'{{"@context": {json.dumps(PREFIXES)},\n"@graph": [\n{",\n".join(lines)}\n]}}\n'


def _object(node: Node) -> dict[str, Any]:
    named = {"@id": node.iri.address} if node.iri else {}
    told = {name: [_value(each) for each in values] for name, values in node.told.items()}
    return {**named, "@type": list(node.types), **told}


def _value(value: Iri | Literal | Node) -> dict[str, Any]:
    if isinstance(value, Node):
        return {"@id": value.iri.address} if value.iri else _object(value)
    if isinstance(value, Iri):
        return {"@id": value.address}
    typed = {"@language": value.language, "@type": value.datatype}
    return {"@value": value.text, **{name: kind for name, kind in typed.items() if kind}}
