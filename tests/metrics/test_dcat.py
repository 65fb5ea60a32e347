"""The catalogue: two forms of one graph, read by a program that is not ours."""

from datetime import UTC, datetime

import pytest
from rdflib import DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from forum_portal.models import PortalSettings
from metrics.dcat.graph import Iri, node, plain
from metrics.dcat.graph import Literal as Told
from metrics.dcat.jsonld import jsonld
from metrics.dcat.turtle import turtle
from metrics.files.whole import WHOLE
from tests.factories import (
    AreaFactory,
    IndicatorFactory,
    OrganisationFactory,
    PillarFactory,
    PortalSettingsFactory,
    UnitFactory,
    published_figure,
    published_figures,
)
from tests.words import words_of

pytestmark = [
    pytest.mark.django_db,
    # of rdflib's own making, where it reads JSON-LD
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),
]
DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's own is that of an earlier version
ORIGIN = "http://127.0.0.1:8000"
PAGE = f"{ORIGIN}/chi-so/ho-so/"
DATASET = URIRef(f"{PAGE}#dataset")
OPEN_DATA = f"{ORIGIN}/du-lieu/"
EVERYTHING = URIRef(f"{OPEN_DATA}#dataset")
MARCH = datetime(2023, 3, 2, tzinfo=UTC)
SPRING = datetime(2023, 4, 1, 5, tzinfo=UTC)
SUMMER = datetime(2023, 7, 1, 5, 0, 0, 25, tzinfo=UTC)
AUTUMN = datetime(2023, 10, 1, tzinfo=UTC)
EU = "http://publications.europa.eu/resource/authority/"
FIRST = "2023-04-01T12:00:00+07:00"
LAST = "2023-07-01T12:00:00.000025+07:00"
LAST_ESCAPED = "2023-07-01T12%3A00%3A00.000025%2B07%3A00"
POWDER = "http://www.w3.org/2007/05/powder-s#"


@pytest.fixture(autouse=True)
def record():
    """Two versions of one figure, and an indicator of another pillar."""
    PortalSettingsFactory(
        name="Cổng thử",
        name_en="Test portal",
        responsible_body="Sở KH&CN",
        contact_email="so@example.vn",
        contact_phone="(0225) 38 42",
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
    )
    key = {
        "indicator": IndicatorFactory(
            code="ho_so",
            slug="ho-so",
            name="Hồ sơ “trực tuyến”",
            name_en="Online files",
            definition="Hồ sơ\nnộp qua mạng \\ thư.",
            frequency="Q",
            pillar=PillarFactory(code="cqs", name="Chính quyền số", name_en="Digital government"),
            responsible=OrganisationFactory(slug="so-tttt", name="Sở TT&TT"),
        ),
        "area": AreaFactory(code="thanh-pho", name="Thành phố"),
    }
    published_figure(
        MARCH,
        indicator=IndicatorFactory(slug="khac", code="khac", unit=UnitFactory(code="rank")),
        area=AreaFactory(code="xa"),
        period="2021/2025",
    )
    published_figure(SPRING, **key, period="2022-Q1", value="90", release__title="Đầu")
    published_figure(SUMMER, **key, period="2022-Q2", value="91", release__title="Hai")


def graph(client, address="/du-lieu/catalog.ttl", form="turtle"):
    return Graph().parse(data=client.get(address).content, format=form)


@pytest.mark.parametrize("query", ["", "?as-of=2023-05-01"])
def test_both_forms_in_both_languages_are_one_graph(client, query):
    one = graph(client, f"/du-lieu/catalog.ttl{query}")

    assert len(one) > 100
    assert isomorphic(one, graph(client, f"/du-lieu/catalog.jsonld{query}", "json-ld"))
    assert isomorphic(one, graph(client, f"/en/du-lieu/catalog.ttl{query}"))


