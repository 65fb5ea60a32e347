"""Entering the figures of a release one after the other: each leads back to it."""

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpResponseRedirect
from django.urls import reverse

from metrics.admin.record import is_draft


class LeadsToRelease(admin.ModelAdmin):
    """A page of records of a release: saved, they lead to its draft, and the next begins in it."""

    def response_add(self, request, obj, post_url_continue=None):
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" not in request.POST or IS_POPUP_VAR in request.POST:
            return response
        return HttpResponseRedirect(f"{request.path}?release={obj.release_id}")

    def response_post_save_add(self, request, obj):
        return _to_release(obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        """Lead back to the list where it was filtered: whoever works through it goes on there."""
        stays = "_changelist_filters" in request.GET
        answer = None if stays else _to_release(obj)
        return answer or super().response_post_save_change(request, obj)


def _to_release(obj) -> HttpResponseRedirect | None:
    if not is_draft(obj):
        return None
    return HttpResponseRedirect(reverse("admin:metrics_release_change", args=[obj.release_id]))
