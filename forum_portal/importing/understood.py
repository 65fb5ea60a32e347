"""What was understood of a file beyond its plain text, said to the person who uploaded it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum_portal.importing.cell_styles import Shown
from forum_portal.importing.formats_found import FORMATS
from forum_portal.importing.headers import Heading
from forum_portal.importing.row_reading import Passed
from forum_portal.importing.sheet_scan import letters
from forum_portal.importing.sheets import Table
from forum_portal.importing.survey import Survey

FEW = 10  # lines that a note names


@dataclass(frozen=True)
class Note:
    """A sentence such as "Totals are passed over", with the first few lines that it is about."""

    text: str
    lines: tuple[int, ...] = ()
    column: str = ""


def notes_on_shape(table: Table, seen: Survey, numbers: str) -> Iterator[Note]:
    """Yield what is known before the rows are read."""
    header = table.header
    others = [name for name in table.sheets if name != table.source.name]
    if others:
        reason = _("Only the sheet “%(sheet)s” is read, not: %(others)s.")
        yield Note(reason % {"sheet": table.source.name, "others": ", ".join(others)})
    if header.first > 1:
        yield Note(_("What stands above the column names is passed over."))
    if header.last > header.first:
        yield Note(_("The column names take two rows."), (header.first, header.last))
    if numbers:
        yield Note(_("Numbers are read as %(format)s.") % {"format": FORMATS[numbers]})
    if seen.evidence.has_percent_signs:
        yield Note(_("A percent sign behind a number is left away."))
    yield from _notes_on_headings(header.headings, seen, table.source.first_column)
    if table.source.hidden_rows:
        text = ngettext(
            "%(count)d hidden row is read like the others.",
            "%(count)d hidden rows are read like the others.",
            table.source.hidden_rows,
        )
        yield Note(text % {"count": table.source.hidden_rows})


def _notes_on_headings(headings: Sequence[Heading], seen: Survey, first: int) -> Iterator[Note]:
    unknown = [heading for heading in headings if not heading.name]
    if unknown:
        names = ", ".join(f"“{heading.text}” ({heading.letter})" for heading in unknown)
        yield Note(
            _("These columns are not known here and not read: %(names)s.") % {"names": names}
        )
    beside = [heading.text for heading in headings if heading.name and not heading.is_read]
    if beside:
        text = _("These columns are not needed here and not read: %(names)s.")
        yield Note(text % {"names": ", ".join(beside)})
    if seen.unnamed:
        names = ", ".join(letters(place + first) for place in sorted(seen.unnamed))
        yield Note(_("Columns without a name are not read: %(names)s.") % {"names": names})


def notes_on_rows(passed: Passed) -> Iterator[Note]:
    """Yield what came up while the rows were read."""
    sentences = {
        "totals": _("Rows that add up others are passed over."),
        "numbered": _("The row that numbers the columns is passed over."),
        "headers": _("Repeated column names are passed over."),
        "asides": _("Lines of text below the table are passed over."),
    }
    for what, lines in passed.lines.items():
        yield Note(sentences[what], tuple(lines[:FEW]))
    counts = passed.counts
    yield from _note_on_missing(counts["missing"])
    yield from _note_on_shares(counts[Shown.PERCENT])
    yield from _note_on_months(counts[Shown.MONTH] + counts[Shown.YEAR])
    yield from _note_on_filled(counts["filled"])


def _note_on_missing(count: int) -> Iterator[Note]:
    text = ngettext(
        "%(count)d cell with a mark such as “-”, “…” or “x” is read as empty.",
        "%(count)d cells with a mark such as “-”, “…” or “x” are read as empty.",
        count,
    )
    yield from _note_on(text, count)


def _note_on_shares(count: int) -> Iterator[Note]:
    text = ngettext(
        "%(count)d cell is formatted as a percentage and read as it shows, 0.907 as 90.7.",
        "%(count)d cells are formatted as percentages and read as they show, 0.907 as 90.7.",
        count,
    )
    yield from _note_on(text, count)


def _note_on_months(count: int) -> Iterator[Note]:
    text = ngettext(
        "%(count)d date shows only month or year and is read as that.",
        "%(count)d dates show only month or year and are read as that.",
        count,
    )
    yield from _note_on(text, count)


def _note_on_filled(count: int) -> Iterator[Note]:
    text = ngettext(
        "%(count)d cell is filled from the merged cell that it is part of.",
        "%(count)d cells are filled from the merged cells that they are part of.",
        count,
    )
    yield from _note_on(text, count)


def _note_on(text: str, count: int) -> Iterator[Note]:
    if count:
        yield Note(text % {"count": count})
