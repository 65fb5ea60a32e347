"""The files of a folder of content: CSV as the portal itself writes it, named cell by named cell.

They go through the reader of uploads, but nothing in them is left to be understood: the first line
names the columns, a comma parts them, numbers and days are canonical.
"""

from dataclasses import replace
from itertools import islice
from pathlib import Path

from forum_portal.importing.cell_texts import INERT
from forum_portal.importing.delimited import Delimited
from forum_portal.importing.formats_found import PLAIN
from forum_portal.importing.headers import Header, Heading
from forum_portal.importing.reading import Reading, reading_of
from forum_portal.importing.sheet_scan import letters
from forum_portal.importing.sheets import Table
from forum_portal.importing.survey import Survey
from forum_portal.importing.tables import Kind, Parsed, UnreadableError, check_header, parse

__all__ = ["UnreadableError", "read_file"]


def read_file(kind: Kind, path: Path) -> Parsed:
    """Parse one CSV file; raises UnreadableError where not even its lines can be told apart."""
    try:
        reading = _open(kind, path.read_bytes())
        rows = list(reading.rows())
    except UnreadableError as error:
        raise UnreadableError(replace(error.problem, file=kind.file)) from error
    misshapen = {problem.line for problem in reading.problems}
    lines = [
        (line, dict(zip(reading.columns, (cell or "" for cell in cells), strict=True)))
        for line, cells in rows
        if line not in misshapen and any(cells)
    ]
    parsed = parse(kind, lines)
    header = [heading.text for heading in reading.headings]
    parsed.problems = [*check_header(kind, header), *reading.problems, *parsed.problems]
    parsed.problems.sort(key=lambda problem: problem.line)
    return parsed


def _open(kind: Kind, data: bytes) -> Reading:
    source = Delimited(data, ",")
    names = {column.name for column in kind.columns}
    first = [name.strip() for name in next(islice(source.rows(), 1), [])]
    headings = tuple(
        Heading(letters(place), name, name if name in names else "", name in names, place)
        for place, name in enumerate(first)
    )
    table = Table(source, Header(1, 1, headings))
    return reading_of(
        kind,
        kind.file,
        table,
        lambda column: _as_it_stands,
        numbers=PLAIN,
        seen=Survey(),
    )


def _as_it_stands(raw: str) -> str | None:
    """Leave a cell to the column's own reader, which takes canonical text alone."""
    return (raw[1:] if INERT.match(raw) else raw) or None
