"""Which tables staff may import, and what is done with each: every package registers its own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from forum_portal.importing.contents import Contents
from forum_portal.importing.tables import Kind
from forum_portal.importing.uploads import Upload, Verdict
from forum_portal.models import User


@dataclass(frozen=True)
class Cell:
    """A column of a row as people read it; `old` is None where nothing stood before.

    `name` is the column's.
    """

    label: str
    new: str
    old: str | None = None
    name: str = ""

    @property
    def is_change(self) -> bool:
        return self.old is not None


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell: as it was typed, and the sentence; a row's own has no column."""

    column: str
    label: str
    typed: str
    sentence: str

    @property
    def is_quoted(self) -> bool:
        """Whether the page shows the cell before the sentence, which may name it itself."""
        return bool(self.typed) and self.typed not in self.sentence


@dataclass
class Line:
    """A row on the page of the difference: what it is about, what it says, what is wrong.

    `doubts` are sentences about what should be looked at, though the row is not refused.
    """

    line: int
    state: int
    name: str
    cells: list[Cell] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    is_taken: bool = True

    @property
    def is_writable(self) -> bool:
        return self.state in Verdict.WRITTEN

    @property
    def state_name(self) -> str:
        return Verdict.State(self.state).name.lower()

    @property
    def state_label(self) -> str:
        return str(Verdict.State(self.state).label)


@dataclass(frozen=True)
class Outcome:
    """What an import did, in a sentence, and where to go from there: (words, address)."""

    sentence: str
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Import:
    """A table that staff import.

    `compare` writes a verdict for every staged row of an upload, `take_over` does what the verdicts
    of its rows say, but for those left out, and returns what is kept as the upload's result; both
    run in the caller's transaction, and before the last time `begin` takes the locks it needs.
    `read_as` is the kind as the reader sees it, if it asks for less than a new record needs.
    `lines` turns staged rows with their verdicts into what the page shows. `target_form` asks where
    the rows go: a form of (data or None, upload) with `target()`. `missing` are the answers, (code,
    words), to what a new row without its value is; `remarks` says what else a reader should know
    of an upload that is ready. `contents` is what the table holds for a person, `shown` says which
    rows that are; `archived` what the archive of everything holds of it, if that is not the same.
    """

    kind: Kind
    title: Any
    purpose: Any
    compare: Callable[[Upload], None]
    take_over: Callable[[Upload], dict[str, Any]]
    lines: Callable[[Upload, Sequence[Any]], list[Line]]
    may: Callable[[User], bool]
    outcome: Callable[[Upload], Outcome]
    contents: Callable[[User], Contents]
    begin: Callable[[Upload], None] = lambda upload: None
    target_form: Callable[[Any, Upload], Any] | None = None
    group: Any = ""
    missing: Sequence[tuple[str, Any]] = ()
    remarks: Callable[[Upload], list[str]] = lambda upload: []
    read_as: Kind | None = None
    shown: Any = ""
    archived: Callable[[], Contents] | None = None

    @property
    def heading(self) -> str:
        return _("Import: %(table)s") % {"table": self.title}


_IMPORTS: dict[str, Import] = {}


def register(imports: Iterable[Import]) -> None:
    """Offer these tables to staff, in this order within their groups."""
    _IMPORTS.update((each.kind.name, each) for each in imports)


def import_of(name: str) -> Import | None:
    """Return the import of a kind by its name."""
    return _IMPORTS.get(name)


def imports_for(user: User) -> list[Import]:
    """Return the tables that this person may import."""
    return [each for each in _IMPORTS.values() if each.may(user)]


def may_import_all(user: User) -> bool:
    """Tell whether this person may import every table."""
    return all(each.may(user) for each in _IMPORTS.values())
