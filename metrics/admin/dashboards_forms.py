"""The forms on which a dashboard is arranged: its own fields, and a card for each panel."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.office.fields import ChosenSelectMultiple
from forum_portal.office.pages import RecordForm
from metrics.dashboard_filter import Span
from metrics.models import Area, Indicator, Panel
from metrics.panel_choices import put_in_panel

MOST_PANELS = 60
LONGEST_KEY = 18  # digits


class ArrangedForm(RecordForm):
    """A form that can come back as it was sent: while panels are moved, nothing is judged."""

    is_arranging = False

    def full_clean(self):
        if self.is_arranging and self.is_bound:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()


class DashboardForm(ArrangedForm):
    def is_valid(self):
        return not self.is_arranging and super().is_valid()


class KnownSelect(ChosenSelectMultiple):
    """A searching select of records that were fetched for all panels at once."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        """Leave out the cross that takes all away: it is no part of the list it stands in."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}

    def labels(self, chosen: list[str]) -> dict[str, str]:
        return {each: self.known[each] for each in chosen if each in self.known}


class KnownRecords(forms.ModelMultipleChoiceField):
    """Records in the order in which they were chosen; `known` holds those that any panel names."""

    known: dict[int, Any] = {}
    default_error_messages = {
        "gone": gettext_lazy("One of these is there no more. Choose again."),
    }

    def prepare_value(self, value):
        return value

    def clean(self, value):
        keys = keys_in(value or ())
        if len(keys) < len(set(value or ())) or any(key not in self.known for key in keys):
            raise ValidationError(self.error_messages["gone"], code="gone")
        return [self.known[key] for key in keys]

    def has_changed(self, initial, data):
        return keys_in(initial or ()) != keys_in(data or ())

    def in_known(self, values: Iterable[Any] | None) -> list[Any]:
        """Return the records among posted values that there are."""
        return [self.known[key] for key in keys_in(values or ()) if key in self.known]

    def know(self, records: dict[int, Any]) -> None:
        self.known = records
        self.widget.known = {str(pk): str(each) for pk, each in records.items()}


def keys_in(values: Iterable[Any]) -> list[int]:
    """Return the keys among posted values, each once; what is no number names no record."""
    texts = [str(each) for each in values]
    numbers = [each for each in texts if each.isascii() and each.isdecimal()]
    return list(dict.fromkeys(int(each) for each in numbers if len(each) <= LONGEST_KEY))


def chooser(name: str, label: Any, help_text: Any) -> KnownRecords:
    """Return the field in which records of a relation of panels are searched and chosen."""
    relation: Any = Panel._meta.get_field(name)
    return KnownRecords(
        relation.related_model._default_manager.all(),
        widget=KnownSelect(relation, admin.site),
        required=False,
        label=label,
        help_text=help_text,
    )


