"""Figures as pictures: SVG and PNG, drawn on the server."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.csp import csp_override

from forum_portal.addresses import reverse
from forum_portal.pages import found_or_404, public_page
from metrics.asof import AsOf
from metrics.dashboard_reading import panels_of, published_dashboard
from metrics.files.answers import download
from metrics.indicator_figures import indicator_figures
from metrics.models import Observation
from metrics.panel_frames import ChartPanel
from metrics.pictures.choosing import PictureChoice, chosen_matter, form_from_query
from metrics.pictures.imprint import imprint_of
from metrics.pictures.matters import figure_matter
from metrics.pictures.panels import panel_matter
from metrics.pictures.raster import png_of
from metrics.pictures.sheet import (
    WIDE,
    Form,
    Imprint,
    Matter,
    draw_sheet,
    draw_whole_sheet,
    type_hash,
)
from metrics.reading import breaks_of, fact_versions, fetch_citations, figures_beside
from metrics.versions import in_order
from metrics.views.dashboards import filled
from metrics.views.facts import NOT_THERE, period_code

# A picture that is opened on its own runs nothing and fetches nothing; its type is inside.
SVG_POLICY = {
    "default-src": ["'none'"],
    "style-src": [type_hash()],
    "font-src": ["data:"],
    "frame-ancestors": ["'none'"],
}
NO_CHART = gettext_lazy("There is no chart at this address.")
NOTHING_TO_DRAW = gettext_lazy("There is no figure in force.")


@public_page
def indicator_svg(request: HttpRequest, slug: str) -> HttpResponse:
    """The chart of an indicator, or its newest figure, as SVG."""
    return _svg(request, slug, *_indicator(request, slug))


@public_page
def indicator_png(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same as PNG."""
    return _png(request, slug, *_indicator(request, slug))


@public_page
def fact_svg(request: HttpRequest, slug: str, area: str, period: str) -> HttpResponse:
    """One figure as SVG."""
    return _svg(request, f"{slug}_{area}_{period}", *_fact(request, slug, area, period))


@public_page
def fact_png(request: HttpRequest, slug: str, area: str, period: str) -> HttpResponseBase:
    """The same as PNG."""
    return _png(request, f"{slug}_{area}_{period}", *_fact(request, slug, area, period))


def _fact(request: HttpRequest, slug: str, area: str, period: str) -> tuple[Matter, Imprint, Form]:
    as_of = AsOf.from_query(request.GET)
    form = form_from_query(request.GET)
    kind, code = Observation.Kind.OBSERVED, period_code(period)
    versions = fact_versions(slug, area, code, as_of.moment, kind=kind, instrument=None)
    as_of.found(versions or None, NOT_THERE)
    figure = in_order(versions)[-1].observation
    found_or_404(figure.value, NOTHING_TO_DRAW)
    fetch_citations([figure], as_of.moment)
    beside = figures_beside(figure, as_of.moment)
    observed = [each for each in beside if each.kind == kind]
    goals = [
        each
        for each in beside
        if each.kind == Observation.Kind.TARGET and each.period == figure.period
    ]
    matter = figure_matter(figure, observed, breaks_of([figure]), goals)
    return matter, imprint_of(figure.get_absolute_url(), as_of), form


def _indicator(request: HttpRequest, slug: str) -> tuple[Matter, Imprint, Form]:
    as_of = AsOf.from_query(request.GET)
    found = indicator_figures(slug, as_of)
    choice = PictureChoice.from_query(request.GET, [*found.figures, *found.targets])
    matter = found_or_404(chosen_matter(found, choice), NOTHING_TO_DRAW)
    page = reverse("metrics:indicator-page", args=[slug])
    return matter, imprint_of(page, as_of), choice.form


@public_page
def panel_svg(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The chart of a dashboard's panel as SVG; panels are counted from the top."""
    return _svg(request, f"{slug}_{number}", *_panel(request, slug, number))


@public_page
def panel_png(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """The same as PNG."""
    return _png(request, f"{slug}_{number}", *_panel(request, slug, number))


def _panel(request: HttpRequest, slug: str, number: int) -> tuple[Matter, Imprint, Form]:
    as_of = AsOf.from_query(request.GET)
    form = form_from_query(request.GET)
    dashboard = found_or_404(published_dashboard.first(slug), NO_CHART)
    panels = panels_of(dashboard, as_of.moment)[number - 1 : number] if number else []
    frames = filled(request, panels, as_of)["panels"] if panels else []
    charts = [each for each in frames if isinstance(each, ChartPanel)]
    chart = found_or_404(charts[0] if charts else None, NO_CHART)
    return panel_matter(chart), imprint_of(dashboard.get_absolute_url(), as_of), form


@csp_override(SVG_POLICY)
def _svg(request, name: str, matter: Matter, imprint: Imprint, form: Form) -> HttpResponse:
    svg = draw_whole_sheet(matter, imprint, form)
    return HttpResponse(
        svg, content_type="image/svg+xml", headers=_headers(request, name, form, "svg")
    )


def _png(
    request: HttpRequest, name: str, matter: Matter, imprint: Imprint, form: Form
) -> HttpResponseBase:
    """Answer with a PNG, one of the files of which few are made at once.

    Who has it already, or asks for the head alone, has none drawn.
    """
    svg = draw_sheet(matter, imprint, form)
    headers = _headers(request, name, form, "png")
    headers["ETag"] = f'"{sha256(svg.encode()).hexdigest()}"'
    return download(
        request,
        whole=lambda: png_of(svg),
        name=f"{name}.png",
        content_type="image/png",
        headers=headers,
    )


def _headers(request: HttpRequest, name: str, form: Form, suffix: str) -> dict[str, str]:
    day = AsOf.from_query(request.GET).date or timezone.localdate()
    parts = [name, "" if form is WIDE else form.name, day.isoformat()]
    return {"Content-Disposition": f'inline; filename="{"_".join(filter(None, parts))}.{suffix}"'}
