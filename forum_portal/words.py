"""Content and dates in the reader's language."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language


def localized(record: Any, field: str) -> str:
    """Return `record.field`, or `record.field_en` for English readers where it is filled."""
    vietnamese = getattr(record, field)
    if get_language() == "en":
        return getattr(record, f"{field}_en", "") or vietnamese
    return vietnamese


def date_text(day: date | datetime | None) -> str:
    """Return 27/12/2023, or 27 December 2023 for English readers; empty for None."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = timezone.localtime(day)
    if get_language() == "en":
        return date_format(day, "j F Y")
    return f"{day.day}/{day.month}/{day.year}"


def moment_text(moment: datetime | None) -> str:
    """Return 08:30, 27/12/2023 in the portal's time zone; empty for None."""
    if moment is None:
        return ""
    return f"{timezone.localtime(moment):%H:%M}, {date_text(moment)}"


def staff_name(account: Any) -> str:
    """Return how colleagues know an account: its person's name, else the name it logs in by."""
    return f"{account.last_name} {account.first_name}".strip() or account.username
