"""From an uploaded file to rows of canonical text: what an officer typed, as the portal writes it.

    reading = read_table(OBSERVATIONS, data, "Số liệu quý IV.xlsx", Answers())
    if reading.questions: ...                       # ask, and read again with the answers
    for line, cells in reading.rows(): ...          # cells in the order of `reading.columns`
    reading.problems, reading.understood            # complete once `rows()` has run to its end

A file that cannot be read at all raises UnreadableError with one sentence that says what to do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from forum_portal.importing.tables import Kind, Problem

type Line = tuple[int, tuple[str | None, ...]]  # the row's number in Excel, a text per column


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


@dataclass(frozen=True)
class Note:
    """What was understood beyond the plain text, for people: "Dòng 64 là dòng tổng, bỏ qua"."""

    text: str
    lines: tuple[int, ...] = ()  # the first few that it is about
    column: str = ""


@dataclass(frozen=True)
class Heading:
    """A column of the file: its letter in Excel, its heading, and the column it was matched to.

    `name` is empty where the heading is not known; `is_read` is false for columns that the portal
    writes into its own files and does not read back, such as the name beside a code.
    """

    letter: str
    text: str
    name: str
    is_read: bool = True


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
    columns: tuple[str, ...]  # names of the columns that rows() gives, in the order of the kind
    numbers: str  # a code of formats_found.FORMATS; empty where no cell depends on it
    lines: int  # how many lines there are below the header, for progress
    questions: tuple[Question, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    understood: list[Note] = field(default_factory=list)

    def rows(self) -> Iterator[Line]:
        """Yield (line, cells) of every row of data; None is an empty cell or a mark for missing.

        Cells are canonical: 956000 · 90.7 · 2023-12-27 · 2026-11-22T07:00:00+07:00 · 08:30 · true ·
        the code of a choice · NFC text. Blank rows and totals are passed over. The problems of a
        row stand in `problems` before it is given. Runs only where there are no questions; a second
        call begins anew.
        """
        raise NotImplementedError

    def read_cell(self, column: str, typed: str) -> str | None:
        """Return the canonical text of a cell that was typed anew, or raise ValueError."""
        raise NotImplementedError


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
    raise NotImplementedError
