"""When the next figure of an indicator is due, and for how long it has been overdue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum_portal.words import date_text, localized
from metrics.models import Indicator, Observation
from metrics.periods import Frequency, Period


@dataclass(frozen=True)
class Due:
    """The period whose figure comes next, and the last day on which it is in time."""

    period: Period
    day: date

    def days_late(self, today: date) -> int:
        """Return for how many days the figure has been overdue; 0 while it is not."""
        return max((today - self.day).days, 0)


def due(newest: Period, lag_days: int | None) -> Due | None:
    """Return what is due after `newest`; None where the lag is unknown or no period follows."""
    following = following_period(newest)
    if lag_days is None or following is None:
        return None
    try:
        return Due(following, following.end + timedelta(days=lag_days))
    except OverflowError:
        return None


def following_period(period: Period) -> Period | None:
    """Return the next period of this frequency; None after a range and at the calendar's end."""
    try:
        start = period.end + timedelta(days=1)
    except OverflowError:
        return None
    code = {
        Frequency.ANNUAL: f"{start.year:04}",
        Frequency.HALF_YEARLY: f"{start.year:04}-S{(start.month - 1) // 6 + 1}",
        Frequency.QUARTERLY: f"{start.year:04}-Q{(start.month - 1) // 3 + 1}",
        Frequency.MONTHLY: f"{start.year:04}-{start.month:02}",
        Frequency.DAILY: start.isoformat(),
    }.get(Frequency(period.frequency))
    return Period.parse(code) if code else None


def next_due(indicator: Indicator, figures: Iterable[Observation]) -> Due | None:
    """Return what is due after the newest of `figures` that has the indicator's own frequency.

    The portal's own areas decide, or all others where they have none. A status that says why there
    is no figure counts as one. Needs `area__home`.
    """
    usual = [each for each in figures if each.frequency == indicator.frequency]
    own = [each for each in usual if hasattr(each.area, "home")]
    newest = max((each.when for each in own or usual), default=None)
    return due(newest, indicator.expected_lag_days) if newest else None


def due_sentence(indicator: Indicator, expected: Due, today: date) -> str:
    """Return when the figure is due or, once it is late, for how long and who is responsible."""
    words = {"period": expected.period, "day": date_text(expected.day)}
    late = expected.days_late(today)
    if not late:
        return _("The figure for %(period)s is due by %(day)s") % words
    sentence = ngettext(
        "The figure for %(period)s is %(days)s day overdue (it was due by %(day)s)",
        "The figure for %(period)s is %(days)s days overdue (it was due by %(day)s)",
        late,
    ) % (words | {"days": late})
    body = indicator.responsible
    if body is None:
        who = _("no responsible body has been named")
    else:
        who = _("responsible body: %(body)s") % {"body": localized(body, "name")}
    return capfirst(f"{sentence}, {who}")
