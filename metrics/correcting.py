"""Corrections and withdrawals: a new version of one figure, sent for approval."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext as _

from forum_portal.models import User
from metrics.bounds import out_of_bounds
from metrics.correction_names import name_correction
from metrics.keeping import keep_citations
from metrics.lifecycle import step, submit
from metrics.models import Citation, Observation, Release, ReleaseStep, Source
from metrics.models.observation import FIGURE_KEY
from metrics.refusals import FigureTakenError, OutdatedFigureError, PublishingError
from metrics.sealing import wait_for_turn

# What a reader sees of a version; two versions alike in all of it are no change.
SHOWN = ("value", "comparator", "out_of", "numerator", "denominator", "obs_status", "comment")


@transaction.atomic
def propose_correction(
    *,
    observation: Observation,
    author: User | None,
    value: Decimal | None,
    comparator: str,
    obs_status: str,
    reason: str,
    note: str,
    source: Source | None,
    locator: str = "",
    printed: str = "",
    sentence: str = "",
    out_of: int | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    comment: str = "",
    note_en: str = "",
    kept: Mapping[int, str] = MappingProxyType({}),
) -> Observation:
    """Write a new version of `observation` in a release of its own, sent for approval; return it.

    The public version and its citations stay as they are; the new one rests on `source`, which only
    a withdrawal may lack, and on copies of the citations `kept` (id → stance). PublishingError when
    nothing changes, OutdatedFigureError when `observation` is not the version in force any more,
    FigureTakenError when another release is changing it already, ValidationError when the values
    break a rule of the figure.
    """
    wait_for_turn()
    newest = _version_to_correct(observation, author)
    corrected = Observation(
        **figure_key(newest),
        value=value,
        comparator=comparator,
        out_of=out_of,
        numerator=numerator,
        denominator=denominator,
        obs_status=obs_status,
        comment=comment,
        comment_en=newest.comment_en if comment == newest.comment else "",
    )
    _require_change(corrected, newest, reason)
    _require_ground(corrected, note, source)
    release = Release(reason=reason, note=note, note_en=note_en, author=author)
    name_correction(release, newest)
    release.full_clean()
    release.save()
    step(release, ReleaseStep.Action.CREATED, author)
    corrected.release = release
    corrected.full_clean()
    corrected.save()
    if source:
        citation = Citation(release=release, observation=corrected, source=source)
        citation.locator, citation.printed, citation.sentence = locator, printed, sentence
        citation.full_clean()
        citation.save()
    keep_citations(newest, corrected, kept)
    corrected.release = submit(release=release, by=author, comment=note)
    return corrected


def propose_withdrawal(
    *,
    observation: Observation,
    author: User | None,
    note: str,
    note_en: str = "",
    source: Source | None = None,
    locator: str = "",
) -> Observation:
    """Propose that a figure is taken back, and why; its earlier versions stay readable.

    Return the version that withdraws it, in a release of its own sent for approval. It is refused
    with the errors of `propose_correction`.
    """
    return propose_correction(
        observation=observation,
        author=author,
        value=None,
        comparator=Observation.Comparator.EQ,
        obs_status=Observation.Status.WITHDRAWN,
        reason=Release.Reason.WITHDRAWAL,
        note=note,
        note_en=note_en,
        source=source,
        locator=locator,
    )


def figure_key(observation: Observation) -> dict:
    """Return what makes two observations versions of one figure, as arguments of a filter."""
    return {name: getattr(observation, name) for name in FIGURE_KEY}


def version_in_force(observation: Observation) -> Observation | None:
    """Return the newest public version of the same figure, withdrawn or not; None before any."""
    current = Observation.objects.current().filter(**figure_key(observation))
    return current.with_labels().first()


def version_underway(observation: Observation) -> Observation | None:
    """Return the version of the same figure in a release not public yet, other than its own."""
    versions = Observation.objects.filter(**figure_key(observation))
    underway = versions.filter(release__in=Release.objects.underway())
    others = underway.exclude(release=observation.release_id).exclude(pk=observation.pk)
    return others.with_labels().first()


def _version_to_correct(observation: Observation, author: User | None) -> Observation:
    newest = version_in_force(observation)
    if newest is None:
        raise PublishingError(_("This figure is not public yet: change it in its draft."))
    if newest.pk != observation.pk:
        raise OutdatedFigureError(newest)
    taken = version_underway(newest)
    if taken:
        raise FigureTakenError(taken, taken.release, author)
    return newest


def _require_change(corrected: Observation, newest: Observation, reason: str) -> None:
    is_same = all(getattr(corrected, name) == getattr(newest, name) for name in SHOWN)
    if is_same and reason != Release.Reason.SOURCE_REPLACED:
        raise PublishingError(
            _("Nothing differs from what is public. Change the value or its status.")
        )


def _require_ground(corrected: Observation, note: str, source: Source | None) -> None:
    sentences = []
    if bound := out_of_bounds(corrected.value, corrected.indicator.unit):
        sentences.append(bound)
    if not note.strip():
        sentences.append(
            _("Write a sentence that says why the figure is withdrawn.")
            if corrected.is_withdrawn
            else _("Write a sentence that says why the figure changes.")
        )
    if source is None and not corrected.is_withdrawn:
        sentences.append(_("Name the source that the new figure rests on."))
    if sentences:
        raise PublishingError(*sentences)
