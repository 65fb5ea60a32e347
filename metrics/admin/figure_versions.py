"""The public versions of a figure at the desk: its history, and which one replaced an older one."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy

from forum_portal.office.history import ShowsHistory
from metrics import wording
from metrics.correcting import version_in_force
from metrics.history import change_badge
from metrics.models import Observation
from metrics.models.observation import FIGURE_KEY
from metrics.versions import in_order


def versions(observation: Observation) -> list[dict[str, Any]]:
    """Return the public versions of the same figure, newest first, as a page lists them."""
    key = {name: getattr(observation, name) for name in FIGURE_KEY}
    records = Observation.objects.public().filter(**key).with_labels()
    people = records.select_related("release__author", "release__approver")
    return [
        {
            "figure": str(wording.figure_text(each.observation)),
            "badge": change_badge(each),
            "release": each.observation.release,
            "url": reverse("admin:metrics_observation_change", args=[each.observation.pk]),
            "is_this": each.observation.pk == observation.pk,
        }
        for each in reversed(in_order(people))
    ]


class ShowsVersions(ShowsHistory):
    """A figure's page: an older version leads to the newest, the history lists all of them."""

    def history_view(self, request, object_id, extra_context=None):
        figure: Any = self.get_object(request, unquote(object_id))
        context = {"versions": lambda: versions(figure)}  # once rights are checked
        return super().history_view(request, object_id, context | (extra_context or {}))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and getattr(obj, "is_superseded", False):
            context["newest"] = _newest(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=gettext_lazy("versions"))
    def versions(self, obj):
        return render_to_string("admin/_versions.html", {"versions": versions(obj)})


def _newest(figure: Observation) -> dict[str, str] | None:
    found = version_in_force(figure)
    if found is None:
        return None
    url = reverse("admin:metrics_observation_change", args=[found.pk])
    return {"text": str(wording.figure_text(found)), "url": url}
