"""One cell of a content file: text in, value out, or a ValueError with a sentence for its author.

Content files are written for machines: decimal point, no thousands separator, ISO dates.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

Reader = Callable[[str], Any]


class Holds(StrEnum):
    """What the cells of a column hold; decides how the cells of a spreadsheet are understood."""

    TEXT = "text"
    KEY = "key"  # of another record, or several with `;`
    NUMBER = "number"
    WHOLE = "whole number"
    DAY = "day"
    MOMENT = "moment"
    HOUR = "hour"
    PERIOD = "period"
    YES_NO = "yes or no"
    CHOICE = "choice"


_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+|[+-]?[1-9]\d{0,2}(,\d{3})+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YES, _NO = ("1", "true", "yes", "có"), ("0", "false", "no", "không")


def reader_of(field: models.Field) -> Reader:
    """Return the reader of the cells that fill `field`; a relation's cells hold keys."""
    if field.is_relation:
        return str
    if field.choices:
        return choice_of(dict(field.flatchoices))
    match field:
        case models.BooleanField():
            return yes_or_no
        case models.DateTimeField():
            return moment
        case models.DateField():
            return day
        case models.DecimalField():
            return number
        case models.IntegerField():
            return _validated(field, whole_number)
    return _validated(field, str)


def holds_of(field: models.Field) -> Holds:
    """Return what the cells hold that fill `field`."""
    if field.is_relation:
        return Holds.KEY
    if field.choices:
        return Holds.CHOICE
    match field:
        case models.BooleanField():
            return Holds.YES_NO
        case models.DateTimeField():
            return Holds.MOMENT
        case models.DateField():
            return Holds.DAY
        case models.DecimalField():
            return Holds.NUMBER
        case models.IntegerField():
            return Holds.WHOLE
    return Holds.TEXT


def words_of(field: models.Field) -> Mapping[str, Any]:
    """Return what people call the codes that `field` takes."""
    return {str(code): words for code, words in field.flatchoices if code not in ("", None)}


def number(text: str) -> Decimal:
    """Read "956000" or "90.7"; what could be thousands as well as decimals is refused."""
    if _GROUPED.fullmatch(text):
        raise ValueError(
            _("Thousands or decimals? Write thousands without a separator; end decimals with a 0.")
        )
    if not _NUMBER.fullmatch(text):
        raise ValueError(_("This is not a number with a decimal point, such as 956000 or 90.7."))
    return Decimal(text)


def whole_number(text: str) -> int:
    if not re.fullmatch(r"[+-]?\d{1,9}", text):
        raise ValueError(_("This is not a whole number."))
    return int(text)


def day(text: str) -> date:
    """Read 2023-12-27."""
    if not _DAY.fullmatch(text):
        raise ValueError(_("This is not a date such as 2023-12-27."))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("This date is not in the calendar.")) from None


def moment(text: str) -> datetime:
    """Read 2026-11-22T07:00:00+07:00; without an offset nobody knows which moment is meant."""
    try:
        value = parse_datetime(text)
    except ValueError:
        value = None
    if value is None or value.tzinfo is None:
        raise ValueError(_("This is not a moment such as 2026-11-22T07:00:00+07:00."))
    return value


def yes_or_no(text: str) -> bool:
    folded = text.casefold()
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise ValueError(_("Write true or false."))


def choice_of(codes: dict[Any, Any]) -> Reader:
    """Return the reader of one code out of `codes`; it gives the code in its own type."""
    by_text = {str(code): code for code in codes if code not in ("", None)}

    def read(text: str) -> Any:
        if text not in by_text:
            raise ValueError(_("Write one of: %(codes)s.") % {"codes": ", ".join(by_text)})
        return by_text[text]

    return read


def several(read: Reader) -> Reader:
    """Return the reader of a list with `;` whose parts `read` understands."""
    return lambda text: [read(part) for part in split(text)]


def split(text: str) -> list[str]:
    """Return the parts of a list with `;`, each once."""
    parts = (part.strip() for part in text.split(";"))
    return list(dict.fromkeys(part for part in parts if part))


def _validated(field: models.Field, read: Reader) -> Reader:
    """Let the field's own validators speak: length, slug, address, e-mail, range."""
    if not field.validators:
        return read

    def read_and_validate(text: str) -> Any:
        value = read(text)
        try:
            field.run_validators(value)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error
        return value

    return read_and_validate
