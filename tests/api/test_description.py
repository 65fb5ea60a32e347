"""The description of the API is valid, and what the API answers is what it says."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.api.reading import ROOT, faults, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
MOST_QUERIES = 6
RESOURCES = [
    *("indicators", "observations", "releases", "sources", "areas"),
    *("forums", "sessions", "people", "organisations", "booths", "reports"),
]
STATUSES = ["200", "304", "400", "404", "405", "429", "500", "503"]


@pytest.fixture
def description(client):
    return client.get(f"{ROOT}/openapi.json").json()


def schema_of(description, path):
    content = description["paths"][path]["get"]["responses"]["200"]["content"]
    return content["application/json"]["schema"]


def test_it_is_openapi(description):
    assert description["openapi"] == "3.1.0"
    assert [error.message for error in OpenAPIV31SpecValidator(description).iter_errors()] == []


def test_every_resource_has_a_list_and_single_records(description):
    lists = [path for path in description["paths"] if "{" not in path]
    assert sorted(lists) == sorted(f"{ROOT}/{name}" for name in RESOURCES)
    for name in RESOURCES:
        assert [path for path in description["paths"] if path.startswith(f"{ROOT}/{name}/{{")]


def test_every_status_is_described(description):
    operations = [methods["get"] for methods in description["paths"].values()]
    told = [[status for status in each["responses"] if status != "301"] for each in operations]
    assert told == [STATUSES] * len(operations)
    moving = [
        path for path, each in description["paths"].items() if "301" in each["get"]["responses"]
    ]
    assert len(moving) == 7


def test_what_may_be_left_empty_is_described(client, description):
    parameters = description["paths"][f"{ROOT}/observations"]["get"]["parameters"]
    empty = [each["name"] for each in parameters if each.get("allowEmptyValue")]
    full = [each["name"] for each in parameters if not each.get("allowEmptyValue")]

    assert full == ["lang", "limit"]
    nothing = "&".join(f"{name}=" for name in empty)
    answers = [client.get(f"{ROOT}/observations?{query}").json() for query in ("", nothing)]
    assert answers[0]["data"] == answers[1]["data"]


def test_every_example_is_as_described(description):
    found = {}
    for path, methods in description["paths"].items():
        content = methods["get"]["responses"]["200"]["content"]["application/json"]
        found[path] = faults(description, content["schema"], content["example"])
    problem = description["components"]["schemas"]["Problem"]
    for response in description["components"]["responses"].values():
        content = response["content"]["application/problem+json"]
        found[response["description"]] = faults(description, problem, content["example"])
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_every_answer_is_as_described(client, description):
    wrong = {}
    for path in [path for path in description["paths"] if "{" not in path]:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"{path}?limit=1000")
        answer = response.json()
        wrong[path] = faults(description, schema_of(description, path), answer)
        wrong[f"{path}: queries"] = max(len(queries) - MOST_QUERIES, 0)
        for single in [each for each in description["paths"] if each.startswith(f"{path}/")]:
            kind = "target" if "/target/" in single else "observed"
            of_kind = [each for each in answer["data"] if each.get("kind") == kind]
            record = (of_kind if path.endswith("observations") else answer["data"])[0]
            one = client.get(filled(single, record)).json()
            wrong[single] = faults(description, schema_of(description, single), one)
            assert {name: one[name] for name in record} == record
    assert {address: fault for address, fault in wrong.items() if fault} == {}


@pytest.mark.parametrize(("query", "language"), [("", "vi"), ("?lang=en", "en")])
def test_the_page_tells_every_list_in_both_languages(client, query, language):
    response = client.get(f"{ROOT}/{query}")
    page = response.text
    other = "" if query else "?lang=en"
    assert (response.status_code, response.headers["Content-Language"]) == (200, language)
    assert re.findall(r'<h2 id="(\w+)"', page)[3:-1] == list(dict.fromkeys(RESOURCES_ON_PAGE))
    assert f'<html lang="{language}">' in page
    assert f'class="tool" href="{ROOT}/{other}"' in page
    assert [kind for kind in KINDS if f'id="{kind}"' not in page] == []


KINDS = [
    *("unknown-parameter", "unknown-value", "not-found", "read-only"),
    *("too-many", "error", "unavailable"),
]
RESOURCES_ON_PAGE = [
    *("observations", "releases", "indicators", "sources", "areas"),
    *("forums", "sessions", "people", "organisations", "booths", "reports"),
]
