"""The answer: an indicator's own sentence around a figure that links to its fact."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from forum_portal.words import date_text, localized
from metrics import badges
from metrics.change import comparable_clause
from metrics.citing import disagreeing, source_line
from metrics.models import Break, Observation
from metrics.placeholders import VALUE, fill_in_area
from metrics.wording import figure_in_sentence, figure_text


@dataclass(frozen=True)
class Answer:
    """“Năm 2023, ” + figure + “ hồ sơ được nộp trực tuyến”, and the clause of change or nothing."""

    before: str
    figure: str
    after: str
    clause: str
    url: str
    badge: badges.Badge

    @property
    def text(self) -> str:
        """The whole sentence as plain text, to be copied or put into a description."""
        clause = f", {self.clause}" if self.clause else ""
        return f"{self.before}{self.figure}{self.after}{clause}."


@dataclass(frozen=True)
class Cited:
    """What a line of citation says of a figure; `remark` stands in brackets behind the number."""

    name: str
    period: str
    value: str
    remark: str
    released: str


def cited(figure: Observation) -> Cited:
    """Return the parts of a figure's citation; needs labels and `public_citations`."""
    return Cited(
        remark=_remark(figure),
        name=localized(figure.indicator, "name"),
        period=str(figure.when),
        value=str(figure_text(figure)),
        released=date_text(figure.release.published_at),
    )


def _remark(figure: Observation) -> str:
    """Return "ước tính; Hải Phòng đến 30/6/2025; nguồn: VTC News, đoạn 6"; no plain status."""
    status = badges.status_badge(figure)
    used = next((each for each in figure.public_citations if not disagreeing([each])), None)
    area = localized(figure.area, "name").translate({ord("("): None, ord(")"): None})
    parts = [
        "" if status.shape == badges.PUBLISHED else small_first(status.text),
        area,
        _("source: %(source)s") % {"source": source_line(used)} if used else "",
    ]
    return "; ".join(filter(None, parts))


def answer(newest: Observation, previous: Observation | None, breaks: Sequence[Break]) -> Answer:
    """Return the answer that a figure gives; needs its indicator with unit, and its area."""
    before, _value, after = sentence_of(newest).partition(VALUE)
    return Answer(
        before=f"{capfirst(newest.when.in_sentence)}, {before}",
        figure=_in_answer(newest),
        after=after,
        clause=comparable_clause(previous, newest, breaks),
        url=newest.get_absolute_url(),
        badge=badges.status_badge(newest),
    )


def _in_answer(figure: Observation) -> str:
    """Return the figure after the sentence's own words: "xếp" + "thứ 3/34", or "trong tốp 5"."""
    if not figure.indicator.unit.is_rank or figure.value is None:
        return figure_in_sentence(figure)
    rank = {"rank": figure_text(figure).number}
    if figure.comparator == Observation.Comparator.LE:
        return pgettext("rank", "in the top %(rank)s") % rank
    return pgettext("rank after a verb", "%(rank)s") % rank


def target_answer(target: Observation) -> Answer:
    """Return what a plan aims at, in a sentence of the same form."""
    words = {"name": small_first(localized(target.indicator, "name")), "value": VALUE}
    before, _value, after = (_("the target for %(name)s is %(value)s") % words).partition(VALUE)
    return Answer(
        before=f"{capfirst(target.when.in_sentence)}, {before}",
        figure=figure_in_sentence(target),
        after=after,
        clause="",
        url=target.get_absolute_url(),
        badge=badges.status_badge(target),
    )


def sentence_of(figure: Observation) -> str:
    """Return the indicator's sentence with its {value}, or a plain one made from its name.

    It names the figure's area where it asks for it. An English reader gets the plain one rather
    than half a sentence in Vietnamese.
    """
    is_english = get_language() == "en"
    indicator = figure.indicator
    sentence = indicator.sentence_en if is_english else indicator.sentence
    if sentence:
        return fill_in_area(sentence, localized(figure.area, "name"))
    name = small_first(localized(indicator, "name"))
    return _("%(name)s is %(value)s") % {"name": name, "value": VALUE}


def small_first(name: str) -> str:
    """Return a name as it stands inside a sentence; an abbreviation keeps its capitals."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] == " " else name
