"""What is asked to correct or withdraw a figure: the new version, where it stands, why."""

from typing import Any

from django import forms
from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.office.fields import ChosenSelect, NumberField, capital_choices
from metrics.admin.keeping import KeepsCitations
from metrics.admin.typed import ValueField, settle_value
from metrics.bounds import out_of_bounds
from metrics.correcting import propose_correction, propose_withdrawal
from metrics.models import Citation, Observation, Release, Source

REASONS = [
    Release.Reason.ERROR_CORRECTION,
    Release.Reason.ROUTINE_REVISION,
    Release.Reason.DEFINITION_CHANGE,
    Release.Reason.TERRITORY_CHANGE,
    Release.Reason.SOURCE_REPLACED,
]


class WithdrawalForm(forms.Form):
    """Why a figure is taken back; the source that says so may be missing."""

    note = forms.CharField(
        help_text=gettext_lazy("One sentence. Readers see it beside the figure."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note_en = forms.CharField(
        label=gettext_lazy("The same in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Type a few words of its title, or add a new one with the plus."),
        error_messages={"required": gettext_lazy("Name the source of the new figure.")},
    )
    locator = forms.CharField(
        label=gettext_lazy("Place in the source"),
        help_text=gettext_lazy("e.g. “đoạn 8”"),
        max_length=120,
        required=False,
    )

    sections = {"source": ["source", "locator"], "why": ["note", "note_en"]}
    asks_for_source = False
    asks_why: Any = gettext_lazy("Why it is withdrawn")
    needs_why: Any = gettext_lazy("Write a sentence that says why the figure is withdrawn.")

    def __init__(self, *args, observation: Observation, model_admin: ModelAdmin, **kwargs):
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        self.observation = observation
        self.fields["note"].label = self.asks_why
        self.fields["note"].error_messages["required"] = self.needs_why
        self.fields["source"].required = self.asks_for_source
        self.fields["source"].widget = source_widget(self.fields["source"], model_admin)

    def section(self, name: str) -> list[forms.BoundField]:
        """Return the fields of one part of the page, those that this figure has."""
        return [self[each] for each in self.sections[name] if each in self.fields]

    def error_links(self) -> list[tuple[str, Any]]:
        """Return (anchor, sentence) of every error, in the order of the page."""
        links: list[tuple[str, Any]] = [("", text) for text in self.non_field_errors()]
        for fields in self.sections.values():
            for name in fields:
                texts: Any = self.errors.get(name, [])
                links += [(self[name].auto_id, f"{self[name].label}: {text}") for text in texts]
        return links

    def propose(self, author) -> Observation:
        """Send the withdrawal for approval; PublishingError or ValidationError if it cannot."""
        return propose_withdrawal(observation=self.observation, author=author, **self.cleaned_data)


class CorrectionForm(KeepsCitations, WithdrawalForm):
    """The new version of a figure, filled with the values that are public."""

    value = ValueField(
        label=gettext_lazy("Value"),
        help_text=gettext_lazy("Written the Vietnamese way: 90,7 or 956.000"),
        required=False,
    )
    comparator = forms.ChoiceField(
        label=gettext_lazy("Comparison"),
        help_text=gettext_lazy(
            "The hedging word of the source: “hơn” is at least, “gần” just under"
        ),
        choices=capital_choices(Observation.Comparator.choices),
    )
    obs_status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        help_text=gettext_lazy("By the words of the source."),
        choices=[each for each in Observation.Status.choices if each[0] != "withdrawn"],
    )
    out_of = forms.IntegerField(
        label=gettext_lazy("Out of"),
        help_text=gettext_lazy("How many were ranked; empty where the source does not say."),
        min_value=1,
        max_value=32767,
        required=False,
    )
    numerator = NumberField(label=gettext_lazy("Numerator"), required=False)
    denominator = NumberField(label=gettext_lazy("Denominator"), required=False)
    comment = forms.CharField(
        label=gettext_lazy("Comment on the figure"),
        help_text=gettext_lazy("Readers see it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    printed = forms.CharField(
        label=gettext_lazy("Value as printed"),
        help_text=gettext_lazy("Keep its misprints."),
        max_length=200,
        required=False,
    )
    sentence = forms.CharField(
        label=gettext_lazy("Sentence of the source"),
        help_text=gettext_lazy("Word for word."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[("", "—"), *capital_choices((each.value, each.label) for each in REASONS)],
        error_messages={"required": gettext_lazy("Choose a reason.")},
    )

    version = ["value", "comparator", "obs_status", "out_of", "numerator", "denominator", "comment"]
    sections = {
        "version": version,
        "source": ["source", "locator", "printed", "sentence"],
        "why": ["reason", "note", "note_en"],
    }
    asks_for_source = True
    asks_why = gettext_lazy("Why it changes")
    needs_why = gettext_lazy("Write a sentence that says why the figure changes.")

    def __init__(self, *args, observation: Observation, **kwargs):
        initial = {name: getattr(observation, name) for name in self.version}
        super().__init__(*args, observation=observation, initial=initial, **kwargs)
        unit = observation.indicator.unit
        self.fields["value"].label = _("Value, %(unit)s") % {"unit": unit}
        if not unit.is_rank:
            del self.fields["out_of"]
        if observation.numerator is None and observation.denominator is None:
            del self.fields["numerator"], self.fields["denominator"]

    def clean_value(self):
        value = self.cleaned_data["value"]
        if reason := out_of_bounds(value, self.observation.indicator.unit):
            raise ValidationError(reason)
        return value

    def clean(self):
        cleaned = self.cleaned_data
        needs_value = cleaned.get("obs_status") not in Observation.WITHOUT_VALUE
        if needs_value and "value" not in self.errors and cleaned.get("value") is None:
            self.add_error("value", _("Give a value, or a status that says why there is none."))
        settle_value(self, self.observation.indicator.unit)
        return cleaned

    def propose(self, author) -> Observation:
        values = dict(self.cleaned_data)
        kept = self.take_kept(values)
        return propose_correction(observation=self.observation, author=author, kept=kept, **values)


def source_widget(field: Any, model_admin: ModelAdmin) -> forms.Widget:
    """Return a select that searches the sources, with a plus that adds one."""
    site, relation = model_admin.admin_site, Citation._meta.get_field("source")
    select = ChosenSelect(relation, site)
    select.choices = field.choices
    select.is_required = field.required
    return RelatedFieldWidgetWrapper(
        select, relation.remote_field, site, can_add_related=True, can_change_related=False
    )