def test_no_text_is_lost_on_the_way():
    texts = ['"\\', "\n\r\t", "\x01\x7f", "’–\u2028", "'''", "</script>", "{{ x }}", "Đồ Sơn"]
    about = Iri('http://x.vn/#a b<c>|^`{}\\"é?q=%20')
    nodes = [
        node(
            "dcat:Dataset",
            {
                "dcterms:title": [Told(text, "vi") for text in texts],
                "dcterms:relation": Iri("http://x.vn/a b"),
                "dcterms:temporal": node("dcterms:PeriodOfTime", {"dcterms:title": plain("x")}),
            },
            about,
        )
    ]
    read = Graph().parse(data=turtle(nodes), format="turtle")

    assert isomorphic(read, Graph().parse(data=jsonld(nodes), format="json-ld"))
    assert {str(each) for each in read.objects(None, DCTERMS.title)} == {*texts, "x"}
    assert list(read.objects(None, DCTERMS.relation)) == [URIRef("http://x.vn/a%20b")]


def test_the_catalogue_lists_indicators_and_pillars(client):
    known = graph(client)
    here = URIRef(f"{ORIGIN}/du-lieu/catalog")

    pillars = set(known.subjects(RDF.type, DCAT.DatasetSeries))
    assert (here, RDF.type, DCAT.Catalog) in known
    assert len(pillars) == 2
    assert set(known.objects(here, DCAT.dataset)) - pillars == {
        DATASET,
        URIRef(f"{ORIGIN}/chi-so/khac/#dataset"),
        EVERYTHING,
        *(URIRef(f"{OPEN_DATA}#{name}") for name in WHOLE),
    }
    assert set(known.objects(here, DCTERMS.title)) == {
        Literal("Dữ liệu mở – Cổng thử", "vi"),
        Literal("Open data – Test portal", "en"),
    }
    publisher = known.value(here, DCTERMS.publisher)
    assert known.value(publisher, FOAF.name) == Literal("Sở KH&CN", "vi")


def test_a_dataset_says_what_it_is(client):
    known = graph(client)
    span = known.value(DATASET, DCTERMS.temporal)
    said = {
        name: sorted(str(each) for each in known.objects(DATASET, name))
        for name in (
            *(DCTERMS.identifier, DCTERMS.title, DCTERMS.issued, DCTERMS.modified, DCTERMS.spatial),
            *(DCTERMS.accrualPeriodicity, DCTERMS.license, DCTERMS.creator, DCAT.inSeries),
            *(DCAT.keyword, DCAT.version, DCAT.contactPoint),
        )
    }

    here = f"{ORIGIN}/du-lieu/catalog"
    assert said == {
        DCTERMS.identifier: ["ho_so"],
        DCTERMS.title: ["Hồ sơ “trực tuyến”", "Online files"],
        DCTERMS.issued: [FIRST],
        DCTERMS.modified: [LAST],
        DCTERMS.spatial: [f"{here}#area-thanh-pho"],
        DCTERMS.accrualPeriodicity: [f"{EU}frequency/QUARTERLY"],
        DCTERMS.license: ["https://creativecommons.org/licenses/by/4.0/"],
        DCTERMS.creator: [f"{ORIGIN}/to-chuc/so-tttt/"],
        DCAT.inSeries: [f"{ORIGIN}/chi-so/?tru-cot=cqs#series"],
        DCAT.keyword: ["Chính quyền số", "Digital government"],
        DCAT.version: [LAST],
        DCAT.contactPoint: [f"{here}#contact"],
    }
    assert known.value(span, DCAT.startDate).toPython().isoformat() == "2022-01-01"
    assert known.value(span, DCAT.endDate).toPython().isoformat() == "2022-06-30"


def test_the_api_is_a_service_of_the_catalogue(client):
    known = graph(client)
    (service,) = known.objects(URIRef(f"{ORIGIN}/du-lieu/catalog"), DCAT.service)

    assert str(known.value(service, DCAT.endpointURL)) == f"{ORIGIN}/api/v1/"
    described_by = str(known.value(service, DCAT.endpointDescription)).removeprefix(ORIGIN)
    assert client.get(described_by).status_code == 200
    assert DATASET in known.objects(service, DCAT.servesDataset)


