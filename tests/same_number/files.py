"""The files: CSV in three dialects, XLSX and JSON, long and wide, and what changed."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

from django.conf import settings
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.same_number.asking import Portal
from tests.same_number.hard_cases import DASHBOARD, UNITS
from tests.same_number.record import Record, Version

NUMBERS = ("value", "numerator", "denominator", "old_value", "new_value")
COUNTS = ("out_of", "old_out_of", "revision")
SERIES = ("indicator", "area", "kind", "instrument")
BESIDE_PERIODS = (*SERIES, "indicator_name", "pillar", "area_name", "unit", "marks")
ALL = "/du-lieu/quan-sat"
Row = dict[str, Any]
Compared = tuple[dict, dict]


def rows_of(portal: Portal, path: str, kind: str, query: str = "") -> list[Row]:
    """Return the rows of a file; `kind` is "csv", "csv-vi", "csv-data", "xlsx" or "json"."""
    suffix, _, dialect = kind.partition("-")
    asked = "&".join(filter(None, [dialect and f"dialect={dialect}", query]))
    address = f"{path}.{suffix}" + (f"?{asked}" if asked else "")
    if suffix == "json":
        return portal.json(address)["rows"]
    if suffix == "xlsx":
        return list(sheet_rows(portal.bytes(address)))
    return csv_rows(portal.bytes(address), dialect)


def csv_rows(content: bytes, dialect: str = "") -> list[Row]:
    """Return the rows of a CSV in a dialect, with decimal points."""
    sign = ";" if dialect == "vi" else ","
    text = content.decode("utf-8" if dialect == "data" else "utf-8-sig")
    found = csv.DictReader(io.StringIO(text, newline=""), delimiter=sign)
    return [in_point(row) for row in found] if dialect == "vi" else list(found)


def in_point(row: Row) -> Row:
    """Return a row of the Vietnamese dialect; its columns of numbers have a comma."""
    texts = {*BESIDE_PERIODS, "comment", "note", "printed", "locator", "source_title"}
    return {name: cell if name in texts else cell.replace(",", ".") for name, cell in row.items()}


def sheet_rows(content: bytes) -> Iterator[Row]:
    """Yield the rows of a workbook's first sheet; its numbers are numbers."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    head, *rows = book.get_sheet_by_index(0).to_python()
    for row in rows:
        yield dict(zip(head, row, strict=True))


KINDS = ("csv", "csv-vi", "csv-data", "xlsx", "json")


def plain(name: str, cell: Any) -> Any:
    """Return what a cell means, whatever file it stands in."""
    if cell in ("", None):
        return None
    if name in NUMBERS:
        return Decimal(str(cell))
    if name in COUNTS:
        return int(cell)
    if name == "published_at":
        moment = cell if isinstance(cell, datetime) else datetime.fromisoformat(cell)
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    return cell


def meant(row: Mapping[str, Any], names: Iterable[str]) -> Row:
    return {name: plain(name, row[name]) for name in names}


def figure(record: Record, version: Version) -> Row:
    """Return what a file or the API has to say of a figure in force."""
    is_told = not version.is_withdrawn
    return {
        **key_of(version),
        "value": version.value if is_told else None,
        "unit": version.unit,
        "comparator": version.comparator,
        "out_of": version.out_of,
        "numerator": version.numerator if is_told else None,
        "denominator": version.denominator if is_told else None,
        "obs_status": version.status,
        "revision": record.revision(version),
        "published_at": version.published_at,
        "release": version.release,
        "url": settings.PORTAL_ORIGIN + version.address,
    }


def key_of(version: Version) -> Row:
    return dict(zip((*SERIES, "period"), version.key, strict=True))


def long_rows(rows: Iterable[Row], recorded: Mapping[str, Row]) -> dict[str, Row]:
    """Return the rows of a file by the page that each leads to, with the columns recorded."""
    names = list(next(iter(recorded.values())))
    return {address_of(row): meant(row, names) for row in rows}


def address_of(row: Row) -> str:
    return row["url"].removeprefix(settings.PORTAL_ORIGIN)


def long(kind: str) -> Callable[[Portal, Record], Compared]:
    """Every figure, withdrawn ones too, one row each."""

    def compared(portal: Portal, record: Record) -> Compared:
        recorded = {path: figure(record, each) for path, each in record.current.items()}
        return recorded, long_rows(rows_of(portal, ALL, kind), recorded)

    return compared


def wide(kind: str) -> Callable[[Portal, Record], Compared]:
    """Every figure as a cell; what has no number, or is not exact or plain, among the marks."""

    def compared(portal: Portal, record: Record) -> Compared:
        recorded = {each.key: cell(each) for each in record.current.values()}
        return recorded, dict(wide_cells(rows_of(portal, ALL, kind, "layout=wide")))

    return compared


def cell(version: Version) -> tuple[Decimal | None, str]:
    """Return the value of a cell and what the column of marks says of it."""
    marks = [
        "" if version.comparator == "eq" else version.comparator,
        f"of {version.out_of}" if version.out_of else "",
        "" if version.status == "A" else version.status,
    ]
    value = None if version.is_withdrawn else version.value
    return value, " ".join(filter(None, marks))


