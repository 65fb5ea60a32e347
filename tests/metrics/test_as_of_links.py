"""A reader who looks from a moment in the past stays there while following links."""

import re
from html import unescape

import pytest
from django.utils import timezone

from metrics.asof import carried
from tests.pages import PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
MAIN = re.compile("(?s)<main.*</main>")
LINK = re.compile(r'<a [^>]*?href="([^"]*)"')
PLAIN_PAGES = ("/gioi-thieu/", "/lien-he/", "/quyen-rieng-tu/", "/tro-nang/", "/api/")
SHOWS_FIGURES = [each for each in PAGES if not each.startswith(PLAIN_PAGES)]


def links(page):
    return [unescape(address) for address in LINK.findall(MAIN.search(page)[0])]


@pytest.mark.parametrize("address", SHOWS_FIGURES)
def test_every_link_keeps_the_moment(client, address):
    today = timezone.localdate().isoformat()
    response = client.get(carried(address, today))

    assert response.status_code == 200
    inner = [each for each in links(response.content.decode()) if each.startswith(("/", "?"))]
    assert inner
    lost = [each for each in inner if f"as-of={today}" not in each]
    # Feeds and calendars are read from today on; what columns mean and the API have no date.
    timeless = re.compile(r".*\.(xml|ics)$|.*/schedule\.json$|.*#columns|/api/v1/$")
    assert [each for each in lost if not timeless.match(each)] == []


@pytest.mark.parametrize("address", ["/", "/en/chi-so/", "/bang-so-lieu/chinh-quyen-so/"])
def test_today_no_link_tells_a_moment(client, address):
    assert [each for each in links(client.get(address).content.decode()) if "as-of" in each] == []


def test_a_moment_is_appended():
    assert carried("/a/", "") == "/a/"
    assert carried("/a/", "2026-11-22") == "/a/?as-of=2026-11-22"
    assert carried("/a/?q=x", "2026-11-22T09:00:00+07:00") == (
        "/a/?q=x&as-of=2026-11-22T09%3A00%3A00%2B07%3A00"
    )
