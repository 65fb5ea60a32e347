"""The sitemap: every page that readers can open, dated by publication."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum_portal.sitemap import LISTS
from metrics.models import Dashboard, Indicator
from tests.factories import CitationFactory, ReleaseFactory, publish, published_figure
from tests.pages import PAGES, kinds_of

pytestmark = pytest.mark.django_db

JANUARY = datetime(2024, 1, 1, tzinfo=UTC)
FEBRUARY = datetime(2024, 2, 1, tzinfo=UTC)
ENTRY = re.compile("<url><loc>https://so.example.vn(.*?)</loc>(?:<lastmod>(.*?)</lastmod>)?")


@pytest.fixture(autouse=True)
def origin(settings):
    settings.PORTAL_ORIGIN = "https://so.example.vn"


def entries(client):
    """Return when each page was last changed, by its path."""
    return dict(ENTRY.findall(client.get("/sitemap.xml").text))


def test_an_entry_names_its_page_in_both_languages(client):
    published_figure(JANUARY, indicator__slug="ho-so")
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    [vi] = [line for line in response.text.splitlines() if "/chi-so/ho-so/</loc>" in line][:1]
    assert vi == (
        "<url><loc>https://so.example.vn/chi-so/ho-so/</loc>"
        "<lastmod>2024-01-01T00:00:00+00:00</lastmod>"
        '<xhtml:link rel="alternate" hreflang="vi" href="https://so.example.vn/chi-so/ho-so/"/>'
        '<xhtml:link rel="alternate" hreflang="en" href="https://so.example.vn/en/chi-so/ho-so/"/>'
        "</url>"
    )


def test_pages_are_dated_by_publication_not_by_edits(client):
    figure = published_figure(JANUARY, indicator__slug="ho-so", release__slug="mot")
    again = ReleaseFactory(slug="hai")
    CitationFactory(observation=figure, release=again, source__slug="bao")
    publish(again, FEBRUARY)
    Indicator.objects.update(definition="Viết lại.")
    before, after = "2024-01-01T00:00:00+00:00", "2024-02-01T00:00:00+00:00"
    found = entries(client)
    assert {path: found[path] for path in ("/", "/nguon/bao/", "/gioi-thieu/")} == {
        "/": after,
        "/nguon/bao/": after,
        "/gioi-thieu/": "",
    }
    assert (found["/chi-so/ho-so/"], found["/en/phat-hanh/mot/"]) == (before, before)
    assert found["/phat-hanh/hai/"] == after


def test_without_content_the_lists_stand_alone(client):
    found = entries(client)
    assert len(found) == 2 * (len(LISTS) + 1)
    assert {"/api/v1/", "/api/v1/?lang=en"} <= set(found)
    assert set(found.values()) == {""}


def test_takes_one_query(client, django_assert_num_queries):
    published_figure()
    client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as captured:
        client.get("/sitemap.xml")
    one = len(captured)
    for _each in range(5):
        published_figure(datetime.now(UTC))
    with django_assert_num_queries(one):
        client.get("/sitemap.xml")
    assert one == 1


def test_is_as_it_was_for_who_has_it(client):
    etag = client.get("/sitemap.xml")["ETag"]
    assert client.get("/sitemap.xml", headers={"If-None-Match": etag}).status_code == 304


def test_every_page_of_the_city_can_be_opened(city, db, client, soak):
    """Every fifth; all of them with PORTAL_SOAK=1."""
    paths = sorted({urlsplit(path).path for path in entries(client)})
    assert len(paths) > 300
    tried = paths if soak else paths[::5]
    closed = [path for path in tried if client.head(path).status_code != 200]
    assert closed == []


def test_every_kind_of_page_of_the_city_is_named(city, db, client):
    shown_elsewhere = {"metrics:fact-page", "metrics:target-page", "metrics:indicator-embed"}
    left_out = {"search", *shown_elsewhere}
    named = kinds_of(urlsplit(path).path for path in entries(client))
    assert kinds_of(PAGES) - named == left_out
    home = Dashboard.objects.for_home().get()
    assert home.get_absolute_url() in entries(client)
