"""What stands in the way of a release, and what its author should answer for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.bounds import out_of_bounds
from metrics.jumps import jumps
from metrics.models import Citation, Observation, Release, Source
from metrics.plausibility import (
    contradicts_its_parts,
    counts_a_fraction,
    is_ahead_of_time,
    lies_outside_its_area,
)
from metrics.printed import wrongly_agreeing, wrongly_disagreeing
from metrics.refusals import figure_name
from metrics.rhythm import out_of_rhythm

# What else speaks of figures that are about to be withdrawn: each takes them, and gives warnings.
withdrawal_readers: list[Callable[[list[Observation]], Iterable[str]]] = []

NAMED = 3  # figures that a sentence names before it counts the rest


@dataclass
class Checklist:
    """Sentences: `errors` forbid to submit and to approve, `warnings` ask for a comment."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def check(release: Release) -> Checklist:
    """Return what speaks against making `release` public as it stands now."""
    figures = _figures(release)
    if not figures and not release.citations.exists():
        return Checklist([_("The release holds neither figures nor sources yet.")])
    errors = [
        *_faulty_figures(figures),
        *_unexplained_changes(release, figures),
        *_stray_citations(release),
    ]
    return Checklist(errors, list(_warnings(release, figures)))


def _figures(release: Release) -> list[Any]:
    same = Observation.objects.same_figure_as_outer()
    elsewhere = same.filter(release__in=Release.objects.underway()).exclude(release=release)
    citations = Citation.objects.filter(observation=OuterRef("pk"), release=OuterRef("release"))
    found = citations.exclude(source__in=Source.objects.filter(url=""))
    return list(
        release.observations.with_labels().annotate(
            has_source=Exists(citations),
            can_be_looked_up=Exists(found),
            was_public=Exists(Observation.objects.public().same_figure_as_outer()),
            is_elsewhere=Exists(elsewhere),
        )
    )


def _faulty_figures(figures: list[Any]) -> Iterator[str]:
    faults: list[tuple[Callable[[Any], Any], str]] = [
        (_lacks_source, _("No source is given for: %(figures)s.")),
        (_breaks_bounds, _("The value lies outside its unit: %(figures)s.")),
        (_is_above_whole, _("The numerator lies above the denominator: %(figures)s.")),
        (_takes_nothing_back, _("What was never public cannot be withdrawn: %(figures)s.")),
        (_is_elsewhere, _("Another release that is not public yet holds: %(figures)s.")),
    ]
    for is_faulty, pattern in faults:
        yield from about(filter(is_faulty, figures), pattern)


def _unexplained_changes(release: Release, figures: list[Any]) -> Iterator[str]:
    if release.reason == Release.Reason.PLANNED:
        changed = (each for each in figures if each.was_public)
        text = _("Figures change that are public already; choose the reason why: %(figures)s.")
        yield from about(changed, text)
    elif not release.note.strip():
        yield _("Say in the note why figures change; readers see it.")


def _stray_citations(release: Release) -> Iterator[str]:
    """Citations of figures that are neither in the release nor public: they would stand alone."""
    is_public = Exists(Observation.objects.public().filter(pk=OuterRef("observation")))
    strays = release.citations.exclude(observation__release=release).exclude(is_public)
    strays = strays.select_related("observation__indicator__unit", "observation__area")
    text = _("A source is given here for what is not public yet: %(figures)s.")
    yield from about((each.observation for each in strays), text)


def _warnings(release: Release, figures: list[Any]) -> Iterator[str]:
    yield from about(jumps(figures), _("An unusual jump since the period before: %(figures)s."))
    new = (each for each in figures if not each.was_public)
    for sentence, odd in out_of_rhythm(new).items():
        yield from about(odd, f"{sentence}: %(figures)s.")
    doubts: list[tuple[Callable[[Any], Any], str]] = [
        (
            partial(is_ahead_of_time, today=timezone.localdate()),
            _(
                "The period is not over yet; if these are forecasts, choose that status: "
                "%(figures)s."
            ),
        ),
        (lies_outside_its_area, _("The area had other borders in the whole period: %(figures)s.")),
        (
            contradicts_its_parts,
            _("The value is not what numerator and denominator give: %(figures)s."),
        ),
        (counts_a_fraction, _("A count is not a whole number: %(figures)s.")),
        (_cannot_be_looked_up, _("The source has no address to look it up: %(figures)s.")),
    ]
    for is_doubtful, pattern in doubts:
        yield from about(filter(is_doubtful, figures), pattern)
    yield from _misjudged_sources(release)
    yield from _reason_and_withdrawals(release, figures)
    if gone := [each for each in figures if each.is_withdrawn]:
        for read in withdrawal_readers:
            yield from read(gone)


def _misjudged_sources(release: Release) -> Iterator[str]:
    """Sources whose printed number is not what their citation says; a taken back value leaves some.

    Readers are told that sources differ by what the citation says alone.
    """
    citations = release.citations.exclude(printed="").order_by("observation", "position", "pk")
    known = list(citations.select_related("observation__indicator__unit", "observation__area"))
    for wrong, pattern in (
        (
            wrongly_disagreeing(known),
            _("A source is marked as saying something else, but prints this number: %(figures)s."),
        ),
        (
            wrongly_agreeing(known),
            _("A source is marked as stating the figure, but prints another: %(figures)s."),
        ),
    ):
        yield from about(
            {each.observation_id: each.observation for each in wrong}.values(), pattern
        )


def _reason_and_withdrawals(release: Release, figures: list[Any]) -> Iterator[str]:
    """The reason that readers see beside each figure must suit what happens to it."""
    if release.reason == Release.Reason.WITHDRAWAL:
        kept = (each for each in figures if not each.is_withdrawn)
        yield from about(kept, _("The reason is a withdrawal, but these stay: %(figures)s."))
    else:
        gone = (each for each in figures if each.is_withdrawn)
        yield from about(gone, _("These are withdrawn, the reason is another: %(figures)s."))


def _lacks_source(figure: Any) -> bool:
    return not (figure.has_source or figure.is_withdrawn)


def _cannot_be_looked_up(figure: Any) -> bool:
    return figure.has_source and not figure.can_be_looked_up


def _breaks_bounds(figure: Observation) -> bool:
    return bool(out_of_bounds(figure.value, figure.indicator.unit))


def _is_above_whole(figure: Observation) -> bool:
    if figure.numerator is None or figure.denominator is None:
        return False
    return figure.indicator.unit.is_share and figure.numerator > figure.denominator


def _takes_nothing_back(figure: Any) -> bool:
    return figure.is_withdrawn and not figure.was_public


def _is_elsewhere(figure: Any) -> bool:
    return figure.is_elsewhere


def about(figures: Iterable[Observation], pattern: str) -> Iterator[str]:
    """Fill in the first figures and how many more there are; nothing where there is none.

    `pattern` has a place for them, `%(figures)s`.
    """
    every = list(figures)
    if not every:
        return
    names = "; ".join(map(figure_name, every[:NAMED]))
    more = len(every) - NAMED
    if more > 0:
        names += " " + ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
    yield pattern % {"figures": names}
