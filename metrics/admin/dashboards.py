"""Dashboards and their panels."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from forum_portal.office.pages import PartsInline, RecordAdmin, RowsInline, count_of
from forum_portal.office.site import Group
from metrics.admin.typed import ReadsPeriods
from metrics.models import Dashboard, Panel, PanelIndicator


class PanelInline(PartsInline):
    model = Panel
    show_change_link = True
    verbose_name_plural = _("Panels, in their order")
    fieldsets = [
        (
            None,
            {
                "description": _("Save, then open a panel to choose its indicators."),
                "fields": [("position", "kind", "width"), ("title", "title_en")],
            },
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_names()  # type: ignore[attr-defined]


@admin.register(Dashboard)
class DashboardAdmin(RecordAdmin):
    menu = Group.FIGURES, 5
    purpose = _("Pages of panels that draw live figures; one of them is the home page’s.")
    inlines = [PanelInline]
    list_display = ["title", "position", "is_published", "is_home", "panel_count"]
    search_fields = ["slug"]
    fieldsets = [
        (
            _("The page"),
            {
                "description": _("What stands above the panels."),
                "fields": ["title", "title_en", "intro", "intro_en"],
            },
        ),
        (
            _("Its place"),
            {
                "description": _("Who sees it, and in which place."),
                "fields": [("is_published", "is_home"), "position", "slug"],
            },
        ),
    ]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(panel_count=count_of(Panel.objects.all(), "dashboard"))
        )

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_published else None

    @admin.display(description=_("panels"))
    def panel_count(self, obj):
        return obj.panel_count


class PanelIndicatorInline(RowsInline):
    model = PanelIndicator
    autocomplete_fields = ["indicator"]
    extra = 1

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("indicator")


@admin.register(Panel)
class PanelAdmin(ReadsPeriods, RecordAdmin):
    """Opened from its dashboard."""

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

    def get_queryset(self, request):
        return super().get_queryset(request).with_names()  # type: ignore[attr-defined]
