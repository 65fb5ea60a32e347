"""A forum's programme with all its traps, and its files as readers that are not ours see them."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import jsonschema
from icalendar import Calendar
from lxml import etree

SCHEMAS = Path(__file__).parent / "events" / "schemas"
FORUM = "/dien-dan/2023"
KINDS = ["text/calendar", "application/xml", "application/json"]
FILES = ["schedule.ics", "schedule.xml", "schedule.json"]
MARKS = "\u200fמ\u200e \u202eRTL\u202c"
ODD = f'Số "liệu" <b>mở</b>, & dữ; liệu \\ {MARKS} </script> {"ế" * 60}'


def at(hour, minute=0, day=26):
    """A moment in December 2023, in the city's time."""
    return datetime(2023, 12, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def events(client, address):
    """Return the events of a calendar by their titles, as a reader that is not ours sees them."""
    response = client.get(address)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8", response.text
    return {str(each["SUMMARY"]): each for each in Calendar.from_ical(response.content).events}


@cache
def xml_schema():
    return etree.XMLSchema(etree.parse(SCHEMAS / "schedule.xml.xsd"))


def schedule_xml(client, address=f"{FORUM}/schedule.xml"):
    """Return the file's root; it is what the schema wants."""
    root = etree.fromstring(client.get(address).content)
    xml_schema().assertValid(root)
    return root


def schedule_json(client, address=f"{FORUM}/schedule.json"):
    """Return what the file says of the conference; it is what the schema wants."""
    written = client.get(address).json()
    schema = json.loads((SCHEMAS / "schedule.schema.json").read_text())
    checker = jsonschema.Draft6Validator.FORMAT_CHECKER
    jsonschema.Draft6Validator(schema, format_checker=checker).validate(written)
    return written["schedule"]["conference"]


def slots(conference):
    return [each for day in conference["days"] for room in day["rooms"].values() for each in room]
