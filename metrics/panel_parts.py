"""Parts of panels: earlier readings, staffs with targets, and the targets themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from forum_portal.numbers import format_number
from forum_portal.templatetags.portal import in_language
from metrics.badges import Badge, remarkable
from metrics.citing import source_title
from metrics.marks import staff_of
from metrics.models import Break, Observation
from metrics.progress import ProgressText, progress_text, progress_to, rule
from metrics.series import MOST_IN_PANEL
from metrics.staff import Staff
from metrics.wording import figure_text

EARLIER_READINGS = 2


@dataclass(frozen=True)
class Reading:
    """An earlier figure in a line."""

    period: str
    value: str
    url: str


@dataclass(frozen=True)
class Meter:
    """A figure on its staff; the places of a rank stand apart, in lighter type.

    One that is not plain carries its `badge`.
    """

    name: str
    value: str
    out_of: str
    staff: Staff | None
    badge: Badge | None


@dataclass(frozen=True)
class TargetLine:
    """What a plan aims at, until when, which plan, and how far it is to it."""

    value: str
    by: str
    source: str
    url: str
    progress: ProgressText | None


def readings(series: Sequence[Observation]) -> list[Reading]:
    """Return the readings before the newest, of its own area and frequency."""
    newest = series[0]
    earlier = [
        each
        for each in series
        if each.area_id == newest.area_id
        and each.frequency == newest.frequency
        and each.period_end < newest.period_end
    ]
    return [
        Reading(each.when.short, str(figure_text(each)), each.get_absolute_url())
        for each in earlier[:EARLIER_READINGS]
    ]


def meters(
    observed: Iterable[Sequence[Observation]],
    targets: Sequence[Observation],
    breaks: Sequence[Break],
) -> list[Meter]:
    """Return each indicator's newest figure on its staff, with the targets for its area."""
    several = list(observed)
    return [_meter(series, targets, breaks, is_single=len(several) == 1) for series in several]


def _meter(series, targets, breaks, *, is_single: bool) -> Meter:
    newest = series[0]
    own = [
        each
        for each in targets
        if each.indicator_id == newest.indicator_id and each.area_id == newest.area_id
    ]
    text, when = figure_text(newest), str(newest.when)
    is_rank = newest.indicator.unit.is_rank
    number = format_number(newest.value) if is_rank else f"{text.number} {text.noun}"
    return Meter(
        name=capfirst(when) if is_single else f"{in_language(newest.indicator, 'name')}, {when}",
        value=f"{text.qualifier} {number}".strip(),
        out_of=f"/{newest.out_of}" if is_rank and newest.out_of else "",
        staff=staff_of(newest, series, breaks, targets=own),
        badge=remarkable(newest),
    )


def target_lines(
    targets: Iterable[Observation],
    record: Iterable[Observation],
    breaks: Sequence[Break],
    *,
    is_single: bool,
) -> list[TargetLine]:
    """Return the targets with the plans that set them; of several indicators, each by its name.

    Progress is reckoned from `record`, all figures in force: a panel's span does not change it.
    """
    known = list(record)
    return [
        TargetLine(
            value=str(figure_text(each)),
            by=each.when.in_sentence
            if is_single
            else f"{in_language(each.indicator, 'name')}, {each.when}",
            source=source_title(each.instrument) if each.instrument else _("plan not named"),
            url=each.get_absolute_url(),
            progress=progress_text(progress_to(each, known, breaks, most=MOST_IN_PANEL))
            if each.value is not None
            else None,
        )
        for each in sorted(targets, key=lambda each: (each.indicator_id, each.when))
    ]


def unmet(observed: Iterable[Sequence[Observation]], targets: Sequence[Observation]) -> str:
    """Return the sentence that says for which periods nothing can be told yet; empty if none."""
    measured = {
        (each.indicator_id, each.area_id, each.period) for series in observed for each in series
    }
    waiting = {
        each.when
        for each in targets
        if (each.indicator_id, each.area_id, each.period) not in measured
    }
    if not waiting:
        return ""
    periods = ", ".join(str(period) for period in sorted(waiting))
    return _("No figure for %(periods)s yet, so it cannot be said whether the target is met.") % {
        "periods": periods
    }


def remarks(lines: Iterable[TargetLine], waiting: str) -> str:
    """Return what stands below the targets: for what nothing can be told, and the rule if used."""
    is_computed = any(each.progress and each.progress.is_computed for each in lines)
    return " ".join(filter(None, [waiting, rule() if is_computed else ""]))
