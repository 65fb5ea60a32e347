"""What the page of a grid shows: its cells in rows, what is to be mended, what was saved."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from forum_portal.office.once import token_to_send
from metrics.admin.grid_cells import PUBLIC, Cell, opened_text
from metrics.admin.grid_forms import CellForm, ForAllForm, SettingsForm
from metrics.admin.grid_parts import cell_parts, field_names
from metrics.admin.grid_reading import has_parts
from metrics.grid import Series
from metrics.grid_saving import Saved
from metrics.grid_sources import source_name, sources_offered
from metrics.models import Area, Release


@dataclass(frozen=True)
class Shown:
    """A grid with its cells, row by row, and all that was refused."""

    series: Series
    cells: list[Cell]
    for_all: ForAllForm
    settings_errors: dict[str, str]
    refusals: list[Any]

    def rows(self, labels: dict[str, str]) -> list[tuple[Area, list[dict[str, Any]]]]:
        """Return each area with its cells, as the template needs them."""
        width = len(self.series.periods)
        names = field_names(self.series.indicator.unit.is_rank, has_parts(self.cells))
        parts = [cell_parts(each, names, labels) for each in self.cells]
        return [
            (area, parts[place * width : (place + 1) * width])
            for place, area in enumerate(self.series.areas)
        ]

    def error_links(self, labels: dict[str, str]) -> Iterator[tuple[str, Any]]:
        """Yield (anchor, sentence) of all that is to be mended, in the order of the page."""
        yield from (("", each) for each in self.refusals)
        yield from ((f"id_grid-{name}", text) for name, text in self.settings_errors.items())
        if any(each.is_rival for each in self.cells):
            text = _(
                "Somebody else saved these cells meanwhile, so nothing is saved yet. Compare below "
                "what stands there now with what you typed; then save again."
            )
            yield "rivals", text
        if self.for_all.is_bound:
            for name, said in self.for_all.errors.items():
                label = self.for_all[name].label
                yield from ((f"id_all-{name}", f"{label}: {text}") for text in said)
        for cell in self.cells:
            for name, texts in cell.errors.items():
                about = f"{cell.label}, {labels[name]}"
                yield from ((f"{cell.html_id}-{name}", f"{about}: {text}") for text in texts)


def show_grid(
    request, release: Release, shown: Shown, model_admin: ModelAdmin, status: int
) -> TemplateResponse:
    """Return the page of a grid."""
    series, labels = shown.series, _labels()
    asked = request.GET if shown.settings_errors else {}
    typed = {name: asked[name] for name in ("kind", "instrument", "periods") if name in asked}
    context = {
        "series": series,
        "unit": series.indicator.unit,
        "rows": shown.rows(labels),
        "cells": shown.cells,
        "opened": opened_text(shown.cells),
        "areas": " ".join(each.code for each in series.areas),
        "periods": "; ".join(each.code for each in series.periods),
        "token": token_to_send(request),
        "settings": SettingsForm(series, typed, shown.settings_errors),
        "settings_errors": shown.settings_errors,
        "for_all": shown.for_all,
        "links": list(shown.error_links(labels)),
        **_rivals(shown, labels),
        "sources": sources_offered(series, release),
        "action": request.get_full_path(),
    }
    return desk_page(request, release, model_admin, "grid", context, status)


def _rivals(shown: Shown, labels: dict[str, str]) -> dict[str, Any]:
    """Return what somebody else saved in cells that were typed into, and the page's heading."""
    found = [each for each in shown.cells if each.is_rival]
    if not found:
        return {"rivals": []}
    typed = {name: shown.for_all[name].value() or "" for name in ("source", "locator")}
    common = typed | {"source": source_name(typed["source"].strip())}
    heading = _("somebody else saved the same cells meanwhile")
    return {
        "rivals": [line for each in found for line in each.rivals(labels, common)],
        "heading": heading,
    }


def desk_page(
    request, release: Release, model_admin: ModelAdmin, name: str, context: dict, status: int
) -> TemplateResponse:
    """Return a page about a release, by the name of its template."""
    request.current_app = model_admin.admin_site.name
    shared = {
        **model_admin.admin_site.each_context(request),
        "title": _("Enter figures in a grid"),
        "subtitle": release.title,
        "opts": model_admin.opts,
        "original": release,
        "media": model_admin.media,
        "is_popup": False,
    }
    template = f"admin/metrics/release/{name}.html"
    return TemplateResponse(request, template, shared | context, status=status)


def log_text(series: Series, saved: Saved) -> str:
    """Return what the release's history says of a save."""
    counts = [
        (saved.added, pgettext("log", "%(count)s added")),
        (saved.changed, pgettext("log", "%(count)s changed")),
        (saved.removed, pgettext("log", "%(count)s taken out")),
    ]
    said = ", ".join(text % {"count": count} for count, text in counts if count)
    return _("Grid of “%(indicator)s”: %(what)s.") % {"indicator": series.indicator, "what": said}


def what_was_saved(saved: Saved) -> Iterator[tuple[int, str]]:
    """Yield (level, sentence) of what became of what was typed."""
    if saved.was_before:
        yield messages.INFO, _("This was saved already; here it is.")
        return
    counts = [
        (saved.added, ngettext("%(count)s figure added", "%(count)s figures added", saved.added)),
        (saved.changed, ngettext("%(count)s changed", "%(count)s changed", saved.changed)),
        (
            saved.removed,
            ngettext(
                "%(count)s taken out of the draft",
                "%(count)s taken out of the draft",
                saved.removed,
            ),
        ),
    ]
    said = ", ".join(text % {"count": count} for count, text in counts if count)
    if said:
        yield messages.SUCCESS, _("Saved in the draft: %(what)s.") % {"what": said}
    if saved.same:
        text = ngettext(
            "%(count)s cell says what is public already, so nothing was written for it.",
            "%(count)s cells say what is public already, so nothing was written for them.",
            saved.same,
        )
        yield messages.INFO, text % {"count": saved.same}
    if not said and not saved.same:
        yield messages.INFO, _("Nothing was changed, so nothing was saved.")


def _labels() -> dict[str, str]:
    """Return what the fields of a cell are called."""
    fields: dict[str, Any] = CellForm.base_fields
    labels = {name: str(fields[name].label) for name in (*CellForm.version, "locator")}
    return labels | {"source": _("Source"), PUBLIC: _("Public now")}
