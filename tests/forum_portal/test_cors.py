"""Programs on other pages may read data; pages are for people."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/du-lieu/quan-sat.csv",
        "/du-lieu/catalog.ttl",
        "/phat-hanh/atom.xml",
        "/bao-cao/rss.xml",
        "/sitemap.xml",
    ],
)
def test_data_are_open_to_every_program(client, address):
    response = client.get(address)
    response.getvalue()  # to its end, as a reader does
    headers = response.headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in headers["Access-Control-Expose-Headers"].split(", ")
    again = client.get(address, headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.headers["Access-Control-Allow-Origin"]) == (304, "*")


def test_pages_are_not_but_lead_to_feeds(client):
    page = client.get("/du-lieu/")
    assert "Access-Control-Allow-Origin" not in page.headers
    feeds = ("/phat-hanh/atom.xml", "/bao-cao/rss.xml")
    assert [page.text.count(f'href="{each}"') for each in feeds] == [1, 1]
