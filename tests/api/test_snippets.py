"""Lines to copy are there, and run as they stand."""

import re
from contextlib import redirect_stdout
from html import unescape
from io import StringIO

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.files import body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
CODE = re.compile(r"<pre[^>]*>(.*?)</pre>", re.DOTALL)
PAGES = ["/du-lieu/", "/chi-so/ty-le-ho-so-truc-tuyen/", "/en/chi-so/ty-le-ho-so-truc-tuyen/"]


def codes(client, page):
    return [unescape(code) for code in CODE.findall(client.get(page).text)]


@pytest.mark.parametrize("page", PAGES)
def test_every_address_in_them_answers(client, page):
    addresses = re.findall(r"""["'](http[^"']*\.csv[^"']*)["']""", "\n".join(codes(client, page)))
    paths = {address.removeprefix("http://127.0.0.1:8000") for address in addresses}
    assert (len(addresses), len(paths)) == (6, 1)
    assert body(client.get(paths.pop())).startswith("indicator,indicator_name,")


def test_those_in_python_run(client, settings, city):
    server = LiveServer("localhost")
    settings.PORTAL_ORIGIN = server.url
    try:
        for page, first in ((PAGES[1], "2021 "), ("/api/v1/", "")):
            (code,) = [each for each in codes(client, page) if "urllib" in each]
            said = StringIO()
            with redirect_stdout(said):
                exec(code, {})
            assert len(said.getvalue().splitlines()) > 0
            assert said.getvalue().startswith(first)
    finally:
        server.stop()
