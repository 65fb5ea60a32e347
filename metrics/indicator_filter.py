"""The list of indicators: what the reader chose, and what is found, pillar by pillar."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from forum_portal.accents import accented_words
from forum_portal.matching import within_words
from forum_portal.prepared import Parts, prepared
from forum_portal.spellings import bare_words
from forum_portal.templatetags.portal import in_language
from forum_portal.text import nfc, printable
from metrics.badges import Badge, disagreement_badge, status_badge
from metrics.models import Indicator, Observation, Pillar
from metrics.wording import FigureText, figure_text

LONGEST_QUERY = 200


@dataclass(frozen=True)
class IndicatorFilter:
    """A pillar and words, each optional."""

    pillar: Pillar | None = None
    words: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str], pillars: Iterable[Pillar]) -> "IndicatorFilter":
        """Read `?tru-cot=` and `?q=`; an unknown pillar is a BadRequest."""
        code = query.get("tru-cot", "").strip()
        pillar = next((each for each in pillars if each.code == code), None)
        if code and pillar is None:
            raise BadRequest(
                _("The parameter “tru-cot” in the address is “%(given)s”. There is no such pillar.")
                % {"given": printable(code[:40])}
            )
        words = nfc(query.get("q", "")).replace("\x00", "").strip()
        return cls(pillar, words[:LONGEST_QUERY])


@dataclass(frozen=True)
class PillarLink:
    """A choice of the list."""

    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class ListedIndicator:
    """A line of the list."""

    name: str
    url: str
    figure: FigureText | None
    period: str
    badges: tuple[Badge, ...]


@dataclass(frozen=True)
class Group:
    """A pillar with those of its indicators that stand on this page of the list."""

    pillar: Pillar
    lines: list[ListedIndicator]


def pillar_links(
    chosen: IndicatorFilter, pillars: Iterable[Pillar], given: QueryDict
) -> list[PillarLink]:
    """Return links to all indicators and to each pillar's, keeping the rest of the question."""
    return [_pillar_link(_("All"), None, chosen, given)] + [
        _pillar_link(in_language(each, "name"), each, chosen, given) for each in pillars
    ]


def _pillar_link(
    name: str, pillar: Pillar | None, chosen: IndicatorFilter, given: QueryDict
) -> PillarLink:
    query = given.copy()
    for parameter in ("page", "tru-cot"):
        query.pop(parameter, None)
    if pillar:
        query["tru-cot"] = pillar.code
    return PillarLink(name, f"?{query.urlencode()}", chosen.pillar == pillar)


@prepared
def public_pillars(as_of: datetime | None) -> QuerySet[Pillar]:
    """Return the pillars with an indicator that was public at `as_of`."""
    return Pillar.objects.public(as_of)


def listed(chosen: IndicatorFilter, as_of: datetime | None) -> Parts[Indicator]:
    """Return the indicators that were public at `as_of` and match, in the order of the pillars."""
    pillar = chosen.pillar.pk if chosen.pillar else None
    folded = [within_words(word) for word in bare_words(chosen.words)]
    accented = [within_words(word) for word in accented_words(chosen.words)]
    return _listed.parts(pillar, folded, accented, as_of)


@prepared
def _listed(
    pillar: int | None, folded: list[str], accented: list[str], as_of: datetime | None
) -> QuerySet[Indicator]:
    indicators = Indicator.objects.public(as_of).select_related("pillar")
    if pillar:
        indicators = indicators.filter(pillar=pillar)
    return indicators.matching(folded, accented).order_by(
        "pillar__position", "pillar__code", "sort_key", "pk"
    )


def by_pillar(indicators: Sequence[Indicator], newest: Mapping[int, Observation]) -> list[Group]:
    """Group indicators, already in the order of their pillars, with their newest figures."""
    grouped = groupby(indicators, key=lambda indicator: indicator.pillar)
    return [
        Group(pillar, [_line(each, newest.get(each.pk)) for each in group])
        for pillar, group in grouped
    ]


def _line(indicator: Indicator, figure: Observation | None) -> ListedIndicator:
    return ListedIndicator(
        name=in_language(indicator, "name"),
        url=indicator.get_absolute_url(),
        figure=figure_text(figure) if figure else None,
        period=str(figure.when) if figure else "",
        badges=_badges(figure) if figure else (),
    )


def _badges(figure: Observation) -> tuple[Badge, ...]:
    status = status_badge(figure)
    return (status, disagreement_badge()) if figure.sources_differ else (status,)  # type: ignore[attr-defined]
