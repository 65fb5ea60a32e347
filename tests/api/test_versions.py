"""Figures of the API in time, and figures that only their plan tells apart."""

from datetime import UTC, datetime

import pytest

from tests.api.reading import ROOT, records
from tests.factories import (
    AreaFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    publish,
)

pytestmark = pytest.mark.django_db
FIGURES = f"{ROOT}/observations"
FACT = f"{FIGURES}/ho_so/noi/2023"
JANUARY, FEBRUARY = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)


@pytest.fixture
def key():
    return {
        "indicator": IndicatorFactory(code="ho_so"),
        "area": AreaFactory(code="noi"),
        "period": "2023",
    }


@pytest.fixture
def corrected(key):
    for slug, value, moment in (("mot", 90, JANUARY), ("hai", 91, FEBRUARY)):
        release = ReleaseFactory(slug=slug, reason="error_correction", note=f"Đợt {slug}")
        ObservationFactory(**key, release=release, value=value)
        publish(release, moment)


def values(client, query):
    return [(row["value"], row["revision"]) for row in records(client, f"{FIGURES}?{query}")]


def test_a_corrected_figure_is_told_with_all_its_versions(client, corrected):
    fact = client.get(FACT).json()
    assert (fact["value"], fact["revision"], fact["release"]) == (91, 2, "hai")
    told = [(each["revision"], each["value"], each["note"]) for each in fact["versions"]]
    assert told == [(1, 90, "Đợt mot"), (2, 91, "Đợt hai")]


def test_as_of_an_earlier_day_it_is_what_it_was_then(client, corrected):
    fact = client.get(f"{FACT}?as-of=2024-01-15").json()
    assert (fact["value"], fact["revision"], len(fact["versions"])) == (90, 1, 1)
    assert values(client, "as-of=2024-01-15") == [(90, 1)]
    assert client.get(f"{FACT}?as-of=2023-12-31").status_code == 404


def test_only_versions_in_force_answer_to_release_and_since(client, corrected):
    assert values(client, "release=mot") == []
    assert values(client, "release=hai") == [(91, 2)]
    assert values(client, "since=2024-01-15") == [(91, 2)]
    assert values(client, "since=2024-02-15") == []
    assert values(client, "release=mot&as-of=2024-01-15") == [(90, 1)]


def test_pages_part_targets_of_several_plans(client, key):
    release = ReleaseFactory()
    plans = [SourceFactory(slug="ke-hoach-a"), SourceFactory(slug="ke-hoach-b"), None]
    for value, plan in enumerate(plans):
        ObservationFactory(**key, release=release, kind="target", instrument=plan, value=value)
    ObservationFactory(**key, release=release, value=9)
    publish(release, JANUARY)
    found = [(row["kind"], row["instrument"]) for row in records(client, f"{FIGURES}?limit=1")]
    assert found == [
        ("observed", None),
        ("target", "ke-hoach-a"),
        ("target", "ke-hoach-b"),
        ("target", None),
    ]
    one = client.get(f"{FACT}/target/ke-hoach-b").json()
    assert (one["value"], client.get(f"{FACT}/target/-").json()["value"]) == (1, 2)
