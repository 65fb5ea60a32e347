"""What the reader of a programme chose to see: a day, a track, a room, a kind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from events.models import Session
from events.programme import programme_place, session_day
from forum_portal.parameters import code_of, options_of, unknown_value
from forum_portal.words import date_text, localized
from metrics.dashboard_filter import Select

LIST, GRID = "", "luoi"  # the ways to see a programme, in `?xem=`


class Part(NamedTuple):
    """A parameter: what its field is called, and what its value is for a session, with words.

    `order` is the key by which its options stand; without one they come as the programme does.
    """

    parameter: str
    label: Any
    everything: Any
    read: Callable[[Any, tzinfo], tuple[str, str]]
    order: Callable[[Any], int] | None = None


def _day(session: Any, zone: tzinfo) -> tuple[str, str]:
    day = session_day(session, zone)
    return (day.isoformat(), date_text(day)) if day else ("", "")


def _track(session: Any, zone: tzinfo) -> tuple[str, str]:
    return named(session.track)


def _room(session: Any, zone: tzinfo) -> tuple[str, str]:
    return named(session.room)


def named(record: Any) -> tuple[str, str]:
    """Return how an address names a room or a track, and how readers do; nothing without one."""
    name = record.name if record else None
    return (code_of(name), localized(record, "name")) if name else ("", "")


def _track_order(session: Any) -> int:
    return getattr(session.track, "position", None) or 0


def _room_order(session: Any) -> int:
    return getattr(session.room, "position", None) or 0


def _kind(session: Any, zone: tzinfo) -> tuple[str, str]:
    return session.kind, capfirst(str(Session.Kind(session.kind).label))


PARTS = (
    Part("ngay", gettext_lazy("Day"), gettext_lazy("All days"), _day),
    Part("chuyen-de", gettext_lazy("Track"), gettext_lazy("All tracks"), _track, _track_order),
    Part("phong", gettext_lazy("Room"), gettext_lazy("All rooms"), _room, _room_order),
    Part("loai", gettext_lazy("Kind"), gettext_lazy("All kinds"), _kind),
)


@dataclass(frozen=True)
class ProgrammeFilter:
    """The choice, each part optional: `chosen` holds the value of each parameter of `PARTS`."""

    chosen: Mapping[str, str]
    view: str = LIST

    @classmethod
    def from_query(
        cls, query: Mapping[str, str], sessions: Sequence[Any], zone: tzinfo
    ) -> "ProgrammeFilter":
        """Read the parameters; a BadRequest names the one that no session of the forum has."""
        chosen = {}
        for part in PARTS:
            given = query.get(part.parameter, "").strip()
            if given and all(part.read(each, zone)[0] != given for each in sessions):
                raise unknown_value(part.parameter, given)
            chosen[part.parameter] = given
        view = query.get("xem", "").strip()
        if view not in (LIST, GRID):
            raise unknown_value("xem", view)
        return cls(chosen, view)

    def __bool__(self) -> bool:
        return any(self.chosen.values())

    def kept(self, sessions: Iterable[Any], zone: tzinfo) -> list[Any]:
        """Keep the sessions that have all that was chosen."""
        return [
            each
            for each in sessions
            if all(self.chosen[part.parameter] in ("", part.read(each, zone)[0]) for part in PARTS)
        ]

    def fields(self, sessions: Iterable[Any], zone: tzinfo) -> list[Select]:
        """Return a field for each part of which there is something to choose."""
        ordered = sorted(sessions, key=lambda each: programme_place(each, zone))
        fields = [self._field(part, ordered, zone) for part in PARTS]
        return [each for each in fields if len(each.options) > 2 or each.chosen]

    def words(self, sessions: Sequence[Any], zone: tzinfo) -> list[str]:
        """Return what was chosen, as readers call it."""
        read = ((part, *part.read(each, zone)) for part in PARTS for each in sessions)
        words = (word for part, value, word in read if self.chosen[part.parameter] == value)
        return list(dict.fromkeys(filter(None, words)))

    def _field(self, part: Part, sessions: Sequence[Any], zone: tzinfo) -> Select:
        listed = sorted(sessions, key=part.order) if part.order else sessions
        options = options_of(part.read(each, zone) for each in listed)
        options.pop("", None)
        return Select(
            part.parameter,
            str(part.label),
            [("", str(part.everything)), *options.items()],
            self.chosen[part.parameter],
        )
