"""The programme of a forum as slots in rooms, for programs: what has hours and a place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.encoding import iri_to_uri

from events import records
from events.attached import material_rows
from events.editions import as_day
from events.models import Forum, Session
from events.programme import as_moment, people_by_person, session_day, zone_of
from events.revisions import (
    Revision,
    forum_revisions,
    guid_of,
    number_of,
    session_revisions,
)
from forum_portal.addresses import reverse
from forum_portal.prepared import prepared
from forum_portal.text import vietnamese_slug
from forum_portal.words import localized
from metrics.feeds import clean

LONGEST = timedelta(hours=100)  # a duration has two digits for its hours
OFF = (Forum.State.CANCELLED, Forum.State.POSTPONED)


@dataclass(frozen=True)
class Speaker:
    """A person in a slot."""

    guid: UUID
    name: str
    url: str

    @property
    def number(self) -> int:
        return number_of(self.guid)


@dataclass(frozen=True)
class Slot:
    """A session at its time in its place; `start` and `end` are in the time zone of its forum."""

    guid: UUID
    number: int
    slug: str
    url: str
    title: str
    kind: str
    day: date
    start: datetime
    end: datetime
    room: str
    room_guid: UUID  # of its Vietnamese name, in files of both languages
    track: str
    abstract: str
    speakers: list[Speaker]
    files: list[tuple[str, str]]  # address and title

    @property
    def duration(self) -> str:
        # In UTC: a clock that is changed within says another length.
        length = self.end.astimezone(UTC) - self.start.astimezone(UTC)
        minutes = int(length.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"


@dataclass(frozen=True)
class Day:
    """A day of the programme; its last slot may end on the next one."""

    index: int
    day: date
    start: datetime
    end: datetime
    rooms: dict[str, list[Slot]]


@dataclass(frozen=True)
class Schedule:
    """What both files say."""

    title: str
    acronym: str
    url: str
    version: str
    zone: tzinfo
    days: list[Day]
    tracks: list[str] = field(default_factory=list)


@prepared
def forum_schedule(slug: str) -> Any:
    """Return a published forum with its programme."""
    programme = records.session_rows(materials=material_rows())
    return Forum.objects.filter(slug=slug).published().annotate(session_rows=programme)


def has_days(forum: Any) -> bool:
    """Tell whether anything of a forum, with its `session_rows`, has a day."""
    return bool(forum.date_start or any(session_day(each) for each in forum.session_rows))


def is_placed(session: Any, forum: Any) -> bool:
    """Tell whether a session has the hours and the place that a slot needs."""
    start, end = as_moment(session.start, UTC), as_moment(session.end, UTC)
    return bool(start and end and end - start < LONGEST and place_of(session, forum))


def place_of(session: Any, forum: Any) -> str:
    """Return the room of a session, the house where no room is known, or nothing."""
    room = localized(session.room, "name") if session.room and session.room.name else ""
    return _room_or_house(room, session, forum)


def _room_or_house(room: str, session: Any, forum: Any) -> str:
    return clean(room or session.venue or forum.venue).strip()


def schedule_of(forum: Any) -> Schedule:
    """Return the slots of a forum that has a day; what does not take place is left out."""
    revisions = session_revisions(forum.session_rows)
    acronym, zone = acronym_of(forum), zone_of(forum.time_zone)
    slots = [
        _slot(each, forum, acronym, zone, revisions[each.id])
        for each in forum.session_rows
        if is_placed(each, forum) and takes_place(each, forum)
    ]
    own = forum_revisions([forum])[forum.pk]
    changed = max(each.modified for each in (own, *revisions.values()))
    return Schedule(
        title=clean(localized(forum, "name")),
        acronym=acronym,
        url=settings.PORTAL_ORIGIN + forum.get_absolute_url(),
        version=changed.astimezone(zone).isoformat(timespec="seconds"),
        zone=zone,
        days=_days(forum, slots, zone),
        tracks=list(dict.fromkeys(each.track for each in slots if each.track)),
    )


def acronym_of(forum: Any) -> str:
    """Return the short name of a forum for programs, which may have no hyphen."""
    return f"dien_dan_{vietnamese_slug(forum.slug).replace('-', '_')}"


def takes_place(session: Any, forum: Any) -> bool:
    """Tell whether neither the session nor its forum was called off."""
    return session.state != Session.State.CANCELLED and forum.state not in OFF


def _slot(session: Any, forum: Any, acronym: str, zone: tzinfo, revision: Revision) -> Slot:
    day = session_day(session, zone)
    start, end = as_moment(session.start, zone), as_moment(session.end, zone)
    assert day and start and end  # is_placed
    room = session.room.name if session.room and session.room.name else ""
    return Slot(
        guid=revision.guid,
        number=revision.number,
        slug=f"{acronym}-{revision.number:04}-{vietnamese_slug(session.slug)}".rstrip("-"),
        url=_whole(reverse("events:session-page", args=[session.slug])),
        title=clean(localized(session, "title")),
        kind=session.kind,
        day=day,
        start=start,
        end=end,
        room=place_of(session, forum),
        room_guid=guid_of("room", acronym, _room_or_house(room, session, forum)),
        track=clean(localized(session.track, "name")) if session.track.name else "",
        abstract=clean(localized(session, "abstract")),
        speakers=[_speaker(group[0].person) for group in people_by_person(session.appearances)],
        files=[_file(session, each) for each in session.materials],
    )


def _speaker(person: Any) -> Speaker:
    url = _whole(reverse("events:person-page", args=[person.slug]))
    return Speaker(guid_of("person", person.slug), clean(person.name), url)


def _file(session: Any, file: Any) -> tuple[str, str]:
    if not file.file_name:
        return iri_to_uri(file.url), clean(file.title)
    here = reverse("events:session-file", args=[session.slug, file.file_name])
    return _whole(here), clean(file.title)


def _whole(path: str) -> str:
    return settings.PORTAL_ORIGIN + path


def _days(forum: Any, slots: Sequence[Slot], zone: tzinfo) -> list[Day]:
    """Return the first and the last day of a forum, and each on which something is known to be."""
    first, last = as_day(forum.date_start), as_day(forum.date_end)
    known = [first, last, *(session_day(each, zone) for each in forum.session_rows)]
    days = sorted({day for day in known if day})
    return [
        _day(index, day, [each for each in slots if each.day == day], zone)
        for index, day in enumerate(days, start=1)
    ]


def _day(index: int, day: date, slots: Iterable[Slot], zone: tzinfo) -> Day:
    start = datetime.combine(day, time.min, zone)
    midnight = datetime.combine(day + timedelta(days=1), time.min, zone)
    rooms: dict[str, list[Slot]] = {}
    for each in sorted(slots, key=lambda slot: slot.start.timestamp()):
        rooms.setdefault(each.room, []).append(each)
    ends = [each.end for slots in rooms.values() for each in slots]
    return Day(index, day, start, max([midnight, *ends]), rooms)


def left_out(sessions: Iterable[Any], forum: Any) -> tuple[int, int]:
    """Return how many sessions the files with slots leave out.

    First those for want of hours or a place, then those that are called off.
    """
    listed = list(sessions)
    kept = [each for each in listed if takes_place(each, forum)]
    return sum(not is_placed(each, forum) for each in kept), len(listed) - len(kept)
