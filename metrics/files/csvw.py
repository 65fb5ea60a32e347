"""What stands beside a CSV, as the W3C's “CSV on the Web” writes it: columns, rows, checksum."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import override

from forum_portal.copying import copying
from forum_portal.tables import Column, Dialect, Table, Type, csv_sql
from metrics.files.about import About
from metrics.files.csv_file import BOM

SUFFIX = "-metadata.json"
SPDX = "http://spdx.org/rdf/terms#"
DATATYPES = {Type.TEXT: "string", Type.DATE: "date", Type.MOMENT: "dateTimeStamp"}


@dataclass
class Measure:
    """How long a CSV is, how many rows it has below its head, and its SHA-256."""

    size: int = 0
    rows: int = -1
    sha256: str = ""


def csvw_bytes(table: Table, dialect: Dialect, about: About) -> bytes:
    """Return the metadata of the CSV of a table; to know them, the CSV is written once."""
    address = about.address.replace(SUFFIX, "", 1)
    told = metadata(table, dialect, about, address, measured(table, dialect))
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def measured(table: Table, dialect: Dialect) -> Measure:
    """Return the measure of a table's CSV, which nobody keeps."""
    found, digest = Measure(), sha256()
    pieces = [BOM] if dialect.bom else []
    with copying(csv_sql(table, dialect), table.params) as copy:
        for piece in pieces:
            digest.update(piece)
            found.size += len(piece)
        for row in copy:
            digest.update(row)
            found.size += len(row)
            found.rows += 1
    found.sha256 = digest.hexdigest()
    return found


def metadata(
    table: Table, dialect: Dialect, about: About, address: str, measure: Measure
) -> dict[str, Any]:
    """Return the metadata of the CSV at an address."""
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": address,
        "dialect": {
            "encoding": "utf-8",
            "delimiter": dialect.delimiter,
            "lineTerminators": ["\n"],
            "header": True,
        },
        "dc:title": about.title,
        "dc:publisher": about.portals[0][1],
        "dc:issued": {"@value": about.day.isoformat(), "@type": "xsd:date"},
        "dc:bibliographicCitation": about.citations()[0],
        "dc:isPartOf": {"@id": about.page},
        **({"dc:license": _licence(about)} if about.licence or about.licence_url else {}),
        "dcat:byteSize": measure.size,
        "schema:numberOfItems": measure.rows,
        f"{SPDX}checksum": {
            f"{SPDX}algorithm": {"@id": f"{SPDX}checksumAlgorithm_sha256"},
            f"{SPDX}checksumValue": measure.sha256,
        },
        "tableSchema": {"columns": [_column(each, dialect) for each in table.columns]},
    }


def _licence(about: About) -> Any:
    return {"@id": about.licence_url} if about.licence_url else about.licence


def _column(column: Column, dialect: Dialect) -> dict[str, Any]:
    titles, meanings = {}, {}
    for language in ("vi", "en"):
        with override(language):
            titles[language], meanings[language] = str(column.title), str(column.meaning)
    return {
        "name": column.name,
        "titles": column.name,
        "datatype": _datatype(column.type, dialect),
        "dc:title": [{"@value": text, "@language": code} for code, text in titles.items()],
        "dc:description": [{"@value": text, "@language": code} for code, text in meanings.items()],
    }


def _datatype(kind: Type, dialect: Dialect) -> Any:
    if kind is Type.NUMBER:
        return {"base": "decimal", "format": {"decimalChar": dialect.decimal}}
    return DATATYPES[kind]
