"""The first page of the admin: what waits for who opened it, and what was changed lately."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext as _

from forum_portal.words import moment_text, staff_name

SHOWN = 8


@dataclass(frozen=True)
class Line:
    """One thing that waits; it leads to the place where it is done."""

    text: str
    url: str
    note: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the desk: its lines or, without any, a sentence; `links` begin something new."""

    title: str
    lines: list[Line]
    nothing: str
    links: list[tuple[str, str]] = field(default_factory=list)


def changed_lately(user: Any) -> Iterator[Part]:
    """Yield what was saved at the desk lately, by everybody or, for editors, by their body."""
    entries = LogEntry.objects.select_related("user", "content_type").order_by("-action_time")
    if not user.has_perm("metrics.approve_release"):
        same = {"user__organisation": user.organisation_id} if user.organisation_id else {}
        entries = entries.filter(**(same or {"user": user}))
    lines = [
        Line(
            each.object_repr,
            each.get_admin_url() or "" if not each.is_deletion() else "",
            f"{each.get_change_message()} {staff_name(each.user)}, {moment_text(each.action_time)}",
        )
        for each in entries[:SHOWN]
    ]
    yield Part(_("Changed lately"), lines, _("Nothing was changed here yet."))
