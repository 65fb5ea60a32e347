"""What the comparison with the record found, in sentences and names for the officer."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.importing.difference import Judged, cell, columns_of, filled, label
from forum_portal.importing.imports import Fault, Line
from forum_portal.importing.tables import Column, Kind
from forum_portal.importing.uploads import Upload, Verdict
from forum_portal.numbers import format_number
from metrics.importing.naming import ids_by_name
from metrics.models import Area, Indicator, Release, Source
from metrics.spoken_periods import read_period

# By the column and code of figure_sql.Fault; `detail` is the number that the query gives.
SENTENCES: dict[tuple[str, str], Any] = {
    ("indicator", "not yours"): gettext_lazy(
        "Another organisation keeps up this indicator, so its figures are not yours to enter."
    ),
    ("period", "unknown"): gettext_lazy("This is not a period such as 2023 or 2023-Q4."),
    ("period", "twice"): gettext_lazy(
        "The same figure stands on line %(detail)s too. Keep one of the two lines."
    ),
    ("value", "needed"): gettext_lazy("Give a value, or a status that says why there is none."),
    ("value", "digits"): gettext_lazy("The number has too many digits."),
    ("value", "rank"): gettext_lazy("A rank is a whole number from 1 on."),
    ("value", "count"): gettext_lazy("A count cannot lie below zero."),
    ("value", "low"): gettext_lazy("The value lies below %(detail)s, the lowest of its unit."),
    ("value", "high"): gettext_lazy("The value lies above %(detail)s, the highest of its unit."),
    ("value", "taken"): gettext_lazy(
        "This figure is being changed in the release “%(release)s” already. Change it there, or "
        "choose that release below if it is a draft of yours."
    ),
    ("instrument", "only targets"): gettext_lazy("Only a target names the plan that sets it."),
    ("out_of", "places"): gettext_lazy("Write how many were ranked: a whole number from 1 on."),
    ("out_of", "beyond"): gettext_lazy("The rank lies beyond the number of places."),
    ("denominator", "positive"): gettext_lazy("The denominator must be above zero."),
    ("numerator", "above whole"): gettext_lazy("The numerator lies above the denominator."),
    ("period", "no figure"): gettext_lazy(
        "There is no such figure, neither public nor in the draft that was chosen."
    ),
    ("period", "elsewhere"): gettext_lazy(
        "This figure is not public yet: it stands in the release “%(release)s”. Choose that "
        "release below if it is a draft of yours."
    ),
    ("source", "twice"): gettext_lazy(
        "The same place of this source stands on line %(detail)s too. Keep one of the two lines."
    ),
    ("sentence", "public"): gettext_lazy(
        "This place of the source is cited with another sentence, and what is public stays."
    ),
}
FOR_ANY: dict[str, Any] = {
    "missing": gettext_lazy("This cell must be filled."),
    "unknown": gettext_lazy("The portal knows no record of this code or name."),
    "ambiguous": gettext_lazy("Several records have this name. Write the code of the one meant."),
    "choice": gettext_lazy("Write one of: %(codes)s."),
    "number": gettext_lazy("This is not a number."),
    "public": gettext_lazy("This citation is public, and what is public stays as it is."),
    "long": gettext_lazy("This is longer than %(detail)s characters."),
}


def lines(upload: Upload, kind: Kind, rows: Sequence[Judged]) -> list[Line]:
    """Return the rows of a page as people read them; figures are called by their names."""
    names = _Names(rows)
    columns = columns_of(kind)
    found = []
    for row in rows:
        line = Line(row.line, row.state, names.figure(row))
        line.is_taken = row.line not in upload.left_out
        line.cells = [
            cell(columns[name], names.source(new) if name == "source" else new, old)
            for name, old, new in row.changes
        ]
        if not row.changes:
            named = {name: names.source(text) for name, text in row.cells.items() if name in _CITED}
            whole = replace(row, cells=row.cells | named)
            line.cells = filled(kind, whole, besides=_naming_or_usual(row))
        line.faults = list(_faults(row, columns, names))
        found.append(line)
    return found


_CITED = ("source", "instrument")
_NAMING = {"release", "indicator", "area", "period"}
_REMARKS = {"comment", "comment_en", "sentence"}
_USUAL = {"kind": "observed", "comparator": "eq", "obs_status": "A"}


def _naming_or_usual(row: Judged) -> set[str]:
    """Return the columns that would only fill the line: its name, and what is nearly always so."""
    usual = {name for name, code in _USUAL.items() if row.cells.get(name) == code}
    is_old = row.state == Verdict.State.UNCHANGED
    return _NAMING | usual | (_REMARKS if is_old else set())


def _faults(row: Judged, columns: dict[str, Column], names: "_Names"):
    told = set()
    for name, code, detail in row.faults:
        if name in told:  # one sentence for a cell: the reader's own comes first
            continue
        told.add(name)
        column = columns.get(name)
        typed = row.cells.get(name, "")
        yield Fault(
            name if name in row.cells and code not in _NOT_BY_TYPING else "",
            label(column) if column else "",
            typed,
            str(detail) if code == "read" else _sentence(column, name, code, detail, names),
        )


def _sentence(column: Column | None, name: str, code: str, detail: Any, names: "_Names") -> str:
    pattern = SENTENCES.get((name, code)) or FOR_ANY[code]
    text = format_number(Decimal(str(detail))) if isinstance(detail, int | float) else detail
    words = {
        "detail": text,
        "codes": ", ".join(map(str, column.words.values())) if column else "",
        "release": names.release(detail) if code in _OF_RELEASES else "",
    }
    return str(pattern) % words


_NOT_BY_TYPING = ("taken", "elsewhere", "public", "not yours")
_OF_RELEASES = ("taken", "elsewhere")  # faults whose detail is a release


class _Names:
    """The names of what the rows of one page are about, with one query for each kind."""

    def __init__(self, rows: Sequence[Judged]):
        self._names = {
            name: self._by_text(model, {row.cells.get(name, "") for row in rows})
            for name, model in (("indicator", Indicator), ("area", Area))
        }
        cited = {row.cells.get(name, "") for row in rows for name in _CITED}
        self._sources = self._by_text(Source, cited)
        taken = {
            detail for row in rows for _name, code, detail in row.faults if code in _OF_RELEASES
        }
        self._releases = Release.objects.in_bulk(taken) if taken else {}

    def _by_text(self, model: Any, texts: set[str]) -> dict[str, str]:
        ids = ids_by_name(model, texts)
        records = model.objects.in_bulk(set(ids.values()))
        return {text: str(records[pk]) for text, pk in ids.items() if pk in records}

    def figure(self, row: Judged) -> str:
        """Return a figure as the officer knows it: indicator, area, period."""
        parts = [
            self._names[name].get(text := row.cells.get(name, ""), text)
            for name in ("indicator", "area")
        ]
        period = row.cells.get("period", "")
        try:
            parts.append(str(read_period(period)))
        except ValueError:
            parts.append(period)
        return ", ".join(part for part in parts if part) or _("line %(line)d") % {"line": row.line}

    def source(self, text: str) -> str:
        """Return what people call the source of this code; an unknown one stays as it stands."""
        return self._sources.get(text, text)

    def release(self, pk: Any) -> str:
        release = self._releases.get(pk)
        return release.title if release else ""
