"""Everything a page of a forum tells, as nested rows of one query.

Each function returns rows for the record that the outer query stands on.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from events.models import (
    Appearance,
    Booth,
    Evidence,
    Exhibition,
    Forum,
    ForumRole,
    Quote,
    Report,
    Session,
    Solution,
)
from events.rows import row, row_if, row_list, rows
from forum_portal.models import Organisation
from metrics.models import Indicator

SOURCE = (
    *("slug", "kind", "title", "label", "label_en", "legal_number", "publisher", "published_on"),
    *("language", "url"),
)
FORUM = ("slug", "name", "name_en", "kind", "year", "date_start", "date_end")
ORGANISATION = ("slug", "name", "name_en", "short_name")


def source_row(prefix: str = "source__") -> Any:
    """Return the parts of a source by which it is called."""
    return row(**{name: f"{prefix}{name}" for name in SOURCE})


def organisation_row(prefix: str = "organisation__") -> Any:
    """Return the parts of an organisation by which it is called; all null where there is none."""
    return row(**{name: f"{prefix}{name}" for name in ORGANISATION})


def evidence_rows(of: Q) -> Any:
    """Return the public evidence that `of` keeps, in the order it was written down."""
    evidence = Evidence.objects.published().filter(of).order_by("pk")
    return rows(
        evidence,
        *("field", "locator", "sentence", "note"),
        subject=row("forum", "session", "appearance", "forum_role", "exhibition", "booth"),
        named=row(
            role="forum_role__role",
            organisation=row_if("forum_role", organisation_row("forum_role__organisation__")),
            person="appearance__person__name",
            session=row_if("session", titles("session__")),
            exhibition=row_if("exhibition", titles("exhibition__")),
            booth="booth__name",
        ),
        source=source_row(),
    )


def titles(prefix: str) -> Any:
    """Return the title of a record in both languages."""
    return row(title=f"{prefix}title", title_en=f"{prefix}title_en")


def role_rows() -> Any:
    """Return the organisations behind a forum."""
    roles = ForumRole.objects.filter(forum=OuterRef("pk")).order_by("position", "pk")
    return rows(roles, "role", "note", organisation=organisation_row())


def appearance_rows(of: Q) -> Any:
    """Return the appearances that `of` keeps, in the order in which people are named."""
    appearances = Appearance.objects.published().filter(of).in_order_of_speaking()
    return rows(
        appearances,
        *("id", "role", "job_title", "organisation_as_printed", "name_as_printed"),
        person=row(slug="person__slug", name="person__name", honorific="person__honorific"),
        organisation=organisation_row(),
        session=row(
            slug="session__slug",
            title="session__title",
            title_en="session__title_en",
            state="session__state",
            date="session__date",
            part_of_day="session__part_of_day",
            start="session__start",
            time_zone="forum__time_zone",
        ),
        forum=row(
            **{name: f"forum__{name}" for name in FORUM},
            state="forum__state",
            time_zone="forum__time_zone",
        ),
    )


def forum_row(prefix: str = "forum__") -> Any:
    """Return the parts of a forum that a link to it needs."""
    return row(**{name: f"{prefix}{name}" for name in FORUM})


def photo_row() -> Any:
    """Return what the page of a person tells of their photo; None without one."""
    parts = ("alt", "alt_en", "credit", "width", "height")
    return row_if("photo", row(**{name: f"photo__{name}" for name in parts}))


def host_rows() -> Any:
    """Return the hosts of a session."""
    hosts = Organisation.objects.filter(sessions_hosted=OuterRef("pk")).order_by("sort_key")
    return rows(hosts, *ORGANISATION)


SESSION = (
    *("id", "slug", "title", "title_en", "kind", "state", "date", "part_of_day", "start", "end"),
    *("venue", "abstract", "abstract_en", "attendees", "attendees_en"),
)


def session_rows(**more: Any) -> Any:
    """Return the programme of a forum; `more` is nested in each session, too."""
    sessions = Session.objects.published().filter(forum=OuterRef("pk")).in_programme_order()
    return rows(
        sessions,
        *SESSION,
        room=row(name="room__name", name_en="room__name_en", position="room__position"),
        track=row(name="track__name", name_en="track__name_en", position="track__position"),
        hosts=host_rows(),
        appearances=appearance_rows(Q(session=OuterRef("pk"))),
        **more,
    )


def booth_rows() -> Any:
    """Return the booths of an exhibition with what stands behind each."""
    organisations = Organisation.objects.filter(booths=OuterRef("pk")).order_by("sort_key")
    solutions = Solution.objects.filter(booth=OuterRef("pk")).order_by("slug")
    booths = Booth.objects.published().filter(exhibition=OuterRef("pk"))
    return rows(
        booths.order_by("category", "sort_key", "pk"),
        *("id", "slug", "name", "number", "zone", "category", "showed", "showed_en"),
        *("x", "y", "width", "height"),
        organisations=rows(organisations, *ORGANISATION),
        solutions=rows(solutions, "name", "name_en", "description"),
    )


def exhibition_rows() -> Any:
    """Return the exhibitions of a forum."""
    exhibitions = Exhibition.objects.filter(forum=OuterRef("pk"))
    return rows(
        exhibitions.order_by(F("opened_on").asc(nulls_last=True), "slug"),
        *("id", "slug", "title", "title_en", "theme", "opened_on", "venue", "groups"),
        *("note", "note_en", "area", "plan_width", "plan_height"),
        booths=booth_rows(),
    )


def quote_rows(of: Q) -> Any:
    """Return the quotes that `of` keeps, each with the public indicators that it speaks of."""
    quotes = Quote.objects.published().filter(of).order_by("position", "pk")
    indicators = Indicator.objects.public().filter(quotes=OuterRef("pk")).order_by("sort_key")
    return rows(
        quotes,
        *("text", "language", "job_title", "locator"),
        person=row(slug="person__slug", name="person__name"),
        forum=forum_row(),
        session=row(
            **{name: f"session__{name}" for name in ("slug", "title", "title_en", "state")}
        ),
        indicators=rows(indicators, "id", "slug", "name", "name_en"),
        source=source_row(),
    )


def report_rows() -> Any:
    """Return the public reports of a forum, the results first."""
    reports = Report.objects.published().filter(forum=OuterRef("pk"))
    return rows(
        reports.order_by(F("kind").desc(), F("published_on").desc(nulls_last=True), "slug"),
        *("slug", "kind", "title", "title_en", "language", "published_on", "body"),
    )


EDITION = (*FORUM, "theme", "theme_en", "state")


def edition_rows() -> Any:
    """Return every published edition, newest first, to go with any record.

    `chapters` tells of each whether it has it; that of results, where a report or a quote is.
    """
    editions = Forum.objects.published().editions().newest_first()
    forum = OuterRef("pk")
    reports = Report.objects.published().filter(forum=forum)
    quotes = Quote.objects.published().filter(forum=forum)
    chapters = row(
        results=Exists(reports) | Exists(quotes),
        speakers=Exists(Appearance.objects.published().filter(forum=forum)),
        exhibition=Exists(Exhibition.objects.filter(forum=forum)),
        programme=Exists(Session.objects.published().filter(forum=forum)),
    )
    return rows(editions, *EDITION, chapters=chapters)


def edition_list() -> Any:
    """Return the same on its own, for `events.rows.prepared_lists`."""
    return row_list(Forum.objects.published().editions().newest_first(), *EDITION)


def of_forum() -> Q:
    """Keep the evidence of a forum and of all its parts."""
    parts = ("session", "appearance", "forum_role", "exhibition", "booth__exhibition")
    forum = OuterRef("pk")
    return reduce(or_, (Q(**{f"{part}__forum": forum}) for part in parts), Q(forum=forum))
