"""Forums in words: the upright staff of editions, days, hosts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.roles import role_groups
from forum_portal.addresses import reverse
from forum_portal.templatetags.portal import in_language
from forum_portal.words import date_text, localized


@dataclass(frozen=True)
class Edition:
    """A mark on the staff of editions, as `partials/editions.html` draws it."""

    title: str
    url: str
    date: str
    theme: str
    current: bool


def edition_staff(
    editions: Iterable[Any], current: str, *, themes: bool = False, chapter: str = ""
) -> list[Edition]:
    """Return the editions with the one whose slug is `current` marked.

    Each leads to its `chapter`, such as "forum-speakers", where it has it, else to its own page.
    """
    return [
        Edition(
            title=str(each.year) if each.year else localized(each, "name"),
            url=reverse(f"events:{_page_of(each, chapter)}", args=[each.slug]),
            date=days_or_unknown(each),
            theme=localized(each, "theme") if themes else "",
            current=each.slug == current,
        )
        for each in editions
    ]


def _page_of(edition: Any, chapter: str) -> str:
    has_chapter = chapter and getattr(edition.chapters, chapter.removeprefix("forum-"))
    return chapter if has_chapter else "forum-page"


MOST_ON_STAFF = 5  # the list has them all


def around(editions: Sequence[Edition]) -> Sequence[Edition]:
    """Return the editions about the current one, the newest without one: a staff has few marks."""
    place = next((number for number, each in enumerate(editions) if each.current), 0)
    first = max(0, min(place - MOST_ON_STAFF // 2, len(editions) - MOST_ON_STAFF))
    return editions[first : first + MOST_ON_STAFF]


@dataclass(frozen=True)
class EditionsBeside:
    """The editions before and after one; false where it is no edition, or the only one."""

    earlier: Edition | None = None
    later: Edition | None = None

    def __bool__(self) -> bool:
        return bool(self.earlier or self.later)


def editions_beside(editions: Sequence[Edition]) -> EditionsBeside:
    """Return what stands beside the current one of `edition_staff`, which begins with the newest.

    The order of time tells which they are, so that no edition can come before and after another.
    """
    place = next((number for number, each in enumerate(editions) if each.current), None)
    if place is None:
        return EditionsBeside()
    later = editions[place - 1] if place else None
    return EditionsBeside(next(iter(editions[place + 1 :]), None), later)


def days_text(forum: Any) -> str:
    """Return "27/12/2023" or "26–27/12/2023"; empty where no source gives the day."""
    first, last = as_day(forum.date_start), as_day(forum.date_end)
    if first is None:
        return ""
    if last is None or last == first:
        return date_text(first)
    return f"{date_text(first)} – {date_text(last)}"


def days_or_unknown(forum: Any) -> str:
    """Return the same; where the day is not known, the sentence that says what no source gives."""
    if forum.year:
        return days_text(forum) or _("No source gives the day yet")
    return days_text(forum) or _("No source gives the full date")


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


def called_with_language(organisation: Any) -> str:
    """Return what a line calls an organisation; Vietnamese is marked on an English page."""
    if get_language() == "en":
        return in_language(organisation, "name")
    return called(organisation)


def hosts_by_role(roles: Iterable[Any]) -> list[str]:
    """Return "Tổ chức: UBND thành phố", "Bảo trợ: …": who stood behind the forum, as what."""
    return [
        format_html(
            "{}: {}",
            group.name,
            format_html_join(
                ", ", "{}", ((called_with_language(each.organisation),) for each in group.roles)
            ),
        )
        for group in role_groups(roles)
    ]


# Neither will be held on the day that stands there.
NOT_TO_BE_HELD = ("postponed", "cancelled")


def _first_and_last(forum: Any) -> tuple[date | None, date | None]:
    """Return the days on which a forum is held; None where unknown, or where it is not held."""
    if forum.state in NOT_TO_BE_HELD:
        return None, None
    first = as_day(forum.date_start)
    return first, as_day(forum.date_end) or first


def is_on(forum: Any, today: date) -> bool:
    """Tell whether a forum is being held today."""
    first, last = _first_and_last(forum)
    return first is not None and last is not None and first <= today <= last


def countdown(forum: Any, today: date) -> str:
    """Return how far off a forum is, or that it is being held; empty once it is over."""
    first, last = _first_and_last(forum)
    if first is None or last is None or last < today:
        return ""
    if first > today:
        days = (first - today).days
        return ngettext("%(days)s day to go", "%(days)s days to go", days) % {"days": days}
    if first == last:
        return _("today")
    number = {"day": (today - first).days + 1, "days": (last - first).days + 1}
    return _("day %(day)s of %(days)s") % number
