"""Periods as Vietnamese offices write them: "quý IV/2024", "6 tháng đầu năm 2024"."""

import re

from django.utils.translation import gettext as _

from forum_portal.text import fold
from metrics.periods import ROMAN, Period

_OF_YEAR = r"[ ,/-]*(?:nam )?(?P<year>[0-9]{4})"
_SHORT_YEAR = r"(?P<year>(?:20)?[0-9]{2})"
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPOKEN = [
    (re.compile(rf"(?:nam )?{_OF_YEAR}"), "{year}"),
    (re.compile(rf"(?:quy |q)(?P<quarter>[0-9]|iv|i{{1,3}}){_OF_YEAR}"), "{year}-Q{quarter}"),
    (re.compile(rf"(?:thang )?(?P<month>[0-9]{{1,2}}){_OF_YEAR}"), "{year}-{month}"),
    (re.compile(rf"(?:6|sau) thang dau{_OF_YEAR}"), "{year}-S1"),
    (re.compile(rf"(?:6|sau) thang cuoi{_OF_YEAR}"), "{year}-S2"),
    (
        re.compile(r"(?:ngay )?(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})"),
        "{year}-{month}-{day}",
    ),
    # As Excel shows a month that it took for a date: Jan-22, Thg1-22.
    (re.compile(rf"thg ?(?P<month>[0-9]{{1,2}})-{_SHORT_YEAR}"), "{year}-{month}"),
    (re.compile(rf"(?P<name>{'|'.join(_ENGLISH)})-{_SHORT_YEAR}"), "{year}-{month}"),
    (re.compile(r"(?:giai doan )?(?P<year>[0-9]{4}) ?[-–—] ?(?P<last>[0-9]{4})"), "{year}/{last}"),
]
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?")


def read_period(text: str) -> Period:
    """Read a period as people say it, or as its code; ValueError with a sentence for the rest."""
    spoken = fold(text)
    for pattern, code in _SPOKEN:
        if match := pattern.fullmatch(spoken):
            parts = _in_digits(match.groupdict())
            try:
                return Period.parse(code.format(**parts))
            except ValueError as error:
                raise ValueError(_not_there(parts) or str(error)) from error
    if match := _ISO.fullmatch(text.strip()):
        try:
            return Period.parse(text)
        except ValueError as error:
            raise ValueError(_not_there(match.groupdict())) from error
    return Period.parse(text)


def _not_there(parts: dict[str, str]) -> str:
    """Return what is said of a day, a month or a quarter that no calendar has."""
    if parts.get("day"):
        return _("There is no day %(day)s/%(month)s/%(year)s in the calendar.") % parts
    if parts.get("month"):
        return _("There is no month %(month)s/%(year)s in the calendar.") % parts
    if parts.get("quarter"):
        return _("There is no quarter %(quarter)s/%(year)s in the calendar.") % parts
    return ""


def _in_digits(parts: dict[str, str]) -> dict[str, str]:
    """Write quarters in Arabic digits, months and days with two, years with four."""
    quarter = parts.get("quarter", "").upper()
    if quarter in ROMAN:
        parts["quarter"] = str(ROMAN.index(quarter) + 1)
    if parts.get("name"):
        parts["month"] = str(_ENGLISH.index(parts["name"]) + 1)
    if len(parts["year"]) == 2:
        parts["year"] = f"20{parts['year']}"
    return {
        name: text.zfill(2) if name in ("month", "day") else text for name, text in parts.items()
    }
