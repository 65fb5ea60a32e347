"""The pages that belong to no package: home, search, and those about the portal itself."""

from datetime import datetime

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone

from events.editions import (
    MOST_ON_STAFF,
    NOT_TO_BE_HELD,
    around,
    countdown,
    days_text,
    edition_staff,
    hosts_line,
    is_on,
)
from events.evidence import grounds
from events.models import Forum
from events.programme import zone_of
from events.programme_now import now_and_next
from forum_portal import home as front_page
from forum_portal.pages import public_page
from forum_portal.search import Question, search_everything
from forum_portal.search_suggestions import suggestions
from metrics.asof import AsOf


@public_page
def home(request):
    as_of = AsOf.from_query(request.GET)
    front = front_page.read_front(timezone.localdate())
    figures = front_page.read_figures(front.panels, as_of.moment)
    if not (front.forum or front.dashboards or figures.changes or figures.tiles):
        return render(request, "pages/first_start.html")
    context = {"as_of": as_of, "front": front, "figures": figures} | opening_forum(front, as_of)
    return render(request, "home.html", context)


def opening_forum(front, as_of):
    """Return what opens the home page: the next or the newest forum, and the staff of editions.

    On its days, that is what is held now and next, too.
    """
    forum = front.forum
    if forum is None:
        return {}
    today = timezone.localdate()
    zone = zone_of(forum.time_zone)
    editions = edition_staff(front.editions, forum.slug, themes=True)
    return {
        "forum": forum,
        "days": days_text(forum),
        "state": str(Forum.State(forum.state).label) if forum.state in NOT_TO_BE_HELD else "",
        "is_on": is_on(forum, today),
        "countdown": countdown(forum, today),
        "going_on": None if as_of else now_and_next(forum, datetime.fromisoformat(forum.now), zone),
        "hosts": hosts_line(forum.roles),
        "sources": grounds(forum.evidence).sources[:3],
        "editions": around(editions),
        "has_more_editions": len(editions) > MOST_ON_STAFF,
    }


@public_page
def search(request):
    as_of = AsOf.from_query(request.GET)
    question = Question.from_query(request.GET)
    found = search_everything(question, as_of.moment)
    return render(request, "search.html", {"as_of": as_of, "question": question, "found": found})


@public_page
def search_suggestions(request):
    question = Question.from_query(request.GET)
    found = suggestions(question, AsOf.from_query(request.GET).moment)
    context = {"question": question, "suggestions": found}
    response = render(request, "partials/suggestions.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@public_page
def about(request):
    return render(request, "pages/about.html")


@public_page
def contact(request):
    return render(request, "pages/contact.html")


@public_page
def privacy(request):
    return render(request, "pages/privacy.html", {"uses_cdn": settings.PORTAL_CDN})


@public_page
def accessibility(request):
    return render(request, "pages/accessibility.html")
