"""Another site frames an indicator; no other page of the portal lets itself be framed."""

from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from tests import factories as make

JANUARY, FEBRUARY = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)
# A frame of this size shows all without scrolling, the picture among it.
FITS = """() => {
  const { scrollWidth: wide, scrollHeight: tall } = document.documentElement;
  const [image] = document.images;
  return [wide <= innerWidth, tall <= innerHeight, image.naturalWidth > 0, image.height > 100];
}"""


@pytest.fixture
def series(transactional_db):
    """Three public years, and a fourth that came out a month later."""
    unit = make.UnitFactory(kind="share", symbol="%", lowest=0, highest=100)
    key = {"area": make.HomeAreaFactory(area__name="Hải Phòng").area}
    key["indicator"] = make.IndicatorFactory(slug="ho-so", name="Tỷ lệ hồ sơ trực tuyến", unit=unit)
    years = {"2020": "10.5", "2021": "20", "2022": "60.2"}
    make.published_figures(
        *(key | {"period": year, "value": value} for year, value in years.items()), at=JANUARY
    )
    make.published_figures(key | {"period": "2023", "value": "90.7"}, at=FEBRUARY)


@pytest.fixture
def newspaper():
    """Another site: a server of its own, whose one page has `frames` in it."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            body = "".join(site.frames)
            self.wfile.write(f"<!doctype html><html lang=vi><title>Báo</title>{body}".encode())

        def log_message(self, *said):
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    site.frames = []
    Thread(target=site.serve_forever, daemon=True).start()
    yield site
    site.shutdown()
    site.server_close()


def frames_of(newspaper, page):
    """Open the newspaper; return its frames, each loaded."""
    page.goto(f"http://127.0.0.1:{newspaper.server_port}/")
    found = page.locator("iframe")
    for place in range(len(newspaper.frames)):
        found.nth(place).scroll_into_view_if_needed()  # they load when they come into sight
    page.wait_for_load_state("networkidle")
    return [each.content_frame() for each in found.element_handles()]


def test_a_newspaper_shows_an_indicator(series, newspaper, live_server, settings, page):
    settings.PORTAL_ORIGIN = live_server.url
    page.goto(f"{live_server.url}/chi-so/ho-so/?as-of=2024-01-15")
    codes = [code for code in page.locator("pre").all_text_contents() if "<iframe" in code]
    newspaper.frames = [*codes, f'<iframe src="{live_server.url}/chi-so/ho-so/"></iframe>']

    for width in (1000, 360):
        page.set_viewport_size({"width": width, "height": 900})
        living, frozen, refused = frames_of(newspaper, page)

        for frame, newest in ((living, "2023: 90,7%."), (frozen, "2022: 60,2%.")):
            words = frame.get_by_role("img").get_attribute("alt")
            assert words.endswith(newest)
            assert frame.evaluate(FITS) == [True] * 4
            way_back = frame.get_by_role("link", name="Từng con số, nguồn và lịch sử của nó")
            expect(way_back).to_have_attribute("target", "_blank")
        assert living.get_by_role("status").count() == 0
        expect(frozen.get_by_role("status")).to_contain_text(
            "Đã có số mới hơn, công bố ngày 1/2/2024."
        )
        assert refused.url == "chrome-error://chromewebdata/"
