"""Quotes word for word, as `partials/quote.html` shows them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from events.evidence import link_to
from forum_portal.addresses import reverse


@dataclass(frozen=True)
class QuoteText:
    """A quote with who said it; `lang` is empty where it is the page's own language."""

    text: str
    lang: str
    person: str
    person_url: str
    job_title: str
    source: str
    source_url: str
    locator: str


def quote_text(quote: Any) -> QuoteText:
    """Return a row of `events.records.quote_rows` ready for the page."""
    link = link_to(quote.source, quote.locator)
    return QuoteText(
        text=quote.text,
        lang="" if quote.language == get_language() else quote.language,
        person=quote.person.name,
        person_url=reverse("events:person-page", args=[quote.person.slug]),
        job_title=quote.job_title,
        source=link.label,
        source_url=link.url,
        locator=link.locator,
    )
