"""Every kind of page is read by everybody: axe, 320 px, and a silent console."""

import pytest

from tests.browser.looking import NARROW, WIDE, shortcomings
from tests.pages import PAGES, in_language

pytestmark = pytest.mark.django_db

# Answered with an error, in the portal's look.
REFUSED = ["/khong-co/", "/chi-so/?as-of=hom-qua"]


@pytest.mark.parametrize(("language", "width"), [("vi", WIDE), ("en", NARROW)])
def test_everybody_can_read_every_page(city_url, page, axe, complaints, soak, language, width):
    """It takes its time: every other page is read in one language, the rest in the other.

    With PORTAL_SOAK=1 every page is read in both, wide and narrow.
    """
    found = []
    for number, address in enumerate(PAGES + REFUSED):
        if soak or number % 2 == (language == "en"):
            page.goto(city_url + in_language(address, language))
            found += shortcomings(page, axe, *([WIDE, NARROW] if soak else [width]))
    refused = tuple(city_url + in_language(address, language) for address in REFUSED)
    found += [said for said in complaints if not said.startswith(refused)]

    assert not found, "\n".join(found)
