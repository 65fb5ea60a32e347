"""How far it is to a target, by one rule that readers see with what goes into it.

Progress = (newest − baseline) / (target − baseline). The baseline is the last comparable figure of
a period that had ended when the plan was issued; without one, or without the plan's date, the
oldest comparable figure. Comparable are exact figures of the target's indicator, area and kind of
period, on one scale and one side of every break; none counts that lies after the target's period.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import Enum, auto

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from forum_portal.numbers import format_number
from metrics.change import barrier, is_exact
from metrics.models import Break, Indicator, Observation
from metrics.series import MOST_OF_SERIES
from metrics.wording import figure_in_sentence, value_of

Comparator = Observation.Comparator
Direction = Indicator.Direction


class State(Enum):
    """What can be told of a target."""

    NO_FIGURE = auto()
    NOT_COMPARABLE = auto()  # a newest figure there is, on another scale or across a break
    INEXACT = auto()  # the newest figure is a bound, and does not surely meet the target
    MET = auto()
    MET_BEFORE = auto()  # the baseline met it already
    NO_LONGER_MET = auto()  # the baseline met it, the newest figure does not
    TOO_FEW = auto()  # no figure besides the one to start from
    NO_DISTANCE = auto()  # the baseline lies on the target, which asks for more
    UNDER_WAY = auto()
    AWAY = auto()  # further from it than at the baseline
    NOT_READ = auto()  # it would take figures older than those that were read


@dataclass(frozen=True)
class Progress:
    """What the rule gives for a target; `share` of the way is 1 for the whole, None if unknown.

    `is_final` says that the newest figure is that of the target's own period, `is_over` that this
    period has passed without one.
    """

    state: State
    target: Observation
    newest: Observation | None = None
    baseline: Observation | None = None
    share: Decimal | None = None
    reason: str = ""
    is_final: bool = False
    is_over: bool = False


@dataclass(frozen=True)
class ProgressText:
    """A sentence without its full stop; a computed one carries the sign of a computed number."""

    sentence: str
    is_computed: bool = False


def progress_to(
    target: Observation,
    observed: Iterable[Observation],
    breaks: Sequence[Break],
    today: date | None = None,
    most: int = MOST_OF_SERIES,
) -> Progress:
    """Return the progress to a target that has a value; without `today` none is over.

    `observed` may hold any figures in force; needs their indicators with units, and `instrument`.
    Of the target's series it holds the newest `most`, and whatever older ones.
    """
    series = sorted(
        (each for each in observed if _is_alike(each, target)), key=lambda each: each.when
    )[-most:]
    is_whole = len(series) < most
    line = [each for each in series if _concerns(each, target)]
    if not line:
        if not is_whole:
            return Progress(State.NOT_READ, target)
        is_over = today is not None and today > target.period_end
        return Progress(State.NO_FIGURE, target, is_over=is_over)
    newest = line[-1]
    is_final = newest.period == target.period
    is_over = today is not None and today > target.period_end and not is_final
    reason = _obstacle(newest, target, breaks)
    if reason:
        return Progress(State.NOT_COMPARABLE, target, newest, reason=reason, is_over=is_over)
    comparable = [each for each in line if is_exact(each) and not barrier(each, newest, breaks)]
    baseline = _baseline(target, comparable, is_whole=is_whole)
    baseline = None if baseline is newest else baseline
    state, share = _judge(target, baseline, newest)
    if state is State.TOO_FEW and not is_whole:
        state = State.NOT_READ
    return Progress(
        state, target, newest, baseline, share=share, is_final=is_final, is_over=is_over
    )


def _is_alike(figure: Observation, target: Observation) -> bool:
    same = ("indicator_id", "area_id", "frequency")
    return figure.kind == Observation.Kind.OBSERVED and all(
        getattr(figure, name) == getattr(target, name) for name in same
    )


def _concerns(figure: Observation, target: Observation) -> bool:
    return (
        figure.value is not None
        and not figure.is_withdrawn
        and figure.period_end <= target.period_end
    )


def _obstacle(newest: Observation, target: Observation, breaks: Sequence[Break]) -> str:
    """Return why the newest figure says nothing of the target; empty when it does."""
    if target.indicator.unit.is_rank and not target.out_of:
        return _("the plan does not say how many are ranked")
    return barrier(newest, target, breaks)


def _baseline(
    target: Observation, comparable: Sequence[Observation], *, is_whole: bool
) -> Observation | None:
    """Return the figure to start from; None where it may be older than all that were read."""
    plan = target.instrument
    issued = (plan.effective_on or plan.published_on) if plan else None
    before = [each for each in comparable if issued and each.period_end < issued]
    if before:
        return before[-1]
    return next(iter(comparable), None) if is_whole else None


def _judge(
    target: Observation, baseline: Observation | None, newest: Observation
) -> tuple[State, Decimal | None]:
    way = direction_of(target, baseline)
    was_met = baseline is not None and meets(baseline, target, way)
    if meets(newest, target, way):
        return (State.MET_BEFORE if was_met else State.MET), None
    if not is_exact(newest):
        return State.INEXACT, None
    if baseline is None:
        return State.TOO_FEW, None
    if was_met:
        return State.NO_LONGER_MET, None
    distance = value_of(target) - value_of(baseline)
    if distance == 0:
        return State.NO_DISTANCE, None
    share = (value_of(newest) - value_of(baseline)) / distance
    return (State.AWAY if share < 0 else State.UNDER_WAY), share


def meets(figure: Observation, target: Observation, way: Direction) -> bool:
    """Tell whether a figure surely reaches a target that lies this way."""
    value, aim = value_of(figure), value_of(target)
    if way == Direction.UP:
        is_sure = is_exact(figure) or figure.comparator in (Comparator.GE, Comparator.GT)
        return is_sure and (value > aim if target.comparator == Comparator.GT else value >= aim)
    if way == Direction.DOWN:
        is_sure = is_exact(figure) or figure.comparator in (Comparator.LE, Comparator.LT)
        return is_sure and (value < aim if target.comparator == Comparator.LT else value <= aim)
    return is_exact(figure) and value == aim


def direction_of(target: Observation, baseline: Observation | None) -> Direction:
    """Return which way a target lies: by its comparison, by what is good, or from the baseline."""
    if target.comparator in (Comparator.GE, Comparator.GT):
        return Direction.UP
    if target.comparator == Comparator.LE or target.indicator.unit.is_rank:
        return Direction.DOWN
    good = Direction(target.indicator.direction)
    if good != Direction.NONE or baseline is None or value_of(baseline) == value_of(target):
        return good
    return Direction.UP if value_of(target) > value_of(baseline) else Direction.DOWN


def rule() -> str:
    """Return the rule as readers see it."""
    return _(
        "Progress = (newest − baseline) ÷ (target − baseline). The baseline is the last comparable "
        "figure before the plan was issued or, where there is none, the oldest."
    )


def progress_text(progress: Progress) -> ProgressText:
    """Return what can be told of a target, with the figures that it rests on."""
    over = _("The target’s period has passed without a figure of its own")
    if progress.is_over and progress.state is State.NO_FIGURE:
        return ProgressText(over)
    clause = _clause(progress)
    sentence = f"{clause}. {over}" if progress.is_over else clause
    return ProgressText(sentence, is_computed=progress.share is not None)


def _clause(progress: Progress) -> str:
    words = {"target": figure_in_sentence(progress.target), "reason": progress.reason}
    for name in ("newest", "baseline"):
        figure = getattr(progress, name)
        if figure is not None:
            words[name] = _dated(figure)
    match progress.state:
        case State.NO_FIGURE:
            return _("No figure can be compared with it yet")
        case State.NOT_COMPARABLE:
            return _("Not comparable with %(newest)s: %(reason)s") % words
        case State.INEXACT:
            return _("It was %(newest)s; no progress is computed from an inexact figure") % words
        case State.MET:
            return _reached(progress, words)
        case State.MET_BEFORE:
            also = _("so had the baseline: %(baseline)s") % words
            return f"{_reached(progress, words)}; {also}"
        case State.NO_LONGER_MET:
            once = _("the baseline had reached it: %(baseline)s") % words
            return f"{_missed(progress, words)}; {once}"
        case State.NO_DISTANCE:
            equal = _("the baseline %(baseline)s equals the target") % words
            return f"{_missed(progress, words)}; {equal}"
        case State.NOT_READ:
            return _("Not reckoned here: that takes figures older than those on this page")
        case State.TOO_FEW if progress.is_final:
            return _missed(progress, words)
        case State.TOO_FEW:
            return _("Not enough data: there is only %(newest)s to start from") % words
    return _way(progress, words)


def _dated(figure: Observation) -> str:
    """Return "29,48% năm 2022 (sơ bộ)"."""
    text = f"{figure_in_sentence(figure)} {figure.when.in_sentence}"
    if figure.obs_status == Observation.Status.NORMAL:
        return text
    return f"{text} ({figure.get_obs_status_display().lower()})"


def _reached(progress: Progress, words: dict) -> str:
    """Only the figure of the target's own period says that the target is met."""
    return (_("Met: %(newest)s") if progress.is_final else _("Level reached: %(newest)s")) % words


def _missed(progress: Progress, words: dict) -> str:
    sentence = _("Not met: %(newest)s") if progress.is_final else _("Not reached yet: %(newest)s")
    return sentence % words


def _way(progress: Progress, words: dict) -> str:
    assert progress.share is not None
    words["share"] = percent(progress.share)
    if progress.state is State.AWAY:
        sentence = _(
            "Further away than at the start (%(share)s): baseline %(baseline)s, newest %(newest)s"
        )
    else:
        sentence = _("%(share)s of the way: baseline %(baseline)s, newest %(newest)s")
    way = sentence % words
    return f"{_missed(progress, words)}. {capfirst(way)}" if progress.is_final else way


def percent(share: Decimal) -> str:
    """Return a share of the way as "62,5%", rounded down: what is not whole never reads so."""
    hundredths = (share * 100).quantize(Decimal("0.1"), rounding=ROUND_FLOOR)
    is_whole = hundredths == hundredths.to_integral_value()
    return f"{format_number(hundredths, 0 if is_whole else 1)}%"
