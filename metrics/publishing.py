"""Making figures public: a release as a whole, or one correction or withdrawal at once."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from forum_portal.models import User
from forum_portal.text import vietnamese_slug
from metrics.bounds import out_of_bounds
from metrics.clock import PortalNow
from metrics.keeping import keep_citations
from metrics.models import Citation, Observation, Release, Source
from metrics.models.observation import FIGURE_KEY
from metrics.sealing import reseal, seal, wait_for_turn

# What a reader sees of a version; two versions alike in all of it are no change.
SHOWN = ("value", "comparator", "out_of", "numerator", "denominator", "obs_status", "comment")


class PublishingError(Exception):
    """Nothing was made public; `sentences` tell the officer why."""

    def __init__(self, *sentences: str):
        super().__init__(*sentences)
        self.sentences = list(sentences)


class OutdatedFigureError(PublishingError):
    """Somebody else changed the figure meanwhile; `newest` is the version in force now."""

    def __init__(self, newest: Observation):
        super().__init__(_("Somebody changed this figure meanwhile. Compare, then save again."))
        self.newest = newest


@transaction.atomic
def publish(*, release: Release) -> Release:
    """Make a draft or scheduled release public now; PublishingError when it may not be."""
    wait_for_turn()
    locked = Release.objects.with_public_state().select_for_update(of=("self",)).get(pk=release.pk)
    if locked.is_public:
        raise PublishingError(_("This release is public already."))
    problems = release_problems(locked)
    if problems:
        raise PublishingError(*problems)
    return _make_public(locked)


@transaction.atomic
def correct_figure(
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
    """Make a new version of `observation` public at once, in a release of its own; return it.

    The old version and its citations stay as they are; the new one rests on `source`, which only a
    withdrawal may lack, and on copies of the citations `kept` (id → stance). PublishingError when
    nothing changes, OutdatedFigureError when `observation` is not the version in force any more,
    ValidationError when the values break a rule of the figure.
    """
    wait_for_turn()
    newest = version_in_force(observation)
    if newest is None:
        raise PublishingError(_("This figure is not public yet: change it in its draft."))
    if newest.pk != observation.pk:
        raise OutdatedFigureError(newest)
    corrected = Observation(
        **{name: getattr(newest, name) for name in FIGURE_KEY},
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
    _name_correction(release, newest)
    release.save()
    corrected.release = release
    corrected.full_clean()
    corrected.save()
    if source:
        citation = Citation(release=release, observation=corrected, source=source)
        citation.locator, citation.printed, citation.sentence = locator, printed, sentence
        citation.full_clean()
        citation.save()
    keep_citations(newest, corrected, kept)
    _make_public(release)
    return corrected


def withdraw_figure(
    *,
    observation: Observation,
    author: User | None,
    note: str,
    note_en: str = "",
    source: Source | None = None,
    locator: str = "",
) -> Observation:
    """Make public that a figure is taken back, and why; its earlier versions stay readable."""
    return correct_figure(
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


@transaction.atomic
def discard(record: Release | Observation) -> None:
    """Remove a draft with the figures and citations in it; the database refuses what is public."""
    if isinstance(record, Release):
        itself = Release.objects.filter(pk=record.pk)
        itself.not_public().update(published_at=None)
        reseal(itself)  # its seal must not wait for a release that is gone
        record.citations.all().delete()
        record.observations.all().delete()
        record.delete()
    else:
        record.citations.all().delete()
        record.delete()
        reseal(Release.objects.filter(pk=record.release_id))


def release_problems(release: Release) -> list[str]:
    """Return why a release cannot become public, one sentence each; empty when it can."""
    citations = Citation.objects.filter(observation=OuterRef("pk"))
    public = Observation.objects.public().same_figure_as_outer()
    figures = list(
        release.observations.with_labels().annotate(
            has_source=Exists(citations), was_public=Exists(public)
        )
    )
    if not figures:
        return [_("The release holds no figure yet.")]
    problems = []
    without_source = [each for each in figures if not each.has_source]
    if without_source:
        problems.append(_named(without_source, _("No source is given for: %(figures)s.")))
    broken = [each for each in figures if out_of_bounds(each.value, each.indicator.unit)]
    if broken:
        problems.append(_named(broken, _("The value lies outside its unit: %(figures)s.")))
    changed = [each for each in figures if each.was_public]
    if changed and release.reason == Release.Reason.PLANNED:
        text = _("Figures change that are public already; choose the reason why: %(figures)s.")
        problems.append(_named(changed, text))
    if release.reason != Release.Reason.PLANNED and not release.note.strip():
        problems.append(_("Say in the note why figures change; readers see it."))
    return problems


def version_in_force(observation: Observation) -> Observation | None:
    """Return the newest public version of the same figure, withdrawn or not; None before any."""
    key = {name: getattr(observation, name) for name in FIGURE_KEY}
    return Observation.objects.current().filter(**key).with_labels().first()


def _make_public(release: Release) -> Release:
    release.published_at = seal(release, PortalNow())
    Release.objects.filter(pk=release.pk).update(published_at=release.published_at)
    return release


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
        sentences.append(_("Write a sentence that says why the figure changes."))
    if source is None and not corrected.is_withdrawn:
        sentences.append(_("Name the source that the new figure rests on."))
    if sentences:
        raise PublishingError(*sentences)


def _name_correction(release: Release, figure: Observation) -> None:
    """Give the release a title in both languages, and an address numbered over public ones only."""
    is_withdrawal = release.reason == Release.Reason.WITHDRAWAL
    titles = {}
    for language in ("vi", "en"):
        with override(language):
            pattern = _("Withdrawal: %(figure)s") if is_withdrawal else _("Correction: %(figure)s")
            name = figure.indicator.name_en if language == "en" else ""
            text = f"{name or figure.indicator.name}, {figure.when}"
            titles[language] = (pattern % {"figure": text})[:200]
    release.title, release.title_en = titles["vi"], titles["en"]
    stem = vietnamese_slug(release.title)
    earlier = Release.objects.public().filter(slug__startswith=stem)
    count = sum(each == stem or each.startswith(f"{stem}-lan-") for each in _slugs(earlier))
    release.slug = f"{stem}-lan-{count + 1}" if count else stem


def _slugs(releases) -> Iterable[str]:
    return releases.values_list("slug", flat=True)


def _named(figures: list[Observation], pattern: str) -> str:
    """Fill in the first three figures, and how many more there are."""
    names = "; ".join(f"{each.indicator}, {each.area}, {each.when}" for each in figures[:3])
    more = len(figures) - 3
    if more > 0:
        names += " " + ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
    return pattern % {"figures": names}
