"""Atom feeds of releases: what each one added, revised or withdrew, dated by its publication."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum_portal.addresses import reverse
from forum_portal.models import PortalSettings
from forum_portal.words import localized
from metrics.asof import AsOf
from metrics.history import change_row, difference_clause
from metrics.models import Indicator, Release
from metrics.record_reading import MOST_COUNTED
from metrics.versions import Version

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Feed(Atom1Feed):
    """Atom whose date says when something was published, never when it was asked for."""

    since = BEFORE_ALL  # the date of one without entries

    def latest_post_date(self):
        return max((item["pubdate"] for item in self.items), default=self.since)


@dataclass(frozen=True)
class ChangeInWords:
    """One line of an entry: "…: 90,7% → 91%", and the difference where it can be told."""

    name: str
    area: str
    url: str
    text: str
    difference: str


def urn(*key: str) -> str:
    """Return the id of what a natural key names: it outlives addresses, names and databases."""
    return uuid5(NAMESPACE_URL, "/".join(key)).urn


def releases_feed(
    releases: Iterable[Release],
    changes: Mapping[int, Sequence[Version]],
    portal: PortalSettings | None,
    as_of: AsOf,
) -> str:
    """Return the feed of all releases, the newest first; see `feed_reading` for what goes in."""
    feed = new_feed(
        _("Releases"),
        _("What became public together, when and why."),
        page=reverse("metrics:release-list"),
        own=reverse("metrics:release-feed") + as_of.query,
        key=("releases",),
        portal=portal,
    )
    for release in releases:
        add_release(feed, release, changes.get(release.pk, []), ("release", release.slug))
    return feed.writeString("utf-8")


def indicator_feed(
    indicator: Indicator,
    releases: Iterable[Release],
    changes: Mapping[int, Sequence[Version]],
    portal: PortalSettings | None,
    as_of: AsOf,
) -> str:
    """Return the feed of the releases that touched one indicator, the newest first."""
    name = localized(indicator, "name")
    feed = new_feed(
        name,
        _("What was added, revised or withdrawn."),
        page=indicator.get_absolute_url(),
        own=reverse("metrics:indicator-feed", args=[indicator.slug]) + as_of.query,
        key=("indicator", indicator.code),
        portal=portal,
    )
    for release in releases:
        key = ("release", release.slug, "indicator", indicator.code)
        prefix = "" if name in localized(release, "title") else f"{name}: "
        add_release(feed, release, changes.get(release.pk, []), key, prefix=prefix)
    return feed.writeString("utf-8")


def new_feed(
    title: str, subtitle: str, *, page: str, own: str, key: tuple, portal: PortalSettings | None
) -> Feed:
    """Return an empty feed; `page` and `own` are the paths of what it tells of and of itself."""
    language = get_language() or "vi"
    name = localized(portal, "name") if portal else _("Digital transformation portal")
    return Feed(
        clean(f"{title} – {name}"),
        settings.PORTAL_ORIGIN + page,
        "",
        language=language,
        subtitle=subtitle,
        author_name=clean((portal and portal.responsible_body) or name),
        feed_url=settings.PORTAL_ORIGIN + own,
        feed_guid=urn(*key, language),
        feed_copyright=clean(portal.licence) if portal and portal.licence else None,
    )


def add_release(
    feed: Feed, release: Any, versions: Sequence[Version], key: tuple, prefix: str = ""
) -> None:
    """Add a release with what it changed; `key` names it within this feed for ever."""
    feed.add_item(
        clean(prefix + localized(release, "title")),
        settings.PORTAL_ORIGIN + release.get_absolute_url(),
        clean(_summary(release, versions)),
        unique_id=urn(*key),
        pubdate=release.published_at,
        updateddate=release.published_at,
        categories=[release.reason],
    )


def _summary(release: Any, versions: Sequence[Version]) -> str:
    """Return an entry in HTML: the reason, the note, and each change in words."""
    return render_to_string(
        "metrics/_feed_entry.html",
        {
            "reason": capfirst(release.get_reason_display()),
            "release": release,
            "changes": [change_in_words(each) for each in versions],
            "more": min(release.figures, MOST_COUNTED) - len(versions),
            "is_uncounted": release.figures > MOST_COUNTED,
            "url": settings.PORTAL_ORIGIN + release.get_absolute_url(),
        },
    )


def change_in_words(version: Version) -> ChangeInWords:
    """Return what a version did to its figure; needs its labels and those of the previous one."""
    row = change_row(version)
    figure = version.observation
    if version.previous and version.previous.is_withdrawn:
        text = _("published again: %(new)s") % {"new": row.new}
    elif figure.is_withdrawn:
        text = _("withdrawn; it was %(old)s") % {"old": row.old}
    elif version.is_first:
        text = _("first published: %(new)s") % {"new": row.new}
    else:
        text = _("revised from %(old)s to %(new)s") % {"old": row.old, "new": row.new}
    is_target = figure.kind == figure.Kind.TARGET
    return ChangeInWords(
        name=_("%(name)s (target)") % {"name": row.name} if is_target else row.name,
        area=localized(figure.area, "name"),
        url=settings.PORTAL_ORIGIN + row.url,
        text=text,
        difference=difference_clause(version),
    )


def clean(text: str) -> str:
    """Return the text without the characters that no XML can hold."""
    return NOT_IN_XML.sub("", text)
