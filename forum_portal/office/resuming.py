"""What was typed outlives the session: it is kept on the login page and offered again after it."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from forum_portal.office.page_fields import PageFields
from forum_portal.office.typed import page_at, typed_lines

KEPT = "_kept"  # the hidden field of the login page
SALT = "forum_portal.office.resuming"
LONGEST = 7 * 24 * 3600  # seconds; somebody comes back after a holiday
LEFT_OUT = ("csrfmiddlewaretoken", KEPT)


def login_keeping(request: HttpRequest, site: Any) -> HttpResponse:
    """Answer a form that came without a session by the login page, which keeps its fields."""
    context = {
        **site.each_context(request),
        "title": _("Log in again"),
        "app_path": reverse("admin:login", current_app=site.name),
        "form": AdminAuthenticationForm(request),
        "kept": _keep(request),
    }
    return TemplateResponse(request, "admin/login.html", context, status=403)


def kept_form(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the login page kept, {"path", "fields", "had_files"}; None where it kept nothing.

    Anybody can have a form of theirs signed here, without an account: the signature only says that
    its shape is ours and its age a week at most. What protects who logs in is the CSRF token, which
    no foreign page can send with a kept form, and that nothing is sent before they have seen for
    which page it is and what was typed, and pressed its button: their own rights count then.
    """
    try:
        return signing.loads(request.POST.get(KEPT, ""), salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return None


def resume_page(request: HttpRequest, kept: dict[str, Any], site: Any) -> HttpResponse:
    """Show what was typed, and for which page, with one button that sends it there."""
    fields = [(name, value) for name, values in kept["fields"] for value in values]
    page = page_at(request, kept["path"])
    context = {
        **site.each_context(request),
        "title": _("What you typed is still here"),
        "path": kept["path"],
        "fields": fields,
        "page": page,
        "had_files": kept.get("had_files", False),
        "button": _button(page, dict(fields)),
        "typed": list(typed_lines(fields, page, request, site)),
    }
    return TemplateResponse(request, "admin/resume.html", context)


def _button(page: PageFields, sent: dict[str, str]) -> str:
    """Return the words of the button that was pressed; empty where the page has none."""
    pressed = next((text for name, text in page.buttons.items() if name and name in sent), "")
    return pressed or page.buttons.get("", "")


def _keep(request: HttpRequest) -> str:
    fields = [
        (name, values)
        for name, values in request.POST.lists()
        if name not in LEFT_OUT and "password" not in name
    ]
    form = {
        "path": request.get_full_path(),
        "fields": fields,
        "had_files": bool(request.FILES),
    }
    return signing.dumps(form, salt=SALT, compress=True)
