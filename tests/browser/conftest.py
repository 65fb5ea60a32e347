"""A reader's browser: it reaches the portal alone, and everything its console says is kept."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

CDN = "https://cdn.jsdelivr.net/"
PATIENCE = 30_000  # milliseconds; other work may go on beside the test


@pytest.fixture(scope="session", autouse=True)
def patience():
    expect.set_options(timeout=PATIENCE)


@pytest.fixture
def context(context):
    context.route("https://**", lambda route: route.abort())
    return context


@pytest.fixture
def complaints(page):
    """What the console says against the pages: errors, and what the security policy stopped."""
    said = []

    def keep(message):
        if message.type == "error" and not message.location["url"].startswith(CDN):
            said.append(f"{page.url}: {message.text}")

    page.on("console", keep)
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    return said


@pytest.fixture(scope="session")
def axe():
    return Axe()


@pytest.fixture(scope="module")
def city_url(city):
    """The address at which Hải Phòng's pages are served, to be read and not to be changed."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()
