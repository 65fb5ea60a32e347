"""The canonical text of a release, and the chain."""

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from metrics.manifest import chain, manifest, manifest_sha256
from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    UnitFactory,
)

MOMENT = datetime(2026, 11, 22, tzinfo=UTC)
OBSERVATION = (
    '{"area":"hai-phong","comment":"","comment_en":"","comparator":"ge","denominator":null,'
    '"indicator":"ty_le","instrument":%s,"kind":"%s","numerator":null,"obs_status":"A",'
    '"out_of":null,"period":"2023","unit":"phan-tram","unit_kind":"share","unit_symbol":"%%",'
    '"value":"%s"}'
)


@pytest.fixture
def release(db):
    release = ReleaseFactory(
        slug="lan-dau", title="Lần đầu", title_en="First", note="Ghi chú “một”", note_en=""
    )
    key = {
        "release": release,
        "indicator": IndicatorFactory(
            code="ty_le", unit=UnitFactory(code="phan-tram", symbol="%", kind="share")
        ),
        "area": AreaFactory(code="hai-phong"),
        "comparator": "ge",
    }
    plan = SourceFactory(slug="ke-hoach")
    ObservationFactory(**key, kind="target", instrument=plan, value="1E+2")
    observed = ObservationFactory(**key, value="90.70")
    CitationFactory(
        observation=observed, source=SourceFactory(slug="bai-bao"), printed="90,7%", sentence="Đạt."
    )
    return release


def test_is_one_text_of_everything_that_a_release_says(release):
    assert manifest(release) == (
        '{"citations":[{"area":"hai-phong","indicator":"ty_le","instrument":null,'
        '"kind":"observed","locator":"","note":"","note_en":"","observation_release":"lan-dau",'
        '"original":"","period":"2023","position":"1","printed":"90,7%","sentence":"Đạt.",'
        '"source":"bai-bao","stance":"states"}],'
        '"note":"Ghi chú “một”","note_en":"","observations":['
        + OBSERVATION % ("null", "observed", "90.70")
        + ","
        + OBSERVATION % ('"ke-hoach"', "target", "100")
        + '],"reason":"planned","slug":"lan-dau","title":"Lần đầu","title_en":"First"}'
    )


def test_its_hash_is_that_of_the_text(release):
    assert manifest_sha256(release) == sha256(manifest(release).encode()).hexdigest()


def test_an_empty_release_has_one_too(db):
    assert manifest(ReleaseFactory(slug="rong", title="Rỗng")) == (
        '{"citations":[],"note":"","note_en":"","observations":[],'
        '"reason":"planned","slug":"rong","title":"Rỗng","title_en":""}'
    )


class TestChain:
    def test_each_hash_holds_the_one_before(self):
        one = sha256(f"{'a' * 64}2026-11-22T00:00:00.000000+00:00mot".encode()).hexdigest()
        two = sha256(f"{one}{'b' * 64}2026-11-23T00:00:00.000000+00:00hai".encode()).hexdigest()
        links = [(MOMENT, "mot", "a" * 64), (MOMENT + timedelta(days=1), "hai", "b" * 64)]
        assert list(chain(links)) == [one, two]

    def test_a_moment_is_the_same_in_every_time_zone(self):
        here = MOMENT.astimezone(timezone(timedelta(hours=7)))
        assert list(chain([(here, "mot", "a")])) == list(chain([(MOMENT, "mot", "a")]))

    def test_nothing_has_no_hash(self):
        assert list(chain([])) == []
