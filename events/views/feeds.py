"""The Atom feeds of forums, and the RSS feed of reports."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from events.feeds import Rss, areas_of, followed_forum, forum_feed, newest_reports, reports_feed
from forum_portal.models import PortalSettings
from forum_portal.pages import found_or_404, public_page
from metrics.asof import AsOf
from metrics.feed_reading import changes_of, newest_releases_about
from metrics.views.feeds import atom


@public_page
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What became public about one forum, the newest first."""
    as_of = AsOf.from_query(request.GET)
    forum = found_or_404(
        followed_forum.first(slug), gettext_lazy("There is no forum at this address.")
    )
    releases = newest_releases_about(as_of.moment, areas_of(forum))
    changes = changes_of(releases, as_of.moment)
    return atom(forum_feed(forum, releases, changes, PortalSettings.objects.first(), as_of))


@public_page
def report_feed(request: HttpRequest) -> HttpResponse:
    """The newest reports on all forums; texts do not travel in time, as on their list."""
    text = reports_feed(newest_reports(), PortalSettings.objects.first())
    return HttpResponse(text, content_type=Rss.content_type)
