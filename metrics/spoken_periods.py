"""Periods as Vietnamese offices write them: "quý IV/2024", "6 tháng đầu năm 2024"."""

import re

from forum_portal.text import fold
from metrics.periods import ROMAN, Period

_OF_YEAR = r"[ ,/-]*(?:nam )?(?P<year>[0-9]{4})"
_SPOKEN = [
    (re.compile(rf"(?:nam )?{_OF_YEAR}"), "{year}"),
    (re.compile(rf"(?:quy |q)(?P<quarter>[1-4]|iv|i{{1,3}}){_OF_YEAR}"), "{year}-Q{quarter}"),
    (re.compile(rf"(?:thang )?(?P<month>[0-9]{{1,2}}){_OF_YEAR}"), "{year}-{month}"),
    (re.compile(rf"(?:6|sau) thang dau{_OF_YEAR}"), "{year}-S1"),
    (re.compile(rf"(?:6|sau) thang cuoi{_OF_YEAR}"), "{year}-S2"),
    (
        re.compile(r"(?:ngay )?(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})"),
        "{year}-{month}-{day}",
    ),
    (re.compile(r"(?:giai doan )?(?P<year>[0-9]{4}) ?[-–—] ?(?P<last>[0-9]{4})"), "{year}/{last}"),
]


def read_period(text: str) -> Period:
    """Read a period as people say it, or as its code; ValueError with a sentence for the rest."""
    spoken = fold(text)
    for pattern, code in _SPOKEN:
        if match := pattern.fullmatch(spoken):
            return Period.parse(code.format(**_in_digits(match.groupdict())))
    return Period.parse(text)


def _in_digits(parts: dict[str, str]) -> dict[str, str]:
    """Write quarters in Arabic digits, months and days with two."""
    quarter = parts.get("quarter", "").upper()
    if quarter in ROMAN:
        parts["quarter"] = str(ROMAN.index(quarter) + 1)
    return {
        name: text.zfill(2) if name in ("month", "day") else text for name, text in parts.items()
    }
