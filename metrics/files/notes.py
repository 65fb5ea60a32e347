"""What a workbook's sheet of notes says."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from forum_portal.numbers import format_number
from forum_portal.tables import Table
from forum_portal.words import date_text
from metrics.files.about import About


def notes(table: Table, about: About, rows: int) -> Iterator[tuple[str, str]]:
    """Yield what the file is and how it is to be read, then each column, then each code."""
    yield _("Title"), about.title
    yield _("Published by"), dict(about.portals)["vi"]
    yield _("As of"), date_text(about.day) if about.as_of == about.day.isoformat() else about.as_of
    yield _("Rows"), format_number(rows)
    yield _("Address of the file"), about.address
    yield _("Page"), about.page
    if about.licence:
        yield _("Licence"), " ".join(filter(None, [about.licence, about.licence_url]))
    for line in about.citations():
        yield _("Cite as"), line
    yield from _reading()
    for column in table.columns:
        yield column.name, f"{column.title}. {column.meaning}"
    for column in table.columns:
        for code, words in column.words:
            yield f"{column.name} = {code}", str(words)


def _reading() -> Iterator[tuple[str, str]]:
    yield (
        _("Time zone"),
        _("Days with an hour are in the time zone %(zone)s (UTC+07:00), cut to the second.")
        % {"zone": settings.TIME_ZONE},
    )
    yield (
        _("Numbers and texts"),
        _(
            "Numbers are numbers; one with more than 15 digits is a text, so that none is lost. "
            "An empty cell has no value. Texts are never run as formulas."
        ),
    )
