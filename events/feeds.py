"""The Atom feed of a forum, dated by what became public when, and the RSS feed of all reports."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import records
from events.models import Exhibition, Forum, Report
from events.revisions import forum_revisions
from forum_portal.addresses import reverse
from forum_portal.models import PortalSettings
from forum_portal.prepared import prepared
from forum_portal.words import localized
from metrics.asof import AsOf
from metrics.feed_reading import MOST_ENTRIES
from metrics.feeds import BEFORE_ALL, Feed, add_release, clean, new_feed, urn
from metrics.models import Release
from metrics.versions import Version


@prepared
def followed_forum(slug: str) -> QuerySet[Forum]:
    """Return a published forum with its public reports, and the areas of its exhibitions."""
    exhibitions = Exhibition.objects.filter(forum=OuterRef("pk"), area__isnull=False)
    return (
        Forum.objects.published()
        .filter(slug=slug)
        .annotate(
            exhibition_areas=ArraySubquery(exhibitions.order_by("area").values("area")),
            report_rows=records.report_rows(),
        )
    )


def areas_of(forum: Any) -> list[int]:
    """Return the areas whose figures are the forum's own."""
    return [each for each in (forum.area_id, *forum.exhibition_areas) if each is not None]


def forum_feed(
    forum: Any,
    releases: Iterable[Release],
    changes: Mapping[int, Sequence[Version]],
    portal: PortalSettings | None,
    as_of: AsOf,
) -> str:
    """Return the feed of a forum: releases with its figures, reports of a known day."""
    feed = new_feed(
        localized(forum, "name"),
        _("Figures and reports about this forum."),
        page=forum.get_absolute_url(),
        own=reverse("events:forum-feed", args=[forum.slug]) + as_of.query,
        key=("forum", forum.slug),
        portal=portal,
    )
    entries = _releases(feed, forum, releases, changes) + _reports(feed, forum, as_of)
    for _moment, add in sorted(entries, key=lambda entry: entry[0], reverse=True)[:MOST_ENTRIES]:
        add()
    if not entries:
        feed.since = _last_revision(forum, as_of)
    return feed.writeString("utf-8")


def _last_revision(forum: Any, as_of: AsOf) -> datetime:
    """Return when what is told of a forum itself was changed; never after the day of `as_of`."""
    changed = forum_revisions([forum])[forum.pk].modified
    return min(changed, as_of.moment) if as_of.moment else changed


type Entry = tuple[datetime, Callable[[], None]]


def _releases(
    feed: Feed, forum: Any, releases: Iterable[Any], changes: Mapping[int, Sequence[Version]]
) -> list[Entry]:
    def entry(release: Any) -> Callable[[], None]:
        key = ("release", release.slug, "forum", forum.slug)
        return partial(add_release, feed, release, changes.get(release.pk, []), key)

    return [(each.published_at, entry(each)) for each in releases]


def _reports(feed: Feed, forum: Any, as_of: AsOf) -> list[Entry]:
    """Return the reports that were out by the moment: their own day says when, not an edit."""
    until = as_of.moment or timezone.now()
    dated = [(_published(each), each) for each in forum.report_rows if each.published_on]
    return [
        (moment, partial(_add_report, feed, report, moment))
        for moment, report in dated
        if moment <= until
    ]


def _published(report: Any) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(report.published_on), time.min))


def _add_report(feed: Feed, report: Any, moment: datetime) -> None:
    title = localized(report, "title")
    feed.add_item(
        clean(title),
        settings.PORTAL_ORIGIN + reverse("events:report-page", args=[report.slug]),
        clean(f"<p>{capfirst(str(Report.Kind(report.kind).label))}.</p>"),
        unique_id=urn("report", report.slug),
        pubdate=moment,
        updateddate=moment,
        categories=[report.kind],
    )


class Rss(Rss201rev2Feed):
    """RSS whose date says when the newest report was published; without a dated one, long ago."""

    def latest_post_date(self):
        days = (item["pubdate"] for item in self.items if item["pubdate"])
        return max(days, default=BEFORE_ALL)


@prepared
def newest_reports() -> QuerySet[Report]:
    """Return the newest public reports, with their forums."""
    return Report.objects.published().select_related("forum").newest_first()[:MOST_ENTRIES]


def reports_feed(reports: Iterable[Report], portal: PortalSettings | None) -> str:
    """Return the feed of the reports on all forums; one that bears no day has none here, either."""
    name = localized(portal, "name") if portal else _("Digital transformation portal")
    feed = Rss(
        clean(f"{_('Reports')} – {name}"),
        settings.PORTAL_ORIGIN + reverse("events:report-list"),
        _("Results reports, press releases and documents about the forums."),
        language=get_language(),
        feed_url=settings.PORTAL_ORIGIN + reverse("events:report-feed"),
        feed_copyright=clean(portal.licence) if portal and portal.licence else None,
    )
    for report in reports:
        _add_to_rss(feed, report)
    return feed.writeString("utf-8")


def _add_to_rss(feed: Rss, report: Report) -> None:
    kind = capfirst(report.get_kind_display())
    about = f"{kind}. {localized(report.forum, 'name')}." if report.forum else f"{kind}."
    day = report.published_on
    feed.add_item(
        clean(localized(report, "title")),
        settings.PORTAL_ORIGIN + report.get_absolute_url(),
        clean(about),
        unique_id=urn("report", report.slug),
        unique_id_is_permalink=False,
        pubdate=timezone.make_aware(datetime.combine(day, time.min)) if day else None,
        categories=[kind],
    )
