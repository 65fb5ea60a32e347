"""What a release's seal is the SHA-256 of, as a file."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from metrics.manifest import manifest, manifest_blocks, manifest_sha256
from metrics.sealing import seal
from tests.factories import CitationFactory, publish
from tests.files import body

pytestmark = pytest.mark.django_db
MOMENT = datetime(2024, 1, 1, tzinfo=UTC)


def sealed(moment):
    release = CitationFactory(observation__release__slug="mot").release
    seal(release, manifest_sha256(release), moment)
    return publish(release, moment)


@pytest.fixture
def release():
    return sealed(MOMENT)


@pytest.mark.parametrize("address", ["/phat-hanh/mot.json", "/en/phat-hanh/mot.json"])
def test_is_the_manifest(client, release, address):
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="mot.json"'
    assert response.headers["Cache-Control"] == "public, s-maxage=1"
    assert response.headers["ETag"] == f'"{manifest_sha256(release)}"'
    assert body(response) == manifest(release)


def test_who_has_it_is_not_sent_it_again(client, release):
    etag = f'"{manifest_sha256(release)}"'
    response = client.get("/phat-hanh/mot.json", headers={"If-None-Match": etag})
    assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", etag)


def test_its_head(client, release):
    response = client.head("/phat-hanh/mot.json")
    assert (response.status_code, response.getvalue()) == (200, b"")
    assert response.headers["ETag"] == f'"{manifest_sha256(release)}"'
    assert "Content-Length" not in response.headers


def test_without_a_seal_it_has_no_etag(client):
    release = publish(CitationFactory(observation__release__slug="mot").release)
    response = client.get("/phat-hanh/mot.json")
    assert "ETag" not in response.headers
    assert body(response) == manifest(release)


def test_one_of_many_blocks_is_whole(release, monkeypatch):
    monkeypatch.setattr("forum_portal.blocks.BLOCK", 10)
    blocks = list(manifest_blocks(release))
    assert len(blocks) > 2
    assert b"".join(blocks).decode() == manifest(release)


@pytest.mark.parametrize("moment", [None, timezone.now() + timedelta(hours=1)])
def test_before_its_moment_there_is_none(client, moment):
    sealed(moment)
    assert client.get("/phat-hanh/mot.json").status_code == 404


def test_as_of_a_day(client, release):
    assert client.get("/phat-hanh/mot.json?as-of=2023-12-31").status_code == 404
    assert client.get("/phat-hanh/mot.json?as-of=2024-01-01").status_code == 200
    assert client.get("/phat-hanh/mot.json?as-of=hom-qua").status_code == 400


@pytest.mark.parametrize("query", ["", "?as-of=2024-03-01"])
def test_stands_beside_the_seal(client, release, query):
    page = client.get(f"/phat-hanh/mot/{query}").content.decode()
    assert (
        f'{manifest_sha256(release)}</span><br><a href="/phat-hanh/mot.json{query}" '
        'type="application/json">Văn bản được niêm dấu kiểm (JSON)</a>'
    ) in page
