"""Addresses that stay: a page as it stood on a day, and the words for that day."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from forum_portal.words import date_text, moment_text
from metrics.asof import AsOf, carried


def lasting_address(path: str, as_of: AsOf) -> str:
    """Return the address of a page as it stands at a moment, today's where none was asked for."""
    return settings.PORTAL_ORIGIN + carried(path, as_of.given or timezone.localdate().isoformat())


def until_text(as_of: AsOf) -> str:
    """Return until when figures are seen; of which day they are where no moment was asked for."""
    if as_of and not as_of.is_whole_day:
        return _("Figures as published up to %(moment)s.") % {"moment": moment_text(as_of.moment)}
    if as_of:
        day = {"date": date_text(as_of.date)}
        return _("Figures as published up to the end of %(date)s.") % day
    return _("Figures as they stood on %(date)s.") % {"date": date_text(timezone.localdate())}
