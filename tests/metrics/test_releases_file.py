"""All releases as a file, with the seals and the chain that the portal itself verifies."""

import io
import re
import urllib.request
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import quote

import pytest
from django.conf import settings

from metrics.exports import releases_table
from metrics.manifest import manifest_sha256
from metrics.models import Release
from metrics.sealing import seal
from metrics.verification import verify
from tests.factories import CitationFactory, ReleaseFactory, publish
from tests.files import body, rows
from tests.tampering import tamper

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, 6, 30, tzinfo=UTC)


def sealed(slug, moment, **fields):
    release = CitationFactory(observation__release__slug=slug).release
    Release.objects.filter(pk=release.pk).update(**fields)
    release.refresh_from_db()
    seal(release, manifest_sha256(release), moment)
    return publish(release, moment)


def test_each_public_release_has_its_row_with_seal_and_chain(client):
    first = sealed("mot", JANUARY, title="Một")
    second = sealed("hai", FEBRUARY, title="Hai", reason="routine_revision", note="Số mới.")
    ReleaseFactory(slug="nhap")

    hashes = verify().hashes
    newest, oldest = rows(client.get("/du-lieu/phat-hanh.csv"))

    assert newest == {
        "release": "hai",
        "title": "Hai",
        "title_en": "",
        "reason": "routine_revision",
        "note": "Số mới.",
        "note_en": "",
        "published_at": "2024-02-01T13:30:00+07:00",
        "figures": "1",
        "citations": "1",
        "manifest_sha256": manifest_sha256(second),
        "chain_sha256": hashes[1],
        "url": "http://127.0.0.1:8000/phat-hanh/hai/",
    }
    assert (oldest["release"], oldest["manifest_sha256"], oldest["chain_sha256"]) == (
        "mot",
        manifest_sha256(first),
        hashes[0],
    )


def test_as_of_a_day_before_the_second(client):
    sealed("mot", JANUARY)
    sealed("hai", FEBRUARY)
    [row] = rows(client.get("/du-lieu/phat-hanh.csv?as-of=2024-01-31"))
    assert row["release"] == "mot"


def test_without_a_release_there_is_the_head_alone(client):
    assert rows(client.get("/du-lieu/phat-hanh.csv")) == []


def test_a_releases_own_file_names_its_seal(client):
    release = sealed("mot", JANUARY)
    [row] = rows(client.get("/phat-hanh/mot.csv"))
    assert row["manifest_sha256"] == manifest_sha256(release)


def test_two_releases_of_one_moment_stand_in_the_order_of_their_bytes(client):
    for place, slug in enumerate(("a_b", "a1", "mot")):
        sealed(slug, JANUARY + timedelta(days=place))
    tamper("UPDATE metrics_release SET published_at = %s", JANUARY)
    hashes = verify().hashes
    listed = rows(client.get("/du-lieu/phat-hanh.csv"))[::-1]
    assert [row["release"] for row in listed] == ["a1", "a_b", "mot"]
    assert [row["chain_sha256"] for row in listed] == hashes
    # Not left to the database's own order, which may be that of a dictionary.
    assert 'release.slug COLLATE "C"' in releases_table(None).source


def test_the_chain_ends_at_a_seal_that_was_taken_back(client):
    sealed("mot", JANUARY)
    emptied = CitationFactory(observation__release__slug="hai").release
    seal(emptied, manifest_sha256(emptied), FEBRUARY)
    seal(emptied, "", None)
    publish(emptied, FEBRUARY)
    hashes = verify().hashes
    newest, oldest = rows(client.get("/du-lieu/phat-hanh.csv"))
    assert (newest["manifest_sha256"], newest["chain_sha256"]) == ("", "")
    assert oldest["chain_sha256"] == hashes[0]


class TestWhoeverDoesNotTrustThePortal:
    MOMENT = JANUARY + timedelta(microseconds=123456)

    @pytest.fixture(autouse=True)
    def record(self):
        sealed("mot", self.MOMENT)
        sealed("hai", FEBRUARY)

    def test_reads_moments_to_the_microsecond(self, client):
        newest, oldest = rows(client.get("/du-lieu/phat-hanh.csv"))
        assert newest["published_at"] == "2024-02-01T13:30:00+07:00"
        assert oldest["published_at"] == "2024-01-01T07:00:00.123456+07:00"

    def test_asks_as_of_a_moment_as_it_is_printed(self, client):
        [*_newer, oldest] = rows(client.get("/du-lieu/phat-hanh.csv"))
        address = "/du-lieu/phat-hanh.csv?as-of={}".format
        assert rows(client.get(address(quote(oldest["published_at"])))) == [oldest]
        assert rows(client.get(address("2024-01-01T07:00:00.123455%2B07:00"))) == []

    def test_recomputes_the_chain_as_the_guide_says(self, client, monkeypatch, capsys):
        def urlopen(address):
            return io.BytesIO(body(client.get(address.partition(":8000")[2])).encode())

        monkeypatch.setattr(urllib.request, "urlopen", urlopen)
        exec(snippet("Was it changed?"), {})
        assert capsys.readouterr().out == "mot True\nhai True\n"

    def test_recomputes_the_seal(self, client):
        text = body(client.get("/phat-hanh/mot.json"))
        *_newer, oldest = rows(client.get("/du-lieu/phat-hanh.csv"))
        assert sha256(text.encode()).hexdigest() == oldest["manifest_sha256"]


def snippet(heading):
    """Return the program under a heading of the journalists' guide."""
    guide = (settings.BASE_DIR / "docs" / "journalists.md").read_text()
    return re.search("```python\n(.*?)```", guide.partition(f"## {heading}\n")[2], re.DOTALL)[1]
