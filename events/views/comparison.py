"""All editions of the forum side by side."""

from django.shortcuts import render

from events.comparison import charts_of_editions, compared_facts, edition_title, too_few
from events.figures import figures_of_forums
from events.views.forums import listed_editions
from forum_portal.pages import public_page
from metrics.asof import AsOf


@public_page
def comparison(request):
    as_of = AsOf.from_query(request.GET)
    editions = listed_editions()
    figures = figures_of_forums(editions, as_of.moment)
    charts = charts_of_editions(figures, as_of.moment)
    context = {
        "as_of": as_of,
        "editions": [(each, edition_title(each)) for each in editions],
        "facts": compared_facts(editions, figures),
        "charts": charts,
        "too_few": too_few(figures, charts),
    }
    return render(request, "events/comparison.html", context)
