"""Only drafts are edited: shared by releases and their figures."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy

from forum_portal.office.refusals import already_public, not_a_draft
from metrics.lifecycle import note_edit
from metrics.models import Citation, Observation, Release
from metrics.refusals import cited_elsewhere
from metrics.sealing import wait_for_turn


def is_public(record: Release | Observation) -> bool:
    """Tell whether the record is public, from its annotation where the page has one."""
    if hasattr(record, "is_public"):
        return record.is_public
    pk = record.pk if isinstance(record, Release) else record.release_id
    return Release.objects.public().filter(pk=pk).exists()


def is_draft(record: Release | Observation) -> bool:
    """Tell whether the record may be edited."""
    release = record if isinstance(record, Release) else record.release
    return release.state == Release.State.DRAFT


class TakesTurn(admin.ModelAdmin):
    """A form whose row is locked after the turn is taken: guards and figures' forms do so too.

    What figures point at is locked by their foreign keys; the guard of its code takes the turn.
    """

    def before_lock(self, request):
        wait_for_turn()


class OnlyDraftsChange(admin.ModelAdmin):
    """What is no draft any more may be looked at; the database would refuse every change.

    A form that was opened before and is sent after that is shown again with all that was typed,
    which `request.refusal` keeps from being saved.
    """

    def has_change_permission(self, request, obj=None):
        is_open = obj is None or is_draft(obj) or bool(getattr(request, "refusal", ""))
        return super().has_change_permission(request, obj) and is_open

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or is_draft(obj))

    def get_object(self, request, object_id, from_field=None):
        """Take the turn before the row's lock: who leads a release takes them in that order.

        What is no draft by then is not saved: only now does nobody lead it on before we are done.
        """
        if request.method == "POST":
            wait_for_turn()
        record = super().get_object(request, object_id, from_field)
        if record and not is_draft(record) and _is_saved_by(request):
            request.refusal = already_public() if is_public(record) else not_a_draft()
        return record

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Answer with the form's own status where it has one, such as 409 for a conflict."""
        response: Any = super().changeform_view(request, object_id, form_url, extra_context)
        context = getattr(response, "context_data", None) or {}
        if "adminform" in context:
            form = context["adminform"].form
            status = HTTPStatus.CONFLICT if getattr(request, "refusal", "") else None
            response.status_code = status or getattr(form, "status", response.status_code)
        return response

    def delete_view(self, request, object_id, extra_context=None):
        """Say why a record stays; a right that is missing gets Django's own answer."""
        record = self._record(request, object_id)
        if record and not is_draft(record) and super().has_delete_permission(request):
            raise PermissionDenied(
                gettext_lazy("What is public cannot be deleted.")
                if is_public(record)
                else gettext_lazy("What was sent for approval cannot be deleted.")
            )
        return super().delete_view(request, object_id, extra_context)

    def _record(self, request, object_id) -> Any:
        with transaction.atomic():  # a page that is about to save locks what it gets
            return self.get_object(request, unquote(object_id))

    def get_deleted_objects(self, objs, request):
        """Name what goes with a figure; Django would stop at the first protecting key."""
        [record] = objs
        own = record.citations.filter(release=record.release)
        citations = [str(each) for each in own.select_related("source")]
        counts = {Citation._meta.verbose_name_plural: len(citations)}
        is_cited = record.citations.exclude(release=record.release).exists()
        protecting = [cited_elsewhere()] if is_cited else []
        return [str(record), citations], counts, set(), protecting

    def delete_model(self, request, obj):
        note_edit(obj.release, request.user)
        obj.citations.filter(release=obj.release).delete()
        obj.delete()


def _is_saved_by(request) -> bool:
    """Tell whether a request sends a record's own form."""
    return request.method == "POST" and request.resolver_match.url_name.endswith("_change")
