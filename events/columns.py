"""The columns of a forum's lists: frozen names in a frozen order, each with what it means.

In their SQL `f` is the record that has the row; the other names are the tables that it refers to.
"""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from events.models import Appearance, Session
from events.models.exhibition import ExhibitorCategory
from forum_portal.tables import Column, Type

ORIGIN = settings.PORTAL_ORIGIN
WHERE_KNOWN = _("Empty where it is not known.")
IN_VIETNAMESE = _("In Vietnamese.")
IN_ENGLISH = _("Where there is one.")
# As events.programme.zone_of reads it; names of zones are looked up for a forum elsewhere alone.
ZONE = f"""CASE
    WHEN forum.time_zone = '{settings.TIME_ZONE}' THEN '{settings.TIME_ZONE}'
    WHEN forum.time_zone = ANY(ARRAY(SELECT name FROM pg_timezone_names)) THEN forum.time_zone
    ELSE '{settings.TIME_ZONE}'
END"""
FORUM = Column(
    "forum", "forum.slug", _("Forum"), _("The last part of its address under /dien-dan/.")
)
PROGRAMME = (
    FORUM,
    Column("session", "f.slug", _("Session"), _("The last part of its address under /phien/.")),
    Column("title", "f.title", _("Title"), IN_VIETNAMESE),
    Column("title_en", "f.title_en", _("Title in English"), IN_ENGLISH),
    Column(
        "kind",
        "f.kind",
        _("Kind"),
        _("opening · plenary · talk · panel · consultation · other."),
        words=Session.Kind.choices,
    ),
    Column(
        "state",
        "f.state",
        _("State"),
        _("planned · held · moved · cancelled."),
        words=Session.State.choices,
    ),
    Column(
        "date",
        f"coalesce(f.date, (f.start AT TIME ZONE {ZONE})::date)",
        _("Day"),
        WHERE_KNOWN,
        Type.DATE,
    ),
    Column(
        "part_of_day",
        "substr(f.part_of_day, 3)",
        _("Part of the day"),
        _("morning · afternoon · evening, where the hours are not known."),
        words=[(code[2:], words) for code, words in Session.PartOfDay.choices],
    ),
    Column("start", 'f."start"', _("Begins"), _("With the offset from UTC."), Type.MOMENT),
    Column("end", 'f."end"', _("Ends"), _("With the offset from UTC."), Type.MOMENT),
    Column("room", "room.name", _("Room"), WHERE_KNOWN),
    Column("track", "track.name", _("Track"), WHERE_KNOWN),
    Column("venue", "f.venue", _("Venue"), WHERE_KNOWN),
    Column("hosts", "hosts.names", _("Held by"), _("Organisations, parted by semicolons.")),
    Column(
        "people",
        "people.names",
        _("People"),
        _("Each with the role, parted by semicolons; the file of speakers has their titles."),
    ),
    Column("abstract", "f.abstract", _("Abstract"), IN_VIETNAMESE),
    Column("url", f"'{ORIGIN}/phien/' || f.slug || '/'", _("Address"), _("The page of it.")),
)
SPEAKERS = (
    FORUM,
    Column(
        "person", "person.slug", _("Person"), _("The last part of their address under /dien-gia/.")
    ),
    Column("name", "person.name", _("Name"), _("As the portal writes it.")),
    Column("honorific", "person.honorific", _("Form of address"), WHERE_KNOWN),
    Column(
        "role",
        "f.role",
        _("Role"),
        _("What they did there, as a code."),
        words=Appearance.Role.choices,
    ),
    Column("job_title", "f.job_title", _("Job title"), _("As it was then.")),
    Column(
        "organisation",
        "coalesce(nullif(organisation.name, ''), f.organisation_as_printed)",
        _("Organisation"),
        _("The one they spoke for then."),
    ),
    Column(
        "name_as_printed",
        "f.name_as_printed",
        _("Name as printed"),
        _("Where the source prints another."),
    ),
    Column(
        "session",
        "session.slug",
        _("Session"),
        _("The last part of its address under /phien/; empty where it is not known."),
    ),
    Column("session_title", "session.title", _("Title of the session"), IN_VIETNAMESE),
    Column(
        "url", f"'{ORIGIN}/dien-gia/' || person.slug || '/'", _("Address"), _("The page of it.")
    ),
)
EXHIBITION = (
    FORUM,
    Column("exhibition", "exhibition.title", _("Exhibition"), _("Its title, in Vietnamese.")),
    Column("opened_on", "exhibition.opened_on", _("Opened on"), WHERE_KNOWN, Type.DATE),
    Column(
        "category",
        "f.category",
        _("Group"),
        _("department · district · school · enterprise · other."),
        words=ExhibitorCategory.choices,
    ),
    Column("booth", "f.slug", _("Booth"), _("The last part of its address under /gian-hang/.")),
    Column("name", "f.name", _("Name"), _("As the source names it.")),
    Column("number", "f.number", _("Number of the booth"), WHERE_KNOWN),
    Column("zone", "f.zone", _("Zone"), WHERE_KNOWN),
    Column(
        "organisations",
        "organisations.names",
        _("Exhibitors"),
        _("Organisations, parted by semicolons."),
    ),
    Column("showed", "f.showed", _("What it showed"), IN_VIETNAMESE),
    Column("url", f"'{ORIGIN}/gian-hang/' || f.slug || '/'", _("Address"), _("The page of it.")),
)
