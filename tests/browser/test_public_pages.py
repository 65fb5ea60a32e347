"""Every kind of page is read by everybody: axe, 320 px, and a silent console."""

import pytest

from tests.browser.looking import NARROW, WIDE, shortcomings
from tests.pages import PAGES, in_language

pytestmark = pytest.mark.django_db

# Answered with an error, in the portal's look.
REFUSED = ["/khong-co/", "/chi-so/?as-of=hom-qua"]


@pytest.mark.parametrize(("language", "width"), [("vi", WIDE), ("en", NARROW)])
def test_everybody_can_read_every_page(city_url, page, axe, complaints, soak, language, width):
    """axe takes its time: it looks at every other page in one language, at the rest in the other.

    With PORTAL_SOAK=1 it looks at every page in both, wide and narrow.
    """
    found = []
    for number, address in enumerate(PAGES + REFUSED):
        page.goto(city_url + in_language(address, language))
        turn = [width] if number % 2 == (language == "en") else []
        found += shortcomings(page, axe, *([WIDE, NARROW] if soak else turn))
    refused = tuple(city_url + in_language(address, language) for address in REFUSED)
    found += [said for said in complaints if not said.startswith(refused)]

    assert not found, "\n".join(found)
