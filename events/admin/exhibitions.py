"""Exhibitions with their booths, and booths with what they showed: opened from their forum."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from events.admin.booth_rows import BoothInline, BoothRows, numbered, unmoved
from events.admin.far_off import WarnsOfSlips
from events.admin.inlines import EvidenceInline
from events.admin.parts import OfOneForum
from events.admin.plans import shown_plan
from events.models import Booth, Exhibition, Solution
from events.models.exhibition import ExhibitorCategory
from events.placing import (
    SIDES,
    number_taken,
    overlap_warning,
    overlap_warnings,
    overlapping,
    place_errors,
    plan_errors,
)
from forum_portal.office.fields import capital_choices
from forum_portal.office.pages import RecordAdmin, RecordForm, count_of
from forum_portal.office.site import Group
from forum_portal.words import date_text


class ExhibitionForm(RecordForm):
    groups = forms.MultipleChoiceField(
        label=_("groups of exhibitors"),
        help_text=_("Tick each group that a source names, even if it names no exhibitor of it."),
        choices=ExhibitorCategory,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups: Any = self.fields["groups"]
        groups.label, groups.choices = capfirst(groups.label), capital_choices(groups.choices)

    def clean(self):
        cleaned = super().clean()
        if not {"plan_width", "plan_height"} & set(self.errors):
            width, height = cleaned.get("plan_width"), cleaned.get("plan_height")
            booths = unmoved(self.instance, self.data) if self.instance.pk else []
            for field, sentence in plan_errors(width, height, booths).items():
                self.add_error(field, sentence)
        return cleaned


@admin.register(Exhibition)
class ExhibitionAdmin(WarnsOfSlips, RecordAdmin):
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
            _("Floor plan"),
            {
                "description": _("Booths are placed in their rows below, or on their own pages."),
                "fields": [("plan_width", "plan_height")],
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

    def render_change_form(self, request, context, *args, **kwargs):
        exhibition = context["adminform"].form.instance
        return super().render_change_form(
            request, context | shown_plan(exhibition), *args, **kwargs
        )

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        booths = list(form.instance.booths.all())
        for rows in formsets:
            if isinstance(rows, BoothRows):
                for warning in overlap_warnings(rows.placed(), booths):
                    messages.warning(request, warning)

    @admin.display(description=_("opened on"), ordering="opened_on")
    def opened(self, obj):
        return date_text(obj.opened_on)

    @admin.display(description=_("booths"))
    def booth_count(self, obj):
        return obj.booth_count


class BoothForm(RecordForm):
    """Refuses a number that is taken and a place that is none, where they are typed."""

    typed_place: dict[str, Any] = {}

    def clean(self):
        cleaned = super().clean()
        exhibition = cleaned.get("exhibition")
        if exhibition is None:
            return cleaned
        self.typed_place = {name: cleaned[name] for name in SIDES if name in cleaned}
        if {"exhibition", "number"} & set(self.changed_data):
            others = numbered(exhibition.forum_id, besides=[self.instance.pk])
            if sentence := number_taken(cleaned.get("number", ""), others):
                self.add_error("number", sentence)
        if {"exhibition", *SIDES} & set(self.changed_data):
            for field, sentence in place_errors(self.typed_place, exhibition).items():
                self.add_error(field, sentence)
        return cleaned


@admin.register(Booth)
class BoothAdmin(RecordAdmin):
    menu = Group.FORUMS, 4
    purpose = _("A booth with its number, exhibitors and place on the plan.")
    form = BoothForm
    inlines = [EvidenceInline]
    list_display = ["name", "exhibition", "number", "category"]
    list_filter = ["exhibition__forum", "category"]
    list_select_related = ["exhibition"]
    search_fields = ["search_text"]
    search_help_text = _("Name, number or what it showed; accents do not matter.")
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
            _("Place on the plan"),
            {
                "description": _("All four numbers, or none."),
                "fields": [("x", "y"), ("width", "height")],
            },
        ),
        (
            _("What it showed"),
            {
                "description": _("In the words of the source."),
                "fields": ["showed", "showed_en", "slug"],
            },
        ),
    ]

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        booth = form.instance
        for name, side in form.typed_place.items():  # what was refused is drawn as it was typed
            setattr(booth, name, side)
        exhibition = booth.exhibition if booth.exhibition_id else None
        return super().render_change_form(
            request, context | shown_plan(exhibition, booth), *args, **kwargs
        )

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        others = Booth.objects.filter(exhibition=obj.exhibition_id).exclude(pk=obj.pk)
        if warning := overlap_warning(overlapping(obj, others)):
            messages.warning(request, warning)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("exhibition__forum")

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.exhibition.forum.is_published else None


@admin.register(Solution)
class SolutionAdmin(RecordAdmin):
    form = OfOneForum
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
