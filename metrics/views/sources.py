"""Sources: the documents, and what rests on each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.pages import page_of, public_page
from metrics.asof import AsOf
from metrics.citing import source_title
from metrics.record_reading import public_sources, resting_on, targets_set_by, with_texts
from metrics.source_page import (
    foreign,
    known,
    listed_source,
    resting_evidence,
    resting_figure,
    resting_quote,
    resting_report,
    resting_target,
)

MOST_TARGETS = 100
MOST_EVIDENCE = 200


@public_page
def source_list(request: HttpRequest) -> HttpResponse:
    """Every document that the record rests on."""
    as_of = AsOf.from_query(request.GET)
    page = page_of(request, public_sources(as_of.moment).order_by("sort_key", "pk"))
    lines = [listed_source(each) for each in page.object_list]
    context = {"as_of": as_of, "page": page, "lines": lines}
    return render(request, "metrics/source_list.html", context)


@public_page
def source_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One document: what is known of it, and the figures, facts and texts that rest on it."""
    as_of = AsOf.from_query(request.GET)
    sources = with_texts(public_sources(as_of.moment)).select_related("replaced_by")
    source = as_of.found(
        sources.filter(slug=slug).first(), gettext_lazy("There is no source at this address.")
    )
    page = page_of(request, resting_on(source, as_of.moment))
    evidence = source.evidence.published().with_subjects()[:MOST_EVIDENCE]
    context = {
        "as_of": as_of,
        "source": source,
        "title": source_title(source),
        "lang": foreign(source),
        "known": known(source),
        "page": page,
        "figures": [resting_figure(each) for each in page.object_list],
        "targets": [
            resting_target(each) for each in targets_set_by(source, as_of.moment)[:MOST_TARGETS]
        ],
        "evidence": resting_evidence(evidence),
        "quotes": [resting_quote(each) for each in source.quote_rows],  # type: ignore[attr-defined]
        "reports": [resting_report(each) for each in source.report_rows],  # type: ignore[attr-defined]
        "crumbs": [{"title": _("Sources"), "url": reverse("metrics:source-list")}],
    }
    return render(request, "metrics/source_page.html", context)
