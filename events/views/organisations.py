"""Organisations: the list by kind, and all that one was at the forums and answers for."""

from django.db.models import Case, F, OuterRef, Q, Value, When
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from events import records
from events.evidence import grounds
from events.models import Booth, ForumRole, Session, Solution
from events.organisations import public_organisations
from events.people import stays_at_forums
from events.programme import people_by_person, time_order
from events.roles import role_name
from events.rows import rows
from forum_portal.models import Organisation
from forum_portal.pages import found_or_404, page_of, public_page
from forum_portal.prepared import prepared
from metrics.asof import AsOf
from metrics.models import Indicator
from metrics.reading import newest_figures

PER_PAGE = 60


@public_page
def organisation_list(request):
    page = page_of(request, listed_organisations.parts(), size=PER_PAGE)
    return render(request, "events/organisation_list.html", {"page": page})


@prepared
def listed_organisations():
    """Return every organisation that readers may know of, kind by kind."""
    kinds = [When(kind=kind, then=Value(place)) for place, kind in enumerate(Organisation.Kind)]
    return public_organisations().order_by(Case(*kinds, default=99), "sort_key", "pk")


@public_page
def organisation_page(request, slug):
    as_of = AsOf.from_query(request.GET)
    organisation = found_or_404(
        organisation_record.first(slug), _("There is no organisation at this address.")
    )
    context = {
        "as_of": as_of,
        "organisation": organisation,
        "indicators": with_newest(organisation.indicator_rows, as_of.moment),
        "roles": [(role_name(each.role), each) for each in organisation.role_rows],
        "people": [
            (each[0].person, stays_at_forums(each))
            for each in people_by_person(organisation.appearance_rows)
        ],
        "grounds": grounds(organisation.evidence_rows),
        "is_in_use": any(getattr(organisation, name) for name in PARTS),
    }
    return render(request, "events/organisation_page.html", context)


def with_newest(indicators, as_of):
    """Return the rows of indicators with the figure that each answers with; one query at most.

    Those of which nothing was public by `as_of` are left out: their pages were not there yet.
    """
    figures = newest_figures(indicators, as_of) if indicators else {}
    found = [(each, figures.get(each.pk)) for each in indicators]
    return [(each, figure) for each, figure in found if figure or as_of is None]


PARTS = (
    *("role_rows", "session_rows", "booth_rows", "solution_rows", "appearance_rows"),
    "indicator_rows",
)


@prepared
def organisation_record(slug):
    """Return the query of an organisation with all it did."""
    this = OuterRef("pk")
    roles = ForumRole.objects.published().filter(organisation=this)
    sessions = Session.objects.published().filter(hosts=this)
    booths = Booth.objects.published().filter(organisations=this)
    solutions = Solution.objects.published().filter(organisations=this)
    indicators = Indicator.objects.public().filter(responsible=this)
    return (
        public_organisations()
        .filter(slug=slug)
        .annotate(
            successor_row=records.organisation_row("successor__"),
            role_rows=rows(
                roles.order_by(*newest("forum")), "role", "note", forum=records.forum_row()
            ),
            session_rows=rows(
                sessions.order_by(*newest("forum", *time_order())),
                *records.SESSION,
                forum=records.forum_row(),
            ),
            booth_rows=rows(
                booths.order_by(*newest("exhibition__forum")),
                *("slug", "name", "number"),
                forum=records.forum_row("exhibition__forum__"),
            ),
            solution_rows=rows(
                solutions.order_by(*newest("forum")),
                *("name", "name_en", "description"),
                forum=records.forum_row(),
            ),
            appearance_rows=records.appearance_rows(Q(organisation=this)),
            indicator_rows=rows(
                indicators.order_by("sort_key"), *("slug", "name", "name_en"), pk="pk"
            ),
            predecessor_rows=rows(
                Organisation.objects.filter(successor=this).order_by("sort_key"),
                *records.ORGANISATION,
            ),
            evidence_rows=records.evidence_rows(Q(forum_role__organisation=this)),
        )
    )


def newest(forum, *within):
    """Return the order in which parts of forums stand: by forum, the newest first."""
    descending = (F(f"{forum}__{name}").desc(nulls_last=True) for name in ("year", "date_start"))
    return (*descending, f"{forum}__slug", *within, "pk")
