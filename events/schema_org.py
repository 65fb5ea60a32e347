"""A forum, a session or a person in the words of schema.org, which search engines read."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override

from events.models import Appearance, Forum, Session
from events.programme import as_moment, people_by_person, session_day, zone_of
from events.schedule import OFF, place_of
from forum_portal.addresses import reverse
from forum_portal.words import localized
from metrics.dcat.schema_org import IN_HTML

STATUS: dict[str, str] = {
    Session.State.MOVED: "EventRescheduled",
    Session.State.CANCELLED: "EventCancelled",
    Forum.State.POSTPONED: "EventPostponed",
}
LISTENS = (Appearance.Role.PATRON, Appearance.Role.GUEST)


def forum_json(forum: Any) -> str:
    """Return a forum with its sessions, as `forum_record` reads it, to stand in its page."""
    told = _event("events:forum-page", forum, localized(forum, "name"), forum.state) | {
        "description": localized(forum, "theme"),
        "startDate": _text(forum.date_start),
        "endDate": _text(forum.date_end or forum.date_start),
        "location": _place(forum.venue),
        "organizer": _hosts(forum.role_rows),
        "performer": _performers(forum.appearance_rows),
        "subEvent": [_known(_session(each, forum)) for each in forum.session_rows],
    }
    return _in_html(told)


def session_json(session: Any, former: Any = None) -> str:
    """Return a session, as `session_record` reads it, to stand in its page.

    `former` is what `events.former_times` tells of it.
    """
    forum = session.forum_row
    name = localized(forum, "name")
    told = _of_session(session, session.forum_state) | {
        "description": localized(session, "abstract"),
        **_when(session, session.zone_name),
        **_previous(former, session.zone_name),
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


def person_json(person: Any, latest: Any) -> str:
    """Return the page of a person with a photo, as `person_record` reads it, to stand there.

    `latest` is the appearance that gives the newest title, or None.
    """
    photo, url = person.photo_row, _url("events:person-page", person.slug)
    told = _person(latest) if latest else {"@type": "Person", "name": person.name, "url": url}
    image = {
        "@type": "ImageObject",
        "contentUrl": _url("events:person-photo", person.slug),
        "width": photo.width,
        "height": photo.height,
        "caption": localized(photo, "alt"),
        "creditText": photo.credit,
    }
    return _in_html(
        {"@type": "ProfilePage", "url": url, "mainEntity": told | {"image": image}},
    )


def _session(session: Any, forum: Any) -> dict[str, Any]:
    """Return a session within its forum, which says the rest."""
    return _of_session(session, forum.state) | {
        **_when(session, forum.time_zone),
        "location": _place(place_of(session, forum)),
        "performer": _performers(session.appearances),
    }


def _of_session(session: Any, of_forum: str) -> dict[str, Any]:
    """Return what is told of every session; one of a forum that is off is off, too."""
    is_off = of_forum in OFF and session.state != Session.State.CANCELLED
    state = of_forum if is_off else session.state
    return _event("events:session-page", session, localized(session, "title"), state)


def _event(route: str, record: Any, name: str, state: str) -> dict[str, Any]:
    return {
        "@type": "Event",
        "@id": _id(route, record.slug),
        "url": _url(route, record.slug),
        "name": name,
        "eventStatus": f"https://schema.org/{STATUS.get(state, 'EventScheduled')}",
    }


def _when(session: Any, zone_name: str) -> dict[str, str]:
    """Return begin and end with the offset of the forum's time zone; days where no hours are."""
    zone = zone_of(zone_name)
    start, end = as_moment(session.start, zone), as_moment(session.end, zone)
    begins = start.isoformat(timespec="seconds") if start else _text(session_day(session))
    return {"startDate": begins, "endDate": end.isoformat(timespec="seconds") if end else ""}


def _previous(former: Any, zone_name: str) -> dict[str, str]:
    if former is None or not former.has_other_time:
        return {}
    return {"previousStartDate": _when(former, zone_name)["startDate"]}


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
