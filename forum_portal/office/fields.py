"""Form fields that read numbers and days as Vietnamese offices write them."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from forum_portal.numbers import format_number, parse_vietnamese_number
from forum_portal.text import one_line_end

EARLIEST, LATEST = date(1800, 1, 1), date(2200, 12, 31)
MOST_DIGITS = 20

# What is offered beside Vietnamese and English, by kind of records.
OTHER_LANGUAGES = {"metrics.Source": ("ja", "ko", "fr")}


class NumberField(forms.DecimalField):
    """A number typed as 956.000 or 90,7. "90.7" is refused, not guessed."""

    widget = forms.TextInput

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off", "class": "number"}

    def prepare_value(self, value):
        return format_number(value) if isinstance(value, Decimal) else value

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            number = parse_vietnamese_number(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error
        if len(number.as_tuple().digits) > MOST_DIGITS:
            raise ValidationError(_("The number has too many digits."), code="invalid")
        return number


class ProseField(forms.CharField):
    """Text of several lines; it has changed only if a reader could see the change."""

    def to_python(self, value):
        text = super().to_python(value)
        return one_line_end(text) if isinstance(text, str) else text

    def has_changed(self, initial, data):
        return super().has_changed(self.to_python(initial), data)


class DayField(forms.DateField):
    """A day typed as 27/12/2023, within the years that a city's record can speak of."""

    default_error_messages = {"invalid": _("Write the day like 27/12/2023.")}

    def to_python(self, value):
        try:
            day = super().to_python(value)
        except ValidationError as error:
            raise _no_such_day(str(value)) or error from None
        if day is not None and not EARLIEST <= day <= LATEST:
            raise ValidationError(_("The year must lie between 1800 and 2200."), code="invalid")
        return day


def language_field(db_field: Any) -> forms.ChoiceField:
    """Return the choice of a record's language, for a column that keeps its code."""
    codes = ("vi", "en", *OTHER_LANGUAGES.get(db_field.model._meta.label, ()))
    return forms.ChoiceField(
        label=capfirst(db_field.verbose_name),
        help_text=db_field.help_text,
        initial=db_field.get_default(),
        choices=[(code, _language_name(code)) for code in codes],
    )


def know_language(fields: Any, record: Any) -> None:
    """Offer the language that a record has already, whichever it is."""
    code = getattr(record, "language", "")
    field: Any = fields.get("language")
    if code and isinstance(field, forms.ChoiceField) and not field.valid_value(code):
        offered: Any = field.choices
        field.choices = [*offered, (code, _language_name(code))]


def _language_name(code: str) -> str:
    try:
        return capfirst(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _no_such_day(typed: str) -> ValidationError | None:
    """Return the error for a day written well that no calendar has; None for any other slip."""
    match = re.fullmatch(r"\s*([0-9]{1,2})/([0-9]{1,2})/[0-9]{4}\s*", typed)
    if match is None or not (1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12):
        return None
    text = gettext("There is no day %(typed)s in the calendar.") % {"typed": typed.strip()}
    return ValidationError(text, code="invalid")


class MomentField(forms.SplitDateTimeField):
    """A day and an hour, each in a box of its own."""

    def __init__(self, *, input_date_formats=None, input_time_formats=None, **kwargs):
        hour = forms.TimeField(error_messages={"invalid": _("Write the hour like 08:30.")})
        forms.MultiValueField.__init__(self, (DayField(), hour), **kwargs)


class ChosenOptions(forms.Select):
    """A select that searches; the page holds only what is chosen already.

    `known` (value → label) spares a query for each row of an inline. A value that is no number,
    from a forged address or form, counts as nothing chosen instead of an error of the database.
    """

    known: dict[str, str] = {}

    def build_attrs(self, base_attrs, extra_attrs=None):
        """Fill the empty box with words: they are its name for a screen reader, too."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-placeholder": gettext("Type to search")}

    def optgroups(self, name, value, attr=None):
        chosen = [str(each) for each in value if str(each).isascii() and str(each).isdecimal()]
        chosen = [each for each in chosen if len(each) < 19]
        may_be_empty = not (self.is_required or self.allow_multiple_selected)
        options = [self.create_option(name, "", "", False, 0)] if may_be_empty else []
        options += [
            self.create_option(name, each, label, True, index)
            for index, (each, label) in enumerate(self.labels(chosen).items(), len(options))
        ]
        return [(None, options, 0)]

    def labels(self, chosen: list[str]) -> dict[str, str]:
        """Return the label of each chosen value that there is."""
        if all(each in self.known for each in chosen):
            return {each: self.known[each] for each in chosen}
        choices: Any = self.choices
        records = choices.queryset.filter(pk__in=chosen)
        return {str(record.pk): str(record) for record in records}


class ChosenSelect(ChosenOptions, AutocompleteSelect):
    pass


class ChosenSelectMultiple(ChosenOptions, AutocompleteSelectMultiple):
    def build_attrs(self, base_attrs, extra_attrs=None):
        """Leave out the cross that takes all away: Select2 puts it into a list as no item of it."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


def capital_choices(choices: Any) -> list[tuple[Any, Any]]:
    """Return `choices` with capitals: in a select of their own they are no parts of lines."""
    return [(value, capfirst(label)) for value, label in choices]


def know_chosen(fields: dict[str, forms.Field], instance: Any) -> None:
    """Tell the searching selects of a form the labels of the relations fetched with its record."""
    for name, field in fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        related = instance._state.fields_cache.get(name)
        if isinstance(widget, ChosenSelect) and related is not None:
            widget.known = {str(related.pk): str(related)}
