"""What somebody's uploads wait for, on the first page of the desk."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from forum_portal.importing.imports import import_of, imports_for
from forum_portal.importing.uploads import Upload
from forum_portal.office.desk import SHOWN, Line, Part
from forum_portal.words import moment_text

LATELY = timedelta(days=30)


def imports_waiting(user: Any) -> Iterator[Part]:
    """Yield the uploads of the last weeks that came to no end: refused, asking, to be confirmed."""
    if not imports_for(user):
        return
    since = timezone.now() - LATELY
    waiting = Upload.objects.of(user).waiting().without_content().newest_first()
    lines = [_line(each) for each in waiting.filter(at__gte=since)[:SHOWN]]
    if lines:
        yield Part(str(capfirst(Upload._meta.verbose_name_plural)), lines, "")


def title_of(kind: str) -> Any:
    """Return the name of a table, as its page bears it."""
    table = import_of(kind)
    return table.title if table else kind


def _line(upload: Upload) -> Line:
    words = (title_of(upload.kind), upload.get_state_display(), moment_text(upload.at))
    return Line(
        upload.name,
        reverse("admin:forum_portal_upload_change", args=[upload.pk]),
        ", ".join(map(str, words)),
        upload.problem,
    )
