"""Tags of the admin's own pages."""

import re

from django import forms, template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from forum_portal.importing.imports import imports_for

register = template.Library()

_YES_OR_NO = re.compile(r'<img src="[^"]*icon-(?:yes|no)[^"]*" alt="(True|False)">')


@register.filter
def must_be_filled(field) -> bool:
    """Tell whether a field waits for somebody's answer; a choice that is made already does not."""
    is_chosen = isinstance(field.field.widget, forms.Select) and bool(field.value())
    is_marked = getattr(field.field, "is_marked", True)  # rows of files may stay empty
    return field.field.required and is_marked and not is_chosen


@register.filter
def is_blank(line) -> bool:
    """Tell whether a row of a form holds nothing but what is not there yet."""
    return all(getattr(each, "is_readonly", False) and not each.contents() for each in line)


@register.filter
def named_cells(cells, headers) -> list[str]:
    """Return a list's cells as Django wrote them, each but the first with its column's name."""
    return [_named(str(cell), header) for cell, header in zip(cells, headers, strict=False)]


def _named(cell: str, header) -> str:
    said = _YES_OR_NO.sub(lambda found: _("Yes") if found[1] == "True" else _("No"), cell)
    is_plain = said.startswith("<td ") and "action-checkbox" not in said[:40]
    name = format_html('<td data-name="{}" ', capfirst(header["text"])) if is_plain else ""
    return SafeString(said.replace("<td ", name, 1) if name else said)


@register.filter
def error_links(form) -> list[tuple[str, str]]:
    """Return (id of the field, sentence) of every error of a form."""
    return list(_links(form))


@register.simple_tag
def page_errors(adminform, inline_admin_formsets) -> list[tuple[str, str]]:
    """Return (id of the field, sentence) of every error on a page with a form and inlines."""
    links = _links(adminform.form)
    for formset in (each.formset for each in inline_admin_formsets):
        links += [("", text) for text in formset.non_form_errors()]
        for form in formset.forms:
            links += _links(form)
    return links


@register.simple_tag
def table_page(user, opts) -> str:
    """Return the address where a table of these records comes in and goes out, if any is there."""
    for table in imports_for(user):
        if table.kind.model is opts.model:
            return reverse("admin:forum_portal_upload_table", args=[table.kind.name])
    return ""


def _links(form):
    links = [("", text) for text in form.non_field_errors()]
    for name, texts in form.errors.items():
        if name in form.fields:
            bound = form[name]
            links += [(bound.id_for_label or bound.auto_id, f"{bound.label}: {t}") for t in texts]
    return links
