"""What officers type: values with their hedging word and unit, periods as people say them."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.office.fields import NumberField
from forum_portal.text import fold, nfc
from metrics.models import Observation, Unit
from metrics.periods import period_text
from metrics.spoken_periods import read_period

_VALUE = re.compile(r"(?P<hedge>[^0-9+-]*)(?P<number>[+-]?[0-9][0-9.,\s]*)(?P<unit>.*)")
_COMPARATOR = Observation.Comparator
HEDGES = {
    "hon": _COMPARATOR.GE,
    "it nhat": _COMPARATOR.GE,
    "tren": _COMPARATOR.GT,
    "khong qua": _COMPARATOR.LE,
    "top": _COMPARATOR.LE,
    "gan": _COMPARATOR.LT,
    "khoang": _COMPARATOR.APPROX,
}


@dataclass(frozen=True)
class Said:
    """What stood around a number: "hơn 812.345 hồ sơ" says `hedge` and `unit`."""

    hedge: str = ""
    unit: str = ""

    @property
    def comparator(self) -> str:
        return HEDGES.get(fold(self.hedge), "")


class ValueField(NumberField):
    """A number typed with or without its hedging word and unit; `said` is what stood around it."""

    said = Said()

    def to_python(self, value):
        self.said = Said()
        match = _VALUE.fullmatch(nfc(value).strip()) if isinstance(value, str) else None
        said = Said(match["hedge"].strip(), match["unit"].strip()) if match else Said()
        if match is None or (said.hedge and not said.comparator):
            return super().to_python(value)
        self.said = said
        return super().to_python(match["number"].strip())


def settle_value(form: Any, unit: Unit) -> None:
    """Take over the hedging word typed with the value; refuse a unit that is not the figure's."""
    said = form.fields["value"].said
    names = {fold(name) for name in (unit.symbol, unit.noun, unit.noun_en) if name}
    if said.unit and fold(said.unit) not in names:
        text = _("“%(typed)s” is not the unit of this indicator. Write the number alone.")
        form.add_error("value", text % {"typed": said.unit})
    chosen = form.cleaned_data.get("comparator")
    if not said.comparator or chosen in (None, said.comparator):
        return
    if chosen == _COMPARATOR.EQ:
        form.cleaned_data["comparator"] = said.comparator
        return
    text = _("The value says “%(typed)s”, the comparison “%(chosen)s”: choose one.")
    form.add_error("comparator", text % {"typed": said.hedge, "chosen": _COMPARATOR(chosen).label})


class PeriodField(forms.CharField):
    """A period typed as people say it or as a code; what is no period is left to the record."""

    def prepare_value(self, value):
        """Show a code as it is said; a year is the same either way."""
        return period_text(value) if isinstance(value, str) and not value.isdecimal() else value

    def to_python(self, value):
        text = super().to_python(value)
        try:
            return read_period(text).code if text else text
        except ValueError:
            return text


class ReadsPeriods(BaseModelAdmin):
    """A page or an inline whose periods are typed as people say them."""

    period_fields = ("period", "period_from", "period_to")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.period_fields:
            kwargs |= {
                "form_class": PeriodField,
                "max_length": 60,
                "help_text": gettext_lazy("E.g. 2024, Q4/2024, quý IV/2024, 11/2024, 2021–2025."),
            }
        return super().formfield_for_dbfield(db_field, request, **kwargs)
