"""A table as JSON: one object with what the file is, its columns, its rows and their number."""

import json
from collections.abc import Generator, Iterable, Iterator
from typing import Any

from forum_portal.blocks import in_blocks
from forum_portal.copying import copying
from forum_portal.tables import Column, Table, json_sql
from metrics.files.about import About


def json_blocks(table: Table, about: About) -> Generator[bytes]:
    """Yield the file in blocks, the first one once Postgres has begun to answer.

    `rows` holds an object for each row, numbers with all the digits that they were entered with.
    The number of rows comes last, so that a file that was cut short is no JSON.
    """
    with copying(json_sql(table), table.params) as copy:
        yield from in_blocks(_pieces(table, about, copy))


def _pieces(table: Table, about: About, rows: Iterable[memoryview]) -> Iterator[bytes]:
    head = json.dumps(_metadata(table, about), ensure_ascii=False)
    yield head[:-1].encode() + b', "rows": ['
    number = 0
    for number, row in enumerate(rows, start=1):
        yield b"\n" if number == 1 else b",\n"
        yield bytes(row[:-1])  # without the end of its line
    yield b'\n], "row_count": %d}\n' % number


def _metadata(table: Table, about: About) -> dict[str, Any]:
    return {
        "title": about.title,
        "publisher": dict(about.portals),
        "as_of": about.as_of,
        "address": about.address,
        "page": about.page,
        "licence": about.licence or None,
        "licence_url": about.licence_url or None,
        "citation": about.citations(),
        "columns": [_column(each) for each in table.columns],
    }


def _column(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name,
        "type": str(column.type),
        "title": str(column.title),
        "meaning": str(column.meaning),
    }
    if column.words:
        told["codes"] = {code: str(words) for code, words in column.words}
    return told
