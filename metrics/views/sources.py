"""Sources: the documents, and what rests on each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.addresses import reverse
from forum_portal.pages import page_of, public_page
from metrics.asof import AsOf
from metrics.citing import source_title
from metrics.record_reading import (
    MOST_PLACES,
    evidence_from,
    listed_sources,
    resting_on,
    source_with_texts,
    targets_set_by,
)
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
    page = page_of(request, listed_sources.parts(as_of.moment))
    lines = [listed_source(each) for each in page.object_list]
    context = {"as_of": as_of, "page": page, "lines": lines, "most_places": MOST_PLACES}
    return render(request, "metrics/source_list.html", context)


@public_page
def source_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One document: what is known of it, and the figures, facts and texts that rest on it."""
    as_of = AsOf.from_query(request.GET)
    source = as_of.found(
        source_with_texts.first(slug, as_of.moment),
        gettext_lazy("There is no source at this address."),
    )
    page = page_of(request, resting_on.parts(source.pk, as_of.moment))
    targets = targets_set_by.parts(source.pk, as_of.moment)[:MOST_TARGETS]
    evidence = evidence_from.parts(source.pk)[:MOST_EVIDENCE]
    context = {
        "as_of": as_of,
        "source": source,
        "title": source_title(source),
        "lang": foreign(source),
        "known": known(source),
        "page": page,
        "is_cut": source.places > MOST_PLACES,  # type: ignore[attr-defined]
        "most_places": MOST_PLACES,
        "figures": [resting_figure(each) for each in page.object_list],
        "targets": [resting_target(each) for each in targets],
        "evidence": resting_evidence(evidence),
        "quotes": [resting_quote(each) for each in source.quote_rows],  # type: ignore[attr-defined]
        "reports": [resting_report(each) for each in source.report_rows],  # type: ignore[attr-defined]
        "crumbs": [{"title": _("Sources"), "url": reverse("metrics:source-list")}],
    }
    return render(request, "metrics/source_page.html", context)
