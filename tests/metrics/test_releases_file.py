"""All releases as a file, with the seals and the chain that the portal itself verifies."""

from datetime import UTC, datetime

import pytest

from metrics.manifest import manifest_sha256
from metrics.models import Release
from metrics.sealing import seal
from metrics.verification import verify
from tests.factories import CitationFactory, ReleaseFactory, publish
from tests.files import rows

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