def test_whatever_the_application_profile_asks_of_each_thing_is_there(client):
    known = graph(client)
    required = {
        DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset),
        DCAT.Dataset: (DCTERMS.title, DCTERMS.description),
        DCAT.DatasetSeries: (DCTERMS.title, DCTERMS.description),
        DCAT.Distribution: (DCAT.accessURL,),
        DCAT.DataService: (DCTERMS.title, DCAT.endpointURL),
        DCTERMS.LicenseDocument: (DCTERMS.title,),
        FOAF.Agent: (FOAF.name,),
    }

    assert {
        (thing, name)
        for kind, names in required.items()
        for thing in known.subjects(RDF.type, kind)
        for name in names
        if known.value(thing, name) is None
    } == set()


def test_every_file_can_be_had_and_a_csv_is_described(client):
    known = graph(client)
    files = {
        str(known.value(each, DCAT.downloadURL)): (
            str(known.value(each, DCAT.mediaType)).partition("media-types/")[2],
            str(known.value(each, URIRef(f"{POWDER}describedby")) or ""),
        )
        for each in known.objects(DATASET, DCAT.distribution)
    }
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    csv = f"{ORIGIN}/chi-so/ho-so.csv"

    assert files == {
        csv: ("text/csv", f"{csv}-metadata.json"),
        f"{csv}?dialect=vi": ("text/csv", f"{csv}-metadata.json?dialect=vi"),
        f"{csv}?dialect=data": ("text/csv", f"{csv}-metadata.json?dialect=data"),
        f"{ORIGIN}/chi-so/ho-so.xlsx": (sheet, ""),
        f"{ORIGIN}/chi-so/ho-so.json": ("application/json", ""),
    }
    for url, (media_type, described_by) in files.items():
        response = client.head(url.removeprefix(ORIGIN))
        assert response.headers["Content-Type"].partition(";")[0] == media_type
        link = response.headers.get("Link", "").partition(">")[0].removeprefix("<")
        assert (link and ORIGIN + link) == described_by


def test_everything_is_a_dataset_of_all_tables_packed(client):
    known = graph(client, "/du-lieu/catalog.ttl?as-of=2023-05-01")
    zips = set(known.objects(EVERYTHING, DCAT.distribution))
    parts = set(known.objects(EVERYTHING, DCTERMS.hasPart))
    address = f"{OPEN_DATA}tat-ca.zip"

    assert parts == {URIRef(f"{OPEN_DATA}#{name}") for name in WHOLE}
    assert {str(known.value(each, DCAT.downloadURL)) for each in zips} == {
        f"{address}?as-of=2023-05-01",
        f"{address}?dialect=vi&as-of=2023-05-01",
        f"{address}?dialect=data&as-of=2023-05-01",
    }
    for name, kind in ((DCAT.packageFormat, "application/zip"), (DCAT.mediaType, "text/csv")):
        said = {str(known.value(each, name)).partition("media-types/")[2] for each in zips}
        assert said == {kind}
    for name in (DCTERMS.license, DCAT.contactPoint, DCTERMS.publisher):
        assert known.value(EVERYTHING, name) == known.value(DATASET, name)
    files = [
        str(known.value(each, DCAT.downloadURL)).removeprefix(ORIGIN)
        for part in parts
        for each in known.objects(part, DCAT.distribution)
    ]
    assert len(set(files)) == 5 * len(WHOLE)
    assert {client.head(each).status_code for each in sorted(files)[::7]} == {200}


