"""The answer to who asks for a file while many are being made."""

from django.http import HttpResponse
from django.template.loader import render_to_string

from forum_portal.turns import RETRY_AFTER


def come_back() -> HttpResponse:
    """Return a 503 that says when to come back."""
    again = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("files_busy.html"), status=503, headers=again)
