"""The API as a whole: its addresses put together, its description, its page."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from events.api import resources as of_forums
from events.api.routes import router as forums
from forum_portal.addresses import reverse
from forum_portal.api.asking import MOST, USUAL, problem_of
from forum_portal.api.openapi import described
from forum_portal.api.problems import KINDS, not_found, unknown_parameter
from forum_portal.api.resources import as_json
from metrics import columns
from metrics.api import catalogue
from metrics.api.routes import router as figures
from metrics.models import Indicator

ROOT = "/api/v1"
RESOURCES = (
    *(catalogue.INDICATORS, catalogue.SOURCES_OF_RECORD, catalogue.AREAS),
    *(of_forums.FORUMS, of_forums.SESSIONS, of_forums.PEOPLE),
    *(of_forums.ORGANISATIONS, of_forums.BOOTHS, of_forums.REPORTS),
)
# The fields of a list's records, as the page of the API tells them.
FIELDS = {
    "observations": columns.OBSERVATIONS,
    "releases": columns.RELEASES,
    **{each.name: each.columns for each in RESOURCES},
}
OF_ALL = ("lang", "limit", "cursor")  # parameters that the page explains once
DESCRIPTION = (
    "The public record of figures and forums, read only. No key, no account; every figure with its "
    "source, its release and its history, as it was public at any time (`as-of`). What is here "
    "stays as long as the address says v1: fields may be added, none is renamed or removed."
)


class ReadOnlyAPI(NinjaAPI):
    """Ninja's routes and parameters; what goes wrong is told by `forum_portal.api.answers`."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        raise problem_of(exc, request.GET) if isinstance(exc, ValidationError) else exc

    def get_openapi_operation_id(self, operation: Any) -> str:
        return operation.view_func.__name__


api = ReadOnlyAPI(
    title="Open data API",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
api.add_router("", figures)
api.add_router("", forums)


@cache
def description() -> dict[str, Any]:
    """Return the description of the API; it is that of the code, so it is made once."""
    return described(api, ROOT)


def openapi(request: HttpRequest) -> HttpResponse:
    """The description for machines."""
    _require_no_more(request)
    return as_json(json.dumps(description(), ensure_ascii=False, indent=1, default=str))


def api_page(request: HttpRequest) -> HttpResponse:
    """The description for people."""
    _require_no_more(request)
    here = f"{ROOT}/"
    addresses = {"vi": here, "en": f"{here}?lang=en"}
    other = addresses["en" if get_language() == "vi" else "vi"]
    context = {
        "lists": _lists(),
        "kinds": [(kind, status, title) for kind, (status, title) in KINDS.items()],
        "root": settings.PORTAL_ORIGIN + ROOT,
        "indicator": Indicator.objects.public().values_list("code", flat=True).first(),
        "per_minute": settings.API_PER_MINUTE,
        "usual": USUAL,
        "most": MOST,
        "section": "data",
        "current_url": settings.PORTAL_ORIGIN + addresses[get_language() or "vi"],
        "other_language_path": other,
        "other_language_url": settings.PORTAL_ORIGIN + other,
        "crumbs": [{"title": _("Open data"), "url": reverse("metrics:data-page")}],
    }
    return render(request, "api_page.html", context)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Any other address below /api/."""
    raise not_found()


def _lists() -> list[dict[str, Any]]:
    """Return each list with its parameters, its fields, and the addresses of a single record."""
    paths = description()["paths"]
    return [
        {
            "name": name,
            "title": paths[f"{ROOT}/{name}"]["get"]["summary"],
            "path": f"{ROOT}/{name}",
            "single": [path for path in paths if path.startswith(f"{ROOT}/{name}/")],
            "parameters": [
                each
                for each in paths[f"{ROOT}/{name}"]["get"]["parameters"]
                if each["name"] not in OF_ALL
            ],
            "fields": fields,
        }
        for name, fields in FIELDS.items()
    ]


def _require_no_more(request: HttpRequest) -> None:
    for name in request.GET:
        if name != "lang":
            raise unknown_parameter(name, ["lang"])
