"""What the reader of a dashboard chose to see: an area and a span of years."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from forum_portal.parameters import unknown_value
from forum_portal.words import localized
from metrics.models import Area, Observation
from metrics.periods import Period


@dataclass(frozen=True)
class Span:
    """Days between which a figure's period has to lie; None is open."""

    first: date | None = None
    last: date | None = None

    @classmethod
    def between(cls, first: str, last: str) -> "Span":
        """Return the span of two periods' codes, either of which may be empty."""
        return cls(
            Period.parse(first).start if first else None, Period.parse(last).end if last else None
        )

    def within(self, other: "Span") -> "Span":
        """Return what both have; where they have nothing, the last day lies before the first."""
        firsts = [each for each in (self.first, other.first) if each]
        lasts = [each for each in (self.last, other.last) if each]
        return Span(max(firsts, default=None), min(lasts, default=None))

    def holds(self, figure: Observation) -> bool:
        return (self.first is None or figure.period_end >= self.first) and (
            self.last is None or figure.period_start <= self.last
        )


OPEN = Span()


@dataclass(frozen=True)
class Select:
    """A field of `partials/filter_form.html`: its options are values with their words."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class DashboardFilter:
    """The choice, each part optional; `area` is a code."""

    area: str = ""
    first: str = ""
    last: str = ""

    @classmethod
    def from_query(
        cls, query: Mapping[str, str], figures: Iterable[Observation]
    ) -> "DashboardFilter":
        """Read `?dia-ban=`, `?tu=` and `?den=`; a BadRequest names what cannot be read."""
        area = query.get("dia-ban", "").strip()
        if area and all(figure.area.code != area for figure in figures):
            raise unknown_value("dia-ban", area)
        return cls(area, _year(query, "tu"), _year(query, "den"))

    @classmethod
    def span_from_query(cls, query: Mapping[str, str]) -> Span:
        """Read `?tu=` and `?den=` alone, before any figure is known."""
        return Span.between(_year(query, "tu"), _year(query, "den"))

    @property
    def query(self) -> str:
        """The choice as it stands in an address; empty for none."""
        given = {"dia-ban": self.area, "tu": self.first, "den": self.last}
        return urlencode({name: value for name, value in given.items() if value})

    @property
    def is_reversed(self) -> bool:
        """Tell whether the last year lies before the first, so that nothing can be between."""
        span = Span.between(self.first, self.last)
        return bool(span.first and span.last and span.last < span.first)

    def kept(self, figures: Iterable[Observation]) -> list[Observation]:
        """Keep the figures of the area that lie within the years."""
        span = Span.between(self.first, self.last)
        return [each for each in figures if self.area in ("", each.area.code) and span.holds(each)]


def filter_fields(chosen: DashboardFilter, figures: Iterable[Observation]) -> list[Select]:
    """Return the fields whose options are the areas and years that there are figures for."""
    listed = list(figures)
    areas: dict[str, Area] = {figure.area.code: figure.area for figure in listed}
    years = sorted(
        {year for figure in listed for year in (figure.period_start.year, figure.period_end.year)}
    )
    places = [(code, localized(areas[code], "name")) for code in areas]
    spans = [("", _("All years"))] + [(f"{year:04}", str(year)) for year in years]
    return [
        Select("dia-ban", _("Area"), [("", _("All areas")), *places], chosen.area),
        Select("tu", _("From year"), spans, chosen.first),
        Select("den", _("To year"), spans, chosen.last),
    ]


def _year(query: Mapping[str, str], parameter: str) -> str:
    given = query.get(parameter, "").strip()
    try:
        return Period.parse(given).code if given else ""
    except ValueError:
        raise unknown_value(parameter, given) from None
