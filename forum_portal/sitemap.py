"""The sitemap: what readers can open, in both languages, dated by what was published.

The page of each single figure is left out: there may be millions, and its indicator's leads there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.models import Appearance, Booth, Exhibition, Forum, Person, Quote, Report, Session
from events.organisations import public_organisations
from forum_portal.addresses import reverse
from forum_portal.pages import public_page
from metrics.models import Area, Citation, Dashboard, Indicator, Observation, Release
from metrics.models.probing import has_any
from metrics.record_reading import public_sources

# In two languages, with the lists, just under 50,000 addresses: the most that a sitemap may have.
MOST_RECORDS = 24_900
# The route, the slug and the moment of a record's page; see `Page`.
type Record = tuple[str, str, datetime | None]
# Pages that are no record's; True where each release changes them.
LISTS = {
    "home": True,
    "metrics:indicator-list": True,
    "metrics:release-list": True,
    "metrics:data-page": True,
    "metrics:dashboard-list": False,
    "metrics:source-list": False,
    "events:forum-list": False,
    "events:comparison": True,
    "events:session-list": False,
    "events:person-list": False,
    "events:organisation-list": False,
    "events:booth-list": False,
    "events:report-list": False,
    "about": False,
    "contact": False,
    "privacy": False,
    "accessibility": False,
}
NEVER = Cast(Value(None), DateTimeField())


@dataclass(frozen=True)
class Page:
    """One page: its address in each language, and when something on it was last published."""

    urls: dict[str, str]
    published_at: datetime | None

    @property
    def lastmod(self) -> str:
        """The moment as W3C writes it; empty where nothing published tells when it changed."""
        if self.published_at is None:
            return ""
        return self.published_at.astimezone(UTC).isoformat(timespec="seconds")


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page but those of single figures."""
    context = {"pages": list(_pages(_records()))}
    return render(request, "sitemap.xml", context, content_type="application/xml")


def _pages(records: Sequence[Record]) -> Iterator[Page]:
    releases = [moment for name, _slug, moment in records if name == "metrics:release-page"]
    newest = max(filter(None, releases), default=None)
    for name, follows_releases in LISTS.items():
        yield Page(_urls(name), newest if follows_releases else None)
    yield _page_of_the_api()
    for name, slug, moment in records:
        yield Page(_urls(name, slug), moment)


def _page_of_the_api() -> Page:
    """Return the page that explains the API, which takes its language as a parameter."""
    address = settings.PORTAL_ORIGIN + reverse("api:page")
    return Page({"vi": address, "en": f"{address}?lang=en"}, None)


def _urls(name: str, *arguments: str) -> dict[str, str]:
    """Return the address in each language; the sitemap itself is asked for in Vietnamese."""
    path = reverse(name, args=arguments)
    return {"vi": settings.PORTAL_ORIGIN + path, "en": f"{settings.PORTAL_ORIGIN}/en{path}"}


def _records() -> list[Record]:
    """Return every public record that has a page, in one query."""
    forums = Forum.objects.published()
    reports = Report.objects.published()
    indicator, source = OuterRef(OuterRef("pk")), OuterRef(OuterRef("pk"))
    first, *others = [
        _rows("events:forum-page", forums),
        _rows("events:forum-results", _with_results()),
        _rows("events:forum-speakers", _with(Appearance.objects.published())),
        _rows("events:forum-exhibition", _with(Exhibition.objects.all())),
        _rows("events:forum-programme", _with(Session.objects.published())),
        _rows("events:session-page", Session.objects.published()),
        _rows("events:person-page", Person.objects.public()),
        _rows("events:organisation-page", public_organisations()),
        _rows("events:booth-page", Booth.objects.published()),
        _rows("events:report-page", reports),
        _rows("metrics:dashboard-page", Dashboard.objects.published()),
        _rows(
            "metrics:indicator-page",
            Indicator.objects.public(),
            _newest(Observation.objects.filter(indicator=indicator)),
        ),
        _rows(
            "metrics:source-page",
            public_sources(None),
            _newest(Citation.objects.filter(source=source)),
        ),
        _rows("metrics:release-page", Release.objects.public(), F("published_at")),
    ]
    rows: QuerySet = first.union(*others, all=True)
    return list(rows.order_by("route", "slug")[:MOST_RECORDS])


def _rows(name: str, records: QuerySet, moment: Any = NEVER) -> QuerySet:
    rows = records.order_by().annotate(route=Value(name), moment=moment)
    return rows.values_list("route", "slug", "moment")


def _with(parts: QuerySet) -> QuerySet[Forum]:
    """Return the forums that have one of `parts`: they have this chapter."""
    return Forum.objects.published().filter(Exists(parts.filter(forum=OuterRef("pk"))))


def _with_results() -> QuerySet[Forum]:
    """Return the forums that have a report, a statement or public figures of their own."""
    told, said = Report.objects.published(), Quote.objects.published()
    own = Area.objects.public()
    of_forum = has_any(own.filter(pk=OuterRef("area")))
    of_exhibition = has_any(own.filter(exhibition__forum=OuterRef("pk")))
    is_told = has_any(told.filter(forum=OuterRef("pk")))
    is_said = has_any(said.filter(forum=OuterRef("pk")))
    return Forum.objects.published().filter(is_told | is_said | of_forum | of_exhibition)


def _newest(held: QuerySet) -> Subquery:
    """Return the moment of the newest public release that holds one of `held`."""
    releases = Release.objects.public().filter(has_any(held.filter(release=OuterRef("pk"))))
    return Subquery(releases.newest_first().values("published_at")[:1])
