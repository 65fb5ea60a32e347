"""Status as a shape and a word, as `metrics.templatetags.badges` draws it."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from metrics.models import Observation, Release

PUBLISHED = "published"
ESTIMATED = "estimated"
PRELIMINARY = "preliminary"
TARGET = "target"
DISAGREES = "disagrees"
BREAK = "break"
WITHDRAWN = "withdrawn"
MISSING = "missing"
CORRECTED = "corrected"

_SHAPES = {
    Observation.Status.NORMAL: PUBLISHED,
    Observation.Status.PROVISIONAL: PRELIMINARY,
    Observation.Status.WITHDRAWN: WITHDRAWN,
    **dict.fromkeys(
        (
            Observation.Status.MISSING,
            Observation.Status.NOT_COLLECTED,
            Observation.Status.CANNOT_EXIST,
            Observation.Status.SUPPRESSED,
        ),
        MISSING,
    ),
}


@dataclass(frozen=True)
class Badge:
    """A shape of `partials/symbols.html` and its word."""

    shape: str
    text: str


def status_badge(observation: Observation) -> Badge:
    """Return how sure a figure is; a target says that it is one instead."""
    if observation.kind == Observation.Kind.TARGET and not observation.is_withdrawn:
        return Badge(TARGET, _("Target"))
    status = Observation.Status(observation.obs_status)
    return Badge(_SHAPES.get(status, ESTIMATED), capfirst(str(status.label)))


def remarkable(observation: Observation) -> Badge | None:
    """Return the status of a figure that is not simply published, to stand at the figure itself."""
    badge = status_badge(observation)
    return None if badge.shape == PUBLISHED else badge


def revision_badge(revision: int, release: Release) -> Badge | None:
    """Return what a version after the first is; None for a first version."""
    if revision < 2:
        return None
    if release.reason == Release.Reason.ERROR_CORRECTION:
        return Badge(CORRECTED, _("Corrected"))
    return Badge(CORRECTED, capfirst(release.get_reason_display()))


def disagreement_badge() -> Badge:
    """Return the sign that another source prints another number."""
    return Badge(DISAGREES, _("Sources differ"))


def break_badge() -> Badge:
    """Return the sign that a series stops being comparable here."""
    return Badge(BREAK, _("Break in the series"))