def test_each_release_is_a_version_that_can_be_had(client):
    known = graph(client)
    names = [
        f"{PAGE}?as-of={LAST_ESCAPED}#dataset",
        f"{PAGE}?as-of=2023-04-01T12%3A00%3A00%2B07%3A00#dataset",
    ]
    newest, first = map(URIRef, names)

    assert set(known.objects(DATASET, DCAT.hasVersion)) == {newest, first}
    assert [str(known.value(each, DCAT.version)) for each in (newest, first)] == [LAST, FIRST]
    assert list(known.objects(newest, DCAT.previousVersion)) == [first]
    assert list(known.objects(first, DCAT.previousVersion)) == []
    page = str(known.value(newest, DCAT.landingPage)).removeprefix(ORIGIN)
    assert client.get(page).status_code == 200


def test_it_can_be_had_as_of_a_day(client):
    known = graph(client, "/du-lieu/catalog.ttl?as-of=2023-05-01")
    files = {
        str(known.value(each, DCAT.downloadURL))
        for each in known.objects(DATASET, DCAT.distribution)
    }

    assert str(known.value(DATASET, DCTERMS.modified)) == FIRST
    assert f"{ORIGIN}/chi-so/ho-so.csv?dialect=vi&as-of=2023-05-01" in files
    assert (
        graph(client, "/du-lieu/catalog.ttl?as-of=2023-02-01").value(None, RDF.type, DCAT.Dataset)
        is None
    )


@pytest.mark.parametrize("address", ["catalog", "catalog.ttl", "catalog.jsonld"])
def test_a_day_to_come_is_refused(client, address):
    response = client.get(f"/du-lieu/{address}?as-of=2999-01-01")

    assert response.status_code == 400
    assert "“as-of”" in words_of(response.text)


@pytest.mark.parametrize(
    ("accept", "content_type", "location"),
    [
        (None, "application/ld+json", "jsonld"),
        ("*/*", "application/ld+json", "jsonld"),
        ("text/turtle", "text/turtle", "ttl"),
        ("application/ld+json;q=0.5, text/turtle;q=0.9", "text/turtle", "ttl"),
        ("text/html, application/ld+json;q=0.2", "application/ld+json", "jsonld"),
    ],
)
def test_one_address_has_both_forms(client, accept, content_type, location):
    headers = {"accept": accept} if accept else {}
    response = client.get("/du-lieu/catalog?as-of=2023-05-01", headers=headers)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == f"{content_type}; charset=utf-8"
    assert response.headers["Vary"] == "Accept, Accept-Encoding"
    address = f"/du-lieu/catalog.{location}?as-of=2023-05-01"
    assert response.headers["Content-Location"] == address
    assert response.content == client.get(address).content


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (
            "/du-lieu/catalog",
            "Danh mục dữ liệu có các dạng sau: application/ld+json (/du-lieu/catalog.jsonld), "
            "text/turtle (/du-lieu/catalog.ttl).",
        ),
        (
            "/en/du-lieu/catalog",
            "The catalogue can be had as application/ld+json (/en/du-lieu/catalog.jsonld), "
            "text/turtle (/en/du-lieu/catalog.ttl).",
        ),
    ],
)
def test_another_form_is_refused_with_those_that_there_are(client, address, sentence):
    response = client.get(address, headers={"accept": "application/rdf+xml"})

    assert (response.status_code, response.headers["Vary"]) == (406, "Accept, Accept-Encoding")
    assert sentence in words_of(response.text)


def test_who_has_it_is_not_sent_it_again(client):
    etag = client.get("/du-lieu/catalog.ttl").headers["ETag"]
    again = client.get("/du-lieu/catalog.ttl", headers={"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("number", [0, 30])
def test_the_catalogue_asks_five_questions(client, django_assert_num_queries, number):
    indicators = [IndicatorFactory(code=f"so_{each}", slug=f"so-{each}") for each in range(number)]
    published_figures(*({"indicator": each} for each in indicators), at=AUTUMN)

    with django_assert_num_queries(5):
        assert client.get("/du-lieu/catalog.ttl").status_code == 200


def test_without_settings_it_still_stands(client):
    PortalSettings.objects.all().delete()
    known = graph(client)

    assert list(known.objects(None, DCTERMS.license)) == []
    assert isomorphic(known, graph(client, "/du-lieu/catalog.jsonld", "json-ld"))
