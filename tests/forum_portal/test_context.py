from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone, translation

from forum_portal.context import Portal, portal, read_portal
from tests.factories import PortalSettingsFactory, ReleaseFactory, publish


@pytest.mark.parametrize(
    ("language", "path", "section", "other"),
    [
        ("vi", "/", "", "http://127.0.0.1:8000/en/"),
        ("en", "/en/", "", "http://127.0.0.1:8000/"),
        ("vi", "/chi-so/a/?q=b", "indicators", "http://127.0.0.1:8000/en/chi-so/a/?q=b"),
        ("en", "/en/phien/a/", "forums", "http://127.0.0.1:8000/phien/a/"),
        ("vi", "/nguon/", "data", "http://127.0.0.1:8000/en/nguon/"),
        ("vi", "/encyclopedia/", "", "http://127.0.0.1:8000/en/encyclopedia/"),
        ("vi", "/admin/metrics/", "", ""),
    ],
)
def test_where_the_reader_is(language, path, section, other):
    with translation.override(language):
        known = portal(RequestFactory().get(path))

    assert (known["section"], known["other_language_url"]) == (section, other)
    assert known["other_language_path"] == other.removeprefix("http://127.0.0.1:8000")


def test_the_page_s_own_address_has_no_query():
    known = portal(RequestFactory().get("/chi-so/?page=2"))

    assert known["current_url"] == "http://127.0.0.1:8000/chi-so/"


@pytest.mark.django_db
def test_settings_and_newest_public_release_in_one_query(django_assert_num_queries):
    PortalSettingsFactory(name="Cổng", name_en="Portal", tagline="Dòng chữ", licence="CC BY 4.0")
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    publish(ReleaseFactory(), moment)
    publish(ReleaseFactory(), timezone.now() + timedelta(hours=1))

    with translation.override("en"), django_assert_num_queries(1):
        known = read_portal()

    assert known == Portal(
        name="Portal", tagline="Dòng chữ", licence="CC BY 4.0", updated_at=moment
    )


@pytest.mark.django_db
def test_an_empty_base_has_a_plain_name():
    with translation.override("en"):
        assert read_portal() == Portal("Digital transformation portal")
