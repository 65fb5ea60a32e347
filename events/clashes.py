"""Sessions at the same time in one room, or with one person: staff are told, nothing is refused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from django.db.models import Q

from events.models import Appearance, Person, Session

SHORTEST = timedelta(minutes=1)  # of a session whose end is not known


@dataclass(frozen=True)
class Clash:
    """Two sessions that overlap in the same room, or with the same people."""

    session: Session
    other: Session
    same_room: bool
    people: list[Person]


def clashes_of(session: Session) -> list[Clash]:
    """Return what a saved session clashes with, at any forum, in three queries at most."""
    if session.start is None or session.state == Session.State.CANCELLED:
        return []
    start, end = _span(session)
    others = _held().exclude(pk=session.pk).filter(start__lt=end)
    at_once = others.filter(Q(end__gt=start) | Q(end__isnull=True, start__gte=start))
    listed = list(at_once.order_by("start", "slug"))
    people = _people_of([session, *listed]) if listed else {}
    return _found(((session, each) for each in listed), people)


def clashes_within(forum: Any) -> list[Clash]:
    """Return all clashes of a forum's sessions with one another, in two queries."""
    sessions = list(_held().filter(forum=forum).order_by("start", "slug"))
    pairs = (pair for pair in combinations(sessions, 2) if _overlap(*pair))
    return _found(pairs, _people_of(sessions))


def _held() -> Any:
    held = Session.objects.exclude(state=Session.State.CANCELLED).filter(start__isnull=False)
    return held.select_related("forum", "room")


def _span(session: Session) -> tuple[datetime, datetime]:
    assert session.start
    return session.start, session.end or session.start + SHORTEST


def _overlap(one: Session, other: Session) -> bool:
    (start, end), (other_start, other_end) = _span(one), _span(other)
    return start < other_end and other_start < end


def _people_of(sessions: Sequence[Session]) -> dict[int, dict[int, Person]]:
    """Return who has a part in each session, by their keys."""
    people: dict[int, dict[int, Person]] = {}
    parts = Appearance.objects.filter(session__in=sessions).select_related("person")
    for each in parts.order_by("person__sort_key"):
        people.setdefault(each.session_id or 0, {})[each.person_id] = each.person
    return people


def _found(
    pairs: Iterable[tuple[Session, Session]], people: dict[int, dict[int, Person]]
) -> list[Clash]:
    clashes = []
    for one, other in pairs:
        mine, theirs = people.get(one.pk, {}), people.get(other.pk, {})
        both = [person for key, person in mine.items() if key in theirs]
        same_room = one.room_id is not None and one.room_id == other.room_id
        if same_room or both:
            clashes.append(Clash(one, other, same_room, both))
    return clashes
