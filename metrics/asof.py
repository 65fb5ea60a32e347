"""“As of”: the moment in the past at which a reader asks what was public."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import quote

from django.core.exceptions import BadRequest
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from forum_portal.pages import NotYetPublished, found_or_404
from forum_portal.text import printable

PARAMETER = "as-of"
MISSPELT = "as_of"  # whoever writes this would take today's figures for those of then
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class AsOf:
    """`moment` goes to the querysets, None meaning now; false in a template when it is now."""

    moment: datetime | None = None
    given: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "AsOf":
        """Read `?as-of=2026-11-22` (the end of that day) or a date-time with its offset.

        BadRequest, with a sentence for the reader, for anything else and for a time in the future.
        """
        if MISSPELT in query:
            raise BadRequest(
                _("The address says “as_of”; the parameter is “as-of”, with a hyphen.")
            )
        given = query.get(PARAMETER, "").strip()
        if not given:
            return cls()
        moment = _end_of_day(given) if _DAY.fullmatch(given) else _moment(given)
        return cls(moment, given)

    def __bool__(self) -> bool:
        return self.moment is not None

    @property
    def is_whole_day(self) -> bool:
        """Tell whether a day was asked for, and so its end."""
        return bool(_DAY.fullmatch(self.given))

    @property
    def date(self) -> date | None:
        """The day, in the portal's time zone, that the banner and file names tell."""
        return timezone.localdate(self.moment) if self.moment else None

    def found[Record](self, record: Record | None, sentence: Promise) -> Record:
        """Return `record`; where there is none, a 404 that says so, or that it was not public yet.

        Whether anything else ever stood there is not asked: it would give a draft's address away.
        """
        until = self.date if self.is_whole_day else self.moment
        if record is None and until:
            raise NotYetPublished(until)
        return found_or_404(record, sentence)

    @property
    def query(self) -> str:
        """What a link needs to stay at this moment: "?as-of=2026-11-22", or nothing."""
        return carried("", self.given)


def carried(url: str, moment: str) -> str:
    """Return `url` with `moment` as its `?as-of=`; unchanged where either is empty."""
    if not moment:
        return url
    return f"{url}{'&' if '?' in url else '?'}{PARAMETER}={quote(moment)}"


def _end_of_day(given: str) -> datetime:
    try:
        day = parse_date(given)
    except ValueError:
        day = None
    if day is None or day.year < 1900:
        raise BadRequest(_refusal(given))
    if day > timezone.localdate():
        raise BadRequest(_future(given))
    return timezone.make_aware(datetime.combine(day, time.max))


def _moment(given: str) -> datetime:
    try:
        # A plus sign in an address arrives as a space.
        moment = parse_datetime(given.replace(" ", "+")) if given.isascii() else None
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment) or moment.year < 1900:
        raise BadRequest(_refusal(given))
    if moment > timezone.now():
        raise BadRequest(_future(given))
    return moment


def _refusal(given: str) -> str:
    return _(
        "The parameter “as-of” in the address is “%(given)s”. It takes a day such as 2026-11-22, "
        "or a date and time with its offset such as 2026-11-22T09:00:00+07:00."
    ) % {"given": printable(given[:40])}


def _future(given: str) -> str:
    return _(
        "The parameter “as-of” in the address is “%(given)s”, which lies in the future. "
        "The portal can only be seen as it was up to now."
    ) % {"given": printable(given[:40])}
