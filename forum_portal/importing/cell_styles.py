"""Which styles of a workbook show a number as a share, or a date as a month or a year."""

import re
from enum import StrEnum
from xml.etree import ElementTree

from forum_portal.importing.archives import damaged_if_it_fails

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PERCENT, _MONTH = ("9", "10"), ("17",)  # numbers of Excel's own formats: 0%, 0.00%, mmm-yy


class Shown(StrEnum):
    """How a cell's format changes what its value means to whoever typed it."""

    PERCENT = "percent"  # 0.907 is shown as 90,7%
    MONTH = "month"  # the first of November is shown as 11/2024
    YEAR = "year"


def telling_styles(styles: bytes) -> dict[str, Shown]:
    """Return the numbers of the cell styles in `xl/styles.xml` that are of one of these kinds."""
    with damaged_if_it_fails():
        root = ElementTree.fromstring(styles)
    codes = {
        each.get("numFmtId"): each.get("formatCode", "") for each in root.iterfind(".//{*}numFmt")
    }
    found = {}
    for place, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        number = style.get("numFmtId", "0")
        shown = _shown(number, codes.get(number, ""))
        if shown:
            found[str(place)] = shown
    return found


def _shown(number: str, code: str) -> Shown | None:
    if not code:
        return Shown.PERCENT if number in _PERCENT else Shown.MONTH if number in _MONTH else None
    signs = _QUOTED.sub("", code.split(";")[0]).lower()
    if "%" in signs:
        return Shown.PERCENT
    if "y" not in signs or set(signs) & set("dhs0#?"):
        return None
    return Shown.MONTH if "m" in signs else Shown.YEAR
