"""Charts as plain dicts, in the form that static/js/charts.js describes.

A chart draws one frequency and one scale. A line never crosses a break, never joins two areas, and
shows a gap where there is no figure.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum_portal.numbers import format_number
from forum_portal.words import date_text, localized
from metrics import badges
from metrics.change import break_between, break_reason
from metrics.citing import disagreeing
from metrics.marks import scale_of
from metrics.models import Break, Observation
from metrics.periods import Period
from metrics.wording import qualifier, value_of, with_symbol

LINE = "line"
COLUMN = "column"
LEAST_POINTS = 3
MOST_LABELS = 40
ONE_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")


def build_chart(
    lines: Sequence[Sequence[Observation]],
    breaks: Sequence[Break],
    *,
    title: str,
    type: str = LINE,
    targets: Iterable[Observation] = (),
    least: int = LEAST_POINTS,
) -> dict | None:
    """Return a chart of one or several series, each of one indicator and area, of one frequency.

    None when no series has `least` points on one scale, or two have different scales, such as ranks
    out of 63 and out of 34: then a table says it better.
    """
    lines = [kept for kept in map(_drawable, lines) if len(kept) >= least]
    if len({scale_of(line[-1]) for line in lines}) != 1:
        return None
    first = lines[0][-1]
    labels = _labels([figure for line in lines for figure in line])
    gaps = _hatched(first, labels) if len(lines) == 1 and type == LINE else []
    marks = [each for line in lines for each in _breaks(line, breaks)] + _edge(first, gaps)
    known = {figure.when.short for line in lines for figure in line}
    return {
        "type": type,
        "title": title,
        "area": localized(first.area, "name") + _key_to(marks),
        "unit": first.indicator.unit.noun,
        "unit_symbol": first.indicator.unit.symbol,
        "language": get_language(),
        "labels": labels + [gap["from"] for gap in gaps],
        "y": _axis(lines),
        "series": [_series(line, is_only=len(lines) == 1) for line in lines],
        "breaks": [each | {"text": ""} for each in marks] if len(marks) > 1 else marks,
        "empty_labels": [
            {"label": label, "text": _("no figure")} for label in labels if label not in known
        ],
        "targets": [
            {
                "label": each.when.short,
                "value": float(each.value),
                "text": _("target") + " " + _text(each),
            }
            for each in targets
            if each.value is not None and each.when.short in labels
        ],
        "disagreements": [each for line in lines for each in _disagreements(line)],
        "hatch": gaps,
    }


def chart_title(observation: Observation) -> str:
    """Return the name with what the axis counts: "…, %", "…, thứ hạng trên 63", "…, hồ sơ"."""
    unit, name = observation.indicator.unit, localized(observation.indicator, "name")
    if unit.is_rank:
        measure = _("rank out of %(places)s") % {"places": observation.out_of}
    else:
        measure = unit.symbol or localized(unit, "noun")
    return f"{name}, {measure}" if measure else name


def only_newest(line: Sequence[Observation], most: int) -> str:
    """Return what a chart adds to its subtitle where its line may go on behind `most` figures."""
    if len(line) < most:
        return ""
    return ", " + _("the newest %(count)s figures") % {"count": len(line)}


def _drawable(line: Sequence[Observation]) -> list[Observation]:
    """Keep the figures that share the newest one's frequency and scale, the oldest first."""
    figures = sorted((each for each in line if each.value is not None), key=lambda each: each.when)
    if not figures:
        return []
    newest = figures[-1]
    if newest.indicator.unit.is_rank and not newest.out_of:
        return []
    return [
        each
        for each in figures
        if each.frequency == newest.frequency and each.out_of == newest.out_of
    ]


def _labels(figures: Sequence[Observation]) -> list[str]:
    """Return every period from first to last, or only the known ones where gaps are long."""
    periods = sorted({figure.when for figure in figures})
    if periods[0].frequency == "A":
        years = range(periods[0].year, periods[-1].year + 1)
        if len(years) <= MOST_LABELS:
            return [Period.parse(f"{year:04}").short for year in years]
    if periods[0].frequency == "M":
        first, last = (
            12 * each.start.year + each.start.month - 1 for each in (periods[0], periods[-1])
        )
        if last - first < MOST_LABELS:
            months = (divmod(month, 12) for month in range(first, last + 1))
            return [Period.parse(f"{year:04}-{month + 1:02}").short for year, month in months]
    return [period.short for period in periods]


