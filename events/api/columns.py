"""The fields of forums and of what belongs to them; where the files have a field, it is theirs.

In their SQL `f` is the record, the other names are what it refers to.
"""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from events.columns import (
    EXHIBITION,
    FORUM,
    IN_ENGLISH,
    IN_VIETNAMESE,
    PROGRAMME,
    SPEAKERS,
    WHERE_KNOWN,
)
from events.models import Forum, ForumRole, Report
from forum_portal.api.schemas import Parts
from forum_portal.models import Organisation
from forum_portal.tables import Column, Type

ORIGIN = settings.PORTAL_ORIGIN
URL = _("Address")
PAGE = _("The page of it.")
UNDER_ORGANISATIONS = _("The last part of its address under /to-chuc/.")


def _of(columns, *names: str) -> tuple[Column, ...]:
    by_name = {each.name: each for each in columns}
    return tuple(by_name[name] for name in names)


ORGANISATION = (
    Column("organisation", "", _("Organisation"), UNDER_ORGANISATIONS),
    Column("name", "", _("Name"), IN_VIETNAMESE),
)
FORUMS = (
    Column("forum", "f.slug", FORUM.title, FORUM.meaning),
    Column("kind", "f.kind", _("Kind"), _("Kind of event."), words=Forum.Kind.choices),
    Column("series", "f.series", _("Series"), WHERE_KNOWN),
    Column("name", "f.name", _("Name"), IN_VIETNAMESE),
    Column("name_en", "f.name_en", _("Name in English"), IN_ENGLISH),
    Column("year", "f.year", _("Year"), WHERE_KNOWN, Type.NUMBER),
    Column("theme", "f.theme", _("Theme"), IN_VIETNAMESE),
    Column("theme_en", "f.theme_en", _("Theme in English"), IN_ENGLISH),
    Column("date_start", "f.date_start", _("First day"), WHERE_KNOWN, Type.DATE),
    Column("date_end", "f.date_end", _("Last day"), WHERE_KNOWN, Type.DATE),
    Column("venue", "f.venue", _("Venue"), WHERE_KNOWN),
    Column(
        "state",
        "f.state",
        _("State"),
        _("announced · held · postponed · cancelled."),
        words=Forum.State.choices,
    ),
    Column("area", "area.code", _("Area"), _("Code of the area that its figures are about.")),
    Parts(
        "organisations",
        "roles.list",
        _("Organisations"),
        _("Who stood behind it."),
        parts=(
            *ORGANISATION,
            Column("role", "", _("Role"), _("As a code."), words=ForumRole.Role.choices),
        ),
    ),
    Column("url", f"'{ORIGIN}/dien-dan/' || f.slug || '/'", URL, PAGE),
)
PERSON_IN_SESSION = (
    *_of(SPEAKERS, "person", "name", "role", "job_title"),
    Column("organisation", "", _("Organisation"), _("The one they spoke for then.")),
)
SESSIONS = (
    Column("session", "f.slug", _("Session"), _("The last part of its address under /phien/.")),
    *_of(PROGRAMME, "forum", "title", "title_en", "kind", "state", "date", "part_of_day"),
    *_of(PROGRAMME, "start", "end", "room", "track", "venue", "abstract"),
    Parts("hosts", "hosts.list", _("Held by"), UNDER_ORGANISATIONS, parts=ORGANISATION),
    Parts("people", "people.list", _("People"), _("Each with the role."), parts=PERSON_IN_SESSION),
    *_of(PROGRAMME, "url"),
)
PEOPLE = (
    Column("person", "f.slug", _("Person"), _("The last part of their address under /dien-gia/.")),
    Column("name", "f.name", _("Name"), _("As the portal writes it.")),
    Column("honorific", "f.honorific", _("Form of address"), WHERE_KNOWN),
    Parts(
        "appearances",
        "appearances.list",
        _("Appearances"),
        _("What they did at forums, with title and organisation as they were then."),
        parts=(
            FORUM,
            *_of(SPEAKERS, "session", "role", "job_title", "organisation", "name_as_printed"),
        ),
    ),
    Column("url", f"'{ORIGIN}/dien-gia/' || f.slug || '/'", URL, PAGE),
)
ORGANISATIONS = (
    Column("organisation", "f.slug", _("Organisation"), UNDER_ORGANISATIONS),
    Column("name", "f.name", _("Name"), IN_VIETNAMESE),
    Column("name_en", "f.name_en", _("Name in English"), IN_ENGLISH),
    Column("short_name", "f.short_name", _("Short name"), IN_ENGLISH),
    Column(
        "kind", "f.kind", _("Kind"), _("Kind of organisation."), words=Organisation.Kind.choices
    ),
    Column("website", "f.website", _("Website"), WHERE_KNOWN),
    Column("valid_from", "f.valid_from", _("Exists since"), WHERE_KNOWN, Type.DATE),
    Column("valid_to", "f.valid_to", _("Existed until"), WHERE_KNOWN, Type.DATE),
    Column("successor", "heir.slug", _("Successor"), UNDER_ORGANISATIONS),
    Column("url", f"'{ORIGIN}/to-chuc/' || f.slug || '/'", URL, PAGE),
)
BOOTHS = (
    Column("booth", "f.slug", _("Booth"), _("The last part of its address under /gian-hang/.")),
    *_of(EXHIBITION, "forum", "exhibition", "opened_on", "category", "name", "number", "zone"),
    Parts(
        "organisations",
        "organisations.list",
        _("Exhibitors"),
        UNDER_ORGANISATIONS,
        parts=ORGANISATION,
    ),
    *_of(EXHIBITION, "showed", "url"),
)
REPORTS = (
    Column("report", "f.slug", _("Report"), _("The last part of its address under /bao-cao/.")),
    FORUM,
    Column(
        "kind",
        "f.kind",
        _("Kind"),
        _("results · press_release · document."),
        words=Report.Kind.choices,
    ),
    Column("title", "f.title", _("Title"), _("In its own language.")),
    Column("title_en", "f.title_en", _("Title in English"), IN_ENGLISH),
    Column("language", "f.language", _("Language"), _("As a code, such as vi or en.")),
    Column("published_on", "f.published_on", _("Published on"), WHERE_KNOWN, Type.DATE),
    Column(
        "source",
        "source.slug",
        _("Source"),
        _("The source it is read from: the last part of its address under /nguon/."),
    ),
    Column("url", f"'{ORIGIN}/bao-cao/' || f.slug || '/'", URL, PAGE),
)