class PanelForm(ArrangedForm):
    """A panel's card. Its indicators and areas are kept in the order in which they were chosen."""

    indicators = chooser(
        "indicators", gettext_lazy("Indicators"), gettext_lazy("They stand in this order.")
    )
    areas = chooser("areas", gettext_lazy("Areas"), gettext_lazy("Empty: the portal's own areas."))
    # Where no script makes the two above search, codes are typed.
    more_indicators = forms.CharField(
        required=False,
        label=gettext_lazy("More indicators"),
        help_text=gettext_lazy("Their codes, parted by commas."),
    )
    more_areas = forms.CharField(
        required=False,
        label=gettext_lazy("More areas"),
        help_text=gettext_lazy("Their codes, parted by commas."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["indicators"] = list(getattr(self.instance, "indicator_ids", ()))
        self.initial["areas"] = list(getattr(self.instance, "area_ids", ()))
        if self["kind"].value() == Panel.Kind.TEXT:
            self.fields["title"].help_text = _("Empty: no heading.")
        self.fields["position"].widget = forms.HiddenInput()
        self.fields["position"].required = False
        for name in ("period_from", "period_to"):
            self.fields[name].widget.attrs |= {"list": "periods", "autocomplete": "off"}

    def clean_position(self):
        position = self.cleaned_data["position"]
        return self.instance.position if position is None else position

    def clean(self):
        cleaned = super().clean()
        if cleaned is None:
            return None
        for name in ("indicators", "areas"):
            if name in cleaned:
                cleaned[name] += self._typed_codes(name, cleaned[name])
        if cleaned.get("kind") == Panel.Kind.TEXT:
            if not cleaned.get("text"):
                self.add_error("text", _("Write the text of this panel."))
        elif "indicators" in cleaned and not cleaned["indicators"]:
            self.add_error("indicators", _("Choose an indicator for this panel."))
        self.instance.indicator_ids = [each.pk for each in cleaned.get("indicators", ())]
        self.instance.area_ids = [each.pk for each in cleaned.get("areas", ())]
        return cleaned

    def _typed_codes(self, name: str, chosen: Sequence[Any]) -> list[Any]:
        """Return the records whose codes are typed and that are not chosen already."""
        typed = self.cleaned_data.get(f"more_{name}", "")
        codes = list(dict.fromkeys(each.strip() for each in typed.split(",") if each.strip()))
        if not codes:
            return []
        field: Any = self.fields[name]
        found = {each.code: each for each in field.queryset.filter(code__in=codes)}
        for code in codes:
            if code not in found:
                text = _("There is no “%(code)s”.") % {"code": code}
                self.add_error(f"more_{name}", text)
        return [found[code] for code in codes if code in found and found[code] not in chosen]

    def _post_clean(self):
        super()._post_clean()
        first, last = self.instance.period_from, self.instance.period_to
        if first and last and not {"period_from", "period_to"} & set(self.errors):
            span = Span.between(first, last)
            if span.first and span.last and span.last < span.first:
                self.add_error("period_to", _("It must not lie before the first period."))

    def _save_m2m(self):
        super()._save_m2m()  # type: ignore[misc]
        chosen = self.cleaned_data
        put_in_panel(panel=self.instance, indicators=chosen["indicators"], areas=chosen["areas"])

    @property
    def is_dropped(self) -> bool:
        """Tell whether the box that leaves the panel out is ticked."""
        return bool(self[DELETION_FIELD_NAME].value())

    @property
    def place(self) -> int:
        """Return the panel's place as it was typed; nonsense comes last."""
        keys = keys_in([self["position"].value()])
        return keys[0] if keys else 10**LONGEST_KEY

    @property
    def called(self) -> str:
        """Return how staff call the panel: its title, its indicators or its kind."""
        names = [self.fields["indicators"].widget.known.get(str(each)) for each in self.chosen]
        kind = str(self["kind"].value() or "")
        kinds = dict(Panel.Kind.choices)
        return str(self["title"].value() or "; ".join(filter(None, names)) or kinds.get(kind, kind))

    @property
    def chosen(self) -> list[int]:
        """Return the keys of the indicators in the card."""
        return keys_in(self["indicators"].value() or ())


class PanelFormSet(BaseInlineFormSet):
    """The cards of a dashboard; what all of them name is fetched in two queries."""

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.empty_permitted = False  # somebody asked for this card
        return form

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if box := form.fields.get(DELETION_FIELD_NAME):  # none for who only reads
            box.label = _("Leave this panel out")
        form.fields["id"] = PanelKey(self, initial=form.instance.pk)
        form.fields["indicators"].know(self._indicators)
        form.fields["areas"].know(self._areas)

    @property
    def in_order(self) -> list[Any]:
        """Return the cards by their places."""
        return sorted(self.forms, key=lambda each: each.place)

    @cached_property
    def _indicators(self) -> dict[int, Indicator]:
        return Indicator.objects.in_bulk(self._named("indicators", "indicator_ids"))

    @cached_property
    def _areas(self) -> dict[int, Area]:
        return Area.objects.in_bulk(self._named("areas", "area_ids"))

    def _named(self, name: str, annotated: str) -> Sequence[int]:
        stored = [key for each in self.get_queryset() for key in getattr(each, annotated)]
        if not self.is_bound:
            return keys_in(stored)
        fields = [f"{self.add_prefix(number)}-{name}" for number in range(self.total_form_count())]
        data: Any = self.data
        return keys_in([*stored, *(key for field in fields for key in data.getlist(field))])

    def is_valid(self):
        form: Any = self.form
        return not form.is_arranging and super().is_valid()

    def full_clean(self):
        form: Any = self.form
        if not (form.is_arranging and self.is_bound):
            return super().full_clean()
        self._errors: Any = [{} for _each in self.forms]
        self._non_form_errors = self.error_class()


class PanelKey(forms.Field):
    """The hidden key of a saved panel: one of its dashboard's, which the formset has fetched."""

    widget = forms.HiddenInput

    def __init__(self, formset: PanelFormSet, **kwargs):
        self._formset = formset
        super().__init__(required=False, **kwargs)

    def clean(self, value):
        if not value:
            return None
        keys = keys_in([value])
        formset: Any = self._formset
        panel = formset._existing_object(keys[0]) if keys else None
        if panel is None:
            raise ValidationError(_("Somebody took this panel away meanwhile."), code="gone")
        return panel

    def has_changed(self, initial, data):
        return False
