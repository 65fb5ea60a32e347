"""From an uploaded file to rows of canonical text: what an officer typed, as the portal writes it.

    reading = read_table(OBSERVATIONS, data, "Số liệu quý IV.xlsx", Answers())
    if reading.questions: ...                       # ask, and read again with the answers
    for line, cells in reading.rows(): ...          # cells in the order of `reading.columns`
    reading.problems, reading.understood            # complete once `rows()` has run to its end

A file that cannot be read at all raises UnreadableError with one sentence that says what to do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from forum_portal.importing.cells import Holds
from forum_portal.importing.delimited import Delimited
from forum_portal.importing.formats_found import ENGLISH, FORMATS, PLAIN, VIETNAMESE
from forum_portal.importing.headers import Heading, Names
from forum_portal.importing.row_reading import RowReader
from forum_portal.importing.sheets import Table, find_table
from forum_portal.importing.survey import Survey, survey
from forum_portal.importing.tables import Column, Kind, Problem, UnreadableError
from forum_portal.importing.typed import CellReader, reader_of_cells
from forum_portal.importing.understood import Note, notes_on_rows, notes_on_shape
from forum_portal.text import printable

__all__ = ["Answers", "Heading", "Note", "Question", "Reading", "read_table"]

type Line = tuple[int, tuple[str | None, ...]]  # the row's number in Excel, a text per column

NUMERIC = (Holds.NUMBER, Holds.WHOLE)


@dataclass(frozen=True)
class Answers:
    """What the officer has set; an empty answer leaves it to the reader.

    `sheet` is a sheet's name, `numbers` a code of `formats_found.FORMATS` ("vi", "en", "plain"),
    `columns` the column's name for a heading as it stands in the file ("" passes it over).
    """

    sheet: str = ""
    numbers: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """What the file leaves open. `name` is the field of Answers; `options` are (answer, words).

    `examples` are cells that the question is about, as (line, column, text).
    """

    name: str
    text: str
    options: tuple[tuple[str, str], ...]
    examples: tuple[tuple[int, str, str], ...] = ()


@dataclass
class Reading:
    """A file that can be read: its shape first, then its rows.

    `problems` first holds what is wrong with the whole file (a required column is missing); while
    `rows()` runs, those of single cells are added. A cell that could not be read stands in its row
    as it was typed, so that nothing typed is lost; the row must not be taken over.
    """

    kind: Kind
    file: str
    sheet: str  # empty for CSV
    sheets: tuple[str, ...]
    header_line: int
    headings: tuple[Heading, ...]
    columns: tuple[str, ...]  # names of the columns that rows() gives; `given` ones come last
    numbers: str  # a code of formats_found.FORMATS; empty where no cell depends on it
    lines: int  # how many lines there are below the header, for progress
    questions: tuple[Question, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    understood: list[Note] = field(default_factory=list)
    _begin: Callable[[list[Problem]], RowReader] = field(kw_only=True, repr=False)
    _given: Mapping[str, str] = field(kw_only=True, default_factory=dict)

    def __post_init__(self) -> None:
        self._of_file = len(self.problems), len(self.understood)

    def rows(self) -> Iterator[Line]:
        """Yield (line, cells) of every row of data; None is an empty cell or a mark for missing.

        Cells are canonical: 956000 · 90.7 · 2023-12-27 · 2026-11-22T07:00:00+07:00 · 08:30 · true ·
        the code of a choice · NFC text. Blank rows and totals are passed over. The problems of a
        row stand in `problems` before it is given. Runs only where there are no questions; a second
        call begins anew.
        """
        if self.questions:
            raise ValueError(f"{self.file}: {self.questions[0].text}")
        problems, notes = self._of_file
        del self.problems[problems:], self.understood[notes:]
        reader, given = self._begin(self.problems), tuple(self._given.values())
        if given:
            yield from ((line, cells + given) for line, cells in reader.rows())
        else:
            yield from reader.rows()
        self.understood += notes_on_rows(reader.passed)

    def read_cell(self, column: str, typed: str) -> str | None:
        """Return the canonical text of a cell that was typed anew, or raise ValueError."""
        wanted = next(each for each in self.kind.columns if each.name == column)
        return reader_of_cells(wanted, self.numbers or VIETNAMESE)(typed)


def read_table(
    kind: Kind,
    data: bytes,
    file: str,
    answers: Answers | None = None,
    given: Mapping[str, str] | None = None,
) -> Reading:
    """Return how `data`, uploaded as `file`, is to be read as a table of `kind`.

    `given` are columns that do not come from the file: {"release": "quy-iv-2026"}. Every row has
    them, whatever the file says. Looks at every cell once, to find header and number format.
    Raises UnreadableError.
    """
    answers = answers or Answers()
    file = printable(PurePosixPath(file.replace("\\", "/")).name)
    try:
        return _read(kind, data, file, answers, given or {})
    except UnreadableError as error:
        raise UnreadableError(replace(error.problem, file=file)) from error


def _read(
    kind: Kind, data: bytes, file: str, answers: Answers, given: Mapping[str, str]
) -> Reading:
    table = find_table(kind, Names(kind, answers.columns), data, file, answers.sheet)
    headings = _without_given(table.header.headings, given)
    table.header = replace(table.header, headings=headings)
    numeric = [column.name for column in kind.columns if column.holds in NUMERIC]
    seen = survey(table.source, table.header.last, headings, numeric)
    numbers, doubts = _format_of(table, seen)
    if answers.numbers in FORMATS:
        numbers, doubts = answers.numbers, []
    return reading_of(
        kind,
        file,
        table,
        lambda column: reader_of_cells(column, numbers or VIETNAMESE),
        numbers=numbers,
        seen=seen,
        given=given,
        questions=(*_sheet_question(table, answers), *_number_question(seen, doubts)),
        problems=list(_problems(kind, table, file, given)),
        understood=list(notes_on_shape(table, seen, numbers)),
    )


def reading_of(
    kind: Kind,
    file: str,
    table: Table,
    read: Callable[[Column], CellReader],
    *,
    seen: Survey,
    numbers: str = "",
    given: Mapping[str, str] | None = None,
    **rest: Any,
) -> Reading:
    """Return the reading of a table whose header is known; `read` gives a column its reader."""
    headings = {each.name: each for each in reversed(table.header.headings) if each.is_read}
    columns = [column for column in kind.columns if column.name in headings]
    used = [headings[column.name] for column in columns]

    def begin(problems: list[Problem]) -> RowReader:
        shape = (table.source, table.header, used, columns)
        return RowReader(file, *shape, read, numbers or VIETNAMESE, seen.has_truths, problems)

    return Reading(
        kind,
        file,
        table.source.name,
        table.sheets,
        table.header.last,
        table.header.headings,
        (*(column.name for column in columns), *(given or {})),
        numbers=numbers,
        lines=seen.lines,
        _begin=begin,
        _given=given or {},
        **rest,
    )


def _without_given(headings: Sequence[Heading], given: Mapping[str, str]) -> tuple[Heading, ...]:
    return tuple(replace(each, is_read=False) if each.name in given else each for each in headings)


def _problems(kind: Kind, table: Table, file: str, given: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with the column names."""
    line = table.header.last
    seen: dict[str, Heading] = {}
    for heading in table.header.headings:
        if heading.is_read and heading.name in seen:
            reason = _("The columns %(one)s and %(other)s both stand for “%(title)s”. Rename one.")
            places = {"one": seen[heading.name].letter, "other": heading.letter}
            title = next(each.title for each in kind.columns if each.name == heading.name)
            yield Problem(file, line, heading.name, "", reason % {**places, "title": title})
        seen.setdefault(heading.name, heading)
    for column in kind.columns:
        if column.required and column.name not in seen and column.name not in given:
            reason = _("The column “%(title)s” is missing.") % {"title": column.title}
            yield Problem(file, line, column.name, "", reason)


