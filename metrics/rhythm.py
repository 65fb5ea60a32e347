"""Figures whose period is of another kind than their series: a day among months.

A spreadsheet makes a day of a month that it takes for a date, and the figure would say too much.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from metrics.models import Observation
from metrics.periods import Frequency

type Series = tuple[int, int, str, int | None]  # indicator, area, kind, instrument

SPOKEN = {
    Frequency.ANNUAL: pgettext_lazy("kind of period", "a year"),
    Frequency.HALF_YEARLY: pgettext_lazy("kind of period", "half a year"),
    Frequency.QUARTERLY: pgettext_lazy("kind of period", "a quarter"),
    Frequency.MONTHLY: pgettext_lazy("kind of period", "a month"),
    Frequency.DAILY: pgettext_lazy("kind of period", "a day"),
    Frequency.RANGE: pgettext_lazy("kind of period", "several years"),
}


def out_of_rhythm(figures: Iterable[Observation]) -> dict[str, list[Observation]]:
    """Return new figures whose period does not suit their series, by what to say.

    They are odd where the series has public figures of its indicator's own frequency.
    """
    odd = [each for each in figures if each.frequency != each.indicator.frequency]
    if not odd:
        return {}
    usual = usual_series({each.indicator_id for each in odd})
    found = defaultdict(list)
    for figure in odd:
        series = figure.indicator_id, figure.area_id, figure.kind, figure.instrument_id
        if series in usual:
            found[sentence(figure.frequency, figure.indicator.frequency)].append(figure)
    return dict(found)


def usual_series(indicators: Iterable[int]) -> set[Series]:
    """Return the series of these indicators that have public figures of their own frequency."""
    public = Observation.objects.in_force().filter(
        indicator__in=indicators, frequency=F("indicator__frequency")
    )
    key = ("indicator_id", "area_id", "kind", "instrument_id")
    return set(public.order_by().values_list(*key).distinct())


def sentence(found: str, usual: str) -> str:
    """Return what is said of a period of one frequency in a series of another, without its end."""
    words = {"found": SPOKEN[Frequency(found)], "usual": SPOKEN[Frequency(usual)]}
    return _("The period is %(found)s, while this series goes by %(usual)s") % words
