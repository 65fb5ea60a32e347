"""Whether a person may import a record: the same question as the one that its form asks."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from forum_portal.models import User


def may_import(user: User, model: Any) -> bool:
    """Tell whether a person may add or change records of `model` at all."""
    names = (
        f"{model._meta.app_label}.{verb}_{model._meta.model_name}" for verb in ("add", "change")
    )
    return any(user.has_perm(name) for name in names)


def right_to(model: Any):
    """Return the question whether a person may save a record of `model`, with its answer.

    The question takes the person, the record (None: a new one), the columns that change and the
    values of the row; its answer is a sentence that says why not, empty where nothing stands
    against it.
    """

    def refused(user: User, record: Any, changed: set[str], values: dict[str, Any]) -> str:
        request = HttpRequest()
        request.user, request.method = user, "GET"
        form: Any = admin.site._registry.get(model)
        if record is None:
            verb = "add"
            may = form.has_add_permission(request) if form else None
        else:
            verb = "change"
            may = form.has_change_permission(request, record) if form else None
        if may is None:
            may = user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}")
        if not may:
            return (
                _("Your account may not add such a record.")
                if record is None
                else _("Your account may not change this record.")
            )
        fixed = set(form.get_readonly_fields(request, record)) & changed if form else set()
        if fixed:
            labels = (str(model._meta.get_field(name).verbose_name) for name in sorted(fixed))
            return _("Your account may not change: %(fields)s.") % {"fields": ", ".join(labels)}
        return ""

    return refused
