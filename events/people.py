"""A person across the forums, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from events.programme import programme_place, zone_of


@dataclass(frozen=True)
class Standing:
    """What a person was at a time, from its first appearance, and all they did as that."""

    first: Any
    appearances: list[Any]


@dataclass(frozen=True)
class Stay:
    """A person at one forum: the forum's row and what they did there."""

    forum: Any
    appearances: list[Any]

    @property
    def standings(self) -> list[Standing]:
        return by_title(self.appearances)


def by_title(appearances: Iterable[Any]) -> list[Standing]:
    """Return the appearances by the title and organisation that they were made with.

    What somebody did stands in the order of the programme; first what was of no one session.
    """
    standings: dict[tuple, list[Any]] = {}
    for each in sorted(appearances, key=_place):
        key = (each.job_title, each.organisation.slug, each.organisation_as_printed)
        standings.setdefault(key, []).append(each)
    return [Standing(group[0], group) for group in standings.values()]


def stays_at_forums(appearances: Iterable[Any]) -> list[Stay]:
    """Return the appearances of one person by forum, the newest forum first."""
    forums: dict[str, list[Any]] = {}
    for each in appearances:
        forums.setdefault(each.forum.slug, []).append(each)
    stays = [Stay(group[0].forum, group) for group in forums.values()]
    return sorted(stays, key=lambda stay: _age(stay.forum))


def latest_title(appearances: Sequence[Any]) -> Any:
    """Return the newest appearance that gives a title or an organisation; None without one."""
    for stay in stays_at_forums(appearances):
        for each in stay.appearances:
            if each.job_title or each.organisation.slug:
                return each
    return None


def has_days(appearances: Iterable[Any]) -> bool:
    """Tell whether anything that somebody had a part in has a day."""
    return any(
        each.forum.date_start or each.session.date or each.session.start for each in appearances
    )


def _place(appearance: Any) -> tuple:
    """Sort key: the place of the session in its programme; what has none stays as it stood."""
    session = appearance.session
    return (1, programme_place(session, zone_of(session.time_zone))) if session.slug else (0,)


def _age(forum: Any) -> tuple:
    """Sort key: the newest first, what has no year last."""
    day = forum.date_start or ""
    return (-(forum.year or 0), [-ord(digit) for digit in day] or [0], forum.slug)
