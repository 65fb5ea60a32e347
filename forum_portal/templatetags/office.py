"""Tags of the admin's own pages."""

from django import forms, template
from django.urls import reverse

from forum_portal.importing.imports import imports_for

register = template.Library()


@register.filter
def must_be_filled(field) -> bool:
    """Tell whether a field waits for somebody's answer; a choice that is made already does not."""
    is_chosen = isinstance(field.field.widget, forms.Select) and bool(field.value())
    return field.field.required and not is_chosen


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
