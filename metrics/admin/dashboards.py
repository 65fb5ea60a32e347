"""Dashboards, arranged on one page beside their preview, and their panels."""

from functools import partial
from hashlib import sha256
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forum_portal.office.pages import PartsInline, RecordAdmin, RowsInline, count_of
from forum_portal.office.site import Group
from metrics.admin import dashboards_steps as steps
from metrics.admin.dashboards_cards import cards_of, periods_of
from metrics.admin.dashboards_forms import MOST_PANELS, DashboardForm, PanelForm, PanelFormSet
from metrics.admin.dashboards_moves import Arranged, arrange
from metrics.admin.dashboards_preview import preview_page
from metrics.admin.typed import ReadsPeriods
from metrics.dashboard_desk import panel_url
from metrics.dashboard_reading import area_keys, indicator_keys
from metrics.models import Dashboard, Panel, PanelIndicator


class PanelInline(ReadsPeriods, PartsInline):
    """The cards of a dashboard; templates/admin/metrics/dashboard/ shows them."""

    model = Panel
    form = PanelForm
    formset = PanelFormSet
    max_num = MOST_PANELS
    template = "admin/metrics/dashboard/panels.html"
    fields = (
        *("position", "kind", "width", "title", "title_en", "text", "text_en"),
        *("period_from", "period_to"),
    )

    def get_queryset(self, request):
        named = super().get_queryset(request).with_names()  # type: ignore[attr-defined]
        return named.annotate(indicator_ids=indicator_keys(), area_ids=area_keys())

    def get_formset(self, request, obj=None, **kwargs):
        formset: Any = super().get_formset(request, obj, validate_max=True, **kwargs)
        formset.form.is_arranging = _arranged(request) is not None
        return formset


