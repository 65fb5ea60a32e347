"""The catalogue keeps what the shapes of DCAT-AP 3.0.0 ask, as read from its SHACL files.

One line a class: a predicate, how often at least and at most, and what its values are: `L` a text,
`R` a thing, `D` a date, or a class. pySHACL says the same of the shapes themselves.
"""

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import XSD

from metrics.dcat.graph import PREFIXES
from tests.metrics.test_dcat import record

pytestmark = pytest.mark.django_db
__all__ = ["record"]  # a fixture
PROFILE = """
foaf:Agent: foaf:name 1 - L
dcat:Catalog: dcterms:description 1 - L; dcterms:title 1 - L; dcterms:publisher 1 1 foaf:Agent;
 dcterms:language - - dcterms:LinguisticSystem; dcterms:license - 1 dcterms:LicenseDocument;
 dcterms:issued - 1 D; dcterms:modified - 1 D; dcat:service - - dcat:DataService;
 foaf:homepage - 1 foaf:Document; dcat:dataset 1 - dcat:Dataset
dcat:DataService: dcterms:title 1 - L; dcat:endpointURL 1 - R; dcat:endpointDescription - - R;
 dcat:servesDataset - - dcat:Dataset; dcterms:license - 1 dcterms:LicenseDocument;
 dcterms:accessRights - 1 dcterms:RightsStatement; dcterms:publisher - 1 foaf:Agent
dcat:Dataset: dcterms:description 1 - L; dcterms:title 1 - L; dcterms:identifier - - L;
 dcat:contactPoint - - vcard:Organization; dcat:distribution - - dcat:Distribution;
 dcat:keyword - - L; dcterms:publisher - 1 foaf:Agent; dcterms:creator - - foaf:Agent;
 dcterms:spatial - - dcterms:Location; dcterms:temporal - - dcterms:PeriodOfTime;
 dcterms:accessRights - 1 dcterms:RightsStatement; dcterms:accrualPeriodicity - 1 dcterms:Frequency;
 dcterms:issued - 1 D; dcterms:modified - 1 D; dcterms:language - - dcterms:LinguisticSystem;
 dcterms:provenance - - dcterms:ProvenanceStatement; dcat:version - 1 L;
 dcat:hasVersion - - dcat:Dataset; dcat:landingPage - - foaf:Document;
 dcat:inSeries - - dcat:DatasetSeries
dcat:DatasetSeries: dcterms:description 1 - L; dcterms:title 1 - L;
 dcterms:publisher - 1 foaf:Agent; dcterms:issued - 1 D; dcterms:modified - 1 D;
 dcat:contactPoint - - vcard:Organization
dcat:Distribution: dcat:accessURL 1 - R; dcat:downloadURL - - R; dcterms:title - - L;
 dcat:mediaType - 1 dcterms:MediaType; dcat:packageFormat - 1 dcterms:MediaType;
 dcterms:format - 1 dcterms:MediaTypeOrExtent; dcterms:license - 1 dcterms:LicenseDocument;
 dcterms:conformsTo - - dcterms:Standard; dcterms:issued - 1 D; dcterms:modified - 1 D
dcterms:PeriodOfTime: dcat:startDate - 1 D; dcat:endDate - 1 D
"""
DATES = {XSD.date, XSD.dateTime}


def name_of(short: str) -> URIRef:
    prefix, _, name = short.partition(":")
    return Namespace(PREFIXES[prefix])[name]


def is_one(known: Graph, value, kind: str) -> bool:
    if kind in ("L", "D"):
        return isinstance(value, Literal) and (kind == "L" or value.datatype in DATES)
    if kind == "R":
        return not isinstance(value, Literal)
    types = set(known.objects(value, RDF.type))
    series = {name_of("dcat:DatasetSeries")} if kind == "dcat:Dataset" else set()
    return bool(types & {name_of(kind), *series})


def refused(known: Graph) -> set[tuple[str, str, str]]:
    """Return what is too little, too much or something else: the thing, the predicate, the rule."""
    found = set()
    for line in PROFILE.replace("\n ", " ").strip().splitlines():
        kind, _, rules = line.partition(": ")
        for rule in rules.split("; "):
            predicate, least, most, value_kind = rule.split()
            for thing in known.subjects(RDF.type, name_of(kind)):
                values = list(known.objects(thing, name_of(predicate)))
                enough = len(values) >= int(least.replace("-", "0"))
                few = most == "-" or len(values) <= int(most)
                right = all(is_one(known, value, value_kind) for value in values)
                if not (enough and few and right):
                    found.add((str(thing), predicate, rule))
    return found


def test_the_catalogue_keeps_the_shapes_of_the_application_profile(client):
    known = Graph().parse(data=client.get("/du-lieu/catalog.ttl").content, format="turtle")
    assert len(set(known.subjects(RDF.type, name_of("dcat:Distribution")))) > 10
    assert refused(known) == set()
