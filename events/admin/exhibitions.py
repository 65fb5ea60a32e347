"""Exhibitions with their booths, and booths with what they showed: opened from their forum."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from events.admin.inlines import EvidenceInline
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
from forum_portal.office.pages import (
    RecordAdmin,
    RecordForm,
    RowForm,
    RowsFormSet,
    RowsInline,
    count_of,
)
from forum_portal.words import date_text


def numbered(forum_id: int | None) -> list[Booth]:
    """Return the booths of a forum that have a number, whichever their exhibition."""
    booths = Booth.objects.filter(exhibition__forum=forum_id).exclude(number="")
    return list(booths.select_related("exhibition"))


class BoothRow(RowForm):
    """Refuses a place that is none, as the booth's own page does."""

    exhibition: Exhibition

    def clean(self):
        cleaned = super().clean()
        if set(SIDES) & set(self.changed_data):
            typed = {name: cleaned[name] for name in SIDES if name in cleaned}
            for field, sentence in place_errors(typed, self.exhibition).items():
                self.add_error(field, sentence)
        return cleaned


class BoothRows(RowsFormSet):
    """Refuses a number that a booth of the same edition has, in a row or saved before."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.exhibition = self.instance  # with the size of the plan as it is typed

    def clean(self):
        super().clean()
        exhibition: Exhibition = self.instance
        rows = [each for each in self.forms if each.is_valid() and not self._is_dropped(each)]
        shown = {each.instance.pk for each in self.forms if each.instance.pk}
        taken = [each for each in numbered(exhibition.forum_id) if each.pk not in shown]
        taken += [each.instance for each in rows if "number" not in each.changed_data]
        for row in rows:
            if "number" in row.changed_data:
                if sentence := number_taken(row.instance.number, taken):
                    row.add_error("number", sentence)
                taken.append(row.instance)

    def placed(self) -> list[Booth]:
        """Return the booths whose place was changed by what has just been saved."""
        changed = [each for each, fields in self.changed_objects if set(SIDES) & set(fields)]
        return [*changed, *self.new_objects]

    def _is_dropped(self, row):
        return bool(row.cleaned_data.get(DELETION_FIELD_NAME))


class BoothInline(RowsInline):
    model = Booth
    form = BoothRow
    formset = BoothRows
    fields = ["name", "number", "zone", "category", *SIDES]
    show_change_link = True


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
            booths = self.instance.booths.all() if self.instance.pk else []
            width, height = cleaned.get("plan_width"), cleaned.get("plan_height")
            for field, sentence in plan_errors(width, height, booths).items():
                self.add_error(field, sentence)
        return cleaned


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
    """Refuses a number that is taken and a place that is none, where they are typed.

    What an import brought does not stand in the way of who changes something else.
    """

    typed_place: dict[str, Any] = {}

    def clean(self):
        cleaned = super().clean()
        exhibition = cleaned.get("exhibition")
        if exhibition is None:
            return cleaned
        self.typed_place = {name: cleaned[name] for name in SIDES if name in cleaned}
        if {"exhibition", "number"} & set(self.changed_data):
            others = [each for each in numbered(exhibition.forum_id) if each != self.instance]
            if sentence := number_taken(cleaned.get("number", ""), others):
                self.add_error("number", sentence)
        if {"exhibition", *SIDES} & set(self.changed_data):
            for field, sentence in place_errors(self.typed_place, exhibition).items():
                self.add_error(field, sentence)
        return cleaned


@admin.register(Booth)
class BoothAdmin(RecordAdmin):
    form = BoothForm
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