@admin.register(Dashboard)
class DashboardAdmin(RecordAdmin):
    menu = Group.FIGURES, 5
    purpose = _("Pages of panels that draw live figures; one of them is the home page’s.")
    form = DashboardForm
    inlines = [PanelInline]
    unnoticed = ("is_home",)  # it goes when another dashboard comes
    list_display = ["title", "position", "state", "panel_count"]
    search_fields = ["slug"]
    fieldsets = [
        (
            _("The page"),
            {
                "description": _("What stands above the panels."),
                "fields": ["title", "title_en", "intro", "intro_en", ("position", "slug")],
            },
        ),
    ]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(panel_count=count_of(Panel.objects.all(), "dashboard"))
        )

    def get_urls(self):
        view = self.admin_site.admin_view(partial(preview_page, page=self))
        return [
            path("add/preview/", view, name="metrics_dashboard_preview_new"),
            path("<int:pk>/preview/", view, name="metrics_dashboard_preview"),
            *super().get_urls(),
        ]

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_published else None

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_home)

    def delete_view(self, request, object_id, extra_context=None):
        """Say why the dashboard of the home page stays."""
        with transaction.atomic():  # a page that is about to delete locks what it gets
            dashboard: Any = self.get_object(request, unquote(object_id))
        if dashboard and dashboard.is_home and super().has_delete_permission(request):
            raise PermissionDenied(steps.ON_HOME)
        return super().delete_view(request, object_id, extra_context)

    @admin.display(description=_("state"))
    def state(self, obj):
        if not obj.is_published:
            return gettext("draft")
        return gettext("public, on the home page") if obj.is_home else gettext("public")

    @admin.display(description=_("panels"))
    def panel_count(self, obj):
        return obj.panel_count

    # Buttons that change the cards and save nothing

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        arranged = arrange(request.POST) if request.method == "POST" else None
        if arranged:
            request.arranged, request.POST = arranged, arranged.fields
            request.is_outdated = False  # nothing is saved, so nobody is overwritten
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        if not getattr(request, "refusal", "") and not getattr(request, "is_preview", False):
            request.refusal = steps.refusal_of(request, obj)
        form = super().get_form(request, obj, change=change, **kwargs)
        form.is_arranging = _arranged(request) is not None
        return form

    # Saving, and the steps that save

    def before_lock(self, request):
        if pk := request.resolver_match.kwargs.get("object_id"):
            steps.lock_for(request, int(pk))

    def save_model(self, request, obj, form, change):
        request.replaced = steps.other_home(obj)
        steps.take(steps.step_of(request), obj)
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        self._say_done(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self._say_done(request, obj)
        return super().response_change(request, obj)

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs):
        """Say what happened; of a step its own sentence alone."""
        if level == messages.SUCCESS and steps.step_of(request):
            return
        super().message_user(request, message, level, *args, **kwargs)

    def _say_done(self, request, obj):
        """Tell what a step has done; who took one stays on the page."""
        step = steps.step_of(request)
        if step:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
            said = steps.done(step, obj, request.replaced)
            if obj.is_published:
                link = '{} <a href="{}">{}</a>'
                address = "/" if obj.is_home else obj.get_absolute_url()
                said = format_html(link, said, address, gettext("See the public page"))
            messages.success(request, said)

    # The page

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        arranged = _arranged(request)
        [inline] = context["inline_admin_formsets"] or [None]
        preview = "metrics_dashboard_preview" + ("" if obj else "_new")
        other = steps.other_home(obj)
        may_save = add or self.has_change_permission(request, obj)
        context |= {
            "cards": cards_of(inline.formset, arranged) if inline else [],
            "periods": periods_of(inline.formset) if inline else [],
            "kinds": [(value, label) for value, label in Panel.Kind.choices],
            "preview_url": reverse(f"admin:{preview}", args=[obj.pk] if obj else []),
            "state": steps.state_text(obj) if may_save else capfirst(self.state(obj)),
            "is_draft": obj is None or not obj.is_published,
            "is_arranged": arranged is not None,
            "steps": steps.buttons_of(obj),
            "home_was": other.pk if other else "",
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _fingerprint(self, request, obj):
        """Notice another order of a panel's indicators, too."""
        places = PanelIndicator.objects.filter(panel__dashboard=obj.pk).order_by("pk")
        order = list(places.values_list("pk", "position"))
        return sha256((super()._fingerprint(request, obj) + repr(order)).encode()).hexdigest()


def _arranged(request) -> Arranged | None:
    return getattr(request, "arranged", None)


class PanelIndicatorInline(RowsInline):
    model = PanelIndicator
    autocomplete_fields = ["indicator"]
    extra = 1

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("indicator")


@admin.register(Panel)
class PanelAdmin(ReadsPeriods, RecordAdmin):
    """One panel alone, with its history; its dashboard's page arranges it among the others."""

    inlines = [PanelIndicatorInline]
    list_display = ["__str__", "dashboard", "kind", "width"]
    list_filter = ["dashboard"]
    list_select_related = ["dashboard"]
    search_fields = ["dashboard__slug"]
    autocomplete_fields = ["dashboard", "areas"]
    view_on_site = False
    fieldsets = [
        (
            _("What it shows"),
            {
                "description": _("Figures come live from the record; a text panel has only text."),
                "fields": [
                    "dashboard",
                    ("position", "kind", "width"),
                    ("title", "title_en"),
                    "text",
                    "text_en",
                ],
            },
        ),
        (
            _("Which figures"),
            {
                "description": _("Empty areas are the portal’s own, empty periods all there are."),
                "fields": ["areas", ("period_from", "period_to")],
            },
        ),
    ]

    def before_lock(self, request):
        """Hold the dashboard, too: whoever arranges it holds that alone."""
        panel = request.resolver_match.kwargs["object_id"]
        held = Dashboard.objects.select_for_update(of=("self",)).filter(panels=panel)
        list(held.values_list("pk"))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Lead to its card on the page of its dashboard, where most is done."""
        context["card_url"] = panel_url(obj) if obj else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_queryset(self, request):
        return super().get_queryset(request).with_names()  # type: ignore[attr-defined]
