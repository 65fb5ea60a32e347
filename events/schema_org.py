"""A forum or a session as an `Event` of schema.org: search engines read it on the page."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override

from events.models import Appearance, Forum, Session
from events.programme import as_moment, people_by_person, session_day
from events.schedule import place_of
from forum_portal.addresses import reverse
from forum_portal.words import localized
from metrics.dcat.schema_org import IN_HTML

STATUS = {
    Session.State.MOVED: "EventRescheduled",
    Session.State.CANCELLED: "EventCancelled",
    Forum.State.POSTPONED: "EventPostponed",
}
LISTENS = (Appearance.Role.PATRON, Appearance.Role.GUEST)


def forum_json(forum: Any) -> str:
    """Return a forum with its sessions, as `forum_record` reads it, to stand in its page."""
    told = _event("events:forum-page", forum, localized(forum, "name")) | {
        "description": localized(forum, "theme"),
        "startDate": _text(forum.date_start),
        "endDate": _text(forum.date_end or forum.date_start),
        "location": _place(forum.venue),
        "organizer": _hosts(forum.role_rows),
        "performer": _performers(forum.appearance_rows),
        "subEvent": [_known(_session(each, forum)) for each in forum.session_rows],
    }
    return _in_html(told)


def session_json(session: Any) -> str:
    """Return a session, as `session_record` reads it, to stand in its page."""
    forum = session.forum_row
    name = localized(forum, "name")
    told = _event("events:session-page", session, localized(session, "title")) | {
        "description": localized(session, "abstract"),
        **_when(session),
        "location": _place(localized(session.room_row, "name") or session.venue),
        "organizer": [_organisation(each) for each in session.host_rows],
        "performer": _performers(session.appearance_rows),
        "superEvent": {
            "@type": "Event",
            "@id": _id("events:forum-page", forum.slug),
            "name": name,
            "url": _url("events:forum-page", forum.slug),
            **({"startDate": forum.date_start} if forum.date_start else {}),
        },
    }
    return _in_html(told)


def _session(session: Any, forum: Any) -> dict[str, Any]:
    """Return a session within its forum, which says the rest."""
    return _event("events:session-page", session, localized(session, "title")) | {
        **_when(session),
        "location": _place(place_of(session, forum)),
        "performer": _performers(session.appearances),
    }


def _event(route: str, record: Any, name: str) -> dict[str, Any]:
    return {
        "@type": "Event",
        "@id": _id(route, record.slug),
        "url": _url(route, record.slug),
        "name": name,
        "eventStatus": f"https://schema.org/{STATUS.get(record.state, 'EventScheduled')}",
    }


def _when(session: Any) -> dict[str, str]:
    start, end = as_moment(session.start), as_moment(session.end)
    begins = start.isoformat(timespec="seconds") if start else _text(session_day(session))
    return {"startDate": begins, "endDate": end.isoformat(timespec="seconds") if end else ""}


def _performers(appearances: Iterable[Any]) -> list[dict[str, Any]]:
    spoke = [each for each in appearances if each.role not in LISTENS]
    return [_person(group[0]) for group in people_by_person(spoke)]


def _person(part: Any) -> dict[str, Any]:
    """Return who had a part, with title and organisation as they were then."""
    body = part.organisation
    return _known(
        {
            "@type": "Person",
            "name": part.person.name,
            "url": _url("events:person-page", part.person.slug),
            "jobTitle": part.job_title,
            "affiliation": _organisation(body) if body and body.slug else None,
        }
    )


def _hosts(roles: Iterable[Any]) -> list[dict[str, str]]:
    return [_organisation(each.organisation) for each in roles if each.role in ("host", "co_host")]


def _organisation(body: Any) -> dict[str, str]:
    url = _url("events:organisation-page", body.slug)
    return {"@type": "Organization", "name": localized(body, "name"), "url": url}


def _place(name: str | None) -> dict[str, str] | None:
    return {"@type": "Place", "name": name} if name else None


def _url(route: str, slug: str) -> str:
    return settings.PORTAL_ORIGIN + reverse(route, args=[slug])


def _id(route: str, slug: str) -> str:
    """Return the name of a thing, which is one in all languages."""
    with override(settings.LANGUAGE_CODE):
        return f"{_url(route, slug)}#event"


def _text(day: Any) -> str:
    return str(day) if day else ""


def _known(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}


def _in_html(told: dict[str, Any]) -> str:
    """Return JSON in which nothing can end the element that it stands in."""
    whole = {"@context": "https://schema.org/", "inLanguage": get_language()} | _known(told)
    return json.dumps(whole, ensure_ascii=False).translate(IN_HTML)
