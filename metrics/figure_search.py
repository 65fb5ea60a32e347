"""The search for a figure to refer to: public ones alone, by name, period, area or value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Length

from forum_portal.matching import holds, word_of
from forum_portal.numbers import readings
from forum_portal.text import fold, nfc, printable
from forum_portal.words import localized
from metrics.badges import Badge
from metrics.history import figure_name
from metrics.markdown import badge_in_text
from metrics.models import Area, Observation
from metrics.models.observation import ObservationQuerySet
from metrics.periods import Frequency, Period
from metrics.references import Reference, figures_in_force, own_candidates
from metrics.spoken_periods import read_period
from metrics.wording import figure_in_sentence

SHOWN = 20
LONGEST_QUESTION, MOST_WORDS, LONGEST_PERIOD = 200, 12, 5  # signs, words, words
_NUMBER = re.compile(r"[0-9][0-9.,]*%?")


@dataclass(frozen=True)
class FoundFigure:
    """A figure that a text may refer to, and how it does."""

    reference: str
    name: str
    area: str
    text: str
    badge: Badge
    url: str


def search_figures(question: str) -> list[FoundFigure]:
    """Return public figures that hold every word of `question`, the likeliest first.

    Accents count only where they are typed. At most SHOWN + 1, so that a page can say there are
    more; none for an empty question.
    """
    words = nfc(printable(question[:LONGEST_QUESTION])).split()[:MOST_WORDS]
    if not fold("".join(words)):
        return []
    periods, rest = _taken_apart(words)
    figures = figures_in_force().observed()
    for period in periods:
        figures = figures.filter(_within(period))
    areas = {each.pk: _words(f"{each.name} {each.code}") for each in Area.objects.all()}
    for word in rest:
        figures = figures.filter(_has(word, areas))
    found = list(_best_first(figures, " ".join(rest))[: SHOWN + 1])
    references = _references(found)
    return [_shown(figure, references[figure.pk]) for figure in found]


def _taken_apart(words: list[str]) -> tuple[list[Period], list[str]]:
    """Return the periods that the words say, and the words that say none."""
    periods, rest, place = [], [], 0
    while place < len(words):
        for length in range(min(LONGEST_PERIOD, len(words) - place), 0, -1):
            try:
                periods.append(read_period(" ".join(words[place : place + length])))
            except ValueError:
                continue
            place += length
            break
        else:
            rest.append(words[place])
            place += 1
    return periods, rest


def _within(period: Period) -> Q:
    """Return the condition of a period's figures; a year has those of its months, too."""
    if period.frequency == Frequency.ANNUAL:
        return Q(period_start__lte=period.end, period_end__gte=period.start)
    return Q(period=period.code)


def _has(word: str, areas: Mapping[int, list[str]]) -> Q:
    """Return the condition that a figure's indicator, area or value is what `word` says."""
    folded = fold(word)
    meant = [pk for pk, parts in areas.items() if any(part.startswith(folded) for part in parts)]
    condition = holds(word_of(word), "indicator__") | Q(area__in=meant)
    if _NUMBER.fullmatch(word):
        condition |= Q(value__in=readings(word.strip("%").rstrip(".,")))
    return condition


def _words(text: str) -> list[str]:
    return fold(text).replace("-", " ").split()


def _best_first(figures: ObservationQuerySet, words: str) -> ObservationQuerySet:
    text = "indicator__search_text"
    together = fold(words)
    place = Case(
        When(**{f"{text}__startswith": together}, then=Value(0)),
        When(**{f"{text}__contains": together}, then=Value(1)),
        default=Value(2),
    )
    own_first = F("area__home__position").asc(nulls_last=True)
    longest_first = ("-period_end", "period_start")
    name = (Length("indicator__name"), "indicator__sort_key")
    return figures.order_by(place, *name, *longest_first, own_first, "pk")


def _references(figures: list[Observation]) -> dict[int, Reference]:
    """Return the shortest reference to each figure that can mean no other."""
    named = {each.pk: Reference(each.indicator.code, each.period) for each in figures}
    own = own_candidates(named.values())
    return {
        each.pk: named[each.pk]
        if [other.pk for other in own.get(named[each.pk], [])] == [each.pk]
        else Reference(each.indicator.code, each.period, each.area.code)
        for each in figures
    }


def _shown(figure: Observation, reference: Reference) -> FoundFigure:
    return FoundFigure(
        reference=str(reference),
        name=figure_name(figure),
        area=localized(figure.area, "name"),
        text=figure_in_sentence(figure),
        badge=badge_in_text(figure),
        url=figure.get_absolute_url(),
    )
