"""Addresses of forums and all that belongs to them, below /api/v1/."""

from typing import Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router

from events.api.resources import (
    BOOTHS,
    FORUMS,
    ORGANISATIONS,
    PEOPLE,
    REPORTS,
    SESSIONS,
    people_at,
)
from events.models import Booth, Forum, Person, Report, Session
from events.models.exhibition import ExhibitorCategory
from events.organisations import public_organisations
from forum_portal.api.asking import Asked, AskedPage, require_known
from forum_portal.api.resources import require
from forum_portal.api.schemas import page_schema, record_schema
from forum_portal.models import Organisation

router = Router(tags=["Forums"])
(
    ForumRecord,
    SessionRecord,
    PersonRecord,
    OrganisationRecord,
    BoothRecord,
    ReportRecord,
) = (
    record_schema(each.record, each.columns)
    for each in (FORUMS, SESSIONS, PEOPLE, ORGANISATIONS, BOOTHS, REPORTS)
)
FORUM = Field(
    "", description=gettext_noop("The last part of a forum's address."), examples=["2023"]
)


class AskedForums(AskedPage):
    kind: Literal[*Forum.Kind.values, ""] = Field("", description=gettext_noop("Kind of event."))  # type: ignore[valid-type]


class AskedSessions(AskedPage):
    forum: str = FORUM
    kind: Literal[*Session.Kind.values, ""] = Field(  # type: ignore[valid-type]
        "", description=gettext_noop("Kind of session.")
    )


class AskedPeople(AskedPage):
    forum: str = FORUM


class AskedOrganisations(AskedPage):
    kind: Literal[*Organisation.Kind.values, ""] = Field(  # type: ignore[valid-type]
        "", description=gettext_noop("Kind of organisation.")
    )


class AskedBooths(AskedPage):
    forum: str = FORUM
    category: Literal[*ExhibitorCategory.values, ""] = Field(  # type: ignore[valid-type]
        "", description=gettext_noop("Group of exhibitors.")
    )


class AskedReports(AskedPage):
    forum: str = FORUM
    kind: Literal[*Report.Kind.values, ""] = Field("", description=gettext_noop("Kind of report."))  # type: ignore[valid-type]


def _kept(records: QuerySet, **chosen: str) -> QuerySet:
    """Keep the records that have each value that was given."""
    for field, value in chosen.items():
        if value and field.endswith("forum__slug"):
            require("forum", value, Forum.objects.published(), "slug")
        if value:
            records = records.filter(**{field: value})
    return records


@router.get("/forums", response=page_schema(ForumRecord), summary="Forums")
def forums(request: HttpRequest, asked: Query[AskedForums]) -> HttpResponse:
    """Every forum, and the conferences and fairs beside them, with who stood behind each."""
    require_known(request, asked)
    return FORUMS.listed(request, asked, _kept(Forum.objects.published(), kind=asked.kind))


@router.get("/forums/{slug:forum}", response=ForumRecord, summary="One forum")
def forum(request: HttpRequest, forum: str, asked: Query[Asked]) -> HttpResponse:
    """The forum at this address."""
    require_known(request, asked)
    return FORUMS.one(request, Forum.objects.published(), forum)


@router.get("/sessions", response=page_schema(SessionRecord), summary="Sessions")
def sessions(request: HttpRequest, asked: Query[AskedSessions]) -> HttpResponse:
    """Every session of the forums' programmes, with who held it and who spoke."""
    require_known(request, asked)
    chosen = {"forum__slug": asked.forum, "kind": asked.kind}
    return SESSIONS.listed(request, asked, _kept(Session.objects.published(), **chosen))


@router.get("/sessions/{slug:session}", response=SessionRecord, summary="One session")
def session(request: HttpRequest, session: str, asked: Query[Asked]) -> HttpResponse:
    """The session at this address."""
    require_known(request, asked)
    return SESSIONS.one(request, Session.objects.published(), session)


@router.get("/people", response=page_schema(PersonRecord), summary="People")
def people(request: HttpRequest, asked: Query[AskedPeople]) -> HttpResponse:
    """Everybody who appeared at a forum, with what they were then."""
    require_known(request, asked)
    if not asked.forum:
        return PEOPLE.listed(request, asked, Person.objects.public())
    require("forum", asked.forum, Forum.objects.published(), "slug")
    return PEOPLE.listed(request, asked, people_at(asked.forum))


@router.get("/people/{slug:person}", response=PersonRecord, summary="One person")
def person(request: HttpRequest, person: str, asked: Query[Asked]) -> HttpResponse:
    """The person at this address."""
    require_known(request, asked)
    return PEOPLE.one(request, Person.objects.public(), person)


@router.get("/organisations", response=page_schema(OrganisationRecord), summary="Organisations")
def organisations(request: HttpRequest, asked: Query[AskedOrganisations]) -> HttpResponse:
    """Every organisation that something public names."""
    require_known(request, asked)
    return ORGANISATIONS.listed(request, asked, _kept(public_organisations(), kind=asked.kind))


@router.get(
    "/organisations/{slug:organisation}", response=OrganisationRecord, summary="One organisation"
)
def organisation(request: HttpRequest, organisation: str, asked: Query[Asked]) -> HttpResponse:
    """The organisation at this address."""
    require_known(request, asked)
    return ORGANISATIONS.one(request, public_organisations(), organisation)


@router.get("/booths", response=page_schema(BoothRecord), summary="Booths")
def booths(request: HttpRequest, asked: Query[AskedBooths]) -> HttpResponse:
    """Every booth at the forums' exhibitions."""
    require_known(request, asked)
    chosen = {"exhibition__forum__slug": asked.forum, "category": asked.category}
    return BOOTHS.listed(request, asked, _kept(Booth.objects.published(), **chosen))


@router.get("/booths/{slug:booth}", response=BoothRecord, summary="One booth")
def booth(request: HttpRequest, booth: str, asked: Query[Asked]) -> HttpResponse:
    """The booth at this address."""
    require_known(request, asked)
    return BOOTHS.one(request, Booth.objects.published(), booth)


@router.get("/reports", response=page_schema(ReportRecord), summary="Reports")
def reports(request: HttpRequest, asked: Query[AskedReports]) -> HttpResponse:
    """Every report about the forums; its text is on its page, with the figures in force."""
    require_known(request, asked)
    chosen = {"forum__slug": asked.forum, "kind": asked.kind}
    return REPORTS.listed(request, asked, _kept(Report.objects.published(), **chosen))


@router.get("/reports/{slug:report}", response=ReportRecord, summary="One report")
def report(request: HttpRequest, report: str, asked: Query[Asked]) -> HttpResponse:
    """The report at this address."""
    require_known(request, asked)
    return REPORTS.one(request, Report.objects.published(), report)
