"""The pages for what went wrong. Those for 500 and 503 ask nothing of the database.

A reason written for the reader is a lazy translation: `raise Http404(gettext_lazy("…"))`; a
BadRequest may also carry a plain sentence. Django's own messages are for programmers; not shown.
"""

import sys
from datetime import datetime

from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise

RETRY_AFTER = 30  # seconds


def reason(exception) -> str:
    """The sentence for the reader that an exception carries, or nothing."""
    text = exception.args[0] if getattr(exception, "args", None) else ""
    if isinstance(text, Promise) or (isinstance(exception, BadRequest) and isinstance(text, str)):
        return str(text)
    return ""


def bad_request(request, exception):
    return render(request, "400.html", {"reason": reason(exception)}, status=400)


def permission_denied(request, exception):
    return render(request, "403.html", {"reason": reason(exception)}, status=403)


def page_not_found(request, exception):
    until = getattr(exception, "until", None)
    context = {"reason": reason(exception), "not_before": until}
    context["has_hour"] = isinstance(until, datetime)
    return render(request, "404.html", context, status=404)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


def server_error(request):
    """500; or 503 when a middleware, out of process_exception's sight, missed Postgres."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return unavailable(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request):
    """The database is gone for now: a clear page, and the time to come back."""
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
