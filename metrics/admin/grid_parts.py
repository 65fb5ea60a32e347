"""A cell of a grid as its template writes it: texts in dicts, which templates read fastest."""

from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language

from metrics.admin.grid_cells import COMPARATORS, STATUSES, USUAL, Cell
from metrics.models import Observation

CHOICES = {"comparator": COMPARATORS, "obs_status": STATUSES}
ALWAYS = ("comparator", "obs_status")
LAST = ("source", "locator", "comment")


def field_names(has_places: bool, has_parts: bool) -> tuple[str, ...]:
    """Return the fields of a cell's folded part: ranks have places, some shares two parts."""
    places = ("out_of",) if has_places else ()
    parts = ("numerator", "denominator") if has_parts else ()
    return (*ALWAYS, *places, *parts, *LAST)


def cell_parts(cell: Cell, names: tuple[str, ...], labels: dict[str, str]) -> dict[str, Any]:
    """Return what the template of a cell needs; `names` are its folded fields."""
    if cell.is_impossible:
        return {"is_impossible": True, "label": cell.label}
    errors = cell.errors.get("value", [])
    return {
        "id": cell.html_id,
        "name": cell.name,
        "label": cell.label,
        "classes": _classes(cell),
        "public": cell.stand.public_text,
        "value": cell.typed.get("value", ""),
        "described_by": _described_by(cell, bool(errors)),
        "is_wrong": bool(errors) or cell.is_rival,
        "errors": errors,
        "rival": cell.rival_text if cell.is_rival else "",
        "figure_url": cell.figure_url,
        "is_to_go": cell.is_to_go,
        "elsewhere": cell.elsewhere,
        "is_open": cell.is_open,
        "more": cell.more,
        "fields": [_field(cell, name, labels[name]) for name in names],
    }


def _classes(cell: Cell) -> str:
    marks = {
        "held": cell.is_held,
        "errors": bool(cell.errors),
        "rival": cell.is_rival,
        "typed": cell.is_touched,
    }
    return " ".join(["cell", *(name for name, is_so in marks.items() if is_so)])


def _described_by(cell: Cell, has_error: bool) -> str:
    """Return the ids of the notes that stand beside the cell's field."""
    notes = {
        "public": True,
        "held": cell.is_held,
        "elsewhere": bool(cell.elsewhere),
        "value_error": has_error,
        "rival": cell.is_rival,
    }
    return " ".join(f"{cell.html_id}-{name}" for name, is_there in notes.items() if is_there)


def _field(cell: Cell, name: str, label: str) -> dict[str, Any]:
    text = cell.typed.get(name, "")
    return {
        "id": f"{cell.html_id}-{name}",
        "name": f"{cell.name}-{name}",
        "label": label,
        "text": text,
        "options": _options(name, text, get_language()) if name in CHOICES else "",
        "list": "sources" if name == "source" else "",
        "is_long": name == "comment",
        "errors": cell.errors.get(name, []),
    }


@lru_cache(maxsize=200)  # a page has the same few choices over and over
def _options(name: str, chosen: str, language: str | None) -> SafeString:
    """Return the options of a choice in `language`, the active one; the usual one is empty.

    A figure is withdrawn on its own page: the word stands here only where it was.
    """
    options = [
        ("" if value == USUAL[name] else value, capfirst(str(label)))
        for value, label in CHOICES[name].items()
        if value != Observation.Status.WITHDRAWN or value == chosen
    ]
    ways = {
        False: '<option value="{}">{}</option>',
        True: '<option value="{}" selected>{}</option>',
    }
    parts = [format_html(ways[value == chosen], value, label) for value, label in options]
    return format_html_join("", "{}", ((each,) for each in parts))
