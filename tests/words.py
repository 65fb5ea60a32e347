"""What a reader reads on a page."""

import re
from html import unescape

PRINTED = '<p class="printed"'  # the last line of the main part, which only paper shows


def words_of(html: str) -> str:
    """Return the words of some HTML in single spaces; every tag but that of a mark parts words."""
    html = re.sub(r"</?mark>", "", html)
    text = " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
    return re.sub(r" ([.,;:)])", r"\1", text)


def words(response) -> str:
    """Return the words of a page's main part."""
    return words_of(response.text.split("<main", 1)[1].split(">", 1)[1].split(PRINTED)[0])


def section(response, name: str) -> str:
    """Return the words of the band whose heading has this id."""
    band = response.text.split(f'aria-labelledby="{name}"')[1].split("</section>")[0]
    return words_of(band.split(">", 1)[1])
