"""What the search looks through: which records of each kind are public, and in what order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Left, Replace
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.models import Booth, Exhibition, Forum, Person, Quote, Report, Session, Solution
from events.organisations import public_organisations
from events.records import FORUM, ORGANISATION, SOURCE, forum_row
from events.rows import row
from forum_portal import search_hits as hits
from forum_portal.accents import accented_words
from forum_portal.matching import Word
from forum_portal.search_figures import (
    FIGURE,
    asks_for_number,
    figure_parts,
    figures_with_number,
)
from forum_portal.search_hits import Hit
from forum_portal.search_marks import Marker
from forum_portal.spellings import bare_words, spellings
from forum_portal.text import fold
from metrics.models import Dashboard, Indicator, Observation, Release
from metrics.record_reading import public_sources

LONGEST_TEXT = 8000  # signs of a text that are looked through for an excerpt


@dataclass(frozen=True)
class Kind:
    """A kind of record: which of them match, in what order they stand, how a hit is shown.

    `public` are those public at a moment; only figures travel in time, texts are today's. Hits
    whose field `name` has the very words come first; `texts` are those that excerpts are taken of.
    The few records of a kind without an index are read whole and matched by `contains`, figures are
    found `with_words`. `is_asked` tells whether a question is for the kind.
    """

    title: Promise
    public: Callable[[datetime | None], QuerySet]
    order: Any
    fields: tuple[str, ...]
    show: Callable[[Any, Marker], Hit]
    name: str = "name"
    texts: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    contains: tuple[str, ...] = ()
    is_said: bool = False  # found by who said it, too
    are_few: bool = False  # so that names need not be looked for first
    with_words: Callable[[Iterable[Word], datetime | None], QuerySet] | None = None
    is_asked: Callable[[str], bool] = bool
    on_day: Callable[[date], Q] | None = None  # found by a day that is typed, too

    @property
    def is_indexed(self) -> bool:
        """Tell whether there is an index of words."""
        return not self.contains and self.with_words is None

    def matches(self, found: Any, text: str) -> bool:
        """Tell whether a row holds every word; true where the database has seen to it."""
        held = " ".join(getattr(found, name) for name in self.contains)
        return not self.contains or (
            all(any(way in fold(held) for way in spellings(each)) for each in bare_words(text))
            and all(
                set(spellings(each)) & set(accented_words(held)) for each in accented_words(text)
            )
        )

    def is_meant(self, found: Any, mark: Marker) -> bool:
        """Tell whether a row is called by every word, or has them side by side in a text.

        A figure has them, or it is not found.
        """
        names = (self.name, f"{self.name}_en", "short_name")
        return (
            self.with_words is not None
            or any(mark.has_all(getattr(found, each, "")) for each in names)
            or any(mark.has_together(getattr(found, each)) for each in self.texts)
        )

    def excerpt(self, found: Any, mark: Marker) -> str:
        """Return the line of its texts in which most words stand; "" where the name has them."""
        if not self.texts or mark.has_all(getattr(found, self.name)):
            return ""
        lines = (mark.excerpt(getattr(found, each)) for each in texts_in_language(self.texts))
        return next(filter(None, lines), "")


def texts_in_language(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the fields, those in the reader's language first."""
    is_english = get_language() == "en"
    return tuple(sorted(texts, key=lambda name: name.endswith("_en") != is_english))


def todays(published: Callable[[], QuerySet]) -> Callable[[datetime | None], QuerySet]:
    """Return the records that are published today, whatever moment is asked for."""
    return lambda as_of: published()


def took_place(day: date) -> Q:
    """Return the condition that a forum was held on a day."""
    last = Q(date_end__gte=day) | Q(date_end__isnull=True, date_start=day)
    return Q(date_start__lte=day) & last


def long_text(*names: str) -> dict[str, Any]:
    """Return the beginnings of texts, for excerpts; the rest of a very long one is not shown."""
    return {name: Left(name, LONGEST_TEXT) for name in names}


def list_text(*names: str) -> dict[str, Any]:
    """Return texts of one item a line, for excerpts in one line."""
    return {name: Replace(name, Value("\n"), Value(" · ")) for name in names}


