"""From what was typed into a grid to what the draft shall hold: each cell is checked as a form."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from metrics.admin.grid_cells import Cell
from metrics.admin.grid_forms import CellForm, ForAllForm
from metrics.grid import Series
from metrics.grid_choice import not_a_source
from metrics.grid_numbers import in_vietnamese, is_mark, read_in_unit, unclear
from metrics.grid_saving import Entry
from metrics.grid_sources import ids_of_sources
from metrics.importing.naming import AMBIGUOUS
from metrics.models import Observation, Source, Unit
from metrics.refusals import FigureTakenError

NUMBERS = ("value", "numerator", "denominator")


def read_cells(cells: list[Cell], series: Series, for_all: ForAllForm, reader: Any) -> list[Entry]:
    """Return what the cells that were typed into ask for; `for_all` is valid.

    What is wrong stands at the cells themselves, and in `for_all`, afterwards.
    """
    touched = [each for each in cells if each.is_touched]
    common = dict(for_all.cleaned_data)  # an error takes a field's value away
    alone = {} if common["numbers"] else _clear_values(touched, series.indicator.unit)
    unread = set() if common["numbers"] else _unclear_numbers(touched, alone)
    if unread:
        for_all.add_error("numbers", _("Choose: some numbers can be read in two ways."))
    sources = _sources(touched, common["source"])
    if isinstance(said := sources.get(common["source"]), str):
        for_all.add_error("source", said)
    figure = Observation(indicator=series.indicator, kind=series.kind)  # what the checks look at
    parts = has_parts(cells)
    entries = []
    for cell in touched:
        if cell.is_to_go:
            entries.append(Entry(cell.area, cell.period, cell.stand, None))
            continue
        _refuse_taken(cell, series, reader)
        source, locator = _place(cell, sources, common)
        form = _form(cell, figure, parts, unread, alone, common)
        if form is None or not form.is_valid():
            for name, sentences in _errors(form):
                cell.refuse(name, *sentences)
            continue
        values = {name: form.cleaned_data[name] for name in form.version if name in form.fields}
        entries.append(Entry(cell.area, cell.period, cell.stand, values, source, locator))
    return entries


def _refuse_taken(cell: Cell, series: Series, reader: Any) -> None:
    if taken := cell.stand.elsewhere:
        taken.indicator = series.indicator
        cell.refuse("value", *FigureTakenError(taken, taken.release, reader).sentences)


def _errors(form: CellForm | None) -> list[tuple[str, list[str]]]:
    if form is None:
        return []
    errors = form.errors.items()
    return [
        (name if name in form.fields else "value", list(map(str, each))) for name, each in errors
    ]


def has_parts(cells: list[Cell]) -> bool:
    """Tell whether a figure of the grid is a share of two numbers that are known."""
    figures = [each for cell in cells for each in (cell.stand.draft, cell.stand.public) if each]
    return any(each.numerator is not None or each.denominator is not None for each in figures)


def _clear_values(touched: list[Cell], unit: Unit) -> dict[str, str]:
    """Return the values that can only be read in one way by their unit, in Vietnamese."""
    values = [text for cell in touched for name, text in _typed_numbers(cell) if name == "value"]
    read = {text: read_in_unit(text, unit) for text in values}
    return {text: number for text, number in read.items() if number is not None}


def _unclear_numbers(touched: list[Cell], alone: dict[str, str]) -> set[str]:
    """Return the texts that hang on how the grid writes numbers; clear values tell it, too."""
    typed = [each for cell in touched for each in _typed_numbers(cell)]
    found = set(unclear(text for _, text in typed))
    return {
        text for name, text in typed if text in found and not (name == "value" and text in alone)
    }


def _typed_numbers(cell: Cell) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each number that somebody typed: no mark, nothing that stood.

    What the portal wrote itself is Vietnamese.
    """
    for name in NUMBERS:
        text = cell.typed.get(name, "")
        if text and text != cell.base.get(name, "") and not is_mark(text):
            yield name, text


def _form(
    cell: Cell,
    figure: Observation,
    parts: bool,
    unread: set[str],
    alone: dict[str, str],
    common: dict[str, str],
) -> CellForm | None:
    """Return the form of a cell; None where one of its numbers cannot be read."""
    typed = dict(cell.typed)
    for name, text in _typed_numbers(cell):
        if name == "value" and text in alone:
            typed[name] = alone[text]
            continue
        if text in unread:
            said = _("“%(typed)s” can be read in two ways: say above how numbers are written.")
            cell.refuse(name, said % {"typed": text})
            continue
        try:
            typed[name] = in_vietnamese(text, common["numbers"])
        except ValueError as error:
            cell.refuse(name, str(error))
    if any(name in cell.errors for name in NUMBERS):
        return None
    return CellForm(typed, figure, parts, common["missing"])


def _sources(touched: list[Cell], common: str) -> dict[str, Source | str]:
    """Return the source that each text names, or the sentence that says why it names none."""
    texts = {*(cell.typed.get("source", "") for cell in touched), common} - {""}
    if not texts:
        return {}
    ids = ids_of_sources(texts)
    records = Source.objects.in_bulk([pk for pk in ids.values() if pk != AMBIGUOUS])
    found: dict[str, Source | str] = {}
    for text in texts:
        pk = ids.get(text)
        found[text] = records[pk] if pk in records else not_a_source(text, pk)
    return found


def _place(
    cell: Cell, sources: dict[str, Source | str], common: dict[str, str]
) -> tuple[Source | None, str]:
    """Return where the cell's figure stands: its own source, or the one for all cells."""
    own, locator = cell.typed.get("source", ""), cell.typed.get("locator", "")
    if not own and not common["source"]:
        if cell.stand.citation:
            cell.refuse("source", _("Name the source, or leave the one that is there."))
        elif locator:
            cell.refuse("source", _("Name the source that this is a place of."))
        return None, ""
    source = sources[own or common["source"]]
    if isinstance(source, str):
        if own:
            cell.refuse("source", source)
        return None, ""
    return source, locator or ("" if own else common["locator"])
