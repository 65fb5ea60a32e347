"""Exhibitions with their booths, and booths with what they showed: opened from their forum."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.admin.inlines import EvidenceInline
from events.models import Booth, Exhibition, Solution
from events.models.exhibition import ExhibitorCategory
from forum_portal.office.pages import RecordAdmin, RecordForm, RowsInline, count_of
from forum_portal.words import date_text


class BoothInline(RowsInline):
    model = Booth
    fields = ["name", "number", "zone", "category"]
    show_change_link = True


class ExhibitionForm(RecordForm):
    groups = forms.MultipleChoiceField(
        label=_("groups of exhibitors"),
        help_text=_("Tick each group that a source names, even if it names no exhibitor of it."),
        choices=ExhibitorCategory,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@admin.register(Exhibition)
class ExhibitionAdmin(RecordAdmin):
    form = ExhibitionForm
    inlines = [BoothInline, EvidenceInline]
    list_display = ["title", "forum", "opened", "booth_count"]
    list_filter = ["forum"]
    list_select_related = ["forum"]
    search_fields = ["slug", "forum__search_text"]
    autocomplete_fields = ["forum", "area"]
    view_on_site = False
    fieldsets = [
        (
            _("Which exhibition"),
            {
                "description": _("It is a chapter of its forum’s page."),
                "fields": ["forum", "title", "title_en", "theme", ("opened_on", "venue")],
            },
        ),
        (
            _("Who exhibited"),
            {
                "description": _("The booths themselves are entered below."),
                "fields": ["groups", "note", "note_en"],
            },
        ),
        (
            _("Figures and address"),
            {
                "description": _("The number of booths is a figure of the exhibition’s own area."),
                "fields": ["area", "slug"],
            },
        ),
    ]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(booth_count=count_of(Booth.objects.all(), "exhibition"))
        )

    @admin.display(description=_("opened on"), ordering="opened_on")
    def opened(self, obj):
        return date_text(obj.opened_on)

    @admin.display(description=_("booths"))
    def booth_count(self, obj):
        return obj.booth_count


@admin.register(Booth)
class BoothAdmin(RecordAdmin):
    inlines = [EvidenceInline]
    list_display = ["name", "exhibition", "number", "category"]
    list_filter = ["category"]
    list_select_related = ["exhibition"]
    search_fields = ["search_text"]
    autocomplete_fields = ["exhibition", "organisations"]
    fieldsets = [
        (
            _("Which booth"),
            {
                "description": _("As the source names it."),
                "fields": ["exhibition", "name", ("number", "zone", "category"), "organisations"],
            },
        ),
        (
            _("What it showed"),
            {
                "description": _("In the words of the source."),
                "fields": ["showed", "showed_en"],
            },
        ),
        (
            _("Place on the plan"),
            {
                "description": _("All four numbers, or none."),
                "classes": ["collapse"],
                "fields": [("x", "y"), ("width", "height"), "slug"],
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("exhibition__forum")

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.exhibition.forum.is_published else None


@admin.register(Solution)
class SolutionAdmin(RecordAdmin):
    list_display = ["name", "forum", "booth"]
    list_filter = ["forum"]
    list_select_related = ["forum", "booth"]
    search_fields = ["slug", "forum__search_text"]
    autocomplete_fields = ["forum", "booth", "organisations"]
    view_on_site = False
    fieldsets = [
        (
            None,
            {
                "description": _("A product or service that was shown."),
                "fields": [
                    ("forum", "booth"),
                    "name",
                    "name_en",
                    "organisations",
                    "description",
                    "slug",
                ],
            },
        )
    ]
