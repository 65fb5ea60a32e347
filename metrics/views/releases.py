"""Releases: what became public together, and what each one changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.addresses import reverse
from forum_portal.pages import page_of, public_page
from metrics.added_sources import MOST_SHOWN, added_source, public_citations_added_by
from metrics.asof import AsOf
from metrics.history import change_row
from metrics.record_reading import (
    FIRST_FIGURES,
    MOST_COUNTED,
    figures_of,
    public_release,
    releases_with_counts,
    with_previous,
)
from metrics.verification import head_with


@public_page
def release_list(request: HttpRequest) -> HttpResponse:
    """Every public release, the newest first."""
    as_of = AsOf.from_query(request.GET)
    page = page_of(request, releases_with_counts.parts(as_of.moment), size=25)
    context = {"as_of": as_of, "page": page, "most_counted": MOST_COUNTED}
    return render(request, "metrics/release_list.html", context)


@public_page
def release_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One release with each of its figures, old → new, and the sources that it adds to others."""
    as_of = AsOf.from_query(request.GET)
    release = as_of.found(
        public_release.first(slug, as_of.moment),
        gettext_lazy("There is no published release at this address."),
    )
    page = page_of(request, figures_of.parts(release.pk, FIRST_FIGURES, as_of.moment))
    added: list[Any] = public_citations_added_by.parts(release.pk, as_of.moment)[:MOST_SHOWN]
    context = {
        "as_of": as_of,
        "release": release,
        "chain_head": head_with(release),
        "page": page,
        "is_cut": release.figures > FIRST_FIGURES.number,  # type: ignore[attr-defined]
        "most_counted": MOST_COUNTED,
        "changes": [change_row(each) for each in with_previous(page.object_list, as_of.moment)],
        "added": [added_source(each) for each in added],
        "more_added": added[0].total - len(added) if added else 0,
        "crumbs": [{"title": _("Releases"), "url": reverse("metrics:release-list")}],
    }
    return render(request, "metrics/release_page.html", context)
