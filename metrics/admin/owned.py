"""Records of organisations: others' are not listed before they are public, and never changed."""

from django.contrib import admin
from django.contrib.admin.filters import RelatedFieldListFilter
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy

from metrics.models import Release
from metrics.ownership import kept_by, seen_by


class OnlyOwn(admin.ModelAdmin):
    """A page of records that `metrics.ownership` gives to organisations.

    Its own `get_queryset` begins at `seen_by`, so that the list, the selects and every page know no
    others; here, whoever asks for one of those by its address is told why.
    """

    not_seen = gettext_lazy("Another organisation prepares this; it is not public yet.")
    not_kept = gettext_lazy("Another organisation keeps this up; your account may only look at it.")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._keeps(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._keeps(request, obj)

    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        if record is None and self._is_there(object_id):
            reasons = [self.not_seen] if self.has_view_permission(request) else []
            raise PermissionDenied(*reasons)
        return record

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and object_id:
            self._require_own(request, object_id, super().has_change_permission(request))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        self._require_own(request, object_id, super().has_delete_permission(request))
        return super().delete_view(request, object_id, extra_context)

    def _require_own(self, request, object_id, is_of_role):
        """Say why a right of the role ends here; one that is missing gets Django's own answer."""
        with transaction.atomic():  # a page that is about to save locks what it gets
            record = self.get_object(request, unquote(object_id))
        if record and is_of_role and not self._keeps(request, record):
            raise PermissionDenied(self.not_kept)

    def _keeps(self, request, record):
        return record is None or kept_by(request.user, self.model).filter(pk=record.pk).exists()

    def _is_there(self, object_id):
        """Tell whether there is a record that was not found; an absurd address names none."""
        is_number = object_id.isascii() and object_id.isdecimal() and len(object_id) < 19
        return is_number and self.model._default_manager.filter(pk=object_id).exists()


class SeenReleases(RelatedFieldListFilter):
    """Offers the releases that this person may look at."""

    def field_choices(self, field, request, model_admin):
        seen = {"pk__in": seen_by(request.user, Release)}
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=seen)
