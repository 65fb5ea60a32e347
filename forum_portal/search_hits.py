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
from forum_portal.search_figures import figure_of
from forum_portal.templatetags.portal import in_language
from forum_portal.words import date_text
from metrics.history import figure_name
from metrics.wording import figure_in_sentence


@dataclass(frozen=True)
class Hit:
    """Something found: its name (`lang` if not the page's language), its address, a line on it."""

    title: str
    url: str
    note: str = ""
    lang: str = ""


def named_hit(address: str, name: str = "name") -> Callable[[Any], Hit]:
    """Return how a row with a name in both languages is shown."""

    def show(found: Any) -> Hit:
        return Hit(in_language(found, name), reverse(address, args=[found.slug]))

    return show


def forum_part_hit(address: str, name: str) -> Callable[[Any], Hit]:
    """Return how a part of a forum with a page of its own is shown."""

    def show(found: Any) -> Hit:
        return part_of_forum(found, in_language(found, name), reverse(address, args=[found.slug]))

    return show


def part_of_forum(found: Any, title: str, url: str) -> Hit:
    """Return a hit with the name of the forum that it belongs to, if there is one."""
    return Hit(title, url, in_language(found.forum, "name") if found.forum.slug else "")


def booth_hit(booth: Any) -> Hit:
    return part_of_forum(booth, booth.name, reverse("events:booth-page", args=[booth.slug]))


def exhibition_hit(exhibition: Any) -> Hit:
    address = reverse("events:forum-exhibition", args=[exhibition.forum.slug])
    return part_of_forum(exhibition, in_language(exhibition, "title"), address)


def solution_hit(solution: Any) -> Hit:
    address = reverse("events:forum-page", args=[solution.forum.slug])
    if solution.booth.slug:
        address = reverse("events:booth-page", args=[solution.booth.slug])
    return part_of_forum(solution, in_language(solution, "name"), address)


def forum_hit(forum: Any) -> Hit:
    parts = [(part,) for part in (days_text(forum), in_language(forum, "theme")) if part]
    note = format_html_join(" · ", "{}", parts)
    return Hit(in_language(forum, "name"), reverse("events:forum-page", args=[forum.slug]), note)


def person_hit(person: Any) -> Hit:
    return Hit(person.name, reverse("events:person-page", args=[person.slug]))


def organisation_hit(organisation: Any) -> Hit:
    address = reverse("events:organisation-page", args=[organisation.slug])
    name, short = in_language(organisation, "name"), called(organisation)
    return Hit(name, address, short if short != name else "")


def source_hit(source: Any) -> Hit:
    link = link_to(source, "")
    title = source.title or link.label
    lang = foreign(source.language) if source.title else ""
    return Hit(title, link.url, link.label if link.label != title else "", lang)


def quote_hit(quote: Any) -> Hit:
    address = reverse("events:person-page", args=[quote.person.slug])
    forum = in_language(quote.forum, "name")
    note = format_html("{}, {}", quote.person.name, forum)
    return Hit(excerpt(quote.text), address, note, foreign(quote.language))


def foreign(language: str) -> str:
    """Return a language that is not the page's; empty where it is."""
    return "" if language == get_language() else language


def figure_hit(found: Any) -> Hit:
    figure = figure_of(found)
    note = format_html("{} · {}", figure_name(figure), in_language(figure.area, "name"))
    return Hit(figure_in_sentence(figure), figure.get_absolute_url(), note)


def release_hit(release: Any) -> Hit:
    address = reverse("metrics:release-page", args=[release.slug])
    day = date_text(datetime.fromisoformat(release.published_at))
    return Hit(in_language(release, "title"), address, day)


def excerpt(text: str, length: int = 160) -> str:
    """Return the beginning of a long text, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + " …"
