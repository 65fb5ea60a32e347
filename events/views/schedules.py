"""The programme for programs: calendars of forums, sessions and people, schedule.xml and .json."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import schedule_formats
from events.models import Forum, Person
from events.schedule import Schedule, forum_schedule, has_days, schedule_of
from forum_portal.pages import found_or_404, public_page
from forum_portal.prepared import prepared
from forum_portal.words import localized
from metrics.asof import PARAMETER as AS_OF
from metrics.asof import AsOf
from metrics.files.asking import require_among

type View = Callable[..., HttpResponse]

NO_FORUM = gettext_lazy("There is no forum at this address.")
FORUM_WITHOUT_DAY = gettext_lazy(
    "No source gives the day of this forum yet, so there is no calendar of it."
)


def schedule_file(*parameters: str) -> Callable[[View], View]:
    """Let a file be read by any page's program; only figures travel in time, so it stays as it is.

    `?as-of=` is read as on the page of the programme, and changes nothing; what is neither that nor
    among `parameters` is refused.
    """

    def of_view(view: View) -> View:
        @public_page
        @wraps(view)
        def as_today(request: HttpRequest, slug: str) -> HttpResponse:
            AsOf.from_query(request.GET)
            require_among(request.GET, [AS_OF, *parameters])
            return view(request, slug)

        @wraps(view)
        def answer(request: HttpRequest, slug: str) -> HttpResponse:
            response = as_today(request, slug=slug)
            response.headers["Access-Control-Allow-Origin"] = "*"  # a refusal in words, too
            return response

        return answer

    return of_view


@schedule_file("day")
def forum_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions of a forum with a day, or those of `?day=`.

    The forum itself is one of them where no session is known to be on its own days.
    """
    from events import calendars  # its library takes a third of a second to load

    day = _day(request)
    forum = found_or_404(published_forum.first(slug), NO_FORUM)
    sessions = calendars.sessions_of_forum(slug)
    if not (sessions or forum.date_start):
        raise Http404(FORUM_WITHOUT_DAY)
    if day:
        sessions = [each for each in sessions if calendars.day_of(each) == day]
    forums = [forum] if calendars.is_told_by_none(forum, sessions, day) else []
    if not (sessions or forums):
        raise Http404(gettext_lazy("No session of the programme is known to be on this day."))
    return _calendar(localized(forum, "name"), forum, sessions, forums)


@schedule_file()
def session_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One session."""
    from events import calendars

    session = found_or_404(
        calendars.session_alone.first(slug), gettext_lazy("There is no session at this address.")
    )
    if not calendars.day_of(session):
        raise Http404(gettext_lazy("No source gives the day of this session yet."))
    return _calendar(localized(session, "title"), session, [session])


@schedule_file()
def person_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions that somebody had a part in; whole forums where the session is not known."""
    from events import calendars

    person = found_or_404(
        public_person.first(slug), gettext_lazy("There is nobody at this address.")
    )
    sessions, forums = calendars.sessions_of_person(slug), calendars.forums_of_person(slug)
    if not (sessions or forums):
        raise Http404(gettext_lazy("No source gives a day on which this person had a part yet."))
    return _calendar(person.name, person, sessions, forums)


@schedule_file()
def schedule_xml(request: HttpRequest, slug: str) -> HttpResponse:
    """The slots of a forum, as programs of conferences read them."""
    written = schedule_formats.schedule_xml(_schedule(slug), _own(request))
    return HttpResponse(written, content_type="application/xml; charset=utf-8")


@schedule_file()
def schedule_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as JSON."""
    written = schedule_formats.schedule_json(_schedule(slug), _own(request))
    return HttpResponse(written, content_type="application/json; charset=utf-8")


@prepared
def published_forum(slug: str) -> Any:
    return Forum.objects.published().filter(slug=slug)


@prepared
def public_person(slug: str) -> Any:
    return Person.objects.public().filter(slug=slug)


def _schedule(slug: str) -> Schedule:
    forum = found_or_404(forum_schedule.first(slug), NO_FORUM)
    if not has_days(forum):
        raise Http404(FORUM_WITHOUT_DAY)
    return schedule_of(forum)


def _own(request: HttpRequest) -> str:
    return settings.PORTAL_ORIGIN + request.path


def _day(request: HttpRequest) -> date | None:
    """Return the day that `?day=` asks for; BadRequest with a sentence for what is none."""
    given = request.GET.get("day", "").strip()
    if not given:
        return None
    try:
        day = parse_date(given)
    except ValueError:
        day = None
    if day is None:
        refusal = _("“%(text)s” in day= is no day; write it as 2023-12-27.")
        raise BadRequest(refusal % {"text": given[:40]})
    return day


def _calendar(name: str, page: Any, sessions: list, forums: list | None = None) -> HttpResponse:
    from events import calendars

    written = calendars.calendar(name, page.get_absolute_url(), sessions, forums or ())
    return HttpResponse(written, content_type=f"{calendars.CONTENT_TYPE}; charset=utf-8")
