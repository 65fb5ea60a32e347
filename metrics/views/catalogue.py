"""The catalogue of the open data, for programs: at an address for each form, and one for all."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from forum_portal.addresses import reverse
from forum_portal.errors import not_acceptable
from forum_portal.pages import public_page
from metrics.asof import AsOf
from metrics.dcat import jsonld, turtle
from metrics.dcat.catalogue import catalogue
from metrics.dcat.reading import public_record

# How the address ends → the content type and what writes it; who accepts all gets the first.
FORMS = {
    "jsonld": (jsonld.CONTENT_TYPE, jsonld.jsonld),
    "ttl": (turtle.CONTENT_TYPE, turtle.turtle),
}


@public_page
def catalog_jsonld(request: HttpRequest) -> HttpResponse:
    """The catalogue as JSON-LD."""
    return _written("jsonld", AsOf.from_query(request.GET))


@public_page
def catalog_ttl(request: HttpRequest) -> HttpResponse:
    """The catalogue as Turtle."""
    return _written("ttl", AsOf.from_query(request.GET))


@public_page
def catalog(request: HttpRequest) -> HttpResponse:
    """The catalogue in the form that the reader's program accepts."""
    as_of = AsOf.from_query(request.GET)
    suffixes = {content_type: suffix for suffix, (content_type, _write) in FORMS.items()}
    accepted = request.get_preferred_type(list(suffixes))
    if accepted is None:
        response = not_acceptable(request, _refusal())
    else:
        response = _written(suffixes[accepted], as_of)
        response.headers["Content-Location"] = _address(suffixes[accepted]) + as_of.query
    patch_vary_headers(response, ["Accept"])
    return response


def _written(suffix: str, as_of: AsOf) -> HttpResponse:
    content_type, write = FORMS[suffix]
    text = write(catalogue(public_record(as_of.moment), as_of))
    return HttpResponse(text, content_type=f"{content_type}; charset=utf-8")


def _address(suffix: str) -> str:
    return reverse(f"metrics:catalog-{suffix}")


def _refusal() -> str:
    there = [f"{kind} ({_address(suffix)})" for suffix, (kind, _write) in FORMS.items()]
    return _("The catalogue can be had as %(forms)s.") % {"forms": ", ".join(there)}
