"""What a table of content looks like, and reading its rows, whether they come from CSV or XLSX."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import is_normalized

from django.db import models
from django.utils.translation import gettext as _

from forum_portal.importing.cells import (
    Holds,
    Reader,
    holds_of,
    reader_of,
    split,
    words_of,
)
from forum_portal.text import nfc

type Values = dict[str, Any]
type Complaints = Iterable[tuple[str, str]]  # column, reason
type Objections = Iterable[tuple[Any, ...]]  # row, column, reason and, if not the whole cell, text


@dataclass(frozen=True)
class Problem:
    """Why a cell, a line or a whole file is refused; `line` 0 and an empty `column` mean all."""

    file: str
    line: int
    column: str
    text: str
    reason: str

    def __str__(self) -> str:
        place = [self.file]
        if self.line:
            place.append(_("line %(line)d") % {"line": self.line})
        if self.column:
            place.append(_("column %(column)s") % {"column": self.column})
        shown = self.text if len(self.text) <= 80 else f"{self.text[:79]}…"
        quoted = f" “{shown}”" if shown else ""
        return f"{', '.join(place)}:{quoted} {self.reason}".replace("\n", " ")


class UnreadableError(Exception):
    """A file that cannot be taken apart; carries the one problem that says where and why."""

    def __init__(self, problem: Problem):
        super().__init__(str(problem))
        self.problem = problem


def unreadable(reason: str, line: int = 0, text: str = "") -> UnreadableError:
    """Return the refusal of a whole file, whose name the caller of the reader knows."""
    return UnreadableError(Problem("", line, "", text, reason))


@dataclass(frozen=True)
class Column:
    """A column: how its cells are read, and for keys of other records, of which.

    `within` names the column whose cell is the first part of a key of two parts. A column that is
    not `stored` speaks to rules and hooks alone; one that is `extra` may be missing from a file.
    `title`, `meaning` and the `words` of codes are for people; `spoken` turns what people write
    into what `read` takes, or raises ValueError.
    """

    name: str
    read: Reader = str
    required: bool = False
    refers: type[models.Model] | None = None
    within: str = ""
    many: bool = False
    stored: bool = True
    extra: bool = False
    holds: Holds = Holds.TEXT
    title: Any = ""
    meaning: Any = ""
    words: Mapping[str, Any] = field(default_factory=dict)
    spoken: Callable[[str], str] | None = None

    def keys(self, values: Values) -> list[str]:
        """Return the keys of the records that this column's cell names."""
        cell = values.get(self.name)
        if cell is None:
            return []
        parts = split(cell) if self.many else [cell]
        prefix = f"{values.get(self.within) or ''}/" if self.within else ""
        return [prefix + part for part in parts]


@dataclass(slots=True)
class Row:
    """A line that could be read: the values of its filled cells, and the cells as they stand."""

    line: int
    values: Values
    cells: Mapping[str, str]
    key: str


