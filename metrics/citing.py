"""How a source is called and cited, in one line or side by side with one that disagrees."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum_portal.locators import locator_text
from forum_portal.templatetags.portal import in_language
from forum_portal.words import date_text, localized
from metrics.models import Citation, Observation, Source


@dataclass(frozen=True)
class SourceLink:
    """A source in a table's cell: name, address of its page, place in it."""

    label: str
    url: str
    locator: str


@dataclass(frozen=True)
class Voice:
    """What one source says, as `partials/disagreement.html` shows it."""

    sentence: str
    lang: str
    source: str
    url: str
    locator: str
    note: str


def source_name(source: Any) -> str:
    """Return what a line of sources calls it: a newspaper with its day, a document by its title.

    `source` is a record or has the fields of one.
    """
    if source.kind == Source.Kind.LEGAL or not source.publisher:
        return source.title or localized(source, "label") or Source.__str__(source)
    if source.label and not source.title:
        return localized(source, "label")
    if source.published_on:
        return f"{source.publisher}, {date_text(source.published_on)}"
    return source.publisher


def source_title(source: Source) -> str:
    """Return what a heading calls it: its own title where it has one."""
    return source.title or localized(source, "label") or source_name(source)


def other_language(source: Source) -> str:
    """Return the language of what a source prints; empty where it is the page's own."""
    return "" if source.language == get_language() else source.language


def source_line(citation: Citation) -> str:
    """Return "Báo Đầu tư, đoạn 4", "… paragraph 4" for English readers; needs `source` fetched."""
    name = source_name(citation.source)
    return f"{name}, {locator_text(citation.locator)}" if citation.locator else name


def source_lines(figures: Iterable[Observation], most: int) -> str:
    """Return the lines of the sources that figures are read from, and how many more there are.

    `public_citations` are fetched.
    """
    lines = [source_line(each) for figure in figures for each in figure.public_citations[:1]]
    named = list(dict.fromkeys(lines))
    text, more = "; ".join(named[:most]), len(named) - most
    words = {"sources": text, "more": more}
    return _("%(sources)s and %(more)s more") % words if more > 0 else text


def source_link(citation: Citation) -> SourceLink:
    """Return the same with the address of the source's page."""
    source = citation.source
    return SourceLink(source_name(source), source.get_absolute_url(), citation.locator)


def disagreeing(citations: Iterable[Citation]) -> list[Citation]:
    """Keep the citations that print another number."""
    return [each for each in citations if each.stance == Citation.Stance.DISAGREES]


def voice(citation: Citation, note: str = "") -> Voice:
    """Return one source's words; `note` stands where the editors wrote none."""
    return Voice(
        sentence=unquoted(citation.sentence or citation.printed),
        lang=other_language(citation.source),
        source=source_name(citation.source),
        url=citation.source.get_absolute_url(),
        locator=citation.locator,
        note=in_language(citation, "note") or note,
    )


def voices(citations: Iterable[Citation]) -> list[Voice]:
    """Return the source that is used, then those that print another number."""
    cited = list(citations)
    used = [each for each in cited if each.stance != Citation.Stance.DISAGREES][:1]
    return [voice(each, _("Used here.")) for each in used] + [
        voice(each) for each in disagreeing(cited)
    ]


def locator_order(locator: str) -> tuple[list[int], str]:
    """Return a sort key that puts "đoạn 9" before "đoạn 10"."""
    return [int(number) for number in re.findall("[0-9]+", locator)], locator


def unquoted(sentence: str) -> str:
    """Return a quotation without its own outer marks; the page sets them."""
    return sentence.strip().removeprefix("“").removesuffix("”")
