"""What is to be said of the references in a text: those that lead nowhere, or not to one figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from forum_portal.words import localized
from metrics.history import figure_name
from metrics.models import Area, Indicator, Observation
from metrics.periods import Period
from metrics.references import (
    REFERENCE,
    Reference,
    figures_in_force,
    find_references,
    in_braces,
    is_own,
    match,
    named_by,
    own_among,
)
from metrics.wording import figure_in_sentence

LONGEST_SHOWN = 60
Place = tuple[str, str]  # an indicator's code and a period


@dataclass(frozen=True)
class Remark:
    """What is said of something in a text; `is_wrong` where it can never become a figure."""

    written: str
    sentence: str
    is_wrong: bool = False


def remarks_on(text: str) -> list[Remark]:
    """Return what is to be said of the references in `text`, in its order; four queries at most."""
    return remarks_on_all({"": text})[""]


def remarks_on_all[Name](texts: Mapping[Name, str]) -> dict[Name, list[Remark]]:
    """Return the same for many texts, in as few queries."""
    said = check_references(each for text in texts.values() for each in find_references(text))
    return {name: _remarks(text, said) for name, text in texts.items()}


def _remarks(text: str, said: Mapping[Reference, Remark]) -> list[Remark]:
    found = []
    for each in dict.fromkeys(in_braces(text)):
        matched = REFERENCE.fullmatch(each)
        remark = said.get(Reference.from_match(matched)) if matched else _unreadable(each)
        if remark:
            found.append(replace(remark, written=each[:LONGEST_SHOWN]))
    return found


def check_references(references: Iterable[Reference]) -> dict[Reference, Remark]:
    """Return a remark on each reference that does not lead to exactly one public figure.

    Only what is public is looked at: of what is still to come, the remark is that of nothing.
    """
    asked = list(dict.fromkeys(references))
    if not asked:
        return {}
    figures = list(figures_in_force().filter(named_by(each.key for each in asked)))
    found = match(asked, figures)
    remarks = {each: _ambiguous(each, found[each], figures) for each in found}
    missing = [each for each in asked if each not in found]
    remarks |= _Missing(missing).remarks() if missing else {}
    return {each: remarks[each] for each in asked if remarks[each] is not None}  # type: ignore[misc]


def _unreadable(written: str) -> Remark:
    return Remark(written, _("Write a figure as {{so: indicator period}}."), is_wrong=True)


def _ambiguous(
    reference: Reference, chosen: Observation, figures: list[Observation]
) -> Remark | None:
    own = own_among(figures, reference)
    if reference.area or len(own) < 2:
        return None
    sentence = _(
        "There are %(count)s figures of the portal’s own areas: %(figures)s. The one of %(area)s "
        "is shown; write the area’s code behind the period to be sure."
    )
    told = "; ".join(f"{_area(each)} {figure_in_sentence(each)}" for each in own)
    words = {"count": len(own), "figures": told, "area": _area(chosen)}
    return Remark(str(reference), sentence % words)


def _area(figure: Observation) -> str:
    return f"{localized(figure.area, 'name')} ({figure.area.code})"


class _Missing:
    """References without a figure, and what is there in the place of one."""

    def __init__(self, references: list[Reference]):
        self.references = references
        codes = {each.indicator for each in references}
        self.indicators = {each.code: each for each in Indicator.objects.filter(code__in=codes)}
        areas = Area.objects.filter(code__in={each.area for each in references})
        self.areas = set(areas.values_list("code", flat=True))
        self.current = self._current()

    def _current(self) -> dict[Place, list[Observation]]:
        """Return what readers are told at the same indicators and periods, withdrawals too."""
        places: dict[Place, list[Observation]] = {}
        figures = Observation.objects.current().observed().with_labels()
        periods = {each.period for each in self.references}
        figures = figures.filter(indicator__code__in=self.indicators, period__in=periods)
        for figure in figures.select_related("area__home"):
            places.setdefault((figure.indicator.code, figure.period), []).append(figure)
        return places

    def remarks(self) -> dict[Reference, Remark | None]:
        return {each: self._remark(each) for each in self.references}

    def _remark(self, reference: Reference) -> Remark:
        wrong = self._wrong(reference)
        return Remark(str(reference), wrong or self._not_there(reference), is_wrong=bool(wrong))

    def _wrong(self, reference: Reference) -> str:
        if reference.indicator not in self.indicators:
            return _("No indicator has the code “%(code)s”.") % {"code": reference.indicator}
        try:
            Period.parse(reference.period)
        except ValueError as error:
            return str(error)
        if reference.area and reference.area not in self.areas:
            return _("No area has the code “%(code)s”.") % {"code": reference.area}
        return ""

    def _not_there(self, reference: Reference) -> str:
        there = self.current.get((reference.indicator, reference.period), [])
        mine = [each for each in there if _is_meant(reference, each)]
        gone = [each for each in mine if each.is_withdrawn]
        if gone:
            return _("%(figure)s was withdrawn. Readers see “figure withdrawn”.") % {
                "figure": figure_name(gone[0])
            }
        elsewhere = sorted({each.area.code for each in there if not each.is_withdrawn})
        if elsewhere and not reference.area:
            return _(
                "The portal’s own areas have no such figure, but these have: %(areas)s. Write the "
                "area’s code behind the period."
            ) % {"areas": ", ".join(elsewhere)}
        name = localized(self.indicators[reference.indicator], "name")
        return _(
            "No public figure: %(indicator)s, %(period)s. Readers see “figure not published”."
        ) % {"indicator": name, "period": Period.parse(reference.period)}


def _is_meant(reference: Reference, figure: Observation) -> bool:
    return figure.area.code == reference.area if reference.area else is_own(figure)
