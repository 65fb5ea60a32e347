"""One deletes while another saves: nobody's save goes unseen, nobody's typing is lost.

The page that asks before deleting carries a fingerprint of all that would go. Where that is another
when the button is pressed, nothing goes, and the page asks again. Who saves a record that is gone
sees who took it away and all that they typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.admin.utils import NestedObjects, unquote
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from forum_portal.former_addresses import came_to
from forum_portal.office.desk import told_to
from forum_portal.office.outdated import (
    OPENED,
    NoticesOtherSaves,
    field_text,
    held,
    states_of,
)

CONFIRMED = "post"  # the hidden field of Django's page that asks before deleting


@dataclass(frozen=True)
class Typed:
    """A field of a form that could not be saved, and what stood in it."""

    label: str
    text: str


class DeletesWithCare(NoticesOtherSaves, admin.ModelAdmin):
    """Records that are deleted as they were seen, and whose forms outlive them."""

    def delete_view(self, request, object_id, extra_context=None):
        if request.method != "POST" or OPENED not in request.POST:
            return super().delete_view(request, object_id, extra_context)
        with transaction.atomic():
            record = self.get_object(request, unquote(object_id))
            if record is not None:
                _hold(record)
            if record is None or self._is_as_seen(request, record):
                return super().delete_view(request, object_id, extra_context)
        request.POST = QueryDict()  # so that it asks again
        context = {"is_outdated": True, "last_save": self._last_save(record)}
        response = super().delete_view(request, object_id, context | (extra_context or {}))
        response.status_code = HTTPStatus.CONFLICT
        return response

    def render_delete_form(self, request, context):
        context["opened"] = self._seen(context["object"], context["deleted_objects"], request)
        return super().render_delete_form(request, context)

    def _is_as_seen(self, request, record: Any) -> bool:
        deleted = self.get_deleted_objects([record], request)[0]
        return request.POST[OPENED] == self._seen(record, deleted, request)

    def _seen(self, record: Any, deleted: Any, request) -> str:
        """Return the fingerprint of a record with all that goes with it."""
        states = [states_of(rows) for rows in _going_with(record)]
        state = self._fingerprint(request, record) + repr(deleted) + repr(states)
        return sha256(state.encode()).hexdigest()

    def was_typed_into(self, request) -> bool:
        """Tell whether a form was sent, not a mere word to delete."""
        return request.method == "POST" and CONFIRMED not in request.POST

    def gone_page(self, request, object_id: str) -> TemplateResponse:
        """Show what was typed into the form of a record that is not there any more."""
        key = _number(object_id)
        stayed = came_to(self.model, key) if key else None
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        context = {
            **self.admin_site.each_context(request),
            "title": _("What you typed is still here"),
            "opts": self.opts,
            "deleted": _deletion_of(self.model, object_id, request.user),
            "typed": list(self._typed(request)),
            "stayed_url": reverse(f"{name}_change", args=[stayed]) if stayed else "",
            "add_url": reverse(f"{name}_add") if self.has_add_permission(request) else "",
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/gone.html", context, status=HTTPStatus.GONE)

    def _typed(self, request) -> Iterator[Typed]:
        """Yield what was sent, in the order of the page: the record's own fields, then its rows."""
        yield from _sent(request, self.get_form(request, None, change=True).base_fields)
        for inline in self.get_inline_instances(request):
            formset: Any = inline.get_formset(request)
            prefix = formset.get_default_prefix()
            count = _number(request.POST.get(f"{prefix}-TOTAL_FORMS", ""))
            for number in range(min(count, 1000)):
                row = f"{prefix}-{number}-"
                yield from _sent(request, formset.form.base_fields, row, f" ({number + 1})")


def _going_with(record: Any) -> Iterator[QuerySet]:
    """Yield all that the database would delete with a record, what others hang from first."""
    collector = NestedObjects(using=DEFAULT_DB_ALIAS, origin=record)
    collector.collect([record])
    collector.sort()
    for model, records in reversed(collector.data.items()):
        if model is not type(record):
            pks = [each.pk for each in records]
            yield model._base_manager.filter(pk__in=pks)


def _hold(record: Any) -> None:
    """Let nobody save what goes with a record; what comes to it meanwhile waits for it."""
    for rows in _going_with(record):
        held(rows)


def _sent(request, fields: Any, prefix: str = "", mark: str = "") -> Iterator[Typed]:
    for name, field in fields.items():
        value = field.widget.value_from_datadict(request.POST, request.FILES, prefix + name)
        if isinstance(value, list) and not hasattr(field, "queryset"):
            value = " ".join(map(str, filter(None, value)))  # a day and its time
        if value is not False and (text := field_text(SimpleNamespace(field=field), value)):
            yield Typed(f"{field.label}{mark}", text)


def _number(text: str) -> int:
    """Return the number that a text is; 0 where it is none, or longer than any that we have."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _deletion_of(model: Any, object_id: str, user: Any) -> LogEntry | None:
    """Return the line of the log that tells who took a record away, if the user may read it."""
    kind = ContentType.objects.get_for_model(model)
    entries = LogEntry.objects.filter(content_type=kind, object_id=object_id, action_flag=DELETION)
    return entries.filter(told_to(user)).select_related("user").order_by("-pk").first()
