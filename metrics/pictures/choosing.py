"""Which picture an address asks for: area and frequency of a chart, and the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from forum_portal.text import printable
from metrics.front import headline
from metrics.indicator_figures import IndicatorFigures
from metrics.indicator_page import charts
from metrics.models import Observation
from metrics.pictures.matters import chart_matter, figure_matter
from metrics.pictures.query import AREA, FORM, FREQUENCY
from metrics.pictures.sheet import FORMS, WIDE, Form, Matter


@dataclass(frozen=True)
class PictureChoice:
    """What the query string asks for; empty means whatever stands in front."""

    area: str = ""
    frequency: str = ""
    form: Form = WIDE

    @classmethod
    def from_query(
        cls, query: Mapping[str, str], figures: Sequence[Observation]
    ) -> "PictureChoice":
        """Read `?dia-ban=…&tan-suat=A&form=card`; a BadRequest names what may be asked for."""
        areas = dict.fromkeys(each.area.code for each in figures)
        frequencies = dict.fromkeys(each.frequency for each in figures)
        return cls(
            _one_of(AREA, query.get(AREA, ""), list(areas)),
            _one_of(FREQUENCY, query.get(FREQUENCY, ""), list(frequencies)),
            form_from_query(query),
        )

    def takes(self, figure: Observation) -> bool:
        """Tell whether a figure may stand in the picture."""
        area, frequency = self.area, self.frequency
        return area in ("", figure.area.code) and frequency in ("", figure.frequency)


def form_from_query(query: Mapping[str, str]) -> Form:
    """Return the form that `?form=` names, the wide one without it."""
    return FORMS[_one_of(FORM, query.get(FORM, ""), list(FORMS)) or WIDE.name]


def _one_of(parameter: str, given: str, allowed: Sequence[str]) -> str:
    given = given.strip()
    if given and given not in allowed:
        raise BadRequest(
            _(
                "The parameter “%(parameter)s” in the address is “%(given)s”. "
                "It takes one of these: %(allowed)s."
            )
            % {
                "parameter": parameter,
                "given": printable(given[:40]),
                "allowed": ", ".join(allowed) or "–",
            }
        )
    return given


def chosen_matter(found: IndicatorFigures, choice: PictureChoice) -> Matter | None:
    """Return the chart that holds the figure in front, else that figure; None without a figure."""
    figures = [each for each in found.figures if choice.takes(each)]
    newest = headline(figures)
    if newest is None:
        goals = [each for each in found.targets if choice.takes(each) and each.value is not None]
        goal = headline(goals)
        return figure_matter(goal, [], found.breaks) if goal else None
    address = newest.get_absolute_url()
    for part in charts(figures, found.breaks, found.targets):
        if any(point["url"] == address for point in part.chart["series"][0]["points"]):
            return chart_matter(part)
    return figure_matter(newest, figures, found.breaks, found.targets)
