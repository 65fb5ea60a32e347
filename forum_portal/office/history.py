"""The history of a record: what was changed in it and in its rows, by whom and when."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models
from django.forms.models import _get_foreign_key
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from forum_portal.audit import changes_of
from forum_portal.models import FormerAddress, User
from forum_portal.numbers import format_number
from forum_portal.words import date_text

SHOWN = 200

# By name of a field: how people say a value that is kept as a code.
spoken: dict[str, Callable[[str], str]] = {}


@dataclass
class FieldChange:
    """A field that got another value; an empty text is an empty field."""

    name: str
    old: str
    new: str


@dataclass
class Change:
    """What happened to one row: "insert", "update" or "delete"; `row` is empty for the record."""

    kind: str
    row: str
    fields: list[FieldChange]


@dataclass
class Save:
    """Changes that were made together; `who` is empty where nobody was logged in."""

    moment: datetime
    who: str
    changes: list[Change] = field(default_factory=list)


class ShowsHistory(admin.ModelAdmin):
    """A page of the admin whose history comes from the audit trail where its model has one."""

    def history_view(self, request, object_id, extra_context=None):
        context = {}
        if changes_of(self.model):
            record = self.get_object(request, unquote(object_id))
            context["saves"] = lambda: saves_of(record, self.inlines)  # once rights are checked
        return super().history_view(request, object_id, context | (extra_context or {}))


def saves_of(record: Any, inlines: Iterable[Any] = ()) -> list[Save]:
    """Return the last changes of a record, its rows in `inlines` and its links, newest first."""
    entries = [
        (event, before, part)
        for part in _parts(record, inlines)
        for event, before in _with_previous(part.trail)
    ]
    entries.sort(key=lambda each: (each[0].pgh_created_at, _user(each[0]) or 0), reverse=True)
    names = _Names([event for event, _before, _part in entries])
    saves = []
    for (moment, user), group in groupby(
        entries, key=lambda each: (each[0].pgh_created_at, _user(each[0]))
    ):
        changes = [_change(*each, names) for each in group]
        saves.append(Save(moment, names.user(user), [each for each in changes if each.fields]))
    return [save for save in saves if save.changes][:SHOWN]


@dataclass(frozen=True)
class _Part:
    """The changes of a record, of its rows of one kind or of its links; what to call such a row.

    `key` is the field by which the row belongs to the record: every row of the part has the same.
    """

    trail: models.QuerySet
    row: Any = ""
    key: str = ""


def _parts(record: Any, inlines: Iterable[Any]) -> Iterator[_Part]:
    yield _Part(changes_of(type(record)).objects.filter(pgh_obj_id=record.pk))
    for inline in inlines:
        key = _get_foreign_key(type(record), inline.model, fk_name=inline.fk_name).name
        yield from _part_of(record, inline.model, key, inline.model._meta.verbose_name)
    mergers = FormerAddress.objects.of(record).exclude(merged_name="")
    trail = changes_of(FormerAddress).objects.filter(pgh_obj__in=mergers)
    yield _Part(trail, FormerAddress._meta.get_field("merged_name").verbose_name)
    for relation in record._meta.many_to_many:
        links = relation.remote_field.through
        if links._meta.auto_created:
            yield from _part_of(record, links, relation.m2m_field_name(), relation.verbose_name)


def _part_of(record: Any, rows: Any, key: str, name: Any) -> Iterator[_Part]:
    trail = changes_of(rows)
    if trail:
        yield _Part(trail.objects.filter(**{f"{key}_id": record.pk}), name, key)


def _with_previous(trail: models.QuerySet) -> Iterator[tuple[Any, Any]]:
    """Yield each version with the one before it, None before the first."""
    before: dict[int, Any] = {}
    for event in trail.order_by("pgh_id"):
        yield event, before.get(event.pgh_obj_id)
        before[event.pgh_obj_id] = event


def _change(event: Any, before: Any, part: _Part, names: "_Names") -> Change:
    kind = event.pgh_label
    old = event if kind == "delete" else before if kind == "update" else None
    new = None if kind == "delete" else event
    fields = []
    for each in _fields(event):
        texts = [names.text(each, getattr(at, each.attname)) if at else "" for at in (old, new)]
        if texts[0] != texts[1] and each.name != part.key:
            fields.append(FieldChange(_label(each), *texts))
    return Change(kind, capfirst(str(part.row)), fields)


def _label(each: Any) -> str:
    is_link = each.model._meta.auto_created  # whose fields Django names in English
    return capfirst(str(each.related_model._meta.verbose_name if is_link else each.verbose_name))


def _fields(event: Any) -> list[Any]:
    """Return the fields that staff fill in, as far as the trail keeps them."""
    kept = {each.name for each in event._meta.fields}
    tracked = event.pgh_tracked_model._meta
    return [each for each in tracked.fields if each.name in kept and not each.primary_key]


def _user(event: Any) -> int | None:
    return (event.pgh_context or {}).get("user")


class _Names:
    """The names of all records that changes point at, read with one query for each kind."""

    def __init__(self, events: Iterable[Any]):
        wanted: dict[Any, set] = defaultdict(set)
        for event in events:
            wanted[User].add(_user(event))
            for each in _fields(event):
                if each.is_relation:
                    wanted[each.related_model].add(getattr(event, each.attname))
        self._records = {
            model: model._default_manager.in_bulk(keys - {None}) for model, keys in wanted.items()
        }

    def user(self, key: int | None) -> str:
        user = self._records.get(User, {}).get(key)
        return f"{user.last_name} {user.first_name}".strip() or user.get_username() if user else ""

    def text(self, each: Any, value: Any) -> str:
        """Return a field's value as the form shows it."""
        if value is None or value == "":
            return ""
        if each.is_relation:
            return str(self._records[each.related_model].get(value, _("since deleted")))
        if each.flatchoices:
            return str(dict(each.flatchoices).get(value, value))
        if each.name in spoken:
            return spoken[each.name](value)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, Decimal):
            return format_number(value)
        return date_text(value) if isinstance(value, date) else str(value)
