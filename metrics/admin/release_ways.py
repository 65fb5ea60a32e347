"""Where a release's page leads: what comes next, what else may be done, and what stops it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum_portal.numbers import format_number
from metrics.admin.release_pages import StepPage
from metrics.checklist import Checklist
from metrics.models import Release


@dataclass(frozen=True)
class Way:
    """A button of a release's page; `meaning` says what follows from one that stops it.

    One that only leads to another view of the release `is_look`.
    """

    name: str
    text: str
    url: str
    meaning: str = ""
    is_main: bool = False
    is_loss: bool = False
    is_look: bool = False


def ways_on(
    release: Any, pages: list[StepPage], checklist: Checklist | None, may_edit: bool
) -> list[Way]:
    """Return the buttons at the top, one of them the main one; none where nothing comes next.

    `pages` are the steps that are open to who looks; `release` needs `is_public` and
    `figure_count`. What undoes or ends a release is among `stops`.
    """
    ways = [_step(page, release) for page in pages if not page.stands_apart]
    if may_edit and release.state == Release.State.DRAFT:
        ways += _entering(release)
    ways += _looking(release, checklist)
    main = _main(ways, pages, release, checklist)
    marked = [replace(way, is_main=way.name == main) for way in ways]
    return sorted(marked, key=lambda way: not way.is_main)


def stops(release: Release, pages: list[StepPage]) -> list[Way]:
    """Return the steps that undo or end a release, each with what it means."""
    return [_step(page, release) for page in pages if page.stands_apart]


def _step(page: StepPage, release: Release) -> Way:
    called = page.called_for(release)
    url = _url(release, page.name)
    return Way(page.name, str(called.title), url, str(page.meaning), is_loss=page.is_loss)


def _entering(release: Release) -> Iterator[Way]:
    add = reverse("admin:metrics_observation_add")
    yield Way("figure", _("Add a figure"), f"{add}?release={release.pk}")
    yield Way("grid", _("Enter figures in a grid"), _url(release, "grid"))


def _looking(release: Any, checklist: Checklist | None) -> Iterator[Way]:
    count = release.figure_count
    if count:
        text = ngettext("See %(count)s figure", "See %(count)s figures", count)
        if release.is_public:  # this page lists them no more
            text = ngettext(
                "See %(count)s figure in the list", "See %(count)s figures in the list", count
            )
        figures = reverse("admin:metrics_observation_changelist")
        url = f"{figures}?release__id__exact={release.pk}"
        yield _look("figures", text % {"count": format_number(count)}, url)
    if checklist and (count or release.citations.exists()):
        yield _look("preview", _("See it as readers will"), _url(release, "preview"))
    if release.is_public:
        yield _look("site", _("View on site"), release.get_absolute_url())
    yield _look("history", _("History"), _url(release, "history"))


def _look(name: str, text: str, url: str) -> Way:
    return Way(name, text, url, is_look=True)


def _main(ways: list[Way], pages: list[StepPage], release: Any, checklist: Any) -> str:
    """Return the name of what who looks would do next; empty for what was given up."""
    if checklist and checklist.errors:
        wished = ["return", "figures", "figure"] if release.figure_count else ["return", "figure"]
    elif release.published_at:
        wished = []
    else:
        wished = [page.name for page in pages if page.is_main]
    there = {way.name for way in ways}
    return next((name for name in [*wished, "preview", "site"] if name in there), "")


def _url(release: Release, page: str) -> str:
    return reverse(f"admin:metrics_release_{page}", args=[release.pk])
