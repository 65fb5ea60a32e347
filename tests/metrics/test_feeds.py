"""Atom feeds: valid, dated by what was published, in words, and silent about the rest."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from metrics.feed_reading import MOST_CHANGES, MOST_ENTRIES
from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    PortalSettingsFactory,
    ReleaseFactory,
    SourceFactory,
    publish,
    published_figure,
    published_figures,
)
from tests.words import words_of

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ORIGIN = "http://127.0.0.1:8000"
SPRING = datetime(2023, 4, 1, tzinfo=UTC)
SUMMER = datetime(2023, 7, 1, tzinfo=UTC)
AUTUMN = datetime(2023, 10, 1, tzinfo=UTC)


@pytest.fixture
def key():
    PortalSettingsFactory(name="Cổng thử", responsible_body="Sở KH&CN")
    return {
        "indicator": IndicatorFactory(code="ho_so", slug="ho-so", name="Hồ sơ trực tuyến"),
        "area": AreaFactory(code="thanh-pho", name="Thành phố Thử"),
        "period": "2022",
    }


@pytest.fixture
def story(key):
    """90 %, then corrected to 91 %, then withdrawn."""
    for at, slug, values in (
        (SPRING, "lan-dau", {"value": "90"}),
        (SUMMER, "sua", {"value": "91", "release__reason": "error_correction"}),
        (AUTUMN, "rut", {"value": None, "obs_status": "withdrawn"}),
    ):
        release = {"release__slug": slug, "release__title": slug, "release__note": "Vì <sai>."}
        published_figure(at, **key | release | values)


def feed(client, address):
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def entries(client, address):
    """Title, day and words of each entry."""
    return [
        (
            entry.findtext(f"{ATOM}title"),
            entry.findtext(f"{ATOM}updated")[:10],
            words_of(entry.findtext(f"{ATOM}summary")),
        )
        for entry in feed(client, address).iter(f"{ATOM}entry")
    ]


def test_a_feed_tells_the_story_in_words(client, story):
    figure = "Hồ sơ trực tuyến, năm 2022, Thành phố Thử:"

    assert entries(client, "/phat-hanh/atom.xml") == [
        (
            "rut",
            "2023-10-01",
            f"Lý do: Phát hành theo kế hoạch. Vì <sai>. {figure} rút; trước đó là 91%.",
        ),
        (
            "sua",
            "2023-07-01",
            f"Lý do: Đính chính sai sót. Vì <sai>. {figure} sửa từ 90% thành 91% "
            "(tăng 1 điểm phần trăm so với phiên bản trước).",
        ),
        (
            "lan-dau",
            "2023-04-01",
            f"Lý do: Phát hành theo kế hoạch. Vì <sai>. {figure} công bố lần đầu: 90%.",
        ),
    ]


def test_a_feed_in_english(client, story):
    assert entries(client, "/en/phat-hanh/atom.xml")[1][2] == (
        "Reason: Correction of an error. Vì <sai>. Hồ sơ trực tuyến, 2022, Thành phố Thử: "
        "revised from 90% to 91% (up 1 percentage points on the earlier version)."
    )


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/phat-hanh/atom.xml", "releases/vi"),
        ("/en/phat-hanh/atom.xml", "releases/en"),
        ("/chi-so/ho-so/atom.xml", "indicator/ho_so/vi"),
    ],
)
def test_a_feed_says_what_it_is(client, story, address, name):
    root = feed(client, address)

    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert root.findtext(f"{ATOM}id") == f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"
    assert root.get(LANGUAGE) == name[-2:]
    assert links == {
        "alternate": f"{ORIGIN}{address.removesuffix('atom.xml')}",
        "self": f"{ORIGIN}{address}",
    }
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Sở KH&CN"
    assert root.findtext(f"{ATOM}updated") == "2023-10-01T00:00:00+00:00"


def test_a_title_that_names_the_indicator_names_it_once(client, key):
    published_figure(SPRING, **key, release__title="Đính chính: Hồ sơ trực tuyến")
    [(title, *_rest)] = entries(client, "/chi-so/ho-so/atom.xml")
    assert title == "Đính chính: Hồ sơ trực tuyến"


def test_ids_come_of_natural_keys(client, story):
    def ids(address):
        return [each.findtext(f"{ATOM}id") for each in feed(client, address).iter(f"{ATOM}entry")]

    def urns(pattern):
        names = (pattern.format(slug) for slug in ("rut", "sua", "lan-dau"))
        return [f"urn:uuid:{uuid5(NAMESPACE_URL, name)}" for name in names]

    assert ids("/phat-hanh/atom.xml") == urns("release/{}")
    assert ids("/chi-so/ho-so/atom.xml") == urns("release/{}/indicator/ho_so")


def test_an_indicator_has_its_own_changes_alone(client, key):
    other = IndicatorFactory(name="Chỉ số khác")
    published_figures(key, key | {"indicator": other}, at=SPRING)
    published_figure(SUMMER, indicator=other)

    [(title, day, text)] = entries(client, "/chi-so/ho-so/atom.xml")

    assert (title.partition(":")[0], day, "Chỉ số khác" in text) == (
        "Hồ sơ trực tuyến",
        "2023-04-01",
        False,
    )
    assert client.get("/chi-so/khong-co/atom.xml").status_code == 404


@pytest.mark.parametrize("published_at", [None, timezone.now() + timedelta(hours=1)])
def test_a_feed_is_the_same_whatever_is_not_public(client, key, story, published_at):
    addresses = ["/phat-hanh/atom.xml", "/chi-so/ho-so/atom.xml"]
    before = [client.get(address).content for address in addresses]

    hidden = ReleaseFactory(title="Bí mật")
    ObservationFactory(release=hidden, **key, value="99")
    ObservationFactory(release=hidden, indicator__slug="kin")
    CitationFactory(release=hidden)
    if published_at:
        publish(hidden, published_at)

    assert [client.get(address).content for address in addresses] == before
    assert client.get("/chi-so/kin/atom.xml").status_code == 404


def test_a_feed_as_of_a_day(client, story):
    address = "/phat-hanh/atom.xml?as-of=2023-08-01"

    assert [title for title, *_rest in entries(client, address)] == ["sua", "lan-dau"]
    assert feed(client, address).find(f"{ATOM}link[@rel='self']").get("href") == ORIGIN + address


def test_a_target_and_a_figure_that_came_back(client, key, story):
    goal = key | {"kind": "target", "instrument": SourceFactory(), "value": "95"}
    published_figures(key | {"value": "92"}, goal, at=AUTUMN + timedelta(days=1))

    words = entries(client, "/phat-hanh/atom.xml")[0][2]

    assert "Hồ sơ trực tuyến, năm 2022, Thành phố Thử: công bố lại: 92%." in words
    assert "Hồ sơ trực tuyến, năm 2022 (mục tiêu), Thành phố Thử: công bố lần đầu: 95%." in words


def test_what_xml_cannot_hold_is_left_out(client, key):
    published_figure(SPRING, **key, release__note="Một\x0bhai", release__title="Ba\x1bbốn")

    [(title, _day, text)] = entries(client, "/phat-hanh/atom.xml")

    assert (title, "Mộthai" in text) == ("Babốn", True)


def test_an_empty_feed_is_a_feed(client):
    root = feed(client, "/phat-hanh/atom.xml")

    assert root.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"
    assert list(root.iter(f"{ATOM}entry")) == []


@pytest.mark.parametrize("count", [1, 30])
def test_a_feed_is_short_and_makes_four_queries(client, key, count, django_assert_num_queries):
    for number in range(count):
        at = SPRING + timedelta(days=number)
        years = range(count if number == count - 1 else 1)
        published_figures(*(key | {"period": str(1990 + year)} for year in years), at=at)

    with django_assert_num_queries(4 if count > 1 else 3):
        found = entries(client, "/phat-hanh/atom.xml")
    with django_assert_num_queries(5 if count > 1 else 4):
        assert len(entries(client, "/chi-so/ho-so/atom.xml")) == len(found)

    assert len(found) == min(count, MOST_ENTRIES)
    assert [text.count("Thành phố Thử") for *_rest, text in found] == (
        [min(count, MOST_CHANGES)] + [1] * (len(found) - 1)
    )
    assert ("và 10 số nữa" in found[0][2]) is (count == 30)


def test_pages_name_their_feeds(client, story):
    for page, address in (
        ("/phat-hanh/", "/phat-hanh/atom.xml"),
        ("/chi-so/ho-so/", "/chi-so/ho-so/atom.xml"),
    ):
        text = client.get(page).text
        assert f'<link rel="alternate" type="application/atom+xml" href="{address}"' in text
        assert f'<a href="{address}" type="application/atom+xml">Theo dõi bằng Atom</a>' in text
