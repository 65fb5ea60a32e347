"""The list of indicators, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.addresses import reverse
from forum_portal.pages import page_of, public_page
from forum_portal.templatetags.portal import in_language
from metrics.announced import indicator_for_page
from metrics.asof import AsOf
from metrics.indicator_filter import (
    IndicatorFilter,
    by_pillar,
    listed,
    pillar_links,
    public_pillars,
)
from metrics.indicator_page import compose
from metrics.reading import (
    breaks_of,
    fetch_citations,
    newest_figures,
    seal_of,
    versions_of,
)
from metrics.versions import current, in_order

# More figures of one indicator than two long series have are for the file, not for a page.
MOST_VERSIONS = 240


@public_page
def indicator_list(request: HttpRequest) -> HttpResponse:
    """Every indicator under its pillar with its newest figure; `?tru-cot=` and `?q=` narrow it."""
    as_of = AsOf.from_query(request.GET)
    pillars = public_pillars(as_of.moment)
    chosen = IndicatorFilter.from_query(request.GET, pillars)
    page = page_of(request, listed(chosen, as_of.moment))
    indicators = list(page.object_list)
    figures = newest_figures(indicators, as_of.moment)
    context = {
        "as_of": as_of,
        "pillar_links": pillar_links(chosen, pillars, request.GET),
        "chosen": chosen,
        "page": page,
        "groups": by_pillar(indicators, figures),
    }
    return render(request, "metrics/indicator_list.html", context)


@public_page
def indicator_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One indicator: the answer first, then staff, charts, figures, sources, history."""
    as_of = AsOf.from_query(request.GET)
    indicator = as_of.found(
        indicator_for_page.first(slug, as_of.moment),
        gettext_lazy("There is no indicator with published figures at this address."),
    )
    observations, is_cut = versions_of(indicator, as_of.moment, MOST_VERSIONS)
    versions = in_order(observations)
    figures = [each.observation for each in current(versions)]
    fetch_citations(figures, as_of.moment)
    list_url = reverse("metrics:indicator-list")
    context = compose(indicator, versions, breaks_of(figures))
    context |= {
        "as_of": as_of,
        "picture_slug": _picture_slug(request, context),
        "seal": seal_of(context["newest"].release_id) if context["newest"] else "",
        "page": page_of(request, context["rows"]),
        "is_cut": is_cut,
        "versions": versions,
        "crumbs": [
            {"title": _("Indicators"), "url": list_url},
            {
                "title": in_language(indicator.pillar, "name"),
                "url": f"{list_url}?tru-cot={indicator.pillar.code}",
            },
        ],
    }
    return render(request, "metrics/indicator_page.html", context)


def _picture_slug(request: HttpRequest, context: dict) -> str:
    """Return the slug of an indicator that has a picture; a preview's figures are in none yet."""
    can_be_drawn = context["newest"] or context["targets"]
    return context["indicator"].slug if can_be_drawn and not hasattr(request, "preview") else ""
