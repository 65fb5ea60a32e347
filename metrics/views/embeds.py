"""Pages to be framed by others: an indicator's picture, living or frozen at a day."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override

from forum_portal.pages import found_or_404, public_page
from metrics.asof import AsOf
from metrics.indicator_figures import indicator_figures
from metrics.pictures.choosing import PictureChoice, chosen_matter
from metrics.pictures.query import picture_query
from metrics.reading import published_since
from metrics.views.pictures import NOTHING_TO_DRAW

# Everybody may frame these pages, which have no cookie and no form; all others refuse it.
FRAMED = {**settings.SECURE_CSP, "frame-ancestors": ["*"]}


@xframe_options_exempt
@csp_override(FRAMED)
@public_page
def indicator_embed(request: HttpRequest, slug: str) -> HttpResponse:
    """An indicator's picture; with `?as-of=` it stays, and says when newer figures exist."""
    as_of = AsOf.from_query(request.GET)
    found = indicator_figures(slug, as_of)
    choice = PictureChoice.from_query(request.GET, [*found.figures, *found.targets])
    matter = found_or_404(chosen_matter(found, choice), NOTHING_TO_DRAW)
    context = {
        "as_of": as_of,
        "indicator": found.indicator,
        "matter": matter,
        "indicator_url": settings.PORTAL_ORIGIN + found.indicator.get_absolute_url(),
        "query": picture_query(choice.area, choice.frequency),
        "newer": published_since(found.indicator, as_of.moment) if as_of.moment else None,
    }
    return render(request, "metrics/embed.html", context)
