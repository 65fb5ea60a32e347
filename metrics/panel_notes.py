"""What staff should know of a panel: indicators taken over or withdrawn, and what readers miss."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField as Truth
from django.db.models import Exists, ExpressionWrapper, F, Max, Min, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from metrics.dashboard_filter import Span
from metrics.models import Indicator, Observation, Panel
from metrics.text_check import remarks_on_all


@dataclass(frozen=True)
class Note:
    """A sentence about a panel; `old` and `new` are keys where one indicator can take over."""

    text: str
    old: int | None = None
    new: int | None = None
    new_name: str = ""


@dataclass(frozen=True)
class Place:
    """Where an indicator has figures in force: an area, and the days that they span."""

    indicator: int
    area: int
    is_home: bool
    first: date
    last: date


def notes_of(panels: Sequence[Any]) -> list[list[Note]]:
    """Return the notes of each panel, in two queries; needs `indicator_ids` and `area_ids`.

    Four more where texts refer to figures. The panels need not be saved, their periods must be
    codes.
    """
    of_texts = _of_texts(panels)
    keys = {key for panel in panels if _draws(panel) for key in panel.indicator_ids}
    if not keys:
        return of_texts
    indicators = {each.pk: each for each in _indicators(keys)}
    places = _places(keys)
    return [
        [*_notes(each, indicators, places), *of_text]
        for each, of_text in zip(panels, of_texts, strict=True)
    ]


def _of_texts(panels: Sequence[Any]) -> list[list[Note]]:
    """Return what is to be said of the references in the texts of each panel that is a text."""
    texts = {
        (place, name): getattr(panel, name)
        for place, panel in enumerate(panels)
        for name in ("text", "text_en")
        if not _draws(panel)
    }
    remarks = remarks_on_all(texts)
    said: list[dict[str, None]] = [{} for _panel in panels]
    for (place, _name), found in remarks.items():
        said[place] |= dict.fromkeys(f"{each.written}: {each.sentence}" for each in found)
    return [[Note(text) for text in each] for each in said]


def _draws(panel: Panel) -> bool:
    return panel.kind != Panel.Kind.TEXT


def _notes(panel: Any, indicators: dict[int, Any], places: Iterable[Place]) -> Iterator[Note]:
    if not _draws(panel):
        return
    own = [indicators[key] for key in panel.indicator_ids if key in indicators]
    for each in own:
        yield from _of_indicator(each, panel)
    if any(each.is_standing for each in own) and not any(_is_drawn(panel, at) for at in places):
        yield Note(
            _(
                "There is no public figure for these areas and periods: readers find an empty "
                "place. Choose them anew."
            )
        )


def _of_indicator(indicator: Any, panel: Any) -> Iterator[Note]:
    for heir in indicator.heirs:
        if heir["pk"] not in panel.indicator_ids:
            text = _("“%(new)s” has taken over from “%(old)s”.")
            words = {"old": indicator.name, "new": heir["name"]}
            yield Note(text % words, indicator.pk, heir["pk"], heir["name"])
    words = {"name": indicator.name}
    if not indicator.is_public:
        yield Note(_("“%(name)s” has no public figure yet: readers do not see it.") % words)
    elif not indicator.is_standing:
        yield Note(_("All public figures of “%(name)s” have been withdrawn.") % words)


def _is_drawn(panel: Any, place: Place) -> bool:
    if place.indicator not in panel.indicator_ids:
        return False
    if not (place.area in panel.area_ids if panel.area_ids else place.is_home):
        return False
    span = Span.between(panel.period_from, panel.period_to)
    return (span.first is None or place.last >= span.first) and (
        span.last is None or place.first <= span.last
    )


def _indicators(keys: Iterable[int]) -> Iterable[Any]:
    heirs = Indicator.objects.filter(predecessor=OuterRef("pk")).order_by("sort_key")
    figures = {"indicator": OuterRef("pk")}
    return Indicator.objects.filter(pk__in=keys).annotate(
        is_public=Exists(Observation.objects.public().filter(**figures)),
        is_standing=Exists(Observation.objects.in_force().filter(**figures)),
        heirs=ArraySubquery(heirs.values(json=JSONObject(pk="pk", name="name"))),
    )


def _places(keys: Iterable[int]) -> list[Place]:
    """Return where the indicators have figures in force that a panel can draw."""
    drawn = Q(kind=Observation.Kind.TARGET) | Q(value__isnull=False)
    figures = Observation.objects.in_force().filter(drawn, indicator__in=keys)
    is_home = ExpressionWrapper(Q(area__home__isnull=False), Truth())
    rows = (
        figures.annotate(is_home=is_home)
        .order_by()
        .values("is_home", of=F("indicator"), at=F("area"))
        .annotate(first=Min("period_start"), last=Max("period_end"))
    )
    return [Place(row["of"], row["at"], row["is_home"], row["first"], row["last"]) for row in rows]
