"""How a record that the search found is shown: its name, its address, a line on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

from events.editions import called, days_text
from events.evidence import link_to
from events.programme import changed_word
from forum_portal.search_figures import figure_of
from forum_portal.search_marks import Marker
from forum_portal.templatetags.portal import in_language
from forum_portal.words import date_text, localized
from metrics.badges import Badge, remarkable
from metrics.history import figure_name
from metrics.wording import figure_in_sentence


@dataclass(frozen=True)
class Hit:
    """Something found: its name (`lang` if not the page's language), its address, lines on it.

    `badge` is the status of a figure that is not simply published.
    """

    title: str
    url: str
    note: str = ""
    lang: str = ""
    excerpt: str = ""
    badge: Badge | None = None


def title_of(record: Any, field: str, mark: Marker) -> str:
    """Return a record's name in the reader's language with its words marked."""
    shown = in_language(record, field)
    name = localized(record, field)
    if shown == name:
        return mark(name)
    language = "vi" if get_language() == "en" else "en"
    return format_html('<span lang="{}">{}</span>', language, mark(name))


def named_hit(address: str, name: str = "name") -> Callable[[Any, Marker], Hit]:
    """Return how a row with a name in both languages is shown."""

    def show(found: Any, mark: Marker) -> Hit:
        return Hit(title_of(found, name, mark), reverse(address, args=[found.slug]))

    return show


def forum_part_hit(address: str, name: str) -> Callable[[Any, Marker], Hit]:
    """Return how a part of a forum with a page of its own is shown."""

    def show(found: Any, mark: Marker) -> Hit:
        title = title_of(found, name, mark)
        return part_of_forum(found, title, reverse(address, args=[found.slug]))

    return show


def part_of_forum(found: Any, title: str, url: str) -> Hit:
    """Return a hit with the name of the forum that it belongs to, if there is one."""
    return Hit(title, url, in_language(found.forum, "name") if found.forum.slug else "")


def session_hit(session: Any, mark: Marker) -> Hit:
    title, word = title_of(session, "title", mark), changed_word(session)
    title = format_html("{} ({})", title, word) if word else title
    return part_of_forum(session, title, reverse("events:session-page", args=[session.slug]))


def booth_hit(booth: Any, mark: Marker) -> Hit:
    return part_of_forum(booth, mark(booth.name), reverse("events:booth-page", args=[booth.slug]))


def exhibition_hit(exhibition: Any, mark: Marker) -> Hit:
    address = reverse("events:forum-exhibition", args=[exhibition.forum.slug])
    return part_of_forum(exhibition, title_of(exhibition, "title", mark), address)


def solution_hit(solution: Any, mark: Marker) -> Hit:
    address = reverse("events:forum-page", args=[solution.forum.slug])
    if solution.booth.slug:
        address = reverse("events:booth-page", args=[solution.booth.slug])
    return part_of_forum(solution, title_of(solution, "name", mark), address)


def forum_hit(forum: Any, mark: Marker) -> Hit:
    theme = title_of(forum, "theme", mark)
    note = format_html_join(" · ", "{}", [(part,) for part in (days_text(forum), theme) if part])
    address = reverse("events:forum-page", args=[forum.slug])
    return Hit(title_of(forum, "name", mark), address, note)


def person_hit(person: Any, mark: Marker) -> Hit:
    return Hit(mark(person.name), reverse("events:person-page", args=[person.slug]))


def organisation_hit(organisation: Any, mark: Marker) -> Hit:
    address = reverse("events:organisation-page", args=[organisation.slug])
    short = called(organisation)
    is_named_so = short in (organisation.name, localized(organisation, "name"))
    return Hit(title_of(organisation, "name", mark), address, "" if is_named_so else mark(short))


def source_hit(source: Any, mark: Marker) -> Hit:
    link = link_to(source, "")
    title = source.title or link.label
    lang = foreign(source.language) if source.title else ""
    return Hit(mark(title), link.url, mark(link.label) if link.label != title else "", lang)


def quote_hit(quote: Any, mark: Marker) -> Hit:
    address = reverse("events:person-page", args=[quote.person.slug])
    forum = in_language(quote.forum, "name")
    note = format_html("{}, {}", mark(quote.person.name), forum)
    text = mark.excerpt(quote.text, is_verbatim=True) or excerpt(quote.text)
    return Hit(text, address, note, foreign(quote.language))


def foreign(language: str) -> str:
    """Return a language that is not the page's; empty where it is."""
    return "" if language == get_language() else language


def figure_hit(found: Any, mark: Marker) -> Hit:
    figure = figure_of(found)
    note = format_html("{} · {}", figure_name(figure), in_language(figure.area, "name"))
    said = figure_in_sentence(figure)
    return Hit(said, figure.get_absolute_url(), note, badge=remarkable(figure))


def release_hit(release: Any, mark: Marker) -> Hit:
    address = reverse("metrics:release-page", args=[release.slug])
    day = date_text(datetime.fromisoformat(release.published_at))
    return Hit(title_of(release, "title", mark), address, day)


def excerpt(text: str, length: int = 160) -> str:
    """Return the beginning of a long text, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + " …"
