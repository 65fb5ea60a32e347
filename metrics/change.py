"""Change from one figure to the next, or the reason why there is none to tell.

No change is computed across a break, between areas, between ranks out of different numbers of
places, or from a figure that is only a bound.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum_portal.numbers import format_number
from metrics.models import Break, Observation
from metrics.wording import figure_in_sentence, figure_text, qualifier


@dataclass(frozen=True)
class Change:
    """A sentence without its full stop; a computed one carries the sign of a computed number."""

    sentence: str
    is_computed: bool = False


def break_between(older: Observation, newer: Observation, breaks: Iterable[Break]) -> Break | None:
    """Return the newest break of this indicator or area that lies between two figures."""
    between = [
        each
        for each in breaks
        if each.indicator_id in (None, newer.indicator_id)
        and each.area_id in (None, newer.area_id, older.area_id)
        and older.period_start < each.starts_on <= newer.period_start
    ]
    return max(between, key=lambda each: each.starts_on, default=None)


def barrier(older: Observation, newer: Observation, breaks: Iterable[Break]) -> str:
    """Return why two figures of one frequency cannot be compared; empty when they can."""
    broken = break_between(older, newer, breaks)
    if broken:
        return break_reason(broken)
    if older.area_id != newer.area_id:
        return _("the area is another one")
    if newer.indicator.unit.is_rank and older.out_of != newer.out_of:
        return _("the number of places ranked is another one")
    return ""


def break_reason(broken: Break) -> str:
    """Return a break as the reason of a sentence: "the method changed"."""
    return {
        Break.Kind.DEFINITION: _("the definition changed"),
        Break.Kind.TERRITORY: _("the territory changed"),
        Break.Kind.METHOD: _("the method changed"),
        Break.Kind.SOURCE: _("the source changed"),
    }[Break.Kind(broken.kind)]


def change_sentence(
    older: Observation | None, newer: Observation, breaks: Iterable[Break]
) -> Change:
    """Return the change since `older`, or why it is not told; a sentence opens with a capital."""
    if older is None or newer.value is None:
        return Change(_("No other period to compare with yet"))
    reason = barrier(older, newer, breaks)
    figure: dict[str, Any] = {
        "value": figure_in_sentence(older),
        "in_period": older.when.in_sentence,
    }
    if reason:
        words = figure | {"reason": reason}
        return Change(_("Not comparable with %(value)s %(in_period)s: %(reason)s") % words)
    hedges = dict.fromkeys(qualifier(each) for each in (newer, older) if not is_exact(each))
    if hedges:
        figure |= {
            "In_period": capfirst(older.when.in_sentence),
            "words": "”, “".join(hedges),
        }
        sentence = _(
            "%(In_period)s it was %(value)s; no change is computed because the sources only say "
            "“%(words)s”"
        )
        return Change(sentence % figure)
    return Change(capfirst(change_clause(older, newer)), is_computed=True)


def change_clause(older: Observation, newer: Observation, against: str = "") -> str:
    """Return "tăng 30,5 điểm phần trăm so với năm 2022" for two comparable, exact figures.

    `against` names the older one where its period does not: an earlier version of the same.
    """
    assert older.value is not None and newer.value is not None
    difference = newer.value - older.value
    words = {"amount": _amount(abs(difference), newer), "period": against or older.when}
    if difference == 0:
        return _("unchanged on %(period)s") % words
    is_up = difference < 0 if newer.indicator.unit.is_rank else difference > 0
    if is_up:
        return _("up %(amount)s on %(period)s") % words
    return _("down %(amount)s on %(period)s") % words


def comparable_clause(
    older: Observation | None, newer: Observation, breaks: Iterable[Break]
) -> str:
    """Return the clause of change where it may be told, otherwise nothing."""
    if older is None or barrier(older, newer, breaks) or not is_exact(older) or not is_exact(newer):
        return ""
    return change_clause(older, newer)


def is_exact(observation: Observation) -> bool:
    """Tell whether the figure is a number to reckon with, not a bound or a gap."""
    return observation.value is not None and observation.comparator == Observation.Comparator.EQ


def _amount(difference: Decimal, newer: Observation) -> str:
    number, unit = format_number(difference), newer.indicator.unit
    if unit.is_share:
        return _("%(number)s percentage points") % {"number": number}
    if unit.is_rank:
        return ngettext("%(number)s place", "%(number)s places", int(difference)) % {
            "number": number
        }
    noun = figure_text(newer).noun or unit.symbol
    return f"{number} {noun}" if noun else number
