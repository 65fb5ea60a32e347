"""Quotes word for word, as `partials/quote.html` shows them."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.translation import get_language

from events.evidence import link_to
from events.programme import changed_word
from forum_portal.addresses import reverse
from forum_portal.templatetags.portal import in_language

type Link = tuple[str, str]  # title and address


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
    places: list[Link]
    indicators: list[Link]


def quote_text(quote: Any, *, at_session: bool = True) -> QuoteText:
    """Return a row of `events.records.quote_rows` ready for the page.

    The session's own page has `at_session` false: there is no need to tell it.
    """
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
        places=_session(quote.session) if at_session else [],
        indicators=[_indicator(each) for each in quote.indicators],
    )


def _session(session: Any) -> list[Link]:
    if not session.slug:
        return []
    title, word = in_language(session, "title"), changed_word(session)
    title = format_html("{} ({})", title, word) if word else title
    return [(title, reverse("events:session-page", args=[session.slug]))]


def _indicator(indicator: Any) -> Link:
    address = reverse("metrics:indicator-page", args=[indicator.slug])
    return in_language(indicator, "name"), address
