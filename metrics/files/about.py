"""What a file says of itself: what it is, as of when, under which licence, how it is cited."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum_portal.models import PortalSettings
from forum_portal.words import date_text, localized
from metrics.asof import AsOf, carried


@dataclass(frozen=True)
class About:
    """`portals` is the portal's name by language; the addresses are whole, with the origin.

    `as_of` is what was asked for, or today; `page` shows the same figures in a browser.
    """

    title: str
    portals: tuple[tuple[str, str], ...]
    licence: str
    licence_url: str
    address: str
    page: str
    day: date
    as_of: str

    def citations(self) -> list[str]:
        """Return the lines by which the file is cited, in both languages."""
        return [self._citation(language, portal) for language, portal in self.portals]

    def _citation(self, language: str, portal: str) -> str:
        with override(language):
            return _("%(portal)s, “%(title)s”, as of %(day)s, %(address)s") % {
                "portal": portal,
                "title": self.title,
                "day": date_text(self.day),
                "address": self.page,
            }


def about(title: str, address: str, page: str, as_of: AsOf, *, travels: bool = True) -> About:
    """Return what the file at a path says of itself, in one query.

    `page` is the path of its page, which travels in time unless `travels` says that it does not.
    """
    row = PortalSettings.objects.first()
    portals = []
    for language in ("vi", "en"):
        with override(language):
            name = localized(row, "name") if row else _("Digital transformation portal")
            portals.append((language, name))
    day = as_of.date or timezone.localdate()
    asked = as_of.given or day.isoformat()
    return About(
        title=title,
        portals=tuple(portals),
        licence=row.licence if row else "",
        licence_url=row.licence_url if row else "",
        address=settings.PORTAL_ORIGIN + address,
        page=settings.PORTAL_ORIGIN + (carried(page, asked) if travels else page),
        day=day,
        as_of=asked,
    )
