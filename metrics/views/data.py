"""Open data: the files, and the page that says what is in them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.addresses import reverse
from forum_portal.pages import found_or_404, public_page
from forum_portal.tables import Table
from forum_portal.words import localized
from metrics.asof import AsOf
from metrics.dashboard_reading import figures_arranged, panels_of, published_dashboard
from metrics.exports import changes_table, citations_table, observations_table, releases_table
from metrics.file_etag import arrangement_state, indicator_state, record_state
from metrics.files.answers import Subject, download, file_answer
from metrics.files.formats import LONG, WIDE
from metrics.files.narrowing import ALL, SINCE, SPAN, narrowed, released_since
from metrics.files.whole import WHOLE
from metrics.manifest import manifest_blocks
from metrics.models import Indicator, Observation, Pillar, Release
from metrics.models.observation import ObservationQuerySet
from metrics.wide import MARKS, SERIES, wide_table

# What narrows the files of a page that has chosen its figures already.
IN_ONE_PAGE = ("dia-ban", *SPAN)


@public_page
def data_page(request: HttpRequest) -> HttpResponse:
    """The files and every column of them."""
    as_of = AsOf.from_query(request.GET)
    context = {
        "as_of": as_of,
        "pillars": Pillar.objects.public(as_of.moment),
        "wholes": list(WHOLE.values()),
        "wide": (*SERIES, MARKS),
    }
    return render(request, "metrics/data_page.html", context)


@public_page
def observations_file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """Every figure in force, one row each."""
    as_of = AsOf.from_query(request.GET)
    figures = Observation.objects.public(as_of.moment)
    return _figures_file(request, suffix, as_of, figures, _("Figures"), "quan-sat", parameters=ALL)


@public_page
def citations_file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """Every citation of the figures in force."""
    as_of = AsOf.from_query(request.GET)
    figures, chosen = narrowed(Observation.objects.public(as_of.moment), request.GET, ALL)
    tables = {LONG: lambda: citations_table(figures, as_of.moment)}
    subject = _subject(_("Citations"), "trich-dan", tables, as_of, parameters=ALL, chosen=chosen)
    return file_answer(request, subject, suffix, as_of)


@public_page
def indicator_file(request: HttpRequest, slug: str, suffix: str) -> HttpResponseBase:
    """The figures of one indicator."""
    as_of = AsOf.from_query(request.GET)
    indicator = as_of.found(
        Indicator.objects.public(as_of.moment).filter(slug=slug).first(),
        gettext_lazy("There is no indicator with published figures at this address."),
    )
    figures = Observation.objects.public(as_of.moment).filter(indicator=indicator)
    title, page = localized(indicator, "name"), indicator.get_absolute_url()
    return _figures_file(
        request,
        *(suffix, as_of, figures, title, slug, page, IN_ONE_PAGE),
        state=lambda: indicator_state(indicator.pk, as_of.moment),
    )


@public_page
def dashboard_file(request: HttpRequest, slug: str, suffix: str) -> HttpResponseBase:
    """The figures that the panels of one dashboard show."""
    as_of = AsOf.from_query(request.GET)
    dashboard = found_or_404(
        published_dashboard.first(slug), gettext_lazy("There is no dashboard at this address.")
    )
    figures = figures_arranged(panels_of(dashboard, as_of.moment), as_of.moment)
    title, page = localized(dashboard, "title"), dashboard.get_absolute_url()
    return _figures_file(
        request,
        *(suffix, as_of, figures, title, slug, page, IN_ONE_PAGE),
        state=lambda: chain(record_state(as_of.moment), arrangement_state(figures)),
    )


@public_page
def release_file(request: HttpRequest, slug: str, suffix: str) -> HttpResponseBase:
    """What one release added, revised or withdrew."""
    as_of = AsOf.from_query(request.GET)
    release = _release(Release.objects.public(as_of.moment), slug, as_of)
    held = Observation.objects.public(as_of.moment).filter(release=release)
    tables = {LONG: lambda: changes_table(held, as_of.moment)}
    title, page = localized(release, "title"), release.get_absolute_url()
    return file_answer(request, _subject(title, slug, tables, as_of, page), suffix, as_of)


@public_page
def changes_file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """What all releases since a day added, revised or withdrew, the newest first."""
    as_of = AsOf.from_query(request.GET)
    held, chosen = released_since(Observation.objects.public(as_of.moment), request.GET)
    tables = {LONG: lambda: changes_table(held, as_of.moment)}
    page = reverse("metrics:release-list")
    subject = _subject(_("Changes"), "thay-doi", tables, as_of, page, [SINCE], chosen)
    return file_answer(request, subject, suffix, as_of)


@public_page
def release_manifest(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The text that a release's seal is the SHA-256 of, byte for byte."""
    as_of = AsOf.from_query(request.GET)
    release = _release(Release.objects.public(as_of.moment).with_seal(), slug, as_of)
    return download(
        request,
        stream=lambda: manifest_blocks(release),
        name=f"{slug}.json",
        content_type="application/json",
        headers={"ETag": f'"{release.sealed_manifest}"'} if release.sealed_manifest else {},
    )


@public_page
def releases_file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """Every public release with its seal."""
    as_of = AsOf.from_query(request.GET)
    tables = {LONG: lambda: releases_table(as_of.moment)}
    page = reverse("metrics:release-list")
    subject = _subject(_("Releases"), "phat-hanh", tables, as_of, page)
    return file_answer(request, subject, suffix, as_of)


def _figures_file(
    request: HttpRequest,
    suffix: str,
    as_of: AsOf,
    figures: ObservationQuerySet,
    title: str,
    name: str,
    page: str = "",
    parameters: Sequence[str] = (),
    state: Callable[[], Iterable[str]] | None = None,
) -> HttpResponseBase:
    """Answer with public versions of figures, narrowed by `parameters`, in either layout."""
    kept, chosen = narrowed(figures, request.GET, parameters)
    tables = {
        LONG: lambda: observations_table(kept, as_of.moment),
        WIDE: lambda: wide_table(kept, as_of.moment),
    }
    subject = _subject(title, name, tables, as_of, page, parameters, chosen, state)
    return file_answer(request, subject, suffix, as_of)


def _subject(
    title: str,
    name: str,
    tables: Mapping[str, Callable[[], Table]],
    as_of: AsOf,
    page: str = "",
    parameters: Sequence[str] = (),
    chosen: Sequence[str] = (),
    state: Callable[[], Iterable[str]] | None = None,
) -> Subject:
    return Subject(
        title=title,
        name=name,
        page=page or reverse("metrics:data-page"),
        tables=tables,
        state=state or (lambda: record_state(as_of.moment)),
        parameters=parameters,
        chosen=chosen,
    )


def _release(public: Any, slug: str, as_of: AsOf) -> Any:
    return as_of.found(
        public.filter(slug=slug).first(),
        gettext_lazy("There is no published release at this address."),
    )
