"""The RSS feed of the reports on all forums."""

from xml.etree import ElementTree

import pytest
from django.conf import settings

from tests.factories import ForumFactory, PortalSettingsFactory, ReportFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/bao-cao/rss.xml"
ODD = "Kết quả <b>&\x07 “x” \u202exyz"


def channel(client, address=ADDRESS):
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    return ElementTree.fromstring(response.content).find("channel")


def test_it_lists_reports_with_their_day_the_newest_first(client):
    PortalSettingsFactory(name="Cổng thử", licence="CC BY 4.0")
    forum = ForumFactory(name="Diễn đàn 2023")
    ReportFactory(slug="cu", title="Cũ", forum=forum, published_on="2023-12-28", kind="document")
    ReportFactory(slug="moi", title=ODD, published_on="2024-01-02", kind="press_release")
    ReportFactory(slug="khong-ngay", title="Không ngày")
    feed = channel(client)
    assert feed.findtext("title") == "Báo cáo – Cổng thử"
    assert feed.findtext("link") == f"{settings.PORTAL_ORIGIN}/bao-cao/"
    assert feed.findtext("copyright") == "CC BY 4.0"
    assert feed.findtext("lastBuildDate") == "Tue, 02 Jan 2024 00:00:00 +0700"
    found = [
        tuple(item.findtext(each) for each in ("title", "link", "description", "pubDate"))
        for item in feed.iter("item")
    ]
    assert found == [
        (
            ODD.replace("\x07", ""),
            f"{settings.PORTAL_ORIGIN}/bao-cao/moi/",
            "Thông cáo báo chí.",
            "Tue, 02 Jan 2024 00:00:00 +0700",
        ),
        (
            "Cũ",
            f"{settings.PORTAL_ORIGIN}/bao-cao/cu/",
            "Văn bản. Diễn đàn 2023.",
            "Thu, 28 Dec 2023 00:00:00 +0700",
        ),
        ("Không ngày", f"{settings.PORTAL_ORIGIN}/bao-cao/khong-ngay/", "Báo cáo kết quả.", None),
    ]
    guids = [item.find("guid") for item in feed.iter("item")]
    assert {each.get("isPermaLink") for each in guids} == {"false"}
    assert len({each.text for each in guids}) == 3


def test_what_is_off_the_site_is_not_told(client):
    ReportFactory(is_published=False)
    ReportFactory(forum=ForumFactory(is_published=False))
    assert list(channel(client).iter("item")) == []


def test_english_readers_have_their_own(client):
    ReportFactory(title="Kết quả", title_en="Results")
    feed = channel(client, f"/en{ADDRESS}")
    assert feed.findtext("language") == "en"
    assert [item.findtext("title") for item in feed.iter("item")] == ["Results"]


def test_the_list_leads_to_it(client):
    page = client.get("/bao-cao/").text
    assert f'<link rel="alternate" type="application/rss+xml" href="{ADDRESS}"' in page


def test_queries(client, django_assert_num_queries):
    for _ in range(30):
        ReportFactory(forum=ForumFactory())
    with django_assert_num_queries(2):
        assert len(list(channel(client).iter("item"))) == 20
