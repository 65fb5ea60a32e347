"""The pages for what went wrong. Those for 500 and 503 ask nothing of the database.

A reason written for the reader is a lazy translation: `raise Http404(gettext_lazy("…"))`; a
BadRequest may also carry a plain sentence. Django's own messages are for programmers; not shown.
"""

import sys
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise

from forum_portal.parameters import UnknownValue

RETRY_AFTER = 30  # seconds


def reason(exception) -> str:
    """The sentence for the reader that an exception carries, or nothing."""
    text = exception.args[0] if getattr(exception, "args", None) else ""
    if isinstance(text, Promise) or (isinstance(exception, BadRequest) and isinstance(text, str)):
        return str(text)
    return ""


def bad_request(request, exception):
    without = request.path if isinstance(exception, UnknownValue) else ""
    return _page(request, 400, {"reason": reason(exception), "without_choice": without})


def permission_denied(request, exception):
    return _page(request, 403, {"reason": reason(exception)})


def page_not_found(request, exception):
    until = getattr(exception, "until", None)
    context = {"reason": reason(exception), "not_before": until}
    context["has_hour"] = isinstance(until, datetime)
    return _page(request, 404, context)


def not_acceptable(request, sentence: str) -> HttpResponse:
    """406, with what there is instead."""
    return _page(request, 406, {"reason": sentence})


def _page(request, status: int, context: dict[str, Any]) -> HttpResponse:
    """Return the page for what went wrong; staff at their desk stay in its frame."""
    template = f"{status}.html"
    if _is_at_desk(request):
        site = admin.site.each_context(request)
        context = {**site, **context, "opts": _listed(request)}
        template = f"admin/{template}"
    return render(request, template, context, status=status)


def _listed(request) -> Any:
    """Return the kind of records whose page was asked for, where its list is open to who asks."""
    view = getattr(request.resolver_match, "func", None)
    page = getattr(view, "model_admin", None)
    return page.opts if page and page.has_view_permission(request) else None


def _is_at_desk(request) -> bool:
    user = getattr(request, "user", None)
    return bool(
        request.path_info.startswith("/admin/") and user and user.is_active and user.is_staff
    )


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
