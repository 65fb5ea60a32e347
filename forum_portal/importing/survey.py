"""One look at every cell of a table before it is read: how it writes numbers, how long it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress, count, islice
from typing import Any

from forum_portal.importing.formats_found import Evidence
from forum_portal.importing.headers import Heading
from forum_portal.importing.sheets import Source

CHUNK = 2000  # rows


@dataclass
class Survey:
    """What was seen. `examples` tell where a number's text stood first: (line, column)."""

    lines: int = 0
    evidence: Evidence = field(default_factory=Evidence)
    examples: dict[str, tuple[int, str]] = field(default_factory=dict)
    has_truths: bool = False
    unnamed: set[int] = field(default_factory=set)  # places of cells below no heading


def survey(
    source: Source, above: int, headings: Sequence[Heading], numeric: Sequence[str]
) -> Survey:
    """Look at all rows below line `above`; `numeric` names the columns that hold numbers."""
    seen = Survey()
    places = [(each.place, each.name) for each in headings if each.name in numeric]
    named = {heading.place for heading in headings}
    rows = islice(source.rows(), above, None)
    while chunk := list(islice(rows, CHUNK)):
        line = above + seen.lines + 1
        for place, name in places:
            _see_numbers(seen, chunk, place, line, name)
        if source.even:
            _see_values(seen, chunk, named)
        seen.lines += len(chunk)
    return seen


def _see_numbers(seen: Survey, chunk: list[list[Any]], place: int, line: int, name: str) -> None:
    """Show the texts of a column to the evidence; those of digits alone say little."""
    cells = [row[place] if place < len(row) else "" for row in chunk]
    if seen.evidence.knows_long:
        told = [type(cell) is str and ("," in cell or "." in cell) for cell in cells]
    else:
        told = [type(cell) is str for cell in cells]
    texts, lines = list(compress(cells, told)), list(compress(count(line), told))
    for found in seen.evidence.add(texts):
        seen.examples.setdefault(texts[found], (lines[found], name))


def _see_values(seen: Survey, chunk: list[list[Any]], named: set[int]) -> None:
    """Look for truths, which count as numbers in Python, and for columns without a name."""
    if not seen.has_truths:
        seen.has_truths = any(bool in map(type, row) for row in chunk)
    for place in set(range(len(chunk[0]))) - named - seen.unnamed:
        if any(row[place] != "" for row in chunk):
            seen.unnamed.add(place)
