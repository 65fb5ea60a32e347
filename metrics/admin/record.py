"""What is public cannot be edited: shared by releases and their figures."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy

from metrics.models import Citation, Observation, Release
from metrics.publishing import discard


def is_public(record: Release | Observation) -> bool:
    """Tell whether the record is public, from its annotation where the page has one."""
    if hasattr(record, "is_public"):
        return record.is_public
    pk = record.pk if isinstance(record, Release) else record.release_id
    return Release.objects.public().filter(pk=pk).exists()


class PublicIsFixed(admin.ModelAdmin):
    """Public records may be looked at; the database would refuse every change of theirs."""

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and is_public(obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and is_public(obj))

    def delete_view(self, request, object_id, extra_context=None):
        """Say why a public record stays; a right that is missing gets Django's own answer."""
        record = self.get_object(request, unquote(object_id))
        if record and is_public(record) and super().has_delete_permission(request):
            raise PermissionDenied(gettext_lazy("What is public cannot be deleted."))
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs, request):
        """Name what goes with a draft; Django would stop at the first protecting key."""
        [record] = objs
        figures = record.observations.with_labels() if isinstance(record, Release) else []
        parts = [*figures, *record.citations.select_related("source")]
        counts = {Observation._meta.verbose_name_plural: len(figures)}
        counts[Citation._meta.verbose_name_plural] = len(parts) - len(figures)
        return [str(record), [str(each) for each in parts]], counts, set(), []

    def delete_model(self, request, obj):
        discard(obj)
