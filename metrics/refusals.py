"""Why something was not done to the record: sentences for the officer, and the status of each."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from metrics.models import Observation, Release
from metrics.ownership import seen_by


class PublishingError(Exception):
    """Nothing was changed; `sentences` tell the officer why, `status` suits the answer."""

    status = HTTPStatus.CONFLICT

    def __init__(self, *sentences: str):
        super().__init__(*sentences)
        self.sentences = list(sentences)


class OwnReleaseError(PublishingError):
    """Whoever prepared a release does not approve it."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(_("You prepared this release, so somebody else must approve it."))


class PastMomentError(PublishingError):
    """A release cannot become public in the past."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(_("This moment has passed. Choose a later one, or publish now."))


class OutdatedFigureError(PublishingError):
    """Somebody else changed the figure meanwhile; `newest` is the version in force now."""

    def __init__(self, newest: Observation):
        super().__init__(_("Somebody changed this figure meanwhile. Compare, then save again."))
        self.newest = newest


class FigureTakenError(PublishingError):
    """Another release that is not public yet holds the same figure: `release`.

    Its title is told to `reader` alone who may look at it; without a reader, to nobody.
    """

    def __init__(self, figure: Observation, release: Release, reader: Any):
        named = {"figure": figure_name(figure), "release": release.title}
        if reader and seen_by(reader, Release).filter(pk=release.pk).exists():
            text = _("%(figure)s is already being changed in the release “%(release)s”.")
        else:
            text = _("%(figure)s is already being changed in another release, not public yet.")
        super().__init__(text % named)
        self.release = release


class CitedElsewhereError(PublishingError):
    """Other releases, `citing`, cite figures of the one that is to be given up.

    Their titles are told to `reader` alone who may look at them; without a reader, to nobody.
    """

    def __init__(self, citing: QuerySet, reader: Any):
        seen = set(seen_by(reader, Release).filter(pk__in=citing) if reader else [])
        sentences = []
        if titles := ", ".join(f"“{each.title}”" for each in citing if each in seen):
            text = _("Figures of it are cited in %(releases)s: take these citations out first.")
            sentences.append(text % {"releases": titles})
        if len(seen) < len(citing):
            sentences.append(
                _(
                    "Figures of it are cited in another release, not public yet. These citations "
                    "must go first: ask an approver."
                )
            )
        super().__init__(*sentences)


def cited_elsewhere() -> str:
    """Return why a figure stays in its draft; the release that cites it may be hidden."""
    return _("Another release, not public yet, cites this figure, so it stays.")


def figure_name(figure: Observation) -> str:
    """Return a figure as the officer knows it: indicator, area, period."""
    return f"{figure.indicator}, {figure.area}, {figure.when}"
