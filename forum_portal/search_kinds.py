"""What the search looks through: which records of each kind are public, how a hit is shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.editions import called, days_text
from events.evidence import link_to
from events.models import Booth, Forum, Person, Quote, Report, Session
from events.organisations import public_organisations
from events.records import FORUM, ORGANISATION, SOURCE, forum_row
from events.rows import row
from forum_portal.text import fold
from forum_portal.words import localized
from metrics.models import Dashboard, Indicator, Source
from metrics.record_reading import public_sources


@dataclass(frozen=True)
class Hit:
    """Something found: what it is called, where it is, and a line about it."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of record: which of them match, in what order they stand, how a hit is shown.

    The few records of a kind without folded text are read whole and matched by `contains`.
    """

    title: Promise
    records: Callable[[str], QuerySet]
    name: str
    order: Any
    fields: tuple[str, ...]
    show: Callable[[Any], Hit]
    more: Mapping[str, Any] = field(default_factory=dict)
    contains: tuple[str, ...] = ()

    def matches(self, found: Any, words: list[str]) -> bool:
        """Tell whether a row holds every word; true where the database has seen to it."""
        text = fold(" ".join(getattr(found, name) for name in self.contains))
        return not self.contains or all(word in text for word in words)


def matching_sources(text: str) -> QuerySet:
    """Return the matching sources that readers may know of."""
    return Source.objects.matching(text).filter(pk__in=public_sources(None).values("pk"))


def named_hit(address: str, name: str = "name") -> Callable[[Any], Hit]:
    """Return how a row with a name in both languages is shown."""

    def show(found: Any) -> Hit:
        return Hit(localized(found, name), reverse(address, args=[found.slug]))

    return show


def forum_part_hit(address: str, name: str) -> Callable[[Any], Hit]:
    """Return how a part of a forum is shown: with the forum's name."""

    def show(found: Any) -> Hit:
        note = localized(found.forum, "name") if found.forum.slug else ""
        return Hit(localized(found, name), reverse(address, args=[found.slug]), note)

    return show


def forum_hit(forum: Any) -> Hit:
    note = " · ".join(filter(None, [days_text(forum), localized(forum, "theme")]))
    return Hit(localized(forum, "name"), reverse("events:forum-page", args=[forum.slug]), note)


def person_hit(person: Any) -> Hit:
    return Hit(person.name, reverse("events:person-page", args=[person.slug]))


def organisation_hit(organisation: Any) -> Hit:
    address = reverse("events:organisation-page", args=[organisation.slug])
    name, short = localized(organisation, "name"), called(organisation)
    return Hit(name, address, short if short != name else "")


def booth_hit(booth: Any) -> Hit:
    address = reverse("events:booth-page", args=[booth.slug])
    return Hit(booth.name, address, localized(booth.forum, "name"))


def source_hit(source: Any) -> Hit:
    link = link_to(source, "")
    title = source.title or link.label
    return Hit(title, link.url, link.label if link.label != title else "")


def quote_hit(quote: Any) -> Hit:
    address = reverse("events:person-page", args=[quote.person.slug])
    forum = localized(quote.forum, "name")
    return Hit(excerpt(quote.text), address, f"{quote.person.name}, {forum}")


def excerpt(text: str, length: int = 160) -> str:
    """Return the beginning of a long text, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + " …"


KINDS = {
    "chi-so": Kind(
        title=_("Indicators"),
        records=lambda text: Indicator.objects.public().matching(text),
        name="name",
        order="sort_key",
        fields=("slug", "name", "name_en"),
        show=named_hit("metrics:indicator-page"),
    ),
    "dien-dan": Kind(
        title=_("Forums and events"),
        records=lambda text: Forum.objects.published().matching(text),
        name="name",
        order=F("year").desc(nulls_last=True),
        fields=(*FORUM, "theme", "theme_en"),
        show=forum_hit,
    ),
    "phien": Kind(
        title=_("Sessions"),
        records=lambda text: Session.objects.published().matching(text),
        name="title",
        order="sort_key",
        fields=("slug", "title", "title_en"),
        more={"forum": forum_row()},
        show=forum_part_hit("events:session-page", "title"),
    ),
    "nguoi": Kind(
        title=_("People"),
        records=lambda text: Person.objects.public().matching(text),
        name="name",
        order="sort_key",
        fields=("slug", "name"),
        show=person_hit,
    ),
    "to-chuc": Kind(
        title=_("Organisations"),
        records=lambda text: public_organisations().matching(text),
        name="name",
        order="sort_key",
        fields=ORGANISATION,
        show=organisation_hit,
    ),
    "gian-hang": Kind(
        title=_("Booths"),
        records=lambda text: Booth.objects.published().matching(text),
        name="name",
        order="sort_key",
        fields=("slug", "name"),
        more={"forum": forum_row("exhibition__forum__")},
        show=booth_hit,
    ),
    "bao-cao": Kind(
        title=_("Reports"),
        records=lambda text: Report.objects.published().matching(text),
        name="title",
        order="sort_key",
        fields=("slug", "title", "title_en"),
        more={"forum": forum_row()},
        show=forum_part_hit("events:report-page", "title"),
    ),
    "phat-bieu": Kind(
        title=_("Statements"),
        records=lambda text: Quote.objects.published().matching(text),
        name="text",
        order="position",
        fields=("text", "language"),
        more={"person": row(slug="person__slug", name="person__name"), "forum": forum_row()},
        show=quote_hit,
    ),
    "bang-so-lieu": Kind(
        title=_("Dashboards"),
        records=lambda text: Dashboard.objects.in_list(),
        name="title",
        order="position",
        fields=("slug", "title", "title_en", "intro"),
        show=named_hit("metrics:dashboard-page", "title"),
        contains=("title", "title_en", "intro"),
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
