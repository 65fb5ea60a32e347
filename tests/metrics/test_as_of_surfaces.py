"""On a day between two versions of a figure, every surface gives the one that was in force then."""

import json
import re
from datetime import UTC, datetime

import pytest

from tests.factories import (
    AreaFactory,
    CitationFactory,
    DashboardFactory,
    ForumFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    PanelFactory,
    PanelIndicatorFactory,
    ReleaseFactory,
    ReportFactory,
    publish,
)
from tests.words import section, words_of

pytestmark = pytest.mark.django_db

# The versions of the figure of 2023; no other number on any page is written like one.
VERSION = re.compile("8[1-4][.,]5")
SURFACES = ["page", "chart", "table", "fact", "list", "dashboard", "home", "text"]
SURFACES += ["file", "open data"]


@pytest.fixture(autouse=True)
def figure():
    """81,5 % in January, 82,5 % in February, 83,5 % in March; withdrawn in April."""
    area = HomeAreaFactory(area=AreaFactory(code="thanh-pho")).area
    key = {"indicator": IndicatorFactory(code="ho_so", slug="ho-so"), "area": area}
    released(1, key, {"2021": "20", "2022": "60", "2023": "81.5"})
    released(2, key, {"2023": "82.5"}, reason="routine_revision")
    released(3, key, {"2023": "83.5"}, reason="error_correction")
    released(4, key, {"2023": None}, reason="withdrawal", note="Nguồn sai.")
    shown = DashboardFactory(slug="bang", is_home=True)
    for position, kind in enumerate(("figure", "line", "table"), start=1):
        panel = PanelFactory(dashboard=shown, kind=kind, position=position)
        PanelIndicatorFactory(panel=panel, indicator=key["indicator"])
    ReportFactory(slug="ket-qua", forum=ForumFactory(), body="Đạt {{so: ho_so 2023 thanh-pho}}.")


def released(month, key, values, **fields):
    release = ReleaseFactory(**fields)
    for period, value in values.items():
        version = {"value": value, "obs_status": "A" if value else "withdrawn"}
        figure = ObservationFactory(release=release, **key, period=period, **version)
        CitationFactory(observation=figure)
    publish(release, datetime(2024, month, 10, 12, tzinfo=UTC))


def surfaces(client, query):
    """Return which versions each surface tells of."""

    def get(address):
        return client.get(f"{address}{query}")

    def file(address):
        return b"".join(get(address)).decode()

    page, fact = get("/chi-so/ho-so/"), get("/chi-so/ho-so/thanh-pho/2023/")
    said = {
        "page": first(page, "<h1>", "</p>"),
        "chart": chart(page),
        "table": section(page, "figures"),
        "fact": first(fact, 'class="answer"', "</p>"),
        "list": main(get("/chi-so/")),
        "dashboard": main(get("/bang-so-lieu/bang/")),
        "home": first(get("/"), '<article class="tile">', "</article>"),
        "text": main(get("/bao-cao/ket-qua/")),
        "file": file("/chi-so/ho-so.csv"),
        "open data": file("/du-lieu/quan-sat.csv"),
    }
    return {name: " ".join(sorted(set(VERSION.findall(text)))) for name, text in said.items()}


def first(response, begin, end):
    """Return the words of the first part of a page between two marks; none where it is not."""
    return words_of(response.text.partition(begin)[2].partition(end)[0])


def main(response):
    return words_of(response.text.split("<main")[1])


def chart(response):
    """Return the labels and texts of the points that the chart's own data holds."""
    data = response.text.split('<script id="chart-1"')
    if len(data) == 1:
        return ""
    series = json.loads(data[1].partition(">")[2].partition("</script>")[0])["series"]
    return " ".join(f"{point['value']} {point['text']}" for point in series[0]["points"])


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2024-01-10", "81,5"),
        ("2024-02-09", "81,5"),
        ("2024-02-10", "82,5"),
        ("2024-03-09", "82,5"),
        ("2024-03-10T19:00:00%2B07:00", "83,5"),
        ("2024-04-10T11:59:59Z", "83,5"),
    ],
)
def test_every_surface_gives_the_version_of_that_day(client, day, value):
    stored = value.replace(",", ".")
    files = dict.fromkeys(["file", "open data"], stored)
    drawn = dict.fromkeys(["chart", "dashboard"], f"{value} {stored}")  # data and its words

    assert surfaces(client, f"?as-of={day}") == dict.fromkeys(SURFACES, value) | files | drawn


@pytest.mark.parametrize("query", ["", "?as-of=2024-04-10"])
def test_no_surface_gives_a_figure_that_is_withdrawn(client, query):
    struck_through = {"table": "83,5"}

    assert surfaces(client, query) == dict.fromkeys(SURFACES, "") | struck_through