KINDS = {
    "so-lieu": Kind(
        title=_("Figures"),
        public=Observation.objects.in_force,
        order="-period_end",
        fields=FIGURE,
        more=figure_parts(),
        show=hits.figure_hit,
        with_words=figures_with_number,
        is_asked=asks_for_number,
    ),
    "chi-so": Kind(
        title=_("Indicators"),
        public=Indicator.objects.public,
        order="sort_key",
        fields=("slug", "name", "name_en"),
        more=long_text("definition"),
        texts=("definition",),
        are_few=True,
        show=hits.named_hit("metrics:indicator-page"),
    ),
    "dien-dan": Kind(
        title=_("Forums and events"),
        public=todays(Forum.objects.published),
        order=F("year").desc(nulls_last=True),
        fields=(*FORUM, "theme", "theme_en"),
        more=list_text("sectors", "sectors_en"),
        texts=("sectors", "sectors_en"),
        are_few=True,
        on_day=took_place,
        show=hits.forum_hit,
    ),
    "phien": Kind(
        title=_("Sessions"),
        public=todays(Session.objects.published),
        order="sort_key",
        name="title",
        fields=("slug", "title", "title_en", "state"),
        more={"forum": forum_row(), **long_text("abstract")},
        texts=("abstract",),
        show=hits.session_hit,
    ),
    "nguoi": Kind(
        title=_("People"),
        public=todays(Person.objects.public),
        order="sort_key",
        fields=("slug", "name"),
        show=hits.person_hit,
    ),
    "to-chuc": Kind(
        title=_("Organisations"),
        public=todays(public_organisations),
        order="sort_key",
        fields=ORGANISATION,
        are_few=True,
        show=hits.organisation_hit,
    ),
    "trien-lam": Kind(
        title=_("Exhibitions"),
        public=todays(Exhibition.objects.published),
        order="sort_key",
        name="title",
        fields=("title", "title_en", "theme"),
        more={"forum": forum_row()},
        texts=("theme",),
        are_few=True,
        show=hits.exhibition_hit,
    ),
    "gian-hang": Kind(
        title=_("Booths"),
        public=todays(Booth.objects.published),
        order="sort_key",
        fields=("slug", "name"),
        more={"forum": forum_row("exhibition__forum__"), **long_text("showed")},
        texts=("showed",),
        show=hits.booth_hit,
    ),
    "giai-phap": Kind(
        title=_("Solutions"),
        public=todays(Solution.objects.published),
        order="sort_key",
        fields=("name", "name_en"),
        more={"forum": forum_row(), "booth": row(slug="booth__slug"), **long_text("description")},
        texts=("description",),
        show=hits.solution_hit,
    ),
    "bao-cao": Kind(
        title=_("Reports"),
        public=todays(Report.objects.published),
        order="sort_key",
        name="title",
        fields=("slug", "title", "title_en"),
        more={"forum": forum_row(), **long_text("body")},
        texts=("body",),
        show=hits.forum_part_hit("events:report-page", "title"),
    ),
    "phat-bieu": Kind(
        title=_("Statements"),
        public=todays(Quote.objects.published),
        order="position",
        name="text",
        fields=("text", "language"),
        more={"person": row(slug="person__slug", name="person__name"), "forum": forum_row()},
        is_said=True,
        show=hits.quote_hit,
    ),
    "bang-so-lieu": Kind(
        title=_("Dashboards"),
        public=todays(Dashboard.objects.in_list),
        order="position",
        name="title",
        fields=("slug", "title", "title_en", "intro"),
        texts=("intro",),
        show=hits.named_hit("metrics:dashboard-page", "title"),
        contains=("title", "title_en", "intro"),
    ),
    "phat-hanh": Kind(
        title=_("Releases"),
        public=Release.objects.public,
        order="-published_at",
        name="title",
        fields=("slug", "title", "title_en", "note", "note_en", "published_at"),
        texts=("note", "note_en"),
        show=hits.release_hit,
        contains=("title", "title_en", "note", "note_en"),
    ),
    "nguon": Kind(
        title=_("Sources"),
        public=public_sources,
        order="sort_key",
        name="title",
        fields=SOURCE,
        are_few=True,
        show=hits.source_hit,
    ),
}
