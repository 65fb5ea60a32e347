"""What the page of one fact shows, made from its public versions and what stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum_portal.numbers import format_number
from forum_portal.templatetags.portal import in_language
from forum_portal.words import date_text, localized
from metrics import badges
from metrics.badges import Badge
from metrics.change import change_sentence
from metrics.citing import disagreeing, other_language, source_name, source_title, unquoted
from metrics.history import figure_history
from metrics.marks import staff_of
from metrics.models import Break, Citation, Observation
from metrics.pairs import Pair, pair
from metrics.periods import Period
from metrics.sentences import answer, cited, target_answer
from metrics.staff import WIDE
from metrics.tiles import previous_figure
from metrics.versions import Version
from metrics.wording import comparator_word, figure_text, unit_noun


@dataclass(frozen=True)
class Known:
    """A line of `partials/facts.html`."""

    term: str
    text: str = ""
    url: str = ""
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True)
class CitedLine:
    """A line of `partials/citations_table.html`."""

    printed: str
    lang: str
    sentence: str
    shape: str
    stance: str
    label: str
    url: str
    locator: str
    original: str
    note: str


def compose(
    versions: Sequence[Version], beside: Sequence[Observation], breaks: Sequence[Break]
) -> dict:
    """Return the variables of a fact's page; `public_citations` of its versions are fetched.

    `beside` are the figures in force of the same indicator and area, of both kinds.
    """
    version = versions[-1]
    figure = version.observation
    observed = [each for each in beside if each.kind == Observation.Kind.OBSERVED]
    targets = [each for each in beside if each.kind == Observation.Kind.TARGET]
    is_target = figure.kind == Observation.Kind.TARGET
    previous = None if is_target else previous_figure(observed, figure)
    return {
        "indicator": figure.indicator,
        "figure": figure,
        "text": figure_text(figure),
        "answer": target_answer(figure) if is_target else answer(figure, previous, breaks),
        "change": None if is_target else change_sentence(previous, figure, breaks),
        "staff": _staff(figure, observed, targets, breaks),
        "known": known(version),
        "citations": [cited_line(each) for each in figure.public_citations],
        "pairs": pairs(figure),
        "cited": cited(figure),
        "history": figure_history(versions),
    }


def _staff(figure, observed, targets, breaks):
    """The staff of an observed figure; of a target, the newest observed one's with its targets."""
    if figure.value is None:
        return None
    if figure.kind == Observation.Kind.OBSERVED:
        goals = [each for each in targets if each.period == figure.period]
        return staff_of(figure, observed, breaks, targets=goals, size=WIDE)
    newest = max(observed, key=lambda each: each.when, default=None)
    if newest is None or newest.value is None:
        return None
    return staff_of(newest, observed, breaks, targets=[figure], size=WIDE)


def pairs(figure: Observation) -> list[Pair]:
    """Return a pair for each source that disagrees; the why is what the editors noted."""
    used = next((each for each in figure.public_citations if not disagreeing([each])), None)
    reason = in_language(used, "note") if used else ""
    return [pair(figure, each, reason) for each in disagreeing(figure.public_citations)]


def known(version: Version) -> list[Known]:
    """Return what is known of a figure, term by term; a version's number comes last."""
    figure, period = version.observation, version.observation.when
    lines = [
        Known(_("Status"), badges=tuple(_badges(version))),
        Known(_("Period"), _span(period)),
        Known(_("Area"), in_language(figure.area, "name")),
        Known(_("Unit"), _unit(figure)),
        Known(_("Comparison"), comparator_word(figure) if figure.value is not None else ""),
        Known(_("Numerator, denominator"), _fraction(figure)),
        Known(_("Plan that sets it"), *_instrument(figure)),
        Known(_("Comment"), in_language(figure, "comment")),
        Known(
            _("Release"),
            f"{localized(figure.release, 'title')}, {date_text(figure.release.published_at)}",
            figure.release.get_absolute_url(),
        ),
        Known(_("Version"), _version(version.number)),
    ]
    return [line for line in lines if line.text or line.badges]


def _badges(version: Version) -> list[badges.Badge]:
    figure = version.observation
    shown = [badges.status_badge(figure)]
    revised = badges.revision_badge(version.number, figure.release)
    if revised:
        shown.append(revised)
    if disagreeing(figure.public_citations):
        shown.append(badges.disagreement_badge())
    return shown


def _span(period: Period) -> str:
    if period.start == period.end:
        return capfirst(str(period))
    return f"{capfirst(str(period))} ({date_text(period.start)}–{date_text(period.end)})"


def _unit(figure: Observation) -> str:
    unit = figure.indicator.unit
    if unit.is_rank:
        if not figure.out_of:
            return _("Rank; the source does not say how many were ranked")
        return _("Rank out of %(places)s") % {"places": figure.out_of}
    return unit.symbol or unit_noun(unit)


def _fraction(figure: Observation) -> str:
    if figure.kind == Observation.Kind.TARGET or not figure.indicator.unit.is_share:
        return ""
    if figure.numerator is None and figure.denominator is None:
        return _("The source does not give them")
    parts = (figure.numerator, figure.denominator)
    return " / ".join("–" if part is None else format_number(part) for part in parts)


def _instrument(figure: Observation) -> tuple[str, str]:
    plan = figure.instrument
    return (source_title(plan), plan.get_absolute_url()) if plan else ("", "")


def _version(number: int) -> str:
    if number == 1:
        return _("1, never changed")
    changes = number - 1
    return ngettext(
        "%(number)s, changed %(changes)s time", "%(number)s, changed %(changes)s times", changes
    ) % {"number": number, "changes": changes}


STANCE_SHAPES = {
    Citation.Stance.DISAGREES: badges.DISAGREES,
    Citation.Stance.ROUNDS: badges.ESTIMATED,
}


def cited_line(citation: Citation) -> CitedLine:
    """Return a citation as the table shows it."""
    stance = Citation.Stance(citation.stance)
    return CitedLine(
        printed=citation.printed,
        lang=other_language(citation.source),
        sentence=unquoted(citation.sentence),
        shape=STANCE_SHAPES.get(stance, badges.PUBLISHED),
        stance=capfirst(citation.get_stance_display()),
        label=source_name(citation.source),
        url=citation.source.get_absolute_url(),
        locator=citation.locator,
        original=citation.original,
        note=in_language(citation, "note"),
    )