def _hatched(newest: Observation, labels: list[str]) -> list[dict]:
    """Return the year in which an area ceased to exist, when a yearly series stops just before."""
    end = newest.area.valid_to
    if end is None or newest.frequency != "A" or not 0 < end.year - newest.when.year <= 2:
        return []
    missing = [str(year) for year in range(newest.when.year + 1, end.year)]
    labels += [label for label in missing if label not in labels]
    return [
        {"from": str(end.year), "to": str(end.year), "text": _("no figures for the new area yet")}
    ]


def _edge(newest: Observation, gaps: list[dict]) -> list[dict]:
    text = _("until %(day)s") % {"day": date_text(newest.area.valid_to)}
    return [{"before_label": gap["from"], "text": text} for gap in gaps]


def _key_to(marks: Sequence[dict]) -> str:
    """Return what dashed lines mean, where there are too many to write beside each."""
    if len(marks) < 2:
        return ""
    texts = dict.fromkeys(mark["text"] for mark in marks)
    reasons = "; ".join(text[:1].lower() + text[1:] for text in texts)
    return ". " + _("Dashed lines: %(reasons)s. Nothing is joined across them") % {
        "reasons": reasons
    }


def _axis(lines: Sequence[Sequence[Observation]]) -> dict:
    """Return the whole scale; an open measure's begins at zero and ends at a round number."""
    scale = scale_of(lines[0][-1])
    if scale is None:
        return _open_axis([value_of(figure) for line in lines for figure in line])
    thirds = -(-int(scale.highest) // 3)
    step = thirds if scale.reverse else float((scale.highest - scale.lowest) / 4)
    return {
        "min": float(scale.lowest),
        "max": float(scale.highest),
        "step": step,
        "reverse": scale.reverse,
    }


def _open_axis(values: Sequence[Decimal]) -> dict:
    low, high = min(Decimal(0), *values), max(Decimal(0), *values) or Decimal(1)
    step = Decimal(10) ** (high - low).adjusted()
    while (high - low) / step < 4:
        step /= 2
    top = (high / step).to_integral_value(ROUND_CEILING) * step
    bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
    return {"min": float(bottom), "max": float(top), "step": float(step), "reverse": False}


def _series(line: Sequence[Observation], *, is_only: bool) -> dict:
    return {
        "name": localized(line[-1].indicator, "name"),
        "points": [_point(figure, newest=is_only and figure is line[-1]) for figure in line],
    }


def _point(figure: Observation, *, newest: bool) -> dict:
    badge = badges.status_badge(figure)
    return {
        "label": figure.when.short,
        "value": float(value_of(figure)),
        "text": _text(figure),
        "status": badge.shape,
        "status_text": "" if badge.shape == badges.PUBLISHED else badge.text.lower(),
        "newest": newest,
        "url": figure.get_absolute_url(),
    }


def _text(figure: Observation) -> str:
    number = with_symbol(format_number(value_of(figure)), figure.indicator.unit)
    return " ".join(filter(None, [qualifier(figure), number]))


def _breaks(line: Sequence[Observation], breaks: Sequence[Break]) -> Iterable[dict]:
    for older, newer in pairwise(line):
        broken = break_between(older, newer, breaks)
        if broken:
            yield {"before_label": newer.when.short, "text": capfirst(break_reason(broken))}


def _disagreements(line: Sequence[Observation]) -> Iterable[dict]:
    """Yield the other number of each source that disagrees, where the page can tell which it is."""
    for figure in line:
        scale = scale_of(figure)
        for citation in disagreeing(getattr(figure, "public_citations", [])):
            number = printed_number(citation.printed)
            if number is not None and scale and scale.holds(number) and number != figure.value:
                text = with_symbol(format_number(number), figure.indicator.unit)
                yield {
                    "label": figure.when.short,
                    "value": float(number),
                    "text": _("%(value)s, another source") % {"value": text},
                }


def printed_number(printed: str) -> Decimal | None:
    """Return the one number in what a source prints about a share or an index; None if unclear."""
    found = ONE_NUMBER.findall(printed)
    return Decimal(found[0].replace(",", ".")) if len(found) == 1 else None
