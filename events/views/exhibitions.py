"""Booths: the list over all exhibitions and one booth."""

from django.db.models import F, OuterRef, Q
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from events import records
from events.exhibitors import booth_context
from events.models import Booth, Solution
from events.rows import row, rows
from forum_portal.models import Organisation
from forum_portal.pages import found_or_404, page_of, public_page
from forum_portal.prepared import prepared

PER_PAGE = 40


@public_page
def booth_list(request):
    page = page_of(request, listed_booths.parts(), size=PER_PAGE)
    return render(request, "events/booth_list.html", {"page": page})


@prepared
def listed_booths():
    """Return every booth, those of the newest forum first."""
    booths = Booth.objects.published().select_related("exhibition__forum")
    return booths.order_by(
        F("exhibition__forum__year").desc(nulls_last=True), "exhibition", "sort_key", "pk"
    )


@public_page
def booth_page(request, slug):
    booth = found_or_404(booth_record.first(slug), _("There is no booth at this address."))
    return render(request, "events/booth_page.html", booth_context(booth))


@prepared
def booth_record(slug):
    """Return the query of a booth with its parts and the booths around it."""
    booth = OuterRef("pk")
    organisations = Organisation.objects.filter(booths=booth).order_by("sort_key")
    solutions = Solution.objects.filter(booth=booth).order_by("slug")
    around = Booth.objects.published().filter(exhibition=OuterRef("exhibition"))
    return (
        Booth.objects.filter(slug=slug)
        .published()
        .annotate(
            exhibition_row=row(
                slug="exhibition__slug",
                title="exhibition__title",
                title_en="exhibition__title_en",
                plan_width="exhibition__plan_width",
                plan_height="exhibition__plan_height",
            ),
            around_rows=rows(
                around.order_by("sort_key", "pk"),
                *("slug", "name", "number", "zone", "category", "x", "y", "width", "height"),
            ),
            forum_row=records.forum_row("exhibition__forum__"),
            organisation_rows=rows(organisations, *records.ORGANISATION),
            solution_rows=rows(solutions, "name", "name_en", "description"),
            evidence_rows=records.evidence_rows(Q(booth=booth)),
        )
    )
