"""The difference that an upload would make, a page of rows at a time, as its template shows it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forum_portal.importing import deciding
from forum_portal.importing.difference import PER_PAGE, judged_rows
from forum_portal.importing.imports import Import
from forum_portal.importing.uploads import Upload, Verdict

FILTERS = {each.name.lower(): each for each in Verdict.State}


def difference_shown(upload: Upload, table: Import, chosen: str, number: int) -> dict[str, Any]:
    """Return what the page says of a ready upload's rows.

    `chosen` is a name of FILTERS, empty for all rows; a page beyond the last is the last one.
    """
    state = FILTERS.get(chosen)
    total = upload.count(state) if state else sum(upload.counts.values())
    pages = max(1, -(-total // PER_PAGE))
    number = min(number, pages)
    lines = table.lines(upload, judged_rows(upload, state, number))
    return {
        "lines": lines,
        "remarks": table.remarks(upload),
        "has_ticks": any(line.is_writable for line in lines),
        "has_fixes": any(fault.column for line in lines for fault in line.faults),
        "empty": pgettext("history", "empty"),
        "filters": _filters(upload, chosen),
        "filter": chosen,
        "number": number,
        "pages": _page_numbers(number, pages),
        "taken": deciding.taken_count(upload),
        "refused": upload.count(Verdict.State.REFUSED),
        "writable": upload.count(Verdict.State.NEW) + upload.count(Verdict.State.CHANGED),
    }


def _filters(upload: Upload, chosen: str) -> list[dict[str, Any]]:
    every: list[Any] = [("", _("all rows"), sum(upload.counts.values()))]
    every += [(name, each.label, upload.count(each)) for name, each in FILTERS.items()]
    return [
        {"name": name, "label": label, "count": count, "is_current": name == chosen}
        for name, label, count in every
    ]


def _page_numbers(number: int, pages: int) -> list[int]:
    """Return the pages to offer: the first, the last, and those around the one shown."""
    near = {1, pages, *range(number - 2, number + 3)}
    return sorted(each for each in near if 1 <= each <= pages)
