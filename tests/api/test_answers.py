"""What every address of the API does: errors in one shape, headers, methods, the limit."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum_portal.api import answers, views
from forum_portal.api.cursors import cursor_after
from forum_portal.api.limits import Limit, per_minute
from tests.api.reading import ROOT
from tests.factories import (
    AreaFactory,
    CitationFactory,
    ForumFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    publish,
)

pytestmark = pytest.mark.django_db
FIGURES = f"{ROOT}/observations"


def figures(number, period="2023"):
    release = ReleaseFactory()
    indicator = IndicatorFactory(code="ho_so")
    for place in range(number):
        area = AreaFactory(code=f"noi-{place}")
        figure = ObservationFactory(
            release=release, indicator=indicator, area=area, period=period, value=place
        )
        CitationFactory(observation=figure)
    publish(release)


@pytest.mark.parametrize(
    ("query", "kind", "parameter", "allowed"),
    [
        ("kind=x", "unknown-value", "kind", ["observed", "target"]),
        ("limit=0", "unknown-value", "limit", ["1–1000"]),
        ("limit=1001", "unknown-value", "limit", ["1–1000"]),
        ("limit=muoi", "unknown-value", "limit", ["1–1000"]),
        ("indicator=khong-co", "unknown-value", "indicator", ["ho_so"]),
        ("indicator=%00", "unknown-value", "indicator", ["ho_so"]),
        ("area=khong-co", "unknown-value", "area", ["noi-0"]),
        ("release=khong-co", "unknown-value", "release", None),
        ("period=2023-13", "unknown-value", "period", None),
        ("from=x", "unknown-value", "from", None),
        ("since=hom-qua", "unknown-value", "since", []),
        ("since=2023-02-30", "unknown-value", "since", []),
        ("as-of=2999-01-01", "unknown-value", "as-of", []),
        ("as-of=x", "unknown-value", "as-of", []),
        ("cursor=x", "unknown-value", "cursor", []),
        (f"cursor={cursor_after(['a'])}", "unknown-value", "cursor", []),
        (f"cursor={cursor_after(['a', 'b', 'c', 'd', ''])}", "unknown-value", "cursor", []),
        ("lang=fr", "unknown-value", "lang", ["vi", "en"]),
        ("kind=observed&kind=target", "unknown-value", "kind", []),
        ("page=2", "unknown-parameter", "page", None),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(client, query, kind, parameter, allowed):
    figures(1)
    response = client.get(f"{FIGURES}?{query}")
    told = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (response.status_code, told["status"]) == (400, 400)
    assert told["type"] == f"http://127.0.0.1:8000{ROOT}/#{kind}"
    assert (told["parameter"], told["instance"]) == (parameter, FIGURES)
    assert allowed is None or told.get("allowed", []) == allowed
    assert f"“{parameter}”" in told["detail"]


def test_the_sentence_has_the_language_that_is_asked_for(client):
    sentences = [client.get(f"{FIGURES}?kind=x{more}").json() for more in ("", "&lang=en")]
    assert [each["title"] for each in sentences] == [
        "Giá trị của tham số không dùng được",
        "A parameter has a value that it cannot have",
    ]


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "/v2/", "/v1/khong-co", "/v1/forums/khong-co", "/v1/indicators/khong-co"),
        *("/v1/observations/ho_so/noi-0/2022", "/v1/observations/ho_so/noi-0/2023.5"),
        *("/v1/observations/ho_so/noi-0/2023/target/-", "/v1/observations/ho_so/noi-0/02023"),
        *("/v1/releases/khong-co", "/v1/people/a%00b", "/v1/areas/a%0Ab"),
    ],
)
def test_what_is_not_there_is_a_problem_too(client, path):
    figures(1)
    response = client.get(f"/api{path}")
    if path == "":
        assert response.status_code == 301
        return
    told = response.json()
    assert (response.status_code, told["status"]) == (404, 404)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert told["type"] == f"http://127.0.0.1:8000{ROOT}/#not-found"


def test_the_former_address_of_a_record_leads_to_its_new_one(client):
    forum = ForumFactory(slug="cu", name="Diễn đàn")
    forum.slug = "moi"
    forum.save()
    response = client.get(f"{ROOT}/forums/cu?lang=en")
    assert (response.status_code, response.headers["Location"]) == (
        301,
        f"{ROOT}/forums/moi?lang=en",
    )
    forum.is_published = False
    forum.save()
    assert client.get(f"{ROOT}/forums/cu").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_can_only_be_read(client, method):
    response = getattr(client, method)(FIGURES)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["type"].endswith("#read-only")


@pytest.mark.parametrize("path", ["/", "/openapi.json", "/observations", "/forums?kind=x"])
def test_every_origin_may_read_it(client, path):
    for method in (client.get, client.head, client.options):
        response = method(f"{ROOT}{path}")
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in response.headers["Access-Control-Expose-Headers"]
        assert not response.cookies
    asked = client.options(f"{ROOT}{path}")
    assert (asked.status_code, asked.content) == (204, b"")
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/", "/openapi.json", "/observations", "/indicators/ho_so"])
def test_who_has_it_is_not_sent_it_again(client, path):
    figures(1)
    response = client.get(f"{ROOT}{path}")
    head = client.head(f"{ROOT}{path}")
    again = client.get(f"{ROOT}{path}", headers={"If-None-Match": response.headers["ETag"]})
    assert response.headers["Cache-Control"] == "public, s-maxage=1"
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == response.headers["ETag"]
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("number", [1, 30])
def test_a_page_takes_as_many_queries_with_many_rows(client, number):
    figures(number)
    with CaptureQueriesContext(connection) as plain:
        client.get(FIGURES)
    with CaptureQueriesContext(connection) as narrowed:
        client.get(f"{FIGURES}?indicator=ho_so&area=noi-0&release=")
    with CaptureQueriesContext(connection) as one:
        client.get(f"{FIGURES}/ho_so/noi-0/2023")
    assert (len(plain), len(narrowed), len(one)) == (1, 3, 3)


def test_a_deep_page_takes_one_query_more(client):
    figures(3)
    address = client.get(f"{FIGURES}?limit=1").json()["next"]
    with CaptureQueriesContext(connection) as queries:
        found = client.get(address).json()["data"]
    assert (len(queries), [row["area"] for row in found]) == (2, ["noi-1"])


def test_a_mistake_of_ours_has_the_shape_too(client, monkeypatch, caplog):
    def broken(request):
        raise RuntimeError("hidden detail")

    response = answers.api_answer(broken)(client.get(FIGURES).wsgi_request)
    assert (response.status_code, response.headers["Cache-Control"]) == (500, "no-store")
    assert b"hidden detail" not in response.content
    assert "hidden detail" in caplog.text


def test_without_its_database_it_says_when_to_ask_again(client, gone_database):
    response = client.get(FIGURES)
    assert response.status_code == 503
    assert (response.headers["Retry-After"], response.headers["Cache-Control"]) == (
        "30",
        "no-store",
    )
    assert response.json()["type"].endswith("#unavailable")


# The limit


@pytest.fixture
def two_a_minute(settings):
    settings.API_PER_MINUTE = 2
    answers.limit.cache_clear()
    yield
    answers.limit.cache_clear()


def test_who_asks_too_often_is_told_when_to_ask_again(client, two_a_minute):
    answered = [client.get(f"{ROOT}/areas") for _ in range(3)]
    told = [
        (each.status_code, each.headers["RateLimit-Remaining"], each.headers.get("Retry-After"))
        for each in answered
    ]
    assert told == [(200, "1", None), (200, "0", None), (429, "0", "30")]
    assert answered[2].headers["RateLimit-Policy"] == "2;w=60"
    assert answered[2].headers["Cache-Control"] == "no-store"
    assert answered[2].json()["type"].endswith("#too-many")


def test_addresses_are_counted_apart(client, two_a_minute):
    for _ in range(3):
        client.get(f"{ROOT}/areas")
    assert client.get(f"{ROOT}/areas", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_the_limit_comes_back_with_time():
    now = [0.0]
    limit = Limit(60, clock=lambda: now[0])
    waits = [limit.take("a").wait for _ in range(62)]
    now[0] = 1.0
    after = limit.take("a")
    assert waits == [0] * 60 + [1, 1]
    assert (after.wait, after.remaining, after.reset) == (0, 0, 60)


@pytest.mark.parametrize("given", ["x", "-1", "1.5", "٣", "9999999"])
def test_a_wrong_limit_stops_the_start(monkeypatch, given):
    monkeypatch.setenv("PORTAL_API_PER_MINUTE", given)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_API_PER_MINUTE"):
        per_minute()


def test_the_root_of_the_routes_is_that_of_the_addresses():
    assert views.ROOT == ROOT
