"""What stands beside the form of a report: how readers will see it, and figures to put in."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from events.admin.attached import desk_url
from events.admin.report_forms import PreviewForm
from events.attached import Attached, attached_files
from events.models import Report
from events.views.reports import report_parts
from metrics.asof import AsOf
from metrics.figure_search import SHOWN, search_figures
from metrics.plain_numbers import plain_numbers
from metrics.text_check import remarks_on

# The page of the form, and no other, shows the preview in a frame.
FRAMED = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}


class WritesReports(admin.ModelAdmin):
    """A page on which a text is written with its preview and a search for figures beside it."""

    def get_urls(self):
        guard, name = self.admin_site.admin_view, "events_report"
        show = require_http_methods(["GET", "HEAD", "POST"])(self.preview_view)
        framed = xframe_options_sameorigin(csp_override(FRAMED)(show))
        own = [
            path("preview/", guard(framed), name=f"{name}_preview_new"),
            path("<int:pk>/preview/", guard(framed), name=f"{name}_preview"),
            path("figures/", guard(require_safe(self.figures_view)), name=f"{name}_figures"),
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        body = form.data.get("body", "") if form.is_bound else getattr(obj, "body", "")
        may_write = self.has_add_permission(request) or self.has_change_permission(request, obj)
        context |= said_of(body) | {"may_write": may_write}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def preview_view(self, request, pk: int | None = None):
        """Show a report as readers will see it: as it is saved or, by POST, as it is typed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        # Not `get_object`: for a POST it would lock the record, and nothing is saved here.
        report = get_object_or_404(self.get_queryset(request), pk=pk) if pk else Report()
        if request.method == "POST":
            PreviewForm(request.POST, instance=report).is_valid()  # which fills the report
        report.title = report.title or _("Untitled")
        parts = report_parts(report, AsOf())
        context = parts | said_of(report.body) | {"files": _files_of(report)}
        return render(request, "events/report_preview.html", context)

    def figures_view(self, request):
        """Show public figures that hold the words of `?q=`, each with its reference."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied(gettext_lazy("Your account may not write reports."))
        question = request.GET.get("q", "").strip()
        found = search_figures(question)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Figures to put in"),
            "opts": self.opts,
            "question": question,
            "figures": found[:SHOWN],
            "are_more": len(found) > SHOWN,
        }
        return render(request, "admin/events/report/figures.html", context)


def said_of(body: str) -> dict[str, Any]:
    """Return what the page says of a text: remarks on its references, numbers without one."""
    return {"remarks": remarks_on(body), "plain_numbers": plain_numbers(body)}


def _files_of(report: Report) -> Attached:
    files = report.attachments.order_by("pk") if report.pk else []
    return attached_files(files, lambda file: desk_url("report", report.pk, file.pk))
