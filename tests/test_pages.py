"""Every kind of page, in both languages, with the whole content of Hải Phòng."""

import csv
import re
from collections import Counter
from html import unescape
from io import StringIO
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from events.models import Material, Person, Report, Session
from tests.factories import AttachmentFactory, PhotoFactory, kept_file
from tests.forum_portal.test_load_city import FIGURES_OF_2023, FIRST_ARTICLE, SECOND_ARTICLE
from tests.pages import (
    FILES,
    PAGES,
    in_language,
    is_of_api,
    kinds_of,
    kinds_of_the_portal,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

MOST_QUERIES = 6


@pytest.fixture(autouse=True)
def attached_files():
    """The content of a city brings no files; staff attach them."""
    AttachmentFactory(report=Report.objects.get(slug="ket-qua-dien-dan-2023"), title="Bản in")
    session = Session.objects.get(slug="2023-phien-tham-van")
    Material.objects.create(session=session, title="Bản trình bày", **kept_file())
    PhotoFactory(person=Person.objects.get(slug="hoang-minh-cuong"))


# How people read each of FIGURES_OF_2023, in the same order.
WORDS_OF_2023 = [
    "75 nhiệm vụ",
    "28 đơn vị",
    "gần 400 tỷ đồng",
    "100%",
    "hơn 1.700 dịch vụ công",
    "hơn 956.000 hồ sơ",
    "90,7%",
    "60,2%",
    "20%",
    "50%",
    "24,5%",
    "4/63",
    "100%",
    "100%",
    "hơn 1.000 lượt khách",
    "20 gian hàng",
]
SOURCES_OF_2023 = (
    [FIRST_ARTICLE] * 9 + [SECOND_ARTICLE] + [FIRST_ARTICLE] * 2 + [SECOND_ARTICLE] * 4
)


def fault(client, address, language):
    """Ask for a page or a file; return the answer, and what is wrong with it or ""."""
    reset_queries()  # Django keeps 9,000, and a whole crawl makes more
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        response.body = b"".join(response)
    answer = (response.status_code, response.headers["Content-Language"])
    faults = {
        f"answered {answer}": answer != (200, language),
        f"{len(queries)} queries": len(queries) > MOST_QUERIES,
        "sets a cookie": bool(response.cookies),
        **faults_of_page(response, language),
    }
    return response, ", ".join(name for name, is_so in faults.items() if is_so)


def faults_of_page(response, language):
    """Return by name what is wrong with a page's text; nothing of a file."""
    if not response.headers["Content-Type"].startswith("text/html"):
        return {}
    page = response.body.decode()
    place = re.search(r"(</a>|[Ss]ource: [^<]*), (đoạn|trang|câu|điều|mục) [0-9I]", page)
    return {
        "a link to nowhere": ' href=""' in page,
        "a place in a source in Vietnamese": language == "en" and bool(place),
    }


def links(response):
    """Return the addresses within the portal that a page links to, as paths with their query."""
    if not response.headers["Content-Type"].startswith("text/html"):
        return set()
    here = f"{settings.PORTAL_ORIGIN}{response.request['PATH_INFO']}"
    found = {
        urljoin(here, unescape(href)) for href in re.findall(r' href="([^"]*)"', response.text)
    }
    inside = {link.partition("#")[0].removeprefix(settings.PORTAL_ORIGIN) for link in found}
    return {link for link in inside if link.startswith("/") and not link.startswith("/static/")}


def test_the_list_has_every_kind_of_page():
    assert kinds_of(PAGES + FILES) == kinds_of_the_portal()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_answers_with_few_queries_and_no_cookie(client, language):
    addresses = [in_language(page, language) for page in PAGES + FILES]

    faults = {address: fault(client, address, language)[1] for address in addresses}

    assert {address: text for address, text in faults.items() if text} == {}


@pytest.mark.parametrize(("language", "most"), [("vi", 3), ("en", 1)])
def test_every_link_leads_to_a_page(client, language, most, soak):
    """A crawl from the home page: `most` addresses of each kind, all with PORTAL_SOAK=1."""
    to_do, seen, visits, faults = [in_language("/", language)], set(), Counter(), {}
    while to_do:
        address = to_do.pop()
        visits[kind(address)] += 1
        if visits[kind(address)] > most and not soak:
            continue
        response, faults[address] = fault(client, address, language)
        new = {link for link in links(response) if in_same_language(link, language)} - seen
        seen |= new
        to_do += sorted(new)
    assert {address: text for address, text in faults.items() if text} == {}


def kind(address):
    """Return the name of the view that answers, and of the parameters that it is given."""
    path, _, query = address.partition("?")
    return (*kinds_of([path]), *sorted(part.partition("=")[0] for part in query.split("&")))


def in_same_language(link, language):
    if is_of_api(link):
        return ("lang=en" in link) == (language == "en")
    return link.startswith("/en/") == (language == "en") and not link.startswith("/admin/")


@pytest.fixture
def rows(client):
    """The rows of the file of figures, by indicator, area and period."""
    content = b"".join(client.get("/du-lieu/quan-sat.csv")).decode("utf-8-sig")
    rows = [row for row in csv.DictReader(StringIO(content)) if row["kind"] == "observed"]
    return {(row["indicator"], row["area"], row["period"]): row for row in rows}


@pytest.mark.parametrize("place", range(len(FIGURES_OF_2023)), ids=lambda place: str(place + 1))
def test_each_figure_of_2023_has_its_page_its_source_and_its_row(client, rows, place):
    *key, value, comparator, out_of, status = FIGURES_OF_2023[place]
    row = rows[tuple(key)]
    page = client.get(urlsplit(row["url"]).path).text
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
    results = client.get("/bao-cao/ket-qua-dien-dan-2023/").text

    cells = {name: row[name] for name in ("value", "comparator", "out_of", "obs_status", "source")}
    assert cells == {
        "value": value,
        "comparator": comparator,
        "out_of": str(out_of or ""),
        "obs_status": status,
        "source": SOURCES_OF_2023[place],
    }
    assert strip_tags(heading) == WORDS_OF_2023[place]
    assert f'href="/nguon/{SOURCES_OF_2023[place]}/"' in page
    assert f'href="{urlsplit(row["url"]).path}"' in results
