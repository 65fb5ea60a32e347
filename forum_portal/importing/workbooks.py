"""Excel workbooks: their sheets as rows of raw cells, with what the cells' values do not say."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree

from django.utils.translation import gettext as _
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from forum_portal.importing.archives import Archive, damaged_if_it_fails
from forum_portal.importing.cell_styles import telling_styles
from forum_portal.importing.guards import damaged
from forum_portal.importing.sheet_scan import Scan, Telling, scan_sheet
from forum_portal.importing.tables import unreadable

WORKBOOK = "xl/workbook.xml"
EXPLANATIONS = "Giải thích"  # the sheet of our templates that is not to be read
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

type Merge = tuple[tuple[int, int], tuple[int, int]]  # (row, column) from 0: first and last


class Sheet:
    """One sheet. `first_column` is the column that its rows begin with, counted from 0."""

    even = True  # every row has as many cells as the header

    def __init__(self, name: str, scan: Scan, sheet: CalamineSheet):
        self.name, self._sheet = name, sheet
        self.first_column = sheet.start[1] if sheet.start else 0
        self.telling: dict[int, tuple[Telling, ...]] = scan.telling
        self.hidden_rows = scan.hidden
        self.merges: list[Merge] = sheet.merged_cell_ranges or []

    def rows(self) -> Iterator[list[Any]]:
        """Yield the rows from the first of the sheet on; an empty cell is ""."""
        if self._sheet.start is not None:
            yield from self._sheet.iter_rows()


class Workbook:
    """A checked workbook; `names` are the sheets that a reader may find a table in."""

    def __init__(self, data: bytes):
        self.archive = Archive(data)
        _refuse_other_kinds(self.archive)
        self.paths, self._uncomputed_zeros = self._index()
        self.archive.measure(beside=set(self.paths.values()))
        with damaged_if_it_fails():
            self._book = CalamineWorkbook.from_filelike(BytesIO(data))
            self.names = [
                sheet.name
                for sheet in self._book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
                and sheet.visible == SheetVisibleEnum.Visible
                and sheet.name != EXPLANATIONS
            ]
        self._styles = self._telling_styles()

    def sheet(self, name: str) -> Sheet:
        """Return a sheet by its name, checked and loaded."""
        path = self.paths.get(name)
        if path is None:
            raise damaged()
        pieces = self.archive.pieces(path)
        scan = scan_sheet(pieces, name, self._styles, self._uncomputed_zeros)
        with damaged_if_it_fails():
            return Sheet(name, scan, self._book.get_sheet_by_name(name))

    def _index(self) -> tuple[dict[str, str], bool]:
        """Return the paths of the sheets by name, and whether nobody computed the formulas yet.

        Programs that write formulas without computing them ask Excel to do so when it opens.
        """
        folder = PurePosixPath(WORKBOOK).parent
        with damaged_if_it_fails():
            relations = ElementTree.fromstring(
                self.archive.whole(f"{folder}/_rels/workbook.xml.rels")
            )
            book = ElementTree.fromstring(self.archive.whole(WORKBOOK))
            targets = {each.get("Id"): each.get("Target", "") for each in relations}
            paths = {}
            for sheet in book.iterfind("{*}sheets/{*}sheet"):
                target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "")
                path = target if target.startswith("/") else f"{folder}/{target}"
                paths[sheet.get("name", "")] = path.lstrip("/").lower()
            calculation = book.find("{*}calcPr")
        full = calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true")
        return paths, full

    def _telling_styles(self):
        path = "xl/styles.xml"
        return telling_styles(self.archive.whole(path)) if path in self.archive.parts else {}


def _refuse_other_kinds(archive: Archive) -> None:
    if WORKBOOK in archive.parts:
        return
    if "xl/workbook.bin" in archive.parts or "content.xml" in archive.parts:
        reason = _("This kind of workbook is not read here. Save it as “Excel Workbook (.xlsx)”.")
    else:
        reason = _("This file is no Excel workbook. Save the table as .xlsx and upload that.")
    raise unreadable(reason)