@dataclass
class Parsed:
    """The rows of a table that can be used, what is wrong with the others, and those others."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    """One table of content. What is not said here follows from the model.

    `key` names the columns that tell rows apart; their values, joined by `/`, are how other tables
    refer to a row. `lookups` finds the same values in the database, `stored_key` joins them.
    `defaults` are the values of empty cells, where a key or a rule needs them.
    `complete` sees the values of one row: it may add to them and yields what contradicts.
    `check` sees all rows and the base, `make` builds the records, `finish` runs when all is saved.
    `beside` names columns that the portal writes into its own files and does not read back, each
    with its title. `told` gives the cells of a record that are not its fields as they stand; it
    needs the relations `told_with`.
    """

    name: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    lookups: tuple[str, ...] = ()
    defaults: Values = field(default_factory=dict)
    stored_key: Callable[..., str] | None = None
    complete: Callable[[Values], Complaints] | None = None
    existing: Callable[[list[Row]], dict[str, int]] | None = None
    check: Callable[..., Objections] | None = None
    make: Callable[..., list[models.Model]] | None = None
    finish: Callable[..., Objections] | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)
    told: Callable[[Any], Mapping[str, str]] | None = None
    told_with: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    def problem(self, row: Row, column: str, reason: str, text: str | None = None) -> Problem:
        """Return the problem of a cell; `text` is the part of it that is meant, if not all."""
        shown = text or row.cells.get(column) or ""
        return Problem(self.file, row.line, column, shown, reason)


def columns(model: type[models.Model], names: str) -> tuple[Column, ...]:
    """Return columns named like fields of `model`; `!` marks the required, `?` extras."""
    return tuple(_column_of(model, name) for name in names.split())


def _column_of(model: type[models.Model], marked: str) -> Column:
    name = marked.rstrip("!?")
    model_field: Any = model._meta.get_field(name)
    return Column(
        name,
        reader_of(model_field),
        required=marked.endswith("!"),
        refers=model_field.related_model if model_field.is_relation else None,
        many=model_field.many_to_many or False,
        extra=marked.endswith("?"),
        holds=holds_of(model_field),
        title=getattr(model_field, "verbose_name", ""),
        meaning=model_field.help_text,
        words=words_of(model_field) if model_field.choices else {},
    )


def key_text(*parts: Any) -> str:
    """Return the key of a record: "dien-dan-2023/hoang-minh-cuong/opening"."""
    return "/".join("" if part is None else str(part) for part in parts).rstrip("/")


def check_header(kind: Kind, header: list[str]) -> list[Problem]:
    """Return what is wrong with the names of the columns, in the order of the file."""
    wanted = {column.name for column in kind.columns}
    problems = []
    for place, name in enumerate(header):
        if name not in wanted:
            reason = _("This column is not known here.")
        elif name in header[:place]:
            reason = _("This column appears twice.")
        else:
            continue
        problems.append(Problem(kind.file, 1, name, "", reason))
    for column in kind.columns:
        if column.name not in header and not column.extra:
            problems.append(Problem(kind.file, 1, column.name, "", _("This column is missing.")))
    return problems


def parse(kind: Kind, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Parsed:
    """Read rows of (line number, cells by column); every wrong cell becomes a problem.

    A column that no row has is passed over in silence: `check_header` has told of it.
    """
    parsed = Parsed()
    lines_by_key: dict[str, int] = {}
    for line, cells in rows:
        values, wrong = _read_cells(kind, cells)
        values = {**kind.defaults, **values}
        if kind.complete and not wrong:
            wrong.extend(kind.complete(values))
        row = Row(line, values, cells, key_text(*(values.get(name) for name in kind.key)))
        if not wrong and lines_by_key.setdefault(row.key, line) != line:
            reason = _("The same is on line %(line)d already.") % {"line": lines_by_key[row.key]}
            wrong.append((kind.key[-1] if kind.key else "", reason))
        if wrong:
            parsed.problems += [kind.problem(row, *complaint) for complaint in wrong]
            parsed.refused.append(row)
        else:
            parsed.rows.append(row)
    return parsed


def _read_cells(kind: Kind, cells: Mapping[str, str]) -> tuple[Values, list[tuple[str, str]]]:
    values: Values = {}
    wrong: list[tuple[str, str]] = []
    for column in kind.columns:
        text = cells.get(column.name)
        if text is None:
            continue
        text = text.strip()
        if not text:
            if column.required:
                wrong.append((column.name, _("This cell must be filled.")))
            continue
        try:
            values[column.name] = column.read(_clean(text))
        except ValueError as error:
            values[column.name] = text  # a key that could not be read is still a key
            wrong.append((column.name, str(error)))
    return values, wrong


def _clean(text: str) -> str:
    if "\0" in text:
        raise ValueError(_("The cell holds a NUL byte, which no text has."))
    if text.isascii():
        return text.replace("\r\n", "\n")
    return (text if is_normalized("NFC", text) else nfc(text)).replace("\r\n", "\n")
