"""Periods: SDMX codes with their first and last day.

A `2023` · S `2023-S1` (`2023-H1` is read too) · Q `2023-Q4` · M `2024-11` · D `2023-12-27` ·
R `2021/2025`, a range of years. In addresses the stroke of a range is a hyphen: `2021-2025`.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

ROMAN = ("I", "II", "III", "IV")
_CODE = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-(?:[SH](?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)"
    r"|[/-](?P<last>[0-9]{4}))?"
)


class Frequency(models.TextChoices):
    # SDMX CL_FREQ, and R for a range of years, which SDMX has no letter for.
    ANNUAL = "A", gettext_lazy("yearly")
    HALF_YEARLY = "S", gettext_lazy("half-yearly")
    QUARTERLY = "Q", gettext_lazy("quarterly")
    MONTHLY = "M", gettext_lazy("monthly")
    DAILY = "D", gettext_lazy("on a day")
    RANGE = "R", gettext_lazy("over several years")


@dataclass(frozen=True, order=True)
class Period:
    """A span of days with the code that names it; sorts by its last day, then its first."""

    end: date
    start: date
    code: str
    frequency: str

    @classmethod
    def parse(cls, code: str) -> "Period":
        """Read an SDMX code; ValueError with a sentence for anything else."""
        try:
            period = _from_code(code.strip().upper())
        except ValueError as error:
            raise ValueError(_("“%(code)s” is not in the calendar.") % {"code": code}) from error
        if period is None:
            text = _("“%(code)s” is not a period such as 2023 or 2023-Q4.")
            raise ValueError(text % {"code": code})
        return period

    @property
    def in_address(self) -> str:
        """Return the code as it stands in addresses."""
        return self.code.replace("/", "-")

    @property
    def year(self) -> int:
        return self.start.year

    def __str__(self) -> str:
        """Return the period as people say it: "năm 2023", "quý IV/2023", "Q4 2023"."""
        return _spoken("names", self, get_language())

    @property
    def in_sentence(self) -> str:
        """Return the period as it opens a sentence: "năm 2023", "on 27 December 2023"."""
        return _spoken("in_sentence", self, get_language())

    @property
    def short(self) -> str:
        """Return the period as an axis or a table writes it: "2023", "IV/2023", "1/2022"."""
        return _spoken("short", self, get_language())

    @property
    def _shape(self) -> str:
        return f"S{1 if self.start.month == 1 else 2}" if self.frequency == "S" else self.frequency


def period_text(code: str) -> str:
    """Return the period of a code as people say it; anything else as it is."""
    try:
        return str(Period.parse(code))
    except ValueError:
        return code


def validate_period(code: str) -> None:
    """Refuse anything that is not a period's code, in the words of `Period.parse`."""
    try:
        Period.parse(code)
    except ValueError as error:
        raise ValidationError(str(error)) from error


_NAMES = {
    "A": pgettext_lazy("period", "%(year)s"),
    "S1": pgettext_lazy("period", "first half of %(year)s"),
    "S2": pgettext_lazy("period", "second half of %(year)s"),
    "Q": pgettext_lazy("period", "Q%(quarter)s %(year)s"),
    "M": pgettext_lazy("period", "%(month_name)s %(year)s"),
    "D": pgettext_lazy("period", "%(day)s %(month_name)s %(year)s"),
    "R": pgettext_lazy("period", "%(year)s–%(last)s"),
}
_IN_SENTENCE = {
    "A": pgettext_lazy("period in a sentence", "in %(year)s"),
    "S1": pgettext_lazy("period in a sentence", "in the first half of %(year)s"),
    "S2": pgettext_lazy("period in a sentence", "in the second half of %(year)s"),
    "Q": pgettext_lazy("period in a sentence", "in Q%(quarter)s %(year)s"),
    "M": pgettext_lazy("period in a sentence", "in %(month_name)s %(year)s"),
    "D": pgettext_lazy("period in a sentence", "on %(day)s %(month_name)s %(year)s"),
    "R": pgettext_lazy("period in a sentence", "in %(year)s–%(last)s"),
}
_SHORT = {
    "A": pgettext_lazy("short period", "%(year)s"),
    "S1": pgettext_lazy("short period", "H1 %(year)s"),
    "S2": pgettext_lazy("short period", "H2 %(year)s"),
    "Q": pgettext_lazy("short period", "Q%(quarter)s %(year)s"),
    "M": pgettext_lazy("short period", "%(month_short)s %(year)s"),
    "D": pgettext_lazy("short period", "%(day)s %(month_short)s %(year)s"),
    "R": pgettext_lazy("short period", "%(year)s–%(last)s"),
}


_PATTERNS = {"names": _NAMES, "in_sentence": _IN_SENTENCE, "short": _SHORT}


@lru_cache(maxsize=4096)  # in a page's tables and charts the same few are written over and over
def _spoken(patterns: str, period: Period, language: str | None) -> str:
    """Return a period as one of `_PATTERNS` has it, in `language`, which is the active one."""
    start = period.start
    return str(_PATTERNS[patterns][period._shape]) % {
        "year": start.year,
        "last": period.end.year,
        "quarter": (start.month - 1) // 3 + 1,
        "roman": ROMAN[(start.month - 1) // 3],
        "month": start.month,
        "month_name": calendar.month_name[start.month],
        "month_short": calendar.month_abbr[start.month],
        "day": start.day,
    }


@lru_cache(maxsize=1024)  # a page asks for the same few periods hundreds of times
def _from_code(code: str) -> Period | None:
    """Read a code; None for what is no code, ValueError for what is not in the calendar."""
    match = _CODE.fullmatch(code)
    if match is None:
        return None
    year = int(match["year"])
    if match["last"]:
        last = int(match["last"])
        if last <= year:
            raise ValueError
        return _months(f"{year}/{last}", "R", date(year, 1, 1), 12 * (last - year + 1))
    if match["half"]:
        half = int(match["half"])
        return _months(f"{year}-S{half}", "S", date(year, 6 * half - 5, 1), 6)
    if match["quarter"]:
        quarter = int(match["quarter"])
        return _months(f"{year}-Q{quarter}", "Q", date(year, 3 * quarter - 2, 1), 3)
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return Period(day, day, day.isoformat(), "D")
    if match["month"]:
        return _months(f"{year}-{match['month']}", "M", date(year, int(match["month"]), 1), 1)
    return _months(str(year), "A", date(year, 1, 1), 12)


def _months(code: str, frequency: str, start: date, count: int) -> Period:
    months = start.year * 12 + start.month - 1 + count - 1
    year, month = divmod(months, 12)
    end = date(year, month + 1, calendar.monthrange(year, month + 1)[1])
    return Period(end, start, code, frequency)
