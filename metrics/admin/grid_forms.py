"""What is asked in a grid: a cell's new version, what holds for all cells, which grid it is."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.importing.formats_found import ENGLISH, FORMATS, VIETNAMESE
from forum_portal.office.fields import capital_choices
from forum_portal.text import sort_key
from metrics.admin.correction_forms import CorrectionForm
from metrics.grid import Series
from metrics.grid_numbers import is_mark
from metrics.models import Area, Observation

STATUSES = [each for each in Observation.Status.choices if each[0] != "withdrawn"]
WITHOUT_VALUE = [each for each in STATUSES if each[0] in Observation.WITHOUT_VALUE]


class CellForm(CorrectionForm):
    """The fields and checks of a correction's new version, for one cell of a grid.

    What is empty is as usual: an exact, published figure. A mark such as "-" stands for no value.
    """

    # Said for the whole grid, or not at all.
    source: Any = None
    reason: Any = None
    note: Any = None
    note_en: Any = None
    printed: Any = None
    sentence: Any = None

    def __init__(self, typed: dict[str, str], figure: Observation, parts: bool, missing: str):
        is_missing = is_mark(typed.get("value", ""))
        data = {
            **typed,
            "value": "" if is_missing else typed.get("value", ""),
            "comparator": typed.get("comparator") or Observation.Comparator.EQ,
            "obs_status": typed.get("obs_status")
            or (missing if is_missing else "")
            or Observation.Status.NORMAL,
        }
        forms.Form.__init__(self, data, label_suffix="")
        self.observation = figure
        self.is_missing = is_missing
        if data["obs_status"] == Observation.Status.WITHDRAWN:  # offered only where it stands
            statuses: Any = self.fields["obs_status"]
            statuses.choices = Observation.Status.choices
        if not figure.indicator.unit.is_rank:
            del self.fields["out_of"]
        if not parts:
            del self.fields["numerator"], self.fields["denominator"]

    def clean(self):
        cleaned = self.cleaned_data
        if self.is_missing and cleaned.get("obs_status") not in Observation.WITHOUT_VALUE:
            text = _("“–” says that there is no figure: choose the status that says why.")
            self.add_error("obs_status", text)
            return cleaned
        return super().clean()


class ForAllForm(forms.Form):
    """What holds for every cell that says nothing of its own."""

    source = forms.CharField(
        label=gettext_lazy("Source of the new figures"),
        help_text=gettext_lazy("For cells that name none of their own. Type a few words of it."),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )
    locator = forms.CharField(
        label=gettext_lazy("Place in the source"),
        help_text=gettext_lazy("e.g. “đoạn 8”"),
        max_length=120,
        required=False,
    )
    missing = forms.ChoiceField(
        label=gettext_lazy("A cell with “-” or “…” means"),
        choices=[
            ("", gettext_lazy("Say it in each cell")),
            *capital_choices(WITHOUT_VALUE),
        ],
        required=False,
    )
    numbers = forms.ChoiceField(
        label=gettext_lazy("Numbers are written like"),
        choices=[
            ("", gettext_lazy("Ask where it is unclear")),
            *((name, FORMATS[name]) for name in (VIETNAMESE, ENGLISH)),
        ],
        required=False,
    )
    prefix = "all"


class SettingsForm(forms.Form):
    """Which grid is shown: its address says it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=capital_choices(Observation.Kind.choices)
    )
    instrument = forms.CharField(
        label=gettext_lazy("Plan that sets the targets"),
        help_text=gettext_lazy("Only for targets; empty where no document sets them."),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )
    periods = forms.CharField(
        label=gettext_lazy("Periods"),
        help_text=gettext_lazy("With semicolons between: 2023; 2024; Q4/2024; 11/2024."),
        required=False,
    )

    def __init__(self, series: Series, typed: dict[str, str], errors: dict[str, str]):
        initial = {
            "kind": series.kind,
            "instrument": str(series.instrument or ""),
            "periods": "; ".join(each.code for each in series.periods),
        }
        super().__init__(initial=initial | typed, label_suffix="", auto_id="id_grid-%s")
        self.sentences = errors
        self.kind_text = capfirst(Observation.Kind(series.kind).label)
        chosen = {each.pk for each in series.areas}
        every = sorted(Area.objects.all(), key=lambda each: sort_key(each.name))
        groups = [(kind.label, [each for each in every if each.kind == kind]) for kind in Area.Kind]
        self.areas: list[tuple[Any, list[tuple[Area, bool]]]] = [
            (kind, [(each, each.pk in chosen) for each in areas]) for kind, areas in groups if areas
        ]

    def __iter__(self):
        """Yield each field with what is wrong with it, for the page."""
        for name in self.fields:
            yield {"bound": self[name], "sentence": self.sentences.get(name, "")}
