"""Tables out of the portal: one definition of the columns feeds every format and the dictionary."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

MOST_ROWS = 50_000  # of a workbook: more would hold up the pages of its process; CSV has no end


class Type(StrEnum):
    """What a column holds; text is made inert, numbers stay numbers."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    LIST = "list"  # of objects, which JSON alone can hold


@dataclass(frozen=True)
class Column:
    """A column: its frozen name, the SQL that makes it, and how readers are told what it is."""

    name: str
    sql: str
    title: str | Promise
    meaning: str | Promise
    type: Type = Type.TEXT
    words: Sequence[tuple[str, Any]] = ()  # what its codes mean, where it holds codes
    is_address: bool = False  # begins as every address does: never empty, never like a formula


@dataclass(frozen=True)
class Table:
    """A table that readers download: its columns and the SQL from FROM on, with its parameters.

    `sources` is the table of the documents that its rows rest on, if it has any.
    """

    columns: tuple[Column, ...]
    source: str
    params: tuple[Any, ...]
    sources: "Table | None" = None


@dataclass(frozen=True)
class Dialect:
    """How a CSV is written."""

    delimiter: str = ","
    decimal: str = "."
    bom: bool = True


DIALECTS = {
    "": Dialect(),  # for people: spreadsheets know by the mark that it is UTF-8
    "vi": Dialect(delimiter=";", decimal=","),  # as Excel opens it on a Vietnamese computer
    "data": Dialect(bom=False),  # for programs
}
MOMENT_FORMAT = 'YYYY-MM-DD"T"HH24:MI:SS.USTZH:TZM'
# What spreadsheets take for the beginning of a formula; a ' goes before it, and before what looks
# as if one did, so that taking one away always gives the text back. (\x27 is that ' in SQL.)
FORMULA = r"^\x27*[=+@\t\r\n-]"
# A text that begins with a letter or a digit is none, which Postgres sees faster than by a pattern.
HARMLESS = "ascii({0}) > 64 OR ascii({0}) BETWEEN 48 AND 57"


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet would take a text for a formula."""
    return bool(re.match(FORMULA, text))


def csv_sql(table: Table, dialect: Dialect) -> str:
    """Return the COPY statement that writes a table as CSV; its parameters are the table's.

    The source has %s for them; they are bound on the client, because COPY takes none.
    """
    options = f"FORMAT csv, HEADER, DELIMITER '{dialect.delimiter}'{_quoted(table, dialect)}"
    cells = [_csv_cell(column, dialect) for column in table.columns]
    return f"COPY ({_selected(table, cells)}) TO STDOUT ({options})"


def _quoted(table: Table, dialect: Dialect) -> str:
    """Return the option that quotes cells in which another program may see a separator.

    LibreOffice takes commas, semicolons and tabs for separators, all at once: what follows a tab
    in a text would be a cell of its own, and a formula if it begins with one.
    """
    kinds = (Type.TEXT, Type.NUMBER) if dialect.decimal == "," else (Type.TEXT,)
    names = ", ".join(f'"{column.name}"' for column in table.columns if column.type in kinds)
    return f", FORCE_QUOTE ({names})" if names else ""


def json_sql(table: Table) -> str:
    """Return the COPY statement that writes each row of a table as a line with a JSON object.

    JSON has control characters in none of its texts, so that nothing is quoted or escaped.
    """
    options = r"FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01'"
    return f"COPY ({objects_sql(table)}) TO STDOUT ({options})"


def objects_sql(table: Table) -> str:
    """Return the SELECT of a JSON object for each row of a table."""
    rows = _selected(table, [_json_cell(column) for column in table.columns])
    return f"SELECT row_to_json(line) FROM ({rows}) line"


def values_sql(table: Table, most: int | None = None) -> str:
    """Return the COPY statement whose rows are values of the columns' types, `most` at the most."""
    end = "" if most is None else f" LIMIT {most}"
    return f"COPY ({select_sql(table)}{end}) TO STDOUT"


def select_sql(table: Table) -> str:
    """Return the SELECT of a table's values; moments are in the session's time zone, without it."""
    return _selected(table, [_value(column) for column in table.columns])


def _selected(table: Table, cells: list[str]) -> str:
    named = zip(cells, table.columns, strict=True)
    selected = ",\n".join(f'{cell} AS "{column.name}"' for cell, column in named)
    return f"SELECT {selected}\n{table.source}"


def _value(column: Column) -> str:
    sql = f"({column.sql})"
    return f"{sql}::timestamp" if column.type is Type.MOMENT else _or_null(sql, column.type)


def _csv_cell(column: Column, dialect: Dialect) -> str:
    """Return a column's SQL as it stands in a CSV."""
    sql = f"({column.sql})"
    if column.type is Type.TEXT and not column.is_address:
        inert = f"WHEN {sql} ~ E'{FORMULA}' THEN '''' || {sql} ELSE {_or_null(sql)}"
        return f"CASE WHEN {HARMLESS.format(sql)} THEN {sql} {inert} END"
    if column.type is Type.MOMENT:
        return _moment(sql)
    if column.type is Type.NUMBER and dialect.decimal == ",":
        return f"replace({sql}::text, '.', ',')"
    return sql


def _json_cell(column: Column) -> str:
    """Return a column's SQL as it stands in JSON: numbers with all their digits, text as it is."""
    sql = f"({column.sql})"
    return _moment(sql) if column.type is Type.MOMENT else _or_null(sql, column.type)


def _or_null(sql: str, kind: Type = Type.TEXT) -> str:
    return f"nullif({sql}, '')" if kind is Type.TEXT else sql


def _moment(sql: str) -> str:
    # To the microsecond, so that nobody has to guess what was cut off, and no digit of none.
    return f"replace(to_char({sql}, '{MOMENT_FORMAT}'), '.000000', '')"
