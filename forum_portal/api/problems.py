"""What goes wrong in the API, in one shape (RFC 9457)."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.text import printable

CONTENT_TYPE = "application/problem+json"
MOST_NAMED = 40  # values in a sentence; `allowed` has as many

# The kind of a problem, which ends its `type`, with its status and its title. The page of the API
# explains each at this anchor.
KINDS = {
    "unknown-parameter": (400, gettext_lazy("A parameter is not known")),
    "unknown-value": (400, gettext_lazy("A parameter has a value that it cannot have")),
    "not-found": (404, gettext_lazy("Nothing is at this address")),
    "read-only": (405, gettext_lazy("This address can only be read")),
    "too-many": (429, gettext_lazy("Too many requests")),
    "error": (500, gettext_lazy("The portal has made a mistake")),
    "unavailable": (503, gettext_lazy("The portal cannot answer at the moment")),
}


class Problem(Exception):  # noqa: N818 -- RFC 9457 calls it so
    """An answer other than 200: its kind, the sentence for the reader, and what it is about."""

    def __init__(
        self,
        kind: str,
        detail: str | Promise,
        parameter: str = "",
        allowed: Iterable[str] = (),
        headers: Mapping[str, str] | None = None,
    ):
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail
        self.parameter = parameter
        self.allowed = list(allowed)[:MOST_NAMED]
        self.headers = headers or {}

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the problem as the reader gets it."""
        status, title = KINDS[self.kind]
        told: dict[str, Any] = {
            "type": f"{settings.PORTAL_ORIGIN}/api/v1/#{self.kind}",
            "title": str(title),
            "status": status,
            "detail": str(self.detail),
            "instance": request.path,
        }
        if self.parameter:
            told["parameter"] = self.parameter
        if self.allowed:
            told["allowed"] = self.allowed
        body = json.dumps(told, ensure_ascii=False)
        return HttpResponse(body, status=status, content_type=CONTENT_TYPE, headers=self.headers)


def unknown_value(parameter: str, given: str, allowed: Iterable[str]) -> Problem:
    """Return the problem of a value that a parameter cannot have."""
    listed = list(allowed)
    shown = [*listed[:MOST_NAMED], *(["…"] if len(listed) > MOST_NAMED else [])]
    sentence = _(
        "The parameter “%(parameter)s” in the address is “%(given)s”. It can be: %(allowed)s."
    ) % {"parameter": parameter, "given": shown_value(given), "allowed": ", ".join(shown)}
    return Problem("unknown-value", sentence, parameter, listed)


def unknown_parameter(parameter: str, known: Iterable[str]) -> Problem:
    """Return the problem of a parameter that an address does not take."""
    listed = list(known)
    sentence = _("This address takes no parameter “%(parameter)s”. It takes: %(known)s.") % {
        "parameter": shown_value(parameter),
        "known": ", ".join(listed),
    }
    return Problem("unknown-parameter", sentence, shown_value(parameter), listed)


def not_found() -> Problem:
    """Return the problem of an address where nothing public is, or was at that time."""
    return Problem("not-found", _("There is nothing public at this address of the API."))


def shown_value(given: str) -> str:
    """Return what a reader typed, as far as it can be shown back."""
    return printable(given[:40])
