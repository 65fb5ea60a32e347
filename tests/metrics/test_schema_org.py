"""What the page of an indicator tells search engines: the page's own words, files and days."""

import json
import re
from datetime import UTC, datetime

import pytest

from metrics.views import indicators
from tests.factories import (
    AreaFactory,
    IndicatorFactory,
    PillarFactory,
    PortalSettingsFactory,
    UnitFactory,
    published_figure,
)

pytestmark = pytest.mark.django_db
ORIGIN = "http://127.0.0.1:8000"
SPRING = datetime(2023, 4, 1, 5, tzinfo=UTC)
SUMMER = datetime(2023, 7, 1, 5, tzinfo=UTC)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def key():
    PortalSettingsFactory(
        name="Cổng thử",
        name_en="Test portal",
        responsible_body="Sở KH&CN </script>",
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
    )
    indicator = IndicatorFactory(
        code="ho_so",
        slug="ho-so",
        name="Hồ sơ <b>",
        name_en="Files",
        sentence="{value} hồ sơ được nộp trực tuyến",
        unit=UnitFactory(code="percent", kind="share", symbol="%"),
        pillar=PillarFactory(code="cqs", name="Chính quyền số"),
        definition="Hồ sơ nộp qua mạng.",
    )
    return {"indicator": indicator, "area": AreaFactory(code="thanh-pho", name="Thành phố Thử")}


@pytest.fixture
def figures(key):
    published_figure(SPRING, **key, period="2021", value="88.50")
    published_figure(SUMMER, **key, period="2022", value="90.7", comparator="ge")


def dataset(client, address="/chi-so/ho-so/"):
    """Return the page's text and what its one data block says."""
    page = client.get(address).text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert "<" not in block
    return page, json.loads(block)


def test_the_page_tells_what_it_shows(client, figures):
    page, told = dataset(client)
    publisher = {"@type": "Organization", "name": "Sở KH&CN </script>", "url": f"{ORIGIN}/"}
    csv = f"{ORIGIN}/chi-so/ho-so.csv"
    sentence = told["variableMeasured"]["description"]

    assert told == {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{ORIGIN}/chi-so/ho-so/#dataset",
        "url": f"{ORIGIN}/chi-so/ho-so/",
        "identifier": "ho_so",
        "name": "Hồ sơ <b>",
        "description": "Hồ sơ nộp qua mạng.\n\nCác số liệu “Hồ sơ <b>” đã được công bố, mỗi số "
        "liệu kèm kỳ, địa bàn, trạng thái, nguồn và lịch sử thay đổi.",
        "inLanguage": "vi",
        "keywords": ["Chính quyền số"],
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "creator": publisher,
        "publisher": publisher,
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": "Dữ liệu mở – Cổng thử",
            "url": f"{ORIGIN}/du-lieu/",
        },
        "datePublished": "2023-04-01T12:00:00+07:00",
        "dateModified": "2023-07-01T12:00:00+07:00",
        "version": "2023-07-01T12:00:00+07:00",
        "temporalCoverage": "2021-01-01/2022-12-31",
        "spatialCoverage": [{"@type": "Place", "identifier": "thanh-pho", "name": "Thành phố Thử"}],
        "variableMeasured": {
            "@type": "PropertyValue",
            "name": "Hồ sơ <b>",
            "unitText": "%",
            "minValue": "90.7",
            "description": sentence,
        },
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "encodingFormat": media_type,
                "contentUrl": url,
            }
            for name, media_type, url in (
                ("CSV", "text/csv", csv),
                ("CSV cho Excel tiếng Việt", "text/csv", f"{csv}?dialect=vi"),
                ("CSV cho chương trình", "text/csv", f"{csv}?dialect=data"),
                ("XLSX", SHEET, f"{ORIGIN}/chi-so/ho-so.xlsx"),
                ("JSON", "application/json", f"{ORIGIN}/chi-so/ho-so.json"),
            )
        ],
    }
    assert sentence == "Năm 2022, hơn 90,7% hồ sơ được nộp trực tuyến."
    assert f'<meta name="description" property="og:description" content="{sentence}">' in page


def test_it_travels_in_time_and_in_language_with_the_page(client, figures):
    _page, told = dataset(client, "/en/chi-so/ho-so/?as-of=2023-05-01")

    assert told["@id"] == f"{ORIGIN}/chi-so/ho-so/#dataset"
    assert (told["name"], told["inLanguage"]) == ("Files", "en")
    assert told["dateModified"] == "2023-04-01T12:00:00+07:00"
    assert told["temporalCoverage"] == "2021-01-01/2021-12-31"
    assert told["variableMeasured"]["value"] == "88.50"
    url = f"{ORIGIN}/en/chi-so/ho-so.csv?as-of=2023-05-01"
    assert told["distribution"][0]["contentUrl"] == url


def test_of_what_was_withdrawn_no_value_is_told(client, key):
    published_figure(SPRING, **key, period="2021", value="88")
    published_figure(SUMMER, **key, period="2021", value=None, obs_status="withdrawn")

    _page, told = dataset(client)

    measured = {"@type": "PropertyValue", "name": "Hồ sơ <b>", "unitText": "%"}
    assert told["variableMeasured"] == measured


def test_where_a_page_shows_a_part_it_does_not_say_what_all_cover(client, figures, monkeypatch):
    monkeypatch.setattr(indicators, "MOST_VERSIONS", 1)

    _page, told = dataset(client)

    assert {"dateModified", "temporalCoverage", "spatialCoverage"} & set(told) == set()


def test_the_page_links_to_its_files_and_to_the_catalogue(client, figures):
    page, _told = dataset(client, "/chi-so/ho-so/?as-of=2023-05-01")
    links = re.findall(r'<link rel="(alternate|describedby)" type="([^"]*)" href="([^"]*)"', page)
    files = f"{ORIGIN}/chi-so/ho-so"

    assert [each for each in links if "atom" not in each[1]] == [
        ("alternate", "text/csv", f"{files}.csv?as-of=2023-05-01"),
        ("alternate", SHEET, f"{files}.xlsx?as-of=2023-05-01"),
        ("alternate", "application/json", f"{files}.json?as-of=2023-05-01"),
        ("describedby", "application/ld+json", "/du-lieu/catalog.jsonld"),
    ]