def wide_cells(rows: Iterable[Row]) -> Iterator[tuple[tuple, tuple[Decimal | None, str]]]:
    for row in rows:
        series = tuple(row[name] or None for name in SERIES)
        listed = (each.partition(": ") for each in (row["marks"] or "").split("; ") if each)
        marks = {period: mark for period, _, mark in listed}
        for period in row.keys() - BESIDE_PERIODS:
            if row[period] not in ("", None) or period in marks:
                value = None if row[period] in ("", None) else Decimal(str(row[period]))
                yield (*series, period), (value, marks.get(period, ""))


def of_indicators(portal: Portal, record: Record) -> Compared:
    """The files of indicators, each in another form."""
    recorded: dict[str, Row] = {}
    rows: list[Row] = []
    for place, slug in enumerate(portal.share(sorted(record.indicators), 8)):
        own = [each for each in record.current.values() if each.slug == slug]
        recorded |= {each.address: figure(record, each) for each in own}
        rows += rows_of(portal, f"/chi-so/{slug}", KINDS[place % len(KINDS)])
    return recorded, long_rows(rows, recorded)


def of_pillar(portal: Portal, record: Record) -> Compared:
    """The file of a pillar, here that of the hard cases."""
    own = [each for each in record.current.values() if each.indicator in UNITS]
    recorded = {each.address: figure(record, each) for each in own}
    rows = rows_of(portal, ALL, "json", "tru-cot=so-kho")
    return recorded, long_rows(rows, recorded)


def of_dashboard(portal: Portal, record: Record) -> Compared:
    """The file of the hard cases' dashboard, whose panels show all of their indicators."""
    own = [each for each in record.current.values() if each.indicator in UNITS]
    recorded = {each.address: figure(record, each) for each in own}
    return recorded, long_rows(rows_of(portal, f"/bang-so-lieu/{DASHBOARD}", "csv"), recorded)


def change(record: Record, version: Version) -> Row:
    """Return what a file has to say of one version, beside the one that it replaced."""
    old = record.before(version)
    return {
        **key_of(version),
        "old_value": old.value if old and not old.is_withdrawn else None,
        "new_value": None if version.is_withdrawn else version.value,
        "unit": version.unit,
        "old_comparator": old.comparator if old else None,
        "comparator": version.comparator,
        "old_out_of": old.out_of if old else None,
        "out_of": version.out_of,
        "old_status": old.status if old else None,
        "obs_status": version.status,
        "revision": record.revision(version),
        "published_at": version.published_at,
    }


def changed_rows(rows: Iterable[Row], recorded: Mapping[tuple, Row]) -> dict[tuple, Row]:
    names = list(next(iter(recorded.values())))
    return {(row["release"], address_of(row)): meant(row, names) for row in rows}


def changes(kind: str) -> Callable[[Portal, Record], Compared]:
    """Every version that was ever public, those replaced and withdrawn too."""

    def compared(portal: Portal, record: Record) -> Compared:
        recorded = {(each.release, each.address): change(record, each) for each in record.versions}
        rows = rows_of(portal, "/du-lieu/thay-doi", kind, "since=2000-01-01")
        return recorded, changed_rows(rows, recorded)

    return compared


def of_releases(portal: Portal, record: Record) -> Compared:
    """The files of the releases: CSV, in turn with XLSX."""
    recorded: dict[tuple, Row] = {}
    rows: list[Row] = []
    for place, (slug, versions) in enumerate(record.releases.items()):
        recorded |= {(slug, each.address): change(record, each) for each in versions}
        rows += rows_of(portal, f"/phat-hanh/{slug}", KINDS[3 * (place % 2)])
    return recorded, changed_rows(rows, recorded)


def of_everything(portal: Portal, record: Record) -> Compared:
    """The zip of everything: the figures, and all versions, as the CSV in it has them."""
    with ZipFile(io.BytesIO(portal.bytes("/du-lieu/tat-ca.zip"))) as packed:
        named = {name.rpartition("/")[2]: packed.read(name) for name in packed.namelist()}
    recorded = {path: figure(record, each) for path, each in record.current.items()}
    versions = {(each.release, each.address): change(record, each) for each in record.versions}
    return {**recorded, **versions}, {
        **long_rows(csv_rows(named["quan-sat.csv"]), recorded),
        **changed_rows(csv_rows(named["thay-doi.csv"]), versions),
    }


def sealed_texts(portal: Portal, record: Record) -> Compared:
    """The texts that the seals of the releases vouch for."""
    names = (*SERIES, "period", "value", "comparator", "out_of", "obs_status", "unit")
    recorded, shown = {}, {}
    for slug, versions in record.releases.items():
        for each in versions:
            own = {"value": each.value, "out_of": each.out_of, "unit": each.unit}
            own |= {"comparator": each.comparator, "obs_status": each.status}
            recorded[slug, each.key] = key_of(each) | own
        for row in portal.json(f"/phat-hanh/{slug}.json")["observations"]:
            key = tuple(row[name] for name in (*SERIES, "period"))
            shown[slug, key] = meant(row, names)
    return recorded, shown
