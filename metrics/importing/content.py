"""The tables of what figures hang from: pillars, units, areas, sources, indicators, breaks."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.importing.cells import Holds
from forum_portal.importing.kinds import in_order
from forum_portal.importing.loading import Known, build
from forum_portal.importing.tables import Column, Complaints, Kind, Objections, Row, Values, columns
from forum_portal.models import PortalSettings
from metrics.models import Area, Break, HomeArea, Indicator, Pillar, Source, Unit
from metrics.periods import Period
from metrics.placeholders import VALUE, sentence_fault
from metrics.spoken_periods import read_period

PERIOD, WEB_ADDRESS = gettext_lazy("period"), gettext_lazy("address of the page")
NAMES = ("title", "label", "legal_number", "publisher", "url")


@lru_cache(maxsize=4096)
def period_code(text: str) -> str:
    """Read a period's code into its stored spelling; ValueError with a sentence."""
    return Period.parse(text).code


@lru_cache(maxsize=4096)
def spoken_period(text: str) -> str:
    """Read a period as people write it, "quý IV/2023", into its code, or raise ValueError."""
    return read_period(text).code


def period_column(name: str = "period", title: Any = PERIOD, **rest: Any) -> Column:
    """Return a column whose cells are periods."""
    meaning = gettext_lazy("2023 · 2023-S1 · 2023-Q4 · 2024-11 · 2023-12-27 · 2021/2025")
    return Column(
        name,
        period_code,
        holds=Holds.PERIOD,
        title=title,
        meaning=meaning,
        spoken=spoken_period,
        **rest,
    )


def _complete_unit(values: Values) -> Complaints:
    if "lowest" in values and "highest" in values and values["highest"] <= values["lowest"]:
        yield "highest", _("The highest value must lie above the lowest.")


def _complete_source(values: Values) -> Complaints:
    if not any(name in values for name in NAMES):
        yield "title", _("Give a title, a number, a publisher or an address.")


def _complete_indicator(values: Values) -> Complaints:
    for name in ("sentence", "sentence_en"):
        sentence = values.get(name, VALUE)
        if VALUE not in sentence:
            yield name, _("The sentence needs {value} where the figure stands.")
        elif fault := sentence_fault(sentence):
            yield name, fault


def _complete_break(values: Values) -> Complaints:
    if "indicator" not in values and "area" not in values:
        yield "indicator", _("Choose an indicator, an area or both.")


def _check_home_areas(known: Known) -> Objections:
    if not known.has(PortalSettings, ""):
        for row in known.new_rows(HomeArea):
            yield row, "area", _("The portal has no settings yet: settings.csv comes first.")


def _make_home_areas(rows: list[Row], known: Known) -> list[Any]:
    homes: list[Any] = [build(HOME_AREAS, row, known) for row in rows]
    for home in homes:
        home.portal_id = 1
    return homes


PILLARS = Kind("pillars", Pillar, columns(Pillar, "code! name! name_en position"), key=("code",))

UNITS = Kind(
    "units",
    Unit,
    columns(Unit, "code! kind! symbol noun noun_en lowest highest"),
    key=("code",),
    complete=_complete_unit,
)

AREAS = Kind(
    "areas",
    Area,
    columns(Area, "code! name! name_en kind! parent valid_from valid_to merged_into"),
    key=("code",),
    complete=in_order("valid_from", "valid_to"),
)

HOME_AREAS = Kind(
    "home_areas",
    HomeArea,
    columns(HomeArea, "position! area!"),
    key=("area",),
    lookups=("area__code",),
    check=_check_home_areas,
    make=_make_home_areas,
)

SOURCES = Kind(
    "sources",
    Source,
    (
        *columns(
            Source,
            "slug! kind! title label label_en legal_number publisher published_on language "
            "accessed_on effective_on expired_on replaced_by note former_url?",
        ),
        *(replace(column, title=WEB_ADDRESS) for column in columns(Source, "url")),
    ),
    key=("slug",),
    complete=_complete_source,
)

INDICATORS = Kind(
    "indicators",
    Indicator,
    columns(
        Indicator,
        "code! slug name! name_en pillar! unit! direction frequency sentence sentence_en "
        "definition definition_en why_it_matters why_it_matters_en method method_en responsible "
        "expected_lag_days jump_threshold decimals predecessor",
    ),
    key=("code",),
    complete=_complete_indicator,
)

BREAKS = Kind(
    "breaks",
    Break,
    (
        *columns(Break, "indicator area kind! explanation! explanation_en source"),
        period_column(title=gettext_lazy("first period of the new series"), required=True),
    ),
    key=("indicator", "area", "kind", "period"),
    lookups=("indicator__code", "area__code", "kind", "period"),
    complete=_complete_break,
)

KINDS = (PILLARS, UNITS, AREAS, HOME_AREAS, SOURCES, INDICATORS, BREAKS)
