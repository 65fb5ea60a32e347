"""What the search looks through: which records of each kind are public, and in what order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import Booth, Exhibition, Forum, Person, Quote, Report, Session, Solution
from events.organisations import public_organisations
from events.records import FORUM, ORGANISATION, SOURCE, forum_row
from events.rows import row
from forum_portal import search_hits as hits
from forum_portal.accents import accented_words
from forum_portal.matching import Word, holding
from forum_portal.search_figures import (
    FIGURE,
    asks_for_number,
    figure_parts,
    figures_with_number,
)
from forum_portal.search_hits import Hit
from forum_portal.text import fold
from metrics.models import Dashboard, Indicator, Release, Source
from metrics.record_reading import public_sources


@dataclass(frozen=True)
class Kind:
    """A kind of record: which of them match, in what order they stand, how a hit is shown.

    Hits whose field `name` has the very words come first. The few records of a kind without folded
    text are read whole and matched by `contains`. `is_asked` tells whether a question is for them.
    `records` are those public at a moment; only figures travel in time, texts are today's.
    """

    title: Promise
    records: Callable[[Iterable[Word], datetime | None], QuerySet]
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


def folded(
    title: Promise,
    public: Callable[[datetime | None], QuerySet],
    show: Callable[[Any], Hit],
    *,
    through: tuple[str, ...] = (),
    name: str = "name",
    order: Any = "sort_key",
    **parts: Any,
) -> Kind:
    """Return a kind of the records of `public(as_of)` in whose folded text the database looks.

    `through` are the relations whose text counts, too: "" is the record itself.
    """

    def records(words: Iterable[Word], as_of: datetime | None) -> QuerySet:
        return holding(public(as_of), words, *through)

    return Kind(title=title, records=records, show=show, name=name, order=order, **parts)


def todays(published: Callable[[], QuerySet]) -> Callable[[datetime | None], QuerySet]:
    """Return the records that are published today, whatever moment is asked for."""
    return lambda as_of: published()


def known_sources(as_of: datetime | None) -> QuerySet:
    """Return the sources that readers may know of."""
    return Source.objects.filter(pk__in=public_sources(as_of).values("pk"))


KINDS = {
    "so-lieu": Kind(
        title=_("Figures"),
        records=figures_with_number,
        order="-period_end",
        fields=FIGURE,
        more=figure_parts(),
        show=hits.figure_hit,
        is_asked=asks_for_number,
    ),
    "chi-so": folded(
        _("Indicators"),
        Indicator.objects.public,
        hits.named_hit("metrics:indicator-page"),
        fields=("slug", "name", "name_en"),
    ),
    "dien-dan": folded(
        _("Forums and events"),
        todays(Forum.objects.published),
        hits.forum_hit,
        order=F("year").desc(nulls_last=True),
        fields=(*FORUM, "theme", "theme_en"),
    ),
    "phien": folded(
        _("Sessions"),
        todays(Session.objects.published),
        hits.forum_part_hit("events:session-page", "title"),
        name="title",
        fields=("slug", "title", "title_en"),
        more={"forum": forum_row()},
    ),
    "nguoi": folded(
        _("People"), todays(Person.objects.public), hits.person_hit, fields=("slug", "name")
    ),
    "to-chuc": folded(
        _("Organisations"), todays(public_organisations), hits.organisation_hit, fields=ORGANISATION
    ),
    "trien-lam": folded(
        _("Exhibitions"),
        todays(Exhibition.objects.published),
        hits.exhibition_hit,
        name="title",
        fields=("title", "title_en"),
        more={"forum": forum_row()},
    ),
    "gian-hang": folded(
        _("Booths"),
        todays(Booth.objects.published),
        hits.booth_hit,
        fields=("slug", "name"),
        more={"forum": forum_row("exhibition__forum__")},
    ),
    "giai-phap": folded(
        _("Solutions"),
        todays(Solution.objects.published),
        hits.solution_hit,
        fields=("name", "name_en"),
        more={"forum": forum_row(), "booth": row(slug="booth__slug")},
    ),
    "bao-cao": folded(
        _("Reports"),
        todays(Report.objects.published),
        hits.forum_part_hit("events:report-page", "title"),
        name="title",
        fields=("slug", "title", "title_en"),
        more={"forum": forum_row()},
    ),
    "phat-bieu": folded(
        _("Statements"),
        todays(Quote.objects.published),
        hits.quote_hit,
        through=("", "person__"),
        name="text",
        order="position",
        fields=("text", "language"),
        more={"person": row(slug="person__slug", name="person__name"), "forum": forum_row()},
    ),
    "bang-so-lieu": Kind(
        title=_("Dashboards"),
        records=lambda words, as_of: Dashboard.objects.in_list(),
        order="position",
        fields=("slug", "title", "title_en", "intro"),
        show=hits.named_hit("metrics:dashboard-page", "title"),
        contains=("title", "title_en", "intro"),
    ),
    "phat-hanh": Kind(
        title=_("Releases"),
        records=lambda words, as_of: Release.objects.public(as_of),
        order="-published_at",
        fields=("slug", "title", "title_en", "note", "note_en", "published_at"),
        show=hits.release_hit,
        contains=("title", "title_en", "note", "note_en"),
    ),
    "nguon": folded(_("Sources"), known_sources, hits.source_hit, name="title", fields=SOURCE),
}
