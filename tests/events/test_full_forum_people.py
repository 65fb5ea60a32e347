"""A forum as full as a large one, on the pages of its people, bodies and editions, and at home."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Person, Quote
from forum_portal.models import Organisation
from tests.full_forum import full_forum
from tests.words import section

pytestmark = pytest.mark.django_db
MOST_QUERIES = 6


@pytest.fixture
def pages(client):
    """What each page answers, having asked few queries."""

    def ask(address):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert (address, response.status_code) == (address, 200)
        assert len(queries) <= MOST_QUERIES, address
        return response

    return ask


def test_every_page_of_people_and_bodies_holds_a_full_forum(pages):
    forum = full_forum()
    body = Organisation.objects.get(slug="don-vi-so-02")
    person = Person.objects.filter(appearances__forum=forum).order_by("-pk").first()
    quote = Quote.objects.first()
    indicator = quote.indicators.get()
    listed = pages("/dien-dan/")
    assert section(listed, f"forum-{forum.slug}").count("Tổ chức: Đơn vị số 00") == 1
    for address in ("/", "/dien-dan/2026/", "/dien-dan/so-sanh/", "/dien-gia/", "/to-chuc/"):
        pages(address)
    speakers = section(pages("/dien-dan/2026/dien-gia/"), "people")
    assert speakers.count("Giám đốc") == 90 - 30  # once for what somebody did with one title
    assert "Giám đốc · Đơn vị số" in section(pages(person.get_absolute_url()), "forums")
    read = section(pages(body.get_absolute_url()), "exhibits")
    assert read.count("Gian hàng ") == 2
    said = section(pages(indicator.get_absolute_url()), "announced")
    assert said.count("Dữ liệu phải đi trước một bước.") == 3
    assert "Diễn đàn Chuyển đổi số đầy đủ 50% (Đã công bố), năm 2023" in said
