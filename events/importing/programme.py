"""The tables of the programme: sessions, people, and who did what where."""

import re
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.importing.keys import own_slug
from events.models import Appearance, Forum, Person, Room, Session, Track
from forum_portal.importing.cells import Holds, choice_of, moment
from forum_portal.importing.loading import Known, build
from forum_portal.importing.tables import Column, Complaints, Kind, Row, Values, columns, key_text

SPOKEN_HOUR = re.compile(r"(?P<hour>[0-9]{1,2}) ?(?:h|g|giờ|:) ?(?P<minute>[0-9]{2})?(?: ?phút)?")
PART_OF_DAY = {code.partition("_")[2]: code for code in Session.PartOfDay.values}


def part_of_day(text: str) -> str:
    """Read morning, afternoon or evening."""
    return PART_OF_DAY[choice_of(PART_OF_DAY)(text)]


def hour(text: str) -> time | datetime:
    """Read 08:30, or a whole moment with its offset."""
    try:
        return parse_time(text) or moment(text)
    except ValueError:
        raise ValueError(_("This is not a time such as 08:30.")) from None


def spoken_hour(text: str) -> str:
    """Read "8h30" or "8 giờ 30" into 08:30."""
    match = SPOKEN_HOUR.fullmatch(text)
    if match is None:
        return text
    return f"{int(match['hour']):02}:{int(match['minute'] or 0):02}"


def hour_column(name: str, title: Any) -> Column:
    return Column(name, hour, stored=False, holds=Holds.HOUR, title=title, spoken=spoken_hour)


def _stored_session(forum: str, slug: str) -> str:
    return key_text(forum, own_slug(forum, slug))


def _stored_appearance(forum: str, person: str, role: str, session: str | None) -> str:
    return key_text(forum, person, role, session and own_slug(forum, session))


def _complete_session(values: Values) -> Complaints:
    start, end = values.get("start"), values.get("end")
    for name in ("start", "end"):
        if isinstance(values.get(name), time) and "date" not in values:
            yield name, _("A time needs the day, in the column date.")
    if start and end and type(start) is type(end) and end <= start:
        yield "end", _("The session ends before it begins.")


def _make_sessions(rows: list[Row], known: Known) -> list[models.Model]:
    sessions: list[Any] = [build(SESSIONS, row, known) for row in rows]
    zones = dict(Forum.objects.values_list("pk", "time_zone"))
    for row, session in zip(rows, sessions, strict=True):
        session.slug = f"{row.values['forum']}-{session.slug}"
        zone = ZoneInfo(zones[session.forum_id])
        for name in ("start", "end"):
            value = row.values.get(name)
            if isinstance(value, time):
                value = datetime.combine(session.date, value, zone)
            setattr(session, name, value)
        for name, model in (("room", Room), ("track", Track)):
            if name in row.values:
                place = {"forum_id": session.forum_id, "name": row.values[name]}
                setattr(session, name, model.objects.get_or_create(**place)[0])
    return sessions


def _told_session(session: Any) -> dict[str, str]:
    """Return hours as files write them: alone where they lie on the session's own day."""
    codes = {stored: code for code, stored in PART_OF_DAY.items()}
    return {
        "slug": own_slug(session.forum.slug, session.slug),
        "part_of_day": codes.get(session.part_of_day, ""),
        "start": _told_hour(session, session.start),
        "end": _told_hour(session, session.end),
        "room": session.room.name if session.room else "",
        "track": session.track.name if session.track else "",
    }


def _told_hour(session: Any, moment_of_it: datetime | None) -> str:
    if moment_of_it is None:
        return ""
    local = moment_of_it.astimezone(ZoneInfo(session.forum.time_zone))
    if local.date() == session.date and not local.second:
        return f"{local:%H:%M}"
    return local.isoformat()


def session_within_forum() -> Column:
    title = gettext_lazy("session")
    return Column("session", refers=Session, within="forum", holds=Holds.KEY, title=title)


SESSIONS = Kind(
    "sessions",
    Session,
    (
        *columns(
            Session,
            "forum! slug! title! title_en? kind date venue hosts abstract abstract_en? "
            "attendees? attendees_en? state",
        ),
        Column(
            "part_of_day",
            part_of_day,
            holds=Holds.CHOICE,
            title=gettext_lazy("part of the day"),
            words={code: Session.PartOfDay(name).label for code, name in PART_OF_DAY.items()},
        ),
        hour_column("start", gettext_lazy("begins")),
        hour_column("end", gettext_lazy("ends")),
        Column("room", stored=False, title=gettext_lazy("room")),
        Column("track", stored=False, title=gettext_lazy("track")),
    ),
    key=("forum", "slug"),
    lookups=("forum__slug", "slug"),
    stored_key=_stored_session,
    complete=_complete_session,
    make=_make_sessions,
    told=_told_session,
    told_with=("forum", "room", "track"),
)

PEOPLE = Kind("people", Person, columns(Person, "slug! name! honorific note"), key=("slug",))

APPEARANCES = Kind(
    "appearances",
    Appearance,
    (
        *columns(
            Appearance,
            "person! forum! role job_title organisation organisation_as_printed name_as_printed",
        ),
        session_within_forum(),
    ),
    key=("forum", "person", "role", "session"),
    lookups=("forum__slug", "person__slug", "role", "session__slug"),
    stored_key=_stored_appearance,
    defaults={"role": Appearance.Role.SPEAKER},
)

KINDS = (SESSIONS, PEOPLE, APPEARANCES)
