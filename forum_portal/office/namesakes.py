"""Two of the same name: in the rows of a page, and at an address that was made of a name."""

from typing import Any

from django.db.models import QuerySet, UniqueConstraint
from django.forms.models import BaseInlineFormSet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _


class PartsFormSet(BaseInlineFormSet):
    """Parts of a record; where two are the same, the model's own sentence says so."""

    def get_unique_error_message(self, unique_check):
        rows: Any = self.model
        for rule in rows._meta.constraints:
            if isinstance(rule, UniqueConstraint) and set(rule.fields) == set(unique_check):
                return rule.get_violation_error_message()
        return super().get_unique_error_message(unique_check)

    def get_form_error(self):
        return _("The same stands further up.")


def tell_namesake(form: Any, records: QuerySet | None) -> None:
    """Name the one of `records` that has the address which was made for a new one.

    Beside the field, instead of that the address is taken: nobody has typed it.
    """
    record = form.instance
    if records is None or not form.has_error("slug", "unique") or record.slug != record.made_slug:
        return
    other = records.filter(slug=record.slug).first()
    if other is None:
        return
    opts = record._meta
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[other.pk])
    text = _(
        "{other} stands at this address already. If yours is another one, type an address of its "
        "own, such as {address}."
    )
    link = format_html('<a href="{}">“{}”</a>', url, other)
    del form.errors["slug"]
    form.add_error("slug", format_html(text, other=link, address=record.free_slug(record.slug)))
