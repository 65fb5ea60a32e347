"""The feed of a forum: its own figures and its reports, by the day on which they came out."""

from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from tests.factories import (
    AreaFactory,
    ExhibitionFactory,
    ForumFactory,
    IndicatorFactory,
    ObservationFactory,
    ReportFactory,
    published_figure,
    published_figures,
)
from tests.words import words_of

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = "/dien-dan/2023/atom.xml"
SPRING = datetime(2024, 4, 1, tzinfo=UTC)
SUMMER = datetime(2024, 7, 1, tzinfo=UTC)


@pytest.fixture
def forum():
    return ForumFactory(slug="2023", name="Diễn đàn 2023", area=AreaFactory(code="dien-dan-2023"))


@pytest.fixture
def story(forum):
    """Visits, then booths beside a figure of the city; a report between, another without a day."""
    shown = ExhibitionFactory(forum=forum, area=AreaFactory(code="trien-lam-2023"))
    visits = {"indicator": IndicatorFactory(name="Lượt khách"), "area": forum.area}
    booths = {"indicator": IndicatorFactory(name="Gian hàng"), "area": shown.area}
    city = {"indicator": IndicatorFactory(name="Dân số"), "area": AreaFactory()}
    published_figure(SPRING, **visits, release__slug="khach", release__title="Khách")
    published_figures(booths, city, at=SUMMER)
    published_figure(SUMMER + timedelta(days=1), **city)
    ReportFactory(forum=forum, slug="ket-qua", title="Kết quả", published_on=date(2024, 5, 2))
    ReportFactory(forum=forum, title="Không ngày")
    ReportFactory(forum=forum, title="Nháp", published_on=date(2024, 5, 3), is_published=False)
    ReportFactory(title="Của nơi khác", published_on=date(2024, 5, 3))


def entries(client, address=ADDRESS):
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return list(ElementTree.fromstring(response.content).iter(f"{ATOM}entry"))


def titles(client, address=ADDRESS):
    return [each.findtext(f"{ATOM}title") for each in entries(client, address)]


def test_a_feed_has_what_became_public_about_the_forum(client, story):
    told = [
        (each.findtext(f"{ATOM}updated"), words_of(each.findtext(f"{ATOM}summary")))
        for each in entries(client)
    ]

    assert [(moment, "Dân số" in text) for moment, text in told] == [
        ("2024-07-01T00:00:00+00:00", False),
        ("2024-05-02T00:00:00+07:00", False),
        ("2024-04-01T00:00:00+00:00", False),
    ]
    assert told[1][1] == "Báo cáo kết quả."
    assert ["Gian hàng" in told[0][1], "Lượt khách" in told[2][1]] == [True, True]


def test_an_edit_changes_neither_day_nor_id(client, forum, story):
    before = [each.findtext(f"{ATOM}id") for each in entries(client)]
    report = forum.reports.get(slug="ket-qua")
    report.title = "Kết quả chung"
    report.save()

    after = entries(client)

    assert before[1:] == [
        f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"
        for name in ("report/ket-qua", "release/khach/forum/2023")
    ]
    assert [each.findtext(f"{ATOM}id") for each in after] == before
    assert after[1].findtext(f"{ATOM}title") == "Kết quả chung"
    assert after[1].findtext(f"{ATOM}updated") == "2024-05-02T00:00:00+07:00"


def test_what_is_not_public_yet_changes_nothing(client, forum, story):
    before = client.get(ADDRESS).content

    ObservationFactory(area=forum.area)
    ReportFactory(forum=forum, published_on=timezone.localdate() + timedelta(days=2))

    assert client.get(ADDRESS).content == before


def test_a_feed_as_of_a_day(client, story):
    assert titles(client, f"{ADDRESS}?as-of=2024-06-01") == ["Kết quả", "Khách"]
    assert titles(client, f"{ADDRESS}?as-of=2024-05-01") == ["Khách"]
    assert client.get(f"{ADDRESS}?as-of=2999-01-01").status_code == 400


def test_a_forum_without_anything_has_an_empty_feed_and_none_off_the_site(client):
    ForumFactory(slug="trong")
    ForumFactory(slug="kin", is_published=False)

    assert entries(client, "/dien-dan/trong/atom.xml") == []
    feed = ElementTree.fromstring(client.get("/dien-dan/trong/atom.xml").content)
    changed = datetime.fromisoformat(feed.findtext(f"{ATOM}updated"))
    assert timezone.now() - changed < timedelta(minutes=5)  # the forum was written just now
    early = client.get("/dien-dan/trong/atom.xml?as-of=2024-05-01").content
    assert ElementTree.fromstring(early).findtext(f"{ATOM}updated")[:10] == "2024-05-01"
    assert client.get("/dien-dan/kin/atom.xml").status_code == 404
    assert 'href="/dien-dan/trong/atom.xml"' in client.get("/dien-dan/trong/").text
