"""Tables out of the portal: one definition of the columns feeds every format and the dictionary."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise


class Type(StrEnum):
    """What a column holds; text is made inert, numbers stay numbers."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True)
class Column:
    """A column: its frozen name, the SQL that makes it, and how readers are told what it is."""

    name: str
    sql: str
    title: str | Promise
    meaning: str | Promise
    type: Type = Type.TEXT


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


def csv_sql(
    columns: Sequence[Column], source: str, params: Sequence[Any], dialect: Dialect
) -> tuple[str, tuple]:
    """Return the COPY statement for `SELECT <columns> <source>`, and its parameters.

    `source` is the text from FROM on, with %s for `params`; they are bound on the client, because
    COPY takes none.
    """
    selected = ",\n".join(f'{_cell(column, dialect)} AS "{column.name}"' for column in columns)
    options = f"FORMAT csv, HEADER, DELIMITER '{dialect.delimiter}'"
    return f"COPY (SELECT {selected}\n{source}) TO STDOUT ({options})", tuple(params)


def _cell(column: Column, dialect: Dialect) -> str:
    """Return a column's SQL as it stands in the file."""
    sql = f"({column.sql})"
    if column.type is Type.TEXT:
        return f"CASE WHEN {sql} ~ E'{FORMULA}' THEN '''' || {sql} ELSE nullif({sql}, '') END"
    if column.type is Type.MOMENT:
        # To the microsecond, so that nobody has to guess what was cut off, and no digit of none.
        return f"replace(to_char({sql}, '{MOMENT_FORMAT}'), '.000000', '')"
    if column.type is Type.NUMBER and dialect.decimal == ",":
        return f"replace({sql}::text, '.', ',')"
    return sql