def _format_of(table: Table, seen: Survey) -> tuple[str, list[str]]:
    """Return (format, doubtful texts); the portal's own files say their format by their shape."""
    numbers, doubts = seen.evidence.decide()
    source, found = table.source, seen.evidence.found.keys()
    if not doubts or not isinstance(source, Delimited):
        return numbers, doubts
    if all(heading.text == heading.name for heading in table.header.headings):
        if source.delimiter == "," and not found & {"comma", "dots", "commas", "comma_or_both"}:
            return PLAIN, []
        if source.delimiter == ";" and not found & {"point", "dots", "commas", "dot_or_both"}:
            return VIETNAMESE, []
    return numbers, doubts


def _number_question(seen: Survey, doubts: Sequence[str]) -> Iterator[Question]:
    if not doubts:
        return
    text = _("How does this file write its numbers? It can be read in more than one way.")
    options = (
        (VIETNAMESE, _("Dots part thousands, a comma begins decimals: 956.000 · 90,7")),
        (ENGLISH, _("Commas part thousands, a dot begins decimals: 956,000 · 90.7")),
    )
    examples = dict.fromkeys((*seen.examples[each], each) for each in doubts)
    yield Question("numbers", text, options, tuple(examples))


def _sheet_question(table: Table, answers: Answers) -> Iterator[Question]:
    if table.rivals and answers.sheet not in table.sheets:
        names = (table.source.name, *table.rivals)
        text = _("Several sheets hold such a table. Which one is to be read?")
        yield Question("sheet", text, tuple((name, name) for name in names))
