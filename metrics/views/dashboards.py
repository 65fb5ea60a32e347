"""Dashboards: figures that staff arrange."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.addresses import reverse
from forum_portal.pages import found_or_404, page_of, public_page
from metrics.asof import AsOf
from metrics.dashboard_filter import DashboardFilter, filter_fields
from metrics.dashboard_page import compose
from metrics.dashboard_reading import (
    figures_of,
    listed_dashboards,
    panels_of,
    published_dashboard,
    references_in,
)
from metrics.models import Dashboard, Panel
from metrics.reading import breaks_of, fetch_citations
from metrics.references import match


@public_page
def dashboard_list(request: HttpRequest) -> HttpResponse:
    """Every dashboard that has a place in the list."""
    page = page_of(request, listed_dashboards.parts(), size=25)
    return render(request, "metrics/dashboard_list.html", {"page": page})


@public_page
def dashboard_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One dashboard; `?dia-ban=`, `?tu=` and `?den=` narrow its figures."""
    as_of = AsOf.from_query(request.GET)
    dashboard = found_or_404(
        published_dashboard.first(slug),
        gettext_lazy("There is no dashboard at this address."),
    )
    return show_dashboard(request, dashboard, panels_of(dashboard, as_of.moment), as_of)


def show_dashboard(
    request: HttpRequest,
    dashboard: Dashboard,
    panels: Sequence[Panel],
    as_of: AsOf,
    preview: Any = None,
) -> HttpResponse:
    """Show panels as readers see them; `preview` is what the banner of a preview says.

    The panels carry what `panels_of` gives them; neither they nor the dashboard need to be saved.
    """
    context = {
        "as_of": as_of,
        "dashboard": dashboard,
        **filled(request, panels, as_of),
        "crumbs": [{"title": _("Dashboards"), "url": reverse("metrics:dashboard-list")}],
        "preview": preview,
    }
    return render(request, "metrics/dashboard_page.html", context)


def filled(request: HttpRequest, panels: Sequence[Panel], as_of: AsOf) -> dict[str, Any]:
    """Return the panels with the figures that a reader chose, and the fields to choose by."""
    references = references_in(panels)
    span = DashboardFilter.span_from_query(request.GET)
    told = figures_of(panels, references, as_of.moment, span)
    figures = [each for each in told if not each.is_withdrawn]
    chosen = DashboardFilter.from_query(request.GET, figures)
    fetch_citations(figures, as_of.moment)
    return {
        "fields": filter_fields(chosen, figures),
        "panels": []
        if chosen.is_reversed
        else compose(
            panels,
            figures,
            breaks_of(figures),
            match(references, told),
            chosen,
            moment=as_of.given,
        ),
        "chosen": chosen,
    }
