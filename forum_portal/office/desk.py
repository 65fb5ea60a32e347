"""The first page of the admin: what waits for who opened it, and what was changed lately."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_permission_codename
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from forum_portal.words import moment_text, staff_name

SHOWN = 8

# By kind of records: those that a person may look at; None where that is all of them.
seen_alone: dict[type[Model], Callable[[Any], QuerySet | None]] = {}

# By kind of records: those of which a person is told what others did, whoever they are.
followed: dict[type[Model], Callable[[Any], QuerySet]] = {}


# What happened by itself, so that no log tells of it: for a person, its moments and lines.
happened: list[Callable[[Any], Iterable[tuple[datetime, "Line"]]]] = []


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
    """Yield what was saved at the desk lately, by everybody or, for editors, by their body.

    They are told, too, what others did with what they prepared: it was approved or sent back.
    """
    entries = LogEntry.objects.select_related("user", "content_type").order_by("-action_time")
    if not user.has_perm("metrics.approve_release"):
        same = {"user__organisation": user.organisation_id} if user.organisation_id else {}
        entries = entries.filter(Q(**(same or {"user": user})) | _followed_by(user))
    entries = entries.filter(told_to(user))
    told = [(each.action_time, _entry_line(each)) for each in entries[:SHOWN]]
    for read in happened:
        told += read(user)
    told.sort(key=lambda pair: pair[0], reverse=True)
    lines = [line for _moment, line in told[:SHOWN]]
    yield Part(_("Changed lately"), lines, _("Nothing was changed here yet."))


def _entry_line(entry: LogEntry) -> Line:
    url = "" if entry.is_deletion() else entry.get_admin_url() or ""
    said = f"{entry.get_change_message()} {staff_name(entry.user)}"
    return Line(entry.object_repr, url, f"{said}, {moment_text(entry.action_time)}")


def _followed_by(user: Any) -> Q:
    found = Q(pk__in=[])
    for model, records in followed.items():
        found |= _about(model) & Q(object_id__in=_keys(records(user)))
    return found


def _about(model: type[Model]) -> Q:
    meta = model._meta
    return Q(content_type__app_label=meta.app_label, content_type__model=meta.model_name)


def _keys(records: QuerySet) -> QuerySet:
    return records.order_by().values(key=Cast("pk", TextField()))


def told_to(user: Any) -> Q:
    """Keep the entries whose records this person may look at: their names tell of them."""
    told = Q(pk__in=[])
    for model in apps.get_models():
        if not _may_view(user, model):
            continue
        entries = _about(model)
        seen = seen_alone[model](user) if model in seen_alone else None
        if seen is not None:
            entries &= Q(user=user) | Q(object_id__in=_keys(seen))
        told |= entries
    return told


def _may_view(user: Any, model: type[Model]) -> bool:
    names = (get_permission_codename(action, model._meta) for action in ("view", "change"))
    return any(user.has_perm(f"{model._meta.app_label}.{name}") for name in names)
