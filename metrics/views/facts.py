"""The page of one fact: a figure or a target with its citations and its history."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.addresses import reverse
from forum_portal.pages import public_page
from forum_portal.templatetags.portal import in_language
from metrics.asof import AsOf
from metrics.fact_page import compose
from metrics.models import Observation
from metrics.periods import Period
from metrics.reading import breaks_of, fact_versions, fetch_citations, figures_beside, seal_of
from metrics.versions import in_order

NO_INSTRUMENT = "-"  # in the address of a target that no known plan sets
NOT_THERE = gettext_lazy("No figure of this indicator was published for this area and period.")


@public_page
def fact_page(request: HttpRequest, slug: str, area: str, period: str) -> HttpResponse:
    """A figure that was measured; 410 with its history once it is withdrawn."""
    return _page(request, slug, area, period, kind=Observation.Kind.OBSERVED, instrument=None)


@public_page
def target_page(
    request: HttpRequest, slug: str, area: str, period: str, instrument: str
) -> HttpResponse:
    """A figure that a plan aims at."""
    plan = None if instrument == NO_INSTRUMENT else instrument
    return _page(request, slug, area, period, kind=Observation.Kind.TARGET, instrument=plan)


def _page(request, slug, area, period, **key) -> HttpResponse:
    as_of = AsOf.from_query(request.GET)
    observations = fact_versions(slug, area, period_code(period), as_of.moment, **key)
    as_of.found(observations or None, NOT_THERE)
    versions = in_order(observations)
    figure = versions[-1].observation
    fetch_citations(observations, as_of.moment)
    beside = figures_beside(figure, as_of.moment)
    context = compose(versions, beside, breaks_of([figure]))
    context |= {
        "as_of": as_of,
        "picture": figure.value is not None and figure.kind == Observation.Kind.OBSERVED,
        "seal": "" if figure.is_withdrawn else seal_of(figure.release_id),
        "crumbs": [
            {"title": _("Indicators"), "url": reverse("metrics:indicator-list")},
            {
                "title": in_language(figure.indicator, "name"),
                "url": figure.indicator.get_absolute_url(),
            },
        ],
    }
    if figure.is_withdrawn:
        return render(request, "metrics/withdrawn_page.html", context, status=410)
    return render(request, "metrics/fact_page.html", context)


def period_code(address: str) -> str:
    """Return the stored code of a period in an address; a 404 for one that is not in its form."""
    try:
        period = Period.parse(address)
    except ValueError:
        raise Http404(NOT_THERE) from None
    if period.in_address != address:
        raise Http404(NOT_THERE)
    return period.code
