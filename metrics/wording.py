"""Figures in words: qualifier, number and unit, as a sentence or a table writes them."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from forum_portal.numbers import format_number
from metrics.models import Observation, Unit


@dataclass(frozen=True)
class FigureText:
    """A figure in three parts: "hơn" + "956.000" + "hồ sơ"; only % stays with the number."""

    qualifier: str
    number: str
    noun: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.qualifier, self.number, self.noun) if part)


def figure_text(observation: Observation) -> FigureText:
    """Return the figure as it stands on a tile; needs `indicator.unit` fetched."""
    if observation.value is None:
        return FigureText("", observation.get_obs_status_display(), "")
    unit = observation.indicator.unit
    number = format_number(observation.value)
    if unit.is_rank:
        places = f"/{observation.out_of}" if observation.out_of else ""
        return FigureText(qualifier(observation), number + places, "")
    if unit.symbol == "%":
        return FigureText(qualifier(observation), with_symbol(number, unit), "")
    return FigureText(qualifier(observation), number, unit.symbol or unit_noun(unit))


def value_of(observation: Observation) -> Decimal:
    """Return the value of a figure that is known to have one."""
    assert observation.value is not None
    return observation.value


def figure_in_sentence(observation: Observation) -> str:
    """Return the figure inside running text: a rank is "thứ 8/63", the rest as on a tile."""
    text = figure_text(observation)
    is_plain_rank = observation.indicator.unit.is_rank and not text.qualifier
    if is_plain_rank and observation.value is not None:
        return pgettext("rank", "place %(rank)s") % {"rank": text.number}
    return str(text)


def with_symbol(number: str, unit: Unit) -> str:
    """Return the number with its unit's symbol: no space before %, one before others."""
    if not unit.symbol:
        return number
    return f"{number}{unit.symbol}" if unit.symbol == "%" else f"{number} {unit.symbol}"


def unit_noun(unit: Unit) -> str:
    """Return the noun that follows the number, in the active language; empty beside a symbol."""
    if unit.symbol:
        return ""
    return (unit.noun_en or unit.noun) if get_language() == "en" else unit.noun


def qualifier(observation: Observation) -> str:
    """Return the hedging word before a number, as the sources use it; empty for an exact one."""
    comparators = Observation.Comparator
    match observation.comparator:
        case comparators.GE if observation.kind == Observation.Kind.TARGET:
            return pgettext("comparator of a target", "at least")
        case comparators.GE:
            return pgettext("comparator", "over")
        case comparators.GT:
            return pgettext("comparator", "more than")
        case comparators.LE if observation.indicator.unit.is_rank:
            return pgettext("comparator", "top")
        case comparators.LE:
            return pgettext("comparator", "at most")
        case comparators.LT:
            return pgettext("comparator", "nearly")
        case comparators.APPROX:
            return pgettext("comparator", "about")
    return ""


def comparator_word(observation: Observation) -> str:
    """Return the comparison as a table's column says it: "bằng" for an exact figure."""
    return qualifier(observation) or _("equal to")
