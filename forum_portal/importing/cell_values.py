"""Cells as a workbook holds them, numbers, days and truths: what people see, and canonical text."""

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from forum_portal.importing.cell_styles import Shown


class Marked(NamedTuple):
    """A raw cell whose value alone misleads: a Shown, "error", "formula", "merged" or "truth"."""

    what: str
    value: Any


def shown(raw: Any) -> str:
    """Return a raw cell as people see it in the spreadsheet, or nearly so."""
    match raw:
        case Marked(what=Shown.PERCENT, value=float() | int() as value):
            return f"{percent(value)}%".replace(".", ",")
        case Marked(what=Shown.MONTH, value=date() as value):
            return f"{value:%m/%Y}"
        case Marked(what=Shown.YEAR, value=date() as value):
            return f"{value:%Y}"
        case Marked(what="formula", value=(_cell, formula)):
            return formula
        case Marked(value=value):
            return shown(value)
        case bool():
            return "TRUE" if raw else "FALSE"
        case int() | float():
            return plain(raw).replace(".", ",") if _is_sane(raw) else str(raw)
        case datetime():
            return f"{raw:%d/%m/%Y %H:%M}"
        case date():
            return f"{raw:%d/%m/%Y}"
        case time():
            return f"{raw:%H:%M:%S}" if raw.second else f"{raw:%H:%M}"
        case timedelta():
            return str(raw)
    return raw


def refuse_marked(raw: Any) -> None:
    """Raise ValueError for a cell that has no value to be taken over."""
    if type(raw) is not Marked:
        return
    match raw.what:
        case "error":
            reason = _("The cell shows the error %(error)s. Mend its formula in Excel.")
            raise ValueError(reason % {"error": raw.value})
        case "formula":
            reason = _(
                "The formula in cell %(cell)s has never been computed. Open the file in Excel, "
                "save it, and upload it again."
            )
            raise ValueError(reason % {"cell": raw.value[0]})
        case "merged":
            raise ValueError(_("One figure for several rows: write in each row what is its own."))


def number_text(raw: Any) -> str:
    """Return a number as 956000 or 90.7; a share is what it shows, 0.907 is 90.7."""
    match raw:
        case Marked(what=Shown.PERCENT, value=float() | int() as value):
            return percent(value)
        case bool():
            pass
        case int() | float():
            return plain(raw)
        case date() | Marked(value=date()):
            raise ValueError(_("Excel takes this cell for a date. Format it as a number."))
    raise ValueError(_("This is not a number."))


def plain(value: float) -> str:
    """Return a number with the fifteen digits that Excel shows, without an exponent."""
    if not _is_sane(value):
        raise ValueError(_("This number is too long to be meant."))
    return _without_zeros(Decimal(format(value, ".15g")))


def percent(value: float) -> str:
    """Return a share as it is shown: 90.7 for 0.907."""
    return _without_zeros(Decimal(plain(value)) * 100)


def day_text(raw: Any) -> str:
    """Return a day as 2023-12-27."""
    value = raw.value if type(raw) is Marked else raw
    match value:
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case int() | float():
            raise ValueError(_("This is a number. Format the cell as a date."))
    raise ValueError(_("This is not a date such as 27/12/2023."))


def moment_text(raw: Any) -> str:
    """Return a moment with its offset; a workbook knows none, so the portal's zone is meant."""
    if isinstance(raw, datetime):
        return aware(raw)
    raise ValueError(_("Write day and time, such as 27/12/2023 08:30."))


def aware(value: datetime) -> str:
    return timezone.make_aware(value, timezone.get_default_timezone()).isoformat()


def period_text(raw: Any) -> str:
    """Return a period; of a date that is shown as a month or a year, only that much is meant."""
    match raw:
        case Marked(what=Shown.MONTH, value=date() as value):
            return f"{value:%Y-%m}"
        case Marked(what=Shown.YEAR, value=date() as value):
            return f"{value:%Y}"
        case date():
            return f"{raw:%Y-%m-%d}"
    return shown(raw)


def _is_sane(value: float) -> bool:
    return math.isfinite(value) and abs(value) < 1e20


def _without_zeros(value: Decimal) -> str:
    text = f"{value + 0:f}"  # and no minus before a zero
    return text.rstrip("0").rstrip(".") if "." in text else text
