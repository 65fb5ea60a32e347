"""What administrators set once: the portal itself, its areas, units and pillars."""

from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from forum_portal.models import PortalSettings
from forum_portal.office.pages import PartsInline, RecordAdmin, RowsInline
from forum_portal.office.site import Group
from forum_portal.text import fold
from forum_portal.words import date_text
from metrics.admin.record import TakesTurn
from metrics.admin.typed import ReadsPeriods
from metrics.models import Area, Break, HomeArea, Pillar, Unit


class HomeAreaInline(RowsInline):
    model = HomeArea
    autocomplete_fields = ["area"]
    verbose_name_plural = _("Areas that the portal speaks for, today’s first")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("area")


@admin.register(PortalSettings)
class PortalSettingsAdmin(RecordAdmin):
    """One page: the list leads straight to it."""

    menu = Group.SETUP, 1
    purpose = _("Name of the portal, who answers for it, contact, licence, its own areas.")
    inlines = [HomeAreaInline]
    autocomplete_fields = ["caretaker"]
    fieldsets = [
        (
            _("Name"),
            {
                "description": _("Stands at the head of every page."),
                "fields": [("name", "name_en"), ("tagline", "tagline_en")],
            },
        ),
        (
            _("Contact"),
            {
                "description": _(
                    "Readers find it at the foot of every page; leave out the unknown."
                ),
                "fields": [
                    "responsible_body",
                    "responsible_body_en",
                    "contact_address",
                    ("contact_email", "contact_phone"),
                ],
            },
        ),
        (
            _("Licence of the data"),
            {
                "description": _("On what terms others may use the figures."),
                "fields": [("licence", "licence_url")],
            },
        ),
        (
            _("Who keeps the figures up"),
            {
                "description": _(
                    "An indicator is kept up by its responsible body; for those that name none, "
                    "choose the body here."
                ),
                "fields": ["caretaker"],
            },
        ),
    ]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        if PortalSettings.objects.exists():
            return redirect("admin:forum_portal_portalsettings_change", "1")
        return redirect("admin:forum_portal_portalsettings_add")

    def add_view(self, request, form_url="", extra_context=None):
        if PortalSettings.objects.exists():  # a second would take the first one's place
            return redirect("admin:forum_portal_portalsettings_change", "1")
        return super().add_view(request, form_url, extra_context)

    def get_model_perms(self, request):
        return super().get_model_perms(request) | {"add": False}  # no link in the menu

    def has_delete_permission(self, request, obj=None):
        return False


class AreaBreakInline(ReadsPeriods, PartsInline):
    model = Break
    fk_name = "area"
    autocomplete_fields = ["indicator", "source"]
    verbose_name_plural = _("Where series of this area break")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("period", "kind"),
                    ("indicator", "source"),
                    "explanation",
                    "explanation_en",
                ]
            },
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("area", "source", "indicator")


@admin.register(Area)
class AreaAdmin(TakesTurn, RecordAdmin):
    menu = Group.SETUP, 3
    purpose = _(
        "Territories in their borders of one time, agencies, forums: what figures are about."
    )
    inlines = [AreaBreakInline]
    list_display = ["name", "kind", "parent", "since", "until", "merged_into"]
    list_filter = ["kind"]
    list_select_related = ["parent", "merged_into"]
    search_fields = ["code"]
    search_help_text = _("Name or code; accents do not matter.")
    autocomplete_fields = ["parent", "merged_into"]
    view_on_site = False
    fieldsets = [
        (
            _("Which area"),
            {
                "description": _("The code is part of addresses: links to the old one break."),
                "fields": ["name", "name_en", ("code", "kind"), "parent"],
            },
        ),
        (
            _("In these borders"),
            {
                "description": _("A merger ends the old areas and begins a new one."),
                "fields": [("valid_from", "valid_to"), "merged_into"],
            },
        ),
    ]

    def get_search_results(self, request, queryset, search_term):
        """Search names and codes; there are few areas, and no folded text of theirs is stored."""
        words = fold(search_term.replace("\0", " ")).split()
        if not words:
            return queryset, False
        texts = {each.pk: fold(f"{each.name} {each.name_en} {each.code}") for each in queryset}
        found = [pk for pk, text in texts.items() if all(word in text for word in words)]
        return queryset.filter(pk__in=found), False

    @admin.display(description=_("since"), ordering="valid_from")
    def since(self, obj):
        return date_text(obj.valid_from)

    @admin.display(description=_("until"), ordering="valid_to")
    def until(self, obj):
        return date_text(obj.valid_to)


@admin.register(Unit)
class UnitAdmin(TakesTurn, RecordAdmin):
    menu = Group.SETUP, 4
    purpose = _("What values count, and between which ends they lie.")
    list_display = ["code", "kind", "symbol", "noun", "noun_en"]
    list_filter = ["kind"]
    search_fields = ["code"]
    fieldsets = [
        (
            None,
            {
                "description": _("The kind decides how values are compared and drawn."),
                "fields": [
                    ("code", "kind"),
                    ("symbol", "noun", "noun_en"),
                    ("lowest", "highest"),
                ],
            },
        )
    ]


@admin.register(Pillar)
class PillarAdmin(RecordAdmin):
    menu = Group.SETUP, 5
    purpose = _("The headings under which indicators are listed.")
    list_display = ["name", "code", "position"]
    search_fields = ["code"]
    fieldsets = [
        (
            None,
            {
                "description": _("Readers see them in this order."),
                "fields": ["name", "name_en", ("code", "position")],
            },
        )
    ]
