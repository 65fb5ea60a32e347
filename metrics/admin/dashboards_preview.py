"""A dashboard as readers would find it: the public page, filled from a form that is not saved.

It draws what is public and nothing else: whoever may open it sees no figure before its moment.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods

from metrics.admin.dashboards_cards import typed_panel
from metrics.asof import AsOf
from metrics.dashboard_reading import panels_of, shown_of, with_public_names
from metrics.models import Dashboard, Panel
from metrics.panel_notes import Note, notes_of
from metrics.views.dashboards import show_dashboard


@dataclass(frozen=True)
class CardNotes:
    """What the preview says of one card: its `card` is the prefix of the form's fields."""

    card: str
    number: int
    name: str
    notes: list[dict[str, Any]]


@dataclass(frozen=True)
class Preview:
    """What the banner of the preview says; `cards` only where a form was sent."""

    is_saved: bool
    is_published: bool
    cards: list[CardNotes]

    @property
    def has_notes(self) -> bool:
        """Tell whether there is anything to say of the panels."""
        return any(each.notes for each in self.cards)

    @property
    def data(self) -> dict[str, Any]:
        """What the script of the page that arranges the dashboard puts beside its cards."""
        return {each.card: {"name": each.name, "notes": each.notes} for each in self.cards}


Shown = tuple[Dashboard, list[Panel], Preview]


@require_http_methods(["GET", "POST"])
@never_cache
@xframe_options_sameorigin
@csp_override(settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]})
def preview_page(request: HttpRequest, page: Any, pk: int | None = None) -> HttpResponse:
    """Show a dashboard as it is saved or, by POST, as it stands in its form; `?in=en` in English.

    `page` is the DashboardAdmin; nothing is written, and no row is held.
    """
    dashboard = page.get_queryset(request).filter(pk=pk).first() if pk else None
    if pk and dashboard is None:
        raise Http404
    if not _may_open(page, request, dashboard):
        raise PermissionDenied
    as_of = AsOf.from_query(request.GET)
    shown, panels, preview = _typed(page, request, dashboard) or _saved(dashboard, as_of)
    with override("en" if request.GET.get("in") == "en" else "vi"):
        return show_dashboard(request, shown, panels, as_of, preview)


def _may_open(page: Any, request: HttpRequest, dashboard: Dashboard | None) -> bool:
    if dashboard is None:
        return page.has_add_permission(request)
    if request.method == "POST":
        return page.has_change_permission(request, dashboard)
    return page.has_view_permission(request, dashboard)


def _saved(dashboard: Dashboard | None, as_of: AsOf) -> Shown:
    if dashboard is None:
        return Dashboard(title=_("New dashboard")), [], Preview(True, False, [])
    panels = panels_of(dashboard, as_of.moment)
    return dashboard, panels, Preview(True, dashboard.is_published, [])


def _typed(page: Any, request: HttpRequest, dashboard: Dashboard | None) -> Shown | None:
    """Return the dashboard and its panels as they were sent; what cannot be read is left out."""
    if request.method != "POST":
        return None
    request.is_preview, request.is_outdated = True, False  # type: ignore[attr-defined]
    is_public, is_there = bool(dashboard and dashboard.is_published), dashboard is not None
    form = page.get_form(request, dashboard, change=is_there)(request.POST, instance=dashboard)
    form.is_valid()
    shown = form.instance
    shown.title = request.POST.get("title", "").strip() or _("New dashboard")
    [formset], _inlines = page._create_formsets(request, shown, change=is_there)
    forms = [each for each in formset.in_order if not each.is_dropped]
    panels = [each.instance for each in forms if not each.errors]
    preview = Preview(False, is_public, _card_notes(forms))
    return shown, shown_of(with_public_names(panels)), preview


def _card_notes(forms: list[Any]) -> list[CardNotes]:
    every = notes_of([typed_panel(form) for form in forms])
    return [
        CardNotes(
            card=form.prefix,
            number=number,
            name=form.called,
            notes=[*_errors(form), *(_note(form.prefix, note) for note in notes)],
        )
        for number, (form, notes) in enumerate(zip(forms, every, strict=True), start=1)
    ]


def _errors(form: Any) -> list[dict[str, str]]:
    return [{"text": str(text)} for texts in form.errors.values() for text in texts]


def _note(card: str, note: Note) -> dict[str, str]:
    if note.new is None:
        return {"text": note.text}
    return {"text": note.text, "replace": f"{card} {note.old} {note.new}", "new": note.new_name}
