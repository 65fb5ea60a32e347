"""Booths in the rows of their exhibition's page: numbers and places as they are typed there."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME

from events.models import Booth, Exhibition
from events.placing import SIDES, as_sought, by_number, number_taken, place_errors
from forum_portal.office.fields import NumberField
from forum_portal.office.pages import RowForm, RowsFormSet, RowsInline


def numbered(forum_id: int | None, besides: Collection[int | None]) -> dict[str, Any]:
    """Return the booths of a forum by their numbers, whichever their exhibition.

    Those with the keys `besides` are left out.
    """
    booths = Booth.objects.filter(exhibition__forum=forum_id).exclude(number="")
    return by_number(each for each in booths.select_related("exhibition") if each.pk not in besides)


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
    """Refuses a number that a booth of the same edition has, in a row or saved before.

    A number that is typed gives way to one that stands there; all of them do where the exhibition
    itself comes to another edition.
    """

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.exhibition = self.instance  # with the size of the plan as it is typed

    def clean(self):
        super().clean()
        exhibition: Exhibition = self.instance
        rows = [each for each in self.forms if each.is_valid() and not self._is_dropped(each)]
        shown = {each.instance.pk for each in self.forms if each.instance.pk}
        taken = numbered(exhibition.forum_id, besides=shown)
        for row in sorted(rows, key=lambda each: "number" in each.changed_data):
            if sentence := number_taken(row.instance.number, taken):
                row.add_error("number", sentence)
            taken[as_sought(row.instance.number)] = row.instance

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


PlacesTyped: Any = forms.inlineformset_factory(
    Exhibition, Booth, fields=SIDES, field_classes=dict.fromkeys(SIDES, NumberField)
)


def unmoved(exhibition: Exhibition, sent: Mapping[str, Any]) -> list[Booth]:
    """Return the saved booths that the page leaves where they are.

    Those that it moves or drops are asked about in their own rows.
    """
    rows = PlacesTyped(sent, instance=exhibition)
    names = {*SIDES, DELETION_FIELD_NAME}
    moved = {each.instance.pk for each in rows.initial_forms if names & set(each.changed_data)}
    return [each for each in rows.get_queryset() if each.pk not in moved]
