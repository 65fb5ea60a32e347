"""Cells as people write them: 956.000, 27/12/2023, words for codes, marks for what is missing."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from unicodedata import is_normalized

from django.utils.translation import gettext as _
from django.utils.translation import override

from forum_portal.importing.cell_values import aware
from forum_portal.importing.cells import Holds, yes_or_no
from forum_portal.importing.formats_found import PLAIN, parse_number
from forum_portal.importing.legacy_fonts import legacy_font
from forum_portal.importing.tables import Column
from forum_portal.text import fold, nfc, one_line_end

# Marks for a missing value, in any column whose cells are no free text.
MISSING = {"-", "–", "—", "−", "--", "…", "...", "n/a", "#n/a"}
MISSING |= {"khong co so lieu", "chua co so lieu"}
CROSSES = {"x", "×"}  # the same beside numbers and days
DASH = "-"  # the only one that a free text may not be; our own files write '- for it
INERT = re.compile(r"'+[=+@\t\r\n-]")  # as forum_portal.tables.FORMULA is written
_SIGNS = {"=": "eq", "≥": "ge", ">=": "ge", ">": "gt", "≤": "le", "<=": "le", "<": "lt"}
_SIGNS |= {"≈": "approx", "~": "approx"}
_ASIDE = re.compile(r"\([^()]*\)")
_DAY = re.compile(
    r"(?:ngày )?(?P<day>[0-9]{1,2})(?:[/.-]| tháng )(?P<month>[0-9]{1,2})(?:[/.-]| năm )"
    r"(?P<year>[0-9]{4})",
    re.IGNORECASE,
)
_ISO_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:[T ]00:00:00)?")
_HOUR = r"(?P<hour>[0-9]{1,2})(?::|h| giờ ?)(?P<minute>[0-9]{2})?"
_DAY_AND_HOUR = re.compile(rf"(?P<date>[^ ,]+),? +{_HOUR}", re.IGNORECASE)
_HOUR_AND_DAY = re.compile(rf"{_HOUR},? +(?P<date>[^ ,]+)", re.IGNORECASE)


def clean(raw: str) -> str:
    """Return text in one form, without what does not show at its ends; refuses NUL bytes."""
    text = raw.strip()
    if "\0" in text:
        raise ValueError(_("The cell holds a NUL byte, which no text has."))
    if not text.isascii():
        text = text.strip("\ufeff\u200b \t\r\n\u00a0")
        if not is_normalized("NFC", text):
            text = nfc(text)
    return one_line_end(text) if "\r" in text else text


def missing_marks(holds: Holds) -> Callable[[str], bool]:
    """Return the test whether a text stands for no value in a column that holds this."""
    if holds is Holds.TEXT:
        return lambda text: text == DASH
    marks = MISSING | CROSSES if holds in (Holds.NUMBER, Holds.WHOLE, Holds.DAY) else MISSING

    def is_missing(text: str) -> bool:
        if text[0].isdigit() or len(text) > 20:
            return False
        return text.casefold() in marks or (" " in text and fold(text) in marks)

    return is_missing


def text_reader(column: Column, numbers: str) -> Callable[[str], str]:
    """Return the reader of what people write into a column, in number format `numbers`."""
    match column.holds:
        case Holds.NUMBER:
            return lambda text: parse_number(text, numbers or PLAIN)
        case Holds.WHOLE:
            return lambda text: whole(column, parse_number(text, numbers or PLAIN))
        case Holds.DAY:
            return _day
        case Holds.MOMENT:
            return _moment
        case Holds.YES_NO:
            return lambda text: "true" if yes_or_no(text) else "false"
        case Holds.CHOICE:
            return _choice_reader(column)
        case Holds.PERIOD | Holds.HOUR:
            return lambda text: spoken(column, text)
    return lambda text: _text(column, text)


def whole(column: Column, text: str) -> str:
    """Return a whole number that the column takes."""
    integer, _point, decimals = text.partition(".")
    if decimals.strip("0"):
        raise ValueError(_("This is not a whole number."))
    return _valid(column, integer)


def spoken(column: Column, text: str) -> str:
    """Return the code of what people call it, such as a period."""
    return _valid(column, column.spoken(text) if column.spoken else text)


def _valid(column: Column, text: str) -> str:
    """Let the column's own reader object."""
    column.read(text)
    return text


def _text(column: Column, text: str) -> str:
    font = "" if text.isascii() else legacy_font(text)
    if font:
        reason = _("This is text for an old font (%(font)s). Convert it to Unicode.")
        raise ValueError(reason % {"font": font})
    return _valid(column, text)


def _choice_reader(column: Column) -> Callable[[str], str]:
    codes = _codes_by_words(column)

    def read(text: str) -> str:
        parts = [part.strip() for part in text.split(";")] if ";" in text else [text]
        found = [part if part in column.words else codes.get(fold(part), part) for part in parts]
        if any(part not in column.words for part in found):
            allowed = ", ".join(f"{code} ({words})" for code, words in column.words.items())
            raise ValueError(_("Write one of: %(codes)s.") % {"codes": allowed})
        return _valid(column, ";".join(found))

    return read


def _codes_by_words(column: Column) -> dict[str, str]:
    """Return the codes by what people call them, in both languages; what two share is left out."""
    found: dict[str, set[str]] = {}
    for language in ("vi", "en"):
        with override(language):
            for code, words in column.words.items():
                for text in (code, *_ways_to_say(str(words))):
                    found.setdefault(fold(text), set()).add(code)
    for sign, code in _SIGNS.items():
        if code in column.words:
            found.setdefault(sign, {code})
    return {text: next(iter(codes)) for text, codes in found.items() if len(codes) == 1}


def _ways_to_say(words: str) -> list[str]:
    """Return a choice's words whole and in parts: "không quá, tốp" is also said "tốp"."""
    return [words, *(part.strip() for part in _ASIDE.sub("", words).split(","))]


def _day(text: str) -> str:
    match = _DAY.fullmatch(text) or _ISO_DAY.fullmatch(text)
    if match is None:
        raise ValueError(_("This is not a date such as 27/12/2023."))
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        raise ValueError(_("This date is not in the calendar.")) from None


def _moment(text: str) -> str:
    match = _DAY_AND_HOUR.fullmatch(text) or _HOUR_AND_DAY.fullmatch(text)
    if match:
        return aware(datetime.combine(date.fromisoformat(_day(match["date"])), _hour(match)))
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        value = None
    if value is None or value.tzinfo is None:
        raise ValueError(_("Write day and time, such as 27/12/2023 08:30."))
    return value.isoformat()


def _hour(match: re.Match[str]) -> time:
    try:
        return time(int(match["hour"]), int(match["minute"] or 0))
    except ValueError:
        raise ValueError(_("This is not a time such as 08:30.")) from None
