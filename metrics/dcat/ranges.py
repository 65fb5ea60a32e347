"""What the things are that the catalogue points to and tells nothing else of.

The shapes of DCAT-AP ask for it, and nobody who reads the catalogue need fetch them to know.
"""

from collections.abc import Iterable

from metrics.dcat.graph import Iri, Node

RANGES = {
    "dcat:landingPage": "foaf:Document",
    "dcat:mediaType": "dcterms:MediaType",
    "dcat:packageFormat": "dcterms:MediaType",
    "dcterms:accessRights": "dcterms:RightsStatement",
    "dcterms:accrualPeriodicity": "dcterms:Frequency",
    "dcterms:conformsTo": "dcterms:Standard",
    "dcterms:format": "dcterms:MediaTypeOrExtent",
    "dcterms:language": "dcterms:LinguisticSystem",
    "dcterms:provenance": "dcterms:ProvenanceStatement",
    "foaf:homepage": "foaf:Document",
}


def pointed_to(nodes: Iterable[Node]) -> list[Node]:
    """Return a node with its types for each address that `nodes` name by one of these."""
    kinds: dict[str, dict[str, None]] = {}
    for one in nodes:
        for predicate, values in one.told.items():
            kind = RANGES.get(predicate)
            for value in values if kind else ():
                if kind and isinstance(value, Iri):
                    kinds.setdefault(value.address, {})[kind] = None
    return [Node(tuple(types), {}, Iri(address)) for address, types in kinds.items()]
