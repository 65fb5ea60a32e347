"""What the search looks through: which records of each kind are public, how a hit is shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.editions import called, days_text
from events.evidence import link_to
from events.models import Booth, Exhibition, Forum, Person, Quote, Report, Session, Solution
from events.organisations import public_organisations
from events.records import FORUM, ORGANISATION, SOURCE, forum_row
from events.rows import row
from forum_portal.accents import accented_words
from forum_portal.matching import holding
from forum_portal.search_figures import (
    FIGURE,
    asks_for_number,
    figure_of,
    figure_parts,
    figures_with_number,
)
from forum_portal.templatetags.portal import in_language
from forum_portal.text import fold
from forum_portal.words import date_text
from metrics.history import figure_name
from metrics.models import Dashboard, Indicator, Release, Source
from metrics.record_reading import public_sources
from metrics.wording import figure_in_sentence


@dataclass(frozen=True)
class Hit:
    """Something found: its name (`lang` if not the page's language), its address, a line on it."""

    title: str
    url: str
    note: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of record: which of them match, in what order they stand, how a hit is shown.

    Hits whose field `name` has the very words come first. The few records of a kind without folded
    text are read whole and matched by `contains`. `is_asked` tells whether a question is for them.
    """

    title: Promise
    records: Callable[[str], QuerySet]
    order: Any
    fields: tuple[str, ...]
    show: Callable[[Any], Hit]
    name: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    contains: tuple[str, ...] = ()
    is_asked: Callable[[str], bool] = bool

    def matches(self, found: Any, text: str) -> bool:
        """Tell whether a row holds every word; true where the database has seen to it."""
        held = " ".join(getattr(found, name) for name in self.contains)
        return not self.contains or (
            all(word in fold(held) for word in fold(text).split())
            and set(accented_words(text)) <= set(accented_words(held))
        )


def matching_sources(text: str) -> QuerySet:
    """Return the matching sources that readers may know of."""
    return holding(Source.objects.filter(pk__in=public_sources(None).values("pk")), text)


def named_hit(address: str, name: str = "name") -> Callable[[Any], Hit]:
    """Return how a row with a name in both languages is shown."""

    def show(found: Any) -> Hit:
        return Hit(in_language(found, name), reverse(address, args=[found.slug]))

    return show


def forum_part_hit(address: str, name: str) -> Callable[[Any], Hit]:
    """Return how a part of a forum is shown: with the forum's name."""

    def show(found: Any) -> Hit:
        note = in_language(found.forum, "name") if found.forum.slug else ""
        return Hit(in_language(found, name), reverse(address, args=[found.slug]), note)

    return show


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


def booth_hit(booth: Any) -> Hit:
    address = reverse("events:booth-page", args=[booth.slug])
    return Hit(booth.name, address, in_language(booth.forum, "name"))


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


def exhibition_hit(exhibition: Any) -> Hit:
    address = reverse("events:forum-exhibition", args=[exhibition.forum.slug])
    note = in_language(exhibition.forum, "name")
    return Hit(in_language(exhibition, "title"), address, note)


def solution_hit(solution: Any) -> Hit:
    address = reverse("events:forum-page", args=[solution.forum.slug])
    if solution.booth.slug:
        address = reverse("events:booth-page", args=[solution.booth.slug])
    return Hit(in_language(solution, "name"), address, in_language(solution.forum, "name"))


def release_hit(release: Any) -> Hit:
    address = reverse("metrics:release-page", args=[release.slug])
    day = date_text(datetime.fromisoformat(release.published_at))
    return Hit(in_language(release, "title"), address, day)


def excerpt(text: str, length: int = 160) -> str:
    """Return the beginning of a long text, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + " …"


KINDS = {
    "so-lieu": Kind(
        title=_("Figures"),
        records=figures_with_number,
        order="-period_end",
        fields=FIGURE,
        more=figure_parts(),
        show=figure_hit,
        is_asked=asks_for_number,
    ),
    "chi-so": Kind(
        title=_("Indicators"),
        records=lambda text: holding(Indicator.objects.public(), text),
        name="name",
        order="sort_key",
        fields=("slug", "name", "name_en"),
        show=named_hit("metrics:indicator-page"),
    ),
    "dien-dan": Kind(
        title=_("Forums and events"),
        records=lambda text: holding(Forum.objects.published(), text),
        name="name",
        order=F("year").desc(nulls_last=True),
        fields=(*FORUM, "theme", "theme_en"),
        show=forum_hit,
    ),
    "phien": Kind(
        title=_("Sessions"),
        records=lambda text: holding(Session.objects.published(), text),
        name="title",
        order="sort_key",
        fields=("slug", "title", "title_en"),
        more={"forum": forum_row()},
        show=forum_part_hit("events:session-page", "title"),
    ),
    "nguoi": Kind(
        title=_("People"),
        records=lambda text: holding(Person.objects.public(), text),
        name="name",
        order="sort_key",
        fields=("slug", "name"),
        show=person_hit,
    ),
    "to-chuc": Kind(
        title=_("Organisations"),
        records=lambda text: holding(public_organisations(), text),
        name="name",
        order="sort_key",
        fields=ORGANISATION,
        show=organisation_hit,
    ),
    "trien-lam": Kind(
        title=_("Exhibitions"),
        records=lambda text: holding(Exhibition.objects.published(), text),
        name="title",
        order="sort_key",
        fields=("title", "title_en"),
        more={"forum": forum_row()},
        show=exhibition_hit,
    ),
    "gian-hang": Kind(
        title=_("Booths"),
        records=lambda text: holding(Booth.objects.published(), text),
        name="name",
        order="sort_key",
        fields=("slug", "name"),
        more={"forum": forum_row("exhibition__forum__")},
        show=booth_hit,
    ),
    "giai-phap": Kind(
        title=_("Solutions"),
        records=lambda text: holding(Solution.objects.published(), text),
        name="name",
        order="sort_key",
        fields=("name", "name_en"),
        more={"forum": forum_row(), "booth": row(slug="booth__slug")},
        show=solution_hit,
    ),
    "bao-cao": Kind(
        title=_("Reports"),
        records=lambda text: holding(Report.objects.published(), text),
        name="title",
        order="sort_key",
        fields=("slug", "title", "title_en"),
        more={"forum": forum_row()},
        show=forum_part_hit("events:report-page", "title"),
    ),
    "phat-bieu": Kind(
        title=_("Statements"),
        records=lambda text: holding(Quote.objects.published(), text, "", "person__"),
        name="text",
        order="position",
        fields=("text", "language"),
        more={"person": row(slug="person__slug", name="person__name"), "forum": forum_row()},
        show=quote_hit,
    ),
    "bang-so-lieu": Kind(
        title=_("Dashboards"),
        records=lambda text: Dashboard.objects.in_list(),
        order="position",
        fields=("slug", "title", "title_en", "intro"),
        show=named_hit("metrics:dashboard-page", "title"),
        contains=("title", "title_en", "intro"),
    ),
    "phat-hanh": Kind(
        title=_("Releases"),
        records=lambda text: Release.objects.public(),
        order="-published_at",
        fields=("slug", "title", "title_en", "note", "note_en", "published_at"),
        show=release_hit,
        contains=("title", "title_en", "note", "note_en"),
    ),
    "nguon": Kind(
        title=_("Sources"),
        records=matching_sources,
        name="title",
        order="sort_key",
        fields=SOURCE,
        show=source_hit,
    ),
}
