"""schedule.xml and schedule.json, as the programs of conferences read them."""

import json
import re
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from django.conf import settings

from events.schedule import Day, Schedule, Slot

SCHEMA = "https://c3voc.de/schedule/schema.json"
GENERATOR = "forum-portal"
IN_JSON = re.compile("[A-Z][a-z]+/[A-Z][a-z]+|(.*)UTC$")  # names of zones that the schema knows
STEP = "00:05"  # what starts and durations are multiples of, on a grid


def schedule_xml(schedule: Schedule, own: str) -> bytes:
    """Return the file as XML; `own` is its address."""
    root = Element("schedule")
    SubElement(root, "generator", name=GENERATOR)
    _text(root, "url", own)
    _text(root, "version", schedule.version)
    conference = SubElement(root, "conference")
    for name, text in _conference(schedule).items():
        _text(conference, name, text)
    for track in schedule.tracks:
        SubElement(conference, "track", name=track)
    for day in schedule.days:
        _day_element(root, day)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def schedule_json(schedule: Schedule, own: str) -> str:
    """Return the file as JSON; `own` is its address."""
    told = _conference(schedule)
    conference = {name: told[name] for name in ("title", "acronym", "start", "end")} | {
        "daysCount": len(schedule.days),
        "timeslot_duration": STEP,
        **_zone_name(schedule),
        "url": schedule.url,
        "tracks": [{"name": each} for each in schedule.tracks],
        "rooms": _rooms(schedule),
        "days": [_day_object(day) for day in schedule.days],
    }
    written = {
        "$schema": SCHEMA,
        "generator": {"name": GENERATOR},
        "schedule": {
            "version": schedule.version,
            "base_url": settings.PORTAL_ORIGIN,
            "url": own,
            "conference": conference,
        },
    }
    return json.dumps(written, ensure_ascii=False, indent=1)


def _conference(schedule: Schedule) -> dict[str, str]:
    return {
        "title": schedule.title,
        "acronym": schedule.acronym,
        "start": schedule.days[0].day.isoformat(),
        "end": schedule.days[-1].day.isoformat(),
        "days": str(len(schedule.days)),
        "timeslot_duration": STEP,
        "base_url": settings.PORTAL_ORIGIN,
        "url": schedule.url,
        "time_zone_name": str(schedule.zone),
    }


# XML


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text


def _day_element(root: Element, day: Day) -> None:
    element = SubElement(
        root,
        "day",
        index=str(day.index),
        date=day.day.isoformat(),
        start=day.start.isoformat(),
        end=day.end.isoformat(timespec="seconds"),
    )
    for room, slots in day.rooms.items():
        inside = SubElement(element, "room", name=room, guid=str(slots[0].room_guid))
        for slot in slots:
            _event_element(inside, slot)


def _event_element(room: Element, slot: Slot) -> None:
    event = SubElement(room, "event", id=str(slot.number), guid=str(slot.guid))
    for name, text in _common(slot).items():
        _text(event, name, text)
    persons = SubElement(event, "persons")
    for each in slot.speakers:
        _text(persons, "person", each.name, id=str(each.number), guid=str(each.guid))
    SubElement(event, "links")
    attachments = SubElement(event, "attachments")
    for url, title in slot.files:
        _text(attachments, "attachment", title, href=url)


def _common(slot: Slot) -> dict[str, str]:
    """Return what is a text in both files."""
    return {
        "room": slot.room,
        "title": slot.title,
        "subtitle": "",
        "type": slot.kind,
        "date": slot.start.isoformat(timespec="seconds"),
        "start": f"{slot.start:%H:%M}",
        "duration": slot.duration,
        "abstract": slot.abstract,
        "slug": slot.slug,
        "track": slot.track,
        "url": slot.url,
    }


# JSON


def _rooms(schedule: Schedule) -> list[dict[str, Any]]:
    rooms = {
        slot.room: slot for day in schedule.days for each in day.rooms.values() for slot in each
    }
    return [{"name": name, "guid": str(slot.room_guid)} for name, slot in rooms.items()]


def _zone_name(schedule: Schedule) -> dict[str, str]:
    """Return the name of the time zone, but for one like "Etc/GMT+7", which no file may have."""
    name = str(schedule.zone)
    return {"time_zone_name": name} if IN_JSON.match(name) else {}


def _day_object(day: Day) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.day.isoformat(),
        "day_start": day.start.isoformat(),
        "day_end": day.end.isoformat(timespec="seconds"),
        "rooms": {
            room: [_event_object(each) for each in slots] for room, slots in day.rooms.items()
        },
    }


def _event_object(slot: Slot) -> dict[str, Any]:
    return _common(slot) | {
        "id": slot.number,
        "guid": str(slot.guid),
        "end": slot.end.isoformat(timespec="seconds"),
        "track": slot.track or None,
        "language": None,  # no source says in which language people spoke
        # A person with a `public_name` would be two kinds of person, which is refused.
        "persons": [
            {"id": each.number, "guid": str(each.guid), "name": each.name, "url": each.url}
            for each in slot.speakers
        ],
        "links": [],
        "attachments": [{"url": url, "title": title} for url, title in slot.files],
    }
