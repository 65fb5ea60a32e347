"""The chart of an indicator, whatever becomes of the CDN, and the table that needs none."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CDN

pytestmark = pytest.mark.django_db

RATE = "/chi-so/ty-le-ho-so-truc-tuyen/"
HAS_INK = """canvas => {
    const { width, height } = canvas;
    return canvas.getContext("2d").getImageData(0, 0, width, height).data.some(Boolean);
}"""


def tampered(route):
    route.fulfill(
        body="window.Chart = function () { document.title = 'taken over'; };",
        content_type="text/javascript",
        headers={"Access-Control-Allow-Origin": "*"},
    )


FAILURES = {
    "blocked": lambda route: route.abort(),
    "tampered with": tampered,
    "broken": lambda route: route.fulfill(status=503, body="busy"),
    "hanging": lambda route: None,
}


@pytest.mark.parametrize("failure", FAILURES)
def test_chart_is_drawn_by_the_local_copy_when_the_cdn_is(city_url, page, failure):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(f"{CDN}**", FAILURES[failure])

    page.goto(city_url + RATE, wait_until="commit")
    chart = page.get_by_role("img", name="Tỷ lệ hồ sơ trực tuyến, %")
    wait_for_ink(page, chart)

    assert [url for url in asked if url.startswith(CDN)] != []
    assert f"{city_url}/static/vendor/chart.js" in asked
    assert "taken over" not in page.title()


def wait_for_ink(page, canvas):
    for _ in range(100):
        if canvas.evaluate(HAS_INK):
            return
        page.wait_for_timeout(100)
    raise AssertionError("nothing was drawn within ten seconds")


def test_without_javascript_every_figure_is_in_the_table(city_url, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(city_url + RATE)
    table = page.get_by_role("table")

    expect(table.get_by_role("rowheader")).to_have_text(["2023", "2022", "2021", "1/2022"])
    expect(table.get_by_role("link", name=re.compile(r"%$"))).to_have_text(
        ["90,7%", "60,2%", "20%", "18%"]
    )
    context.close()
