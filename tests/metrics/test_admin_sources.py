"""A dead link of a source is replaced: the new address counts, the old one stays to be seen."""

import pytest

from metrics.manifest import manifest
from tests.factories import CitationFactory, SourceFactory, publish
from tests.forms import fields_of
from tests.words import words

pytestmark = pytest.mark.django_db

OLD, NEW = "https://bao.example.vn/cu", "https://luu-tru.example.org/cu"


@pytest.fixture
def source(db):
    """A source that a public figure rests on."""
    source = SourceFactory(url=OLD, slug="bai-bao", title="Bài báo")
    citation = CitationFactory(source=source)
    publish(citation.release)
    return source


def save(client, source, **typed):
    page = f"/admin/metrics/source/{source.pk}/change/"
    answer = client.post(page, fields_of(client.get(page)) | typed)
    assert answer.status_code == 302
    source.refresh_from_db()
    return source.url, source.former_url


def test_the_old_address_is_kept(staff, source):
    assert save(staff, source, url=NEW) == (NEW, OLD)


def test_what_rests_on_it_stays_as_it_is(staff, source):
    release = source.citations.get().release
    before = manifest(release)
    save(staff, source, url=NEW)
    assert manifest(release) == before


def test_readers_see_both(staff, source):
    save(staff, source, url=NEW)
    page = staff.get("/nguon/bai-bao/")
    assert f"Địa chỉ {NEW} Địa chỉ cũ {OLD}" in words(page)
    assert (f'href="{NEW}"' in page.text, f'href="{OLD}"' in page.text) == (True, False)


def test_a_page_that_is_gone_for_good(staff, source):
    assert save(staff, source, url="") == ("", OLD)


def test_a_slip_is_taken_away_by_hand(staff, source):
    save(staff, source, url=NEW)
    assert save(staff, source, former_url="") == (NEW, "")


def test_what_is_typed_counts(staff, source):
    typed = {"url": NEW, "former_url": "https://bao.example.vn/dung"}
    assert save(staff, source, **typed) == (NEW, "https://bao.example.vn/dung")


def test_another_change_moves_no_address(staff, source):
    assert save(staff, source, publisher="Báo Hải Phòng") == (OLD, "")


def test_the_first_address_replaces_none(staff):
    assert save(staff, SourceFactory(), url=NEW) == (NEW, "")
