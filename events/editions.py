"""Forums in words: the upright staff of editions, days, hosts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum_portal.addresses import reverse
from forum_portal.words import date_text, localized


@dataclass(frozen=True)
class Edition:
    """A mark on the staff of editions, as `partials/editions.html` draws it."""

    title: str
    url: str
    date: str
    theme: str
    current: bool


def edition_staff(editions: Iterable[Any], current: str, *, themes: bool = False) -> list[Edition]:
    """Return the editions with the one whose slug is `current` marked."""
    return [
        Edition(
            title=str(each.year) if each.year else localized(each, "name"),
            url=reverse("events:forum-page", args=[each.slug]),
            date=days_text(each) or _("No source gives the day yet"),
            theme=localized(each, "theme") if themes else "",
            current=each.slug == current,
        )
        for each in editions
    ]


def days_text(forum: Any) -> str:
    """Return "27/12/2023" or "26–27/12/2023"; empty where no source gives the day."""
    first, last = as_day(forum.date_start), as_day(forum.date_end)
    if first is None:
        return ""
    if last is None or last == first:
        return date_text(first)
    return f"{date_text(first)} – {date_text(last)}"


def as_day(day: date | str | None) -> date | None:
    """Return a day that a nested row holds as ISO text."""
    return date.fromisoformat(day) if isinstance(day, str) else day


def called(organisation: Any) -> str:
    """Return what a line calls an organisation: its short name, in English its full one."""
    if get_language() == "en" and organisation.name_en:
        return organisation.name_en
    return organisation.short_name or organisation.name


def hosts_line(roles: Iterable[Any]) -> str:
    """Return "UBND thành phố Hải Phòng, VINASA": who held the forum; empty where unknown."""
    return ", ".join(
        called(each.organisation) for each in roles if each.role in ("host", "co_host")
    )
