"""People: the list in the order of given names, and one person across the forums."""

from django.conf import settings
from django.db.models import OuterRef, Q
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from events import records
from events.ahead import is_awaited
from events.evidence import grounds
from events.models import Person
from events.people import has_days, latest_title, stays_at_forums
from events.quotes import quote_text
from forum_portal.addresses import reverse
from forum_portal.pages import found_or_404, page_of, public_page
from forum_portal.prepared import prepared

PER_PAGE = 40


@public_page
def person_list(request):
    page = page_of(request, listed_people.parts(), size=PER_PAGE)
    entries = [
        {
            "person": each,
            "latest": latest_title(each.appearance_rows),
            "forums": stays_at_forums(each.appearance_rows),
        }
        for each in page
    ]
    return render(request, "events/person_list.html", {"page": page, "entries": entries})


@prepared
def listed_people():
    """Return every person that readers may know of, with what each did."""
    appearances = records.appearance_rows(Q(person=OuterRef("pk")))
    people = Person.objects.public().annotate(appearance_rows=appearances)
    return people.order_by("sort_key", "pk")


@public_page
def person_page(request, slug):
    person = found_or_404(person_record.first(slug), _("There is nobody at this address."))
    latest, stays = latest_title(person.appearance_rows), stays_at_forums(person.appearance_rows)
    context = {
        "person": person,
        "photo": person.photo_row,
        "photo_url": settings.PORTAL_ORIGIN + reverse("events:person-photo", args=[slug]),
        "latest": latest,
        "is_ahead": latest is not None and is_awaited(latest.forum),
        "stays": stays,
        "only_ahead": all(is_awaited(each.forum) for each in stays),
        "quotes": [{"quote": quote_text(each), "forum": each.forum} for each in person.quote_rows],
        "has_calendar": has_days(person.appearance_rows),
        "grounds": grounds(person.evidence_rows),
    }
    return render(request, "events/person_page.html", context)


@prepared
def person_record(slug):
    """Return the query of a person with what they did."""
    person = OuterRef("pk")
    return (
        Person.objects.filter(slug=slug)
        .public()
        .annotate(
            appearance_rows=records.appearance_rows(Q(person=person)),
            quote_rows=records.quote_rows(Q(person=person)),
            evidence_rows=records.evidence_rows(Q(appearance__person=person)),
            photo_row=records.photo_row(),
        )
    )
