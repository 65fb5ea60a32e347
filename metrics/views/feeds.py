"""Atom feeds, for those who follow what changes."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from forum_portal.models import PortalSettings
from forum_portal.pages import found_or_404, public_page
from metrics import feeds
from metrics.asof import AsOf
from metrics.feed_reading import changes_of, newest_releases, public_indicator


@public_page
def release_feed(request: HttpRequest) -> HttpResponse:
    """The newest releases with what each one changed."""
    as_of = AsOf.from_query(request.GET)
    releases = newest_releases(as_of.moment, None)
    changes = changes_of(releases, as_of.moment)
    portal = PortalSettings.objects.first()
    return atom(feeds.releases_feed(releases, changes, portal, as_of))


@public_page
def indicator_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest changes of one indicator."""
    as_of = AsOf.from_query(request.GET)
    indicator = found_or_404(
        public_indicator.first(slug, as_of.moment),
        gettext_lazy("There is no indicator with published figures at this address."),
    )
    releases = newest_releases(as_of.moment, indicator.pk)
    changes = changes_of(releases, as_of.moment)
    portal = PortalSettings.objects.first()
    return atom(feeds.indicator_feed(indicator, releases, changes, portal, as_of))


def atom(text: str) -> HttpResponse:
    """Return the answer with a feed."""
    return HttpResponse(text, content_type=feeds.Feed.content_type)
