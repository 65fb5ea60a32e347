"""Lists of the API: their pages, their filters, and that they say what the files say."""

import json
from datetime import UTC, datetime

import pytest

from tests.api.reading import ROOT, pages, records
from tests.files import body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
FIGURES = f"{ROOT}/observations"


def rows_of(client, address):
    return json.loads(body(client.get(address)))["rows"]


def test_figures_are_those_of_the_file_page_by_page(client):
    found = pages(client, f"{FIGURES}?limit=50")
    rows = rows_of(client, "/du-lieu/quan-sat.json")
    assert [row for page in found for row in page] == rows
    assert [len(page) for page in found[:-1]] == [50] * (len(rows) // 50)


def test_releases_are_those_of_the_file(client):
    assert records(client, f"{ROOT}/releases") == rows_of(client, "/du-lieu/phat-hanh.json")


@pytest.mark.parametrize("name", ["indicators", "sources", "people", "organisations"])
def test_small_pages_hold_what_a_large_one_does(client, name):
    whole = pages(client, f"{ROOT}/{name}?limit=1000")
    assert len(whole) == 1
    assert records(client, f"{ROOT}/{name}?limit=7") == whole[0]


@pytest.mark.parametrize(
    ("query", "field", "values"),
    [
        ("kind=target", "kind", {"target"}),
        ("indicator=dti_rank", "indicator", {"dti_rank"}),
        ("pillar=kinh-te-so", "pillar", {"kinh-te-so"}),
        ("area=hai-phong-tu-2025-07", "area", {"hai-phong-tu-2025-07"}),
        ("period=2021%2F2025", "period", {"2021/2025"}),
        ("release=tong-hop-tu-nguon-cong-khai", "release", {"tong-hop-tu-nguon-cong-khai"}),
    ],
)
def test_a_filter_keeps_what_it_names(client, query, field, values):
    found = records(client, f"{FIGURES}?{query}&limit=1000")
    assert {row[field] for row in found} == values
    everything = records(client, f"{FIGURES}?limit=1000")
    assert found == [row for row in everything if row[field] in values]


def test_a_span_keeps_periods_that_touch_it(client):
    found = records(client, f"{FIGURES}?from=2023-Q4&to=2023-Q4&limit=1000")
    assert {row["period_end"] >= "2023-10-01" for row in found} == {True}
    assert {row["period_start"] <= "2023-12-31" for row in found} == {True}


def test_since_keeps_what_was_published_then_or_later(client):
    published = datetime(2026, 11, 22, tzinfo=UTC)  # 07:00 in Hải Phòng
    everything = records(client, f"{FIGURES}?limit=1000")
    for since, found in (
        ("2026-11-22", everything),
        ("2026-11-23", []),
        (f"{published:%Y-%m-%dT%H:%M:%S}%2B00:00", everything),
        ("2026-11-22T00:00:01%2B00:00", []),
    ):
        assert records(client, f"{FIGURES}?since={since}&limit=1000") == found, since


def test_nothing_was_public_before_the_first_release(client):
    for name in ("observations", "indicators", "areas", "releases"):
        answer = client.get(f"{ROOT}/{name}?as-of=2020-01-01").json()
        assert answer == {"data": [], "next": None}


def test_next_keeps_the_question(client):
    response = client.get(f"{FIGURES}?kind=observed&limit=2")
    address = response.json()["next"]
    assert "kind=observed&limit=2&cursor=" in address
    assert response.headers["Link"] == f'<{address}>; rel="next"'


def test_a_fact_has_its_citations_and_versions(client):
    fact = client.get(f"{FIGURES}/ho_so_truc_tuyen_pct/hai-phong-den-2025-06/2023").json()
    assert [each["stance"] for each in fact["citations"]] == ["states", "disagrees"]
    assert [(each["revision"], each["value"]) for each in fact["versions"]] == [(1, 90.7)]
