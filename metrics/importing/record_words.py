"""What the comparison with the record found, in sentences and names for the officer."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.importing.difference import Judged, cell, columns_of, filled, label
from forum_portal.importing.imports import Cell, Fault, Line
from forum_portal.importing.tables import Column, Kind
from forum_portal.importing.uploads import Upload, Verdict
from forum_portal.numbers import format_number
from metrics.importing.naming import ids_by_name
from metrics.importing.row_doubts import doubts
from metrics.models import Area, Indicator, Observation, Release, Source, Unit
from metrics.spoken_periods import read_period
from metrics.wording import unit_noun, with_symbol

# By the column and code of figure_sql.Fault; `detail` is the number that the query gives.
SENTENCES: dict[tuple[str, str], Any] = {
    ("indicator", "not yours"): gettext_lazy(
        "Another organisation keeps up this indicator, so its figures are not yours to enter."
    ),
    ("period", "unknown"): gettext_lazy("This is not a period such as 2023 or 2023-Q4."),
    ("period", "twice"): gettext_lazy(
        "The same figure stands on line %(detail)s too. Keep one of the two lines."
    ),
    ("value", "needed"): gettext_lazy(
        "Give a value, or a status that says why there is none. For all such lines at once, choose "
        "the status under “Read it otherwise”."
    ),
    ("obs_status", "needed"): gettext_lazy("Where there is no figure, write one of: %(codes)s."),
    ("value", "digits"): gettext_lazy("The number has too many digits."),
    ("value", "rank"): gettext_lazy("A rank is a whole number from 1 on."),
    ("value", "count"): gettext_lazy("A count cannot lie below zero."),
    ("value", "low"): gettext_lazy("The value lies below %(detail)s, the lowest of its unit."),
    ("value", "high"): gettext_lazy("The value lies above %(detail)s, the highest of its unit."),
    ("value", "taken"): gettext_lazy(
        "This figure is being changed in the release “%(release)s” already. Change it there, or "
        "choose that release below if it is a draft of yours."
    ),
    ("value", "prepared"): gettext_lazy(
        "Others are changing this figure already, in a release that your account may not look at."
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
# What a figure without a value may be; only a release withdraws one.
WITHOUT_VALUE = [
    (status.value, status.label)
    for status in Observation.Status
    if status in Observation.WITHOUT_VALUE and status != Observation.Status.WITHDRAWN
]
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
    told = names.doubts(rows) if "value" in columns else {}
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
            line.cells += _answered(upload, row, columns)
        line.cells = [names.with_unit(each, row) for each in line.cells]
        line.faults = list(_faults(row, columns, names))
        line.doubts = told.get(row.line, [])
        found.append(line)
    return found


def _answered(upload: Upload, row: Judged, columns: dict[str, Column]) -> list[Cell]:
    """Return the status that the answer for the whole file gives a new figure without a value."""
    status = upload.answers.get("missing", "")
    is_given = row.cells.get("value") or row.cells.get("obs_status")
    if not status or is_given or row.state != Verdict.State.NEW:
        return []
    return [cell(columns["obs_status"], status)]


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
        if (name, code) == ("value", "needed") and "obs_status" in row.cells:
            column = columns["obs_status"]
            sentence = _sentence(column, "obs_status", code, detail, names)
            yield Fault("obs_status", label(column), row.cells["obs_status"], sentence)


def _sentence(column: Column | None, name: str, code: str, detail: Any, names: "_Names") -> str:
    pattern = SENTENCES.get((name, code)) or FOR_ANY[code]
    text = format_number(Decimal(str(detail))) if isinstance(detail, int | float) else detail
    codes = column.words if column else {}
    if code == "needed":
        codes = dict(WITHOUT_VALUE)
    words = {
        "detail": text,
        "codes": ", ".join(map(str, codes.values())),
        "release": names.release(detail) if code in _OF_RELEASES else "",
    }
    return str(pattern) % words


_NOT_BY_TYPING = ("taken", "prepared", "elsewhere", "public", "not yours")
_OF_RELEASES = ("taken", "elsewhere")  # faults whose detail is a release


def _by_text(model: Any, texts: set[str], *related: str) -> dict[str, Any]:
    """Return the records that the texts name."""
    ids = ids_by_name(model, texts)
    found = model.objects.select_related(*related) if related else model.objects.all()
    records = found.in_bulk(set(ids.values()))
    return {text: records[pk] for text, pk in ids.items() if pk in records}


def _in_unit(number: str, unit: Unit) -> str:
    return " ".join(filter(None, (with_symbol(number, unit), unit_noun(unit))))


class _Names:
    """The names of what the rows of one page are about, with one query for each kind."""

    def __init__(self, rows: Sequence[Judged]):
        asked = {name: {row.cells.get(name, "") for row in rows} for name in ("indicator", "area")}
        indicators = _by_text(Indicator, asked["indicator"], "unit")
        areas = _by_text(Area, asked["area"])
        self._units = {text: each.unit for text, each in indicators.items()}
        self._names = {
            "indicator": {text: str(each) for text, each in indicators.items()},
            "area": {text: str(each) for text, each in areas.items()},
        }
        cited = {row.cells.get(name, "") for row in rows for name in _CITED}
        sources = _by_text(Source, cited)
        self._sources = {text: str(each) for text, each in sources.items()}
        self._records = indicators, areas, sources
        taken = {
            detail for row in rows for _name, code, detail in row.faults if code in _OF_RELEASES
        }
        self._releases = Release.objects.in_bulk(taken) if taken else {}

    def doubts(self, rows: Sequence[Judged]) -> dict[int, list[str]]:
        """Return what should be looked at, by line."""
        return doubts(rows, *self._records)

    def with_unit(self, shown: Cell, row: Judged) -> Cell:
        """Return the cell of a value with its indicator's unit; any other as it is."""
        unit = self._units.get(row.cells.get("indicator", ""))
        if unit is None or shown.name != "value":
            return shown
        new, old = (text and _in_unit(text, unit) for text in (shown.new, shown.old))
        return replace(shown, new=new or "", old=old)

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
