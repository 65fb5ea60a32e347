"""Two people at one form: the second to save sees what the first has saved, and decides.

A form carries a fingerprint of what it was opened with. Where the record or one of its rows is
another when it is saved, nothing is: the page comes back with what was typed and, field by field,
what stands there now. Saved again, it counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.forms.models import _get_foreign_key
from django.utils.translation import gettext as _

from forum_portal.audit import changes_of
from forum_portal.numbers import format_number
from forum_portal.office.history import Save, saves_of

OPENED = "_opened"  # the hidden field with the fingerprint


@dataclass(frozen=True)
class Rival:
    """A field whose saved value is not the one that was typed."""

    label: str
    saved: str
    typed: str


class NoticesOtherSaves(admin.ModelAdmin):
    """A page whose form is refused with 409 when somebody else saved the record meanwhile."""

    unnoticed: tuple[str, ...] = ()  # fields that change without anybody's saving
    lets_point = False  # whether records may come to point at one that is being saved

    def before_lock(self, request):
        """Take what must be held before the record's row, so that nobody waits crosswise."""

    def get_object(self, request, object_id, from_field=None):
        """Return the record; where it is about to be saved, nobody else saves it until then."""
        record = super().get_object(request, object_id, from_field)
        if record is None or request.method != "POST":
            return record
        self.before_lock(request)
        is_there = self._lock(request, record)
        return super().get_object(request, object_id, from_field) if is_there else None

    def _lock(self, request, record: Any) -> bool:
        """Hold the record and, before its form is compared, the rows of it; False: it is gone."""
        is_saved = request.resolver_match.url_name.endswith("_change")
        no_key = self.lets_point and is_saved and not _changes_key(record, request.POST)
        own = self.model._base_manager.filter(pk=record.pk)
        if not held(own, no_key):
            return False
        if is_saved:
            for rows in self._rows(request, record):
                held(rows)
        return True

    def _rows(self, request, obj: models.Model) -> Iterator[models.QuerySet]:
        """Yield the rows of a record that its page edits, by their kind."""
        for inline in self.get_inline_instances(request, obj):
            key = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            yield inline.model._base_manager.filter(**{key.name: obj.pk})

    def get_form(self, request, obj=None, change=False, **kwargs):
        if self._is_outdated(request, obj) and not getattr(request, "refusal", ""):
            request.refusal = _(  # the record's form shows it
                "Somebody else saved this meanwhile, so yours is not saved yet. Compare below what "
                "stands there now with what you typed; then save again."
            )
        return super().get_form(request, obj, change=change, **kwargs)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        response: Any = super().changeform_view(request, object_id, form_url, extra_context)
        if getattr(request, "is_outdated", False):
            response.status_code = HTTPStatus.CONFLICT
        return response

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.pk:
            is_outdated = self._is_outdated(request, obj)
            kept = request.POST.get(OPENED) if not is_outdated else None
            context["opened"] = kept or self._fingerprint(request, obj)
            if is_outdated:
                formsets = [each.formset for each in context["inline_admin_formsets"]]
                every = [context["adminform"].form, *(form for each in formsets for form in each)]
                context |= {"rivals": list(rivals(every)), "last_save": self._last_save(obj)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _is_outdated(self, request, obj: Any) -> bool:
        """Tell whether the posted form was opened with another state; asked once per request."""
        if request.method != "POST" or obj is None or OPENED not in request.POST:
            return False
        if not hasattr(request, "is_outdated"):
            now = self._fingerprint(request, obj)
            request.is_outdated = request.POST[OPENED] != now
        return request.is_outdated

    def _fingerprint(self, request, obj: models.Model) -> str:
        """Read anew what the page edits: the form may have filled `obj` already."""
        states = states_of(self.model._base_manager.filter(pk=obj.pk), self.unnoticed)
        for rows in self._rows(request, obj):
            states += states_of(rows)
        return sha256(repr(states).encode()).hexdigest()

    def _last_save(self, obj: models.Model) -> Save | None:
        saves = saves_of(obj, self.inlines) if changes_of(self.model) else []
        return saves[0] if saves else None


def held(rows: models.QuerySet, no_key: bool = False) -> list[Any]:
    """Let nobody save these rows until we are done, alone and in the order of their keys.

    In the order of their kind, Postgres would lock the records by which they are ordered, too.
    """
    locked = rows.order_by("pk").select_for_update(of=("self",), no_key=no_key)
    return list(locked.values_list("pk"))


def _changes_key(record: models.Model, sent: Any) -> bool:
    """Tell whether a form may change a field of a unique key: Postgres locks its row for that."""
    meta = record._meta
    together = {name for each in meta.total_unique_constraints for name in each.fields}
    unique = (
        each
        for each in meta.concrete_fields
        if (each.unique or each.name in together) and not each.primary_key
    )
    return any(
        each.name in sent and sent[each.name] != str(getattr(record, each.attname) or "")
        for each in unique
    )


def states_of(rows: models.QuerySet, left_out: Iterable[str] = ()) -> list[Any]:
    """Return the fields that staff edit of all rows, and their links, in one query for each."""
    meta = rows.model._meta
    names = [each.attname for each in meta.concrete_fields if each.editable or each.primary_key]
    kept = [name for name in names if name not in left_out]
    states: list[Any] = list(rows.order_by("pk").values_list(*kept))
    for relation in meta.many_to_many:
        ends = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
        links = relation.remote_field.through._base_manager
        states += (
            links.filter(**{f"{ends[0]}__in": rows.values("pk")}).order_by(*ends).values_list(*ends)
        )
    return states


def rivals(every: Iterable[Any]) -> Iterator[Rival]:
    """Yield the fields of bound forms whose saved value differs from the typed one."""
    for form in every:
        row = f"{form.instance}: " if form.prefix and form.instance.pk else ""
        for name in form.changed_data:
            bound = form[name]
            typed = form.cleaned_data.get(name, bound.data) if form.is_bound else bound.data
            yield Rival(
                f"{row}{bound.label}", field_text(bound, bound.initial), field_text(bound, typed)
            )


def field_text(bound: Any, value: Any) -> str:
    """Return a value of a field as its form shows it."""
    field = bound.field
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(_record_name(field, each) for each in value)
    if isinstance(field, forms.ModelChoiceField):
        return _record_name(field, value)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    if isinstance(field, forms.DecimalField):
        return format_number(value) if not isinstance(value, str) else value
    return str(value)


def _record_name(field: Any, value: Any) -> str:
    if isinstance(value, models.Model):
        return str(value)
    found = field.queryset.filter(pk=value).first() if str(value).isdecimal() else None
    return str(found or value)
