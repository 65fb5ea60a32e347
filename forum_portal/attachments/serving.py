"""How an attached file is handed out: never as a page of the portal, whatever is in it."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from forum_portal.attachments.formats import FORMATS

POLICY = "default-src 'none'; sandbox"


def file_response(request: HttpRequest, file: Any) -> HttpResponse:
    """Return the bytes of a row or record with `file`, `file_name` and `media_type`.

    Pictures may stand in a page; everything else is a download. Nothing in it can run or load.
    """
    path = str(file.file)
    try:
        with default_storage.open(path) as kept:
            content = kept.read()
    except FileNotFoundError:
        raise Http404(_("The file is missing on this machine.")) from None
    format = FORMATS.get(file.media_type)
    is_picture = format is not None and format.is_picture
    # The formats are packed already: the answer keeps its length, and no time is lost.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return HttpResponse(
        content,
        content_type=format.media_type if format else "application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(not is_picture, file.file_name),
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
        },
    )
