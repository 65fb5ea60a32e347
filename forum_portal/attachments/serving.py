"""How an attached file is handed out: never as a page of the portal, whatever is in it."""

from hashlib import sha256
from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from forum_portal.attachments.formats import FORMATS

POLICY = "default-src 'none'; sandbox"


def file_response(request: HttpRequest, file: Any) -> HttpResponse:
    """Return the bytes of a row or record with `file`, `file_name` and `media_type`.

    Pictures may stand in a page; everything else is a download. Nothing in it can run or load.
    Who has the file already gets 304, and the file is not opened.
    """
    format = FORMATS.get(file.media_type)
    is_picture = format is not None and format.is_picture
    # The formats are packed already: the answer keeps its length, and no time is lost.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    answer = HttpResponse(
        content_type=format.media_type if format else "application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(not is_picture, file.file_name),
            "X-Content-Type-Options": "nosniff",
            "ETag": _etag(file),
        },
    )
    response: Any = get_conditional_response(request, answer["ETag"], response=answer)
    if response is answer:
        answer.content = _content(str(file.file))
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _etag(file: Any) -> str:
    """Return what changes with the file, its name or its kind: it lies under its SHA-256."""
    parts = "\0".join([str(file.file), file.file_name, file.media_type])
    return f'"{sha256(parts.encode()).hexdigest()}"'


def _content(path: str) -> bytes:
    try:
        with default_storage.open(path) as kept:
            return kept.read()
    except FileNotFoundError:
        raise Http404(_("The file is missing on this machine.")) from None
