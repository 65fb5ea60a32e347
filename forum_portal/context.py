"""What every page knows: how the portal calls itself, where the reader is, the other language."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum_portal.models import PortalSettings
from forum_portal.prepared import prepared
from forum_portal.words import localized
from metrics.models import Release

ENGLISH = "/en/"
# The first part of a page's address → the section of the menu that it belongs to.
SECTIONS = {
    "dien-dan": "forums",
    "phien": "forums",
    "dien-gia": "forums",
    "to-chuc": "forums",
    "gian-hang": "forums",
    "bao-cao": "forums",
    "chi-so": "indicators",
    "bang-so-lieu": "dashboards",
    "phat-hanh": "releases",
    "nguon": "data",
    "du-lieu": "data",
}


@dataclass(frozen=True)
class Portal:
    """The portal's names in the reader's language; `updated_at` is its newest release's moment."""

    name: str
    tagline: str = ""
    responsible_body: str = ""
    contact_address: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    licence: str = ""
    licence_url: str = ""
    names: dict[str, str] = field(default_factory=dict, compare=False)  # by language
    updated_at: datetime | None = None


def portal(request: HttpRequest) -> dict:
    """Variables for every page; the one query is made when a template first asks."""
    path = unprefixed(request.path)
    is_public = not path.startswith("/admin/")
    other_path = other_language_path(request)
    return {
        "portal": cache(read_portal),  # templates call it; what is not asked for is not read
        "section": SECTIONS.get(path.split("/")[1], ""),
        "current_url": settings.PORTAL_ORIGIN + request.path if is_public else "",
        "other_language_path": other_path if is_public else "",
        "other_language_url": settings.PORTAL_ORIGIN + other_path if is_public else "",
        "today": timezone.localdate(),
        "chart_cdn_off": not settings.PORTAL_CDN,
    }


def read_portal() -> Portal:
    """Return how the portal calls itself, in one query; without settings, by a plain name."""
    row = _settings.first()
    if row is None:
        return Portal(_("Digital transformation portal"))
    same = (
        *("contact_address", "contact_email", "contact_phone"),
        *("licence", "licence_url", "updated_at"),
    )
    return Portal(
        name=localized(row, "name"),
        names={"vi": row.name, "en": row.name_en or row.name},
        tagline=localized(row, "tagline"),
        responsible_body=localized(row, "responsible_body"),
        **{name: getattr(row, name) for name in same},
    )


@prepared
def _settings() -> QuerySet[PortalSettings]:
    newest = Release.objects.public().newest_first().values("published_at")[:1]
    return PortalSettings.objects.annotate(updated_at=Subquery(newest)).order_by("pk")


def unprefixed(path: str) -> str:
    """Return the path as it is in Vietnamese: "/en/chi-so/" → "/chi-so/"."""
    return path.removeprefix(ENGLISH.rstrip("/")) if path.startswith(ENGLISH) else path


def other_language_path(request: HttpRequest) -> str:
    """Return the same page, with the same question, in the other language."""
    path = unprefixed(request.path)
    if get_language() != "en":
        path = ENGLISH + path.removeprefix("/")
    query = request.META.get("QUERY_STRING", "")
    return path + (f"?{query}" if query else "")
