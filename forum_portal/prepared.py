"""Queries whose SQL is written once.

Django takes ten times as long to write the SQL of a page of figures as Postgres to answer it. What
a query is given differs from page to page, its text does not.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache, update_wrapper
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import QuerySet
from psycopg.sql import Literal

from forum_portal.instances import reader

MOST_STATEMENTS = 500  # of all queries, in all the forms that their arguments have had
# What stands for an argument while the SQL is written; nothing real is like it.
STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda number: 2_000_000_000 + number,
    Decimal: lambda number: Decimal(2_000_000_000 + number),
    str: lambda number: f"\N{PLACE OF INTEREST SIGN}Any {number}",
    date: lambda number: date(9000, 1, 1) + timedelta(number),
    datetime: lambda number: datetime(9000, 1, 1, tzinfo=UTC) + timedelta(number),
}


class prepared[Record]:  # noqa: N801 -- a decorator
    """Let a function that returns a queryset return its records instead, in a list.

    The SQL is written once for each form of the arguments, so the function may look at nothing but
    these. Numbers, texts, days and moments are only handed on to the query, also within lists and
    tuples; anything else, such as None or a choice, is a form of its own. A related record that
    several rows name is one object.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Record]]):
        self._build = build
        update_wrapper(self, build)

    def __call__(self, *arguments: Any) -> list[Record]:
        return list(self._records(arguments))

    def first(self, *arguments: Any) -> Record | None:
        """Return the first record, or None."""
        return next(self._records(arguments, slice(0, 1)), None)

    def parts(self, *arguments: Any) -> "Parts[Record]":
        """Return the records to be counted and cut by the database, as a Paginator does."""
        return Parts(self, arguments)

    def _records(self, arguments: Sequence[Any], part: slice | None = None) -> Iterator[Record]:
        forms, values = taken_apart(arguments)
        return _written(self._build, forms, part).records(values)

    def _number(self, arguments: Sequence[Any]) -> int:
        forms, values = taken_apart(arguments)
        return _counting(self._build, forms).rows(values)[0][0]


class Parts[Record](Sequence[Record]):
    """Records that the database counts and cuts each time they are asked for."""

    def __init__(self, query: prepared[Record], arguments: Sequence[Any]):
        self._query = query
        self._arguments = arguments

    def __len__(self) -> int:
        return self._query._number(self._arguments)

    def __iter__(self) -> Iterator[Record]:
        return self._query._records(self._arguments)

    def __getitem__(self, part: Any) -> Any:
        if isinstance(part, slice):
            return list(self._query._records(self._arguments, part))
        return self[part : part + 1][0]


# Arguments


@dataclass(frozen=True)
class Slot:
    """The form of a value."""

    kind: type


@dataclass(frozen=True)
class Several:
    """The form of a list; its length is a power of two, so that a query has few forms."""

    items: tuple[Any, ...]


def taken_apart(arguments: Iterable[Any]) -> tuple[tuple[Any, ...], list[Any]]:
    """Return the forms of `arguments`, and the values that a query is given."""
    values: list[Any] = []
    return tuple(_form(each, values) for each in arguments), values


def _form(argument: Any, values: list[Any]) -> Any:
    if isinstance(argument, list):
        padding = argument[-1:] * ((1 << (len(argument) - 1).bit_length()) - len(argument))
        return Several(tuple(_form(each, values) for each in argument + padding))
    if isinstance(argument, tuple):
        return _alike(argument, [_form(each, values) for each in argument])
    kind = next((each for each in type(argument).__mro__ if each in STAND_INS), None)
    if kind is None or isinstance(argument, bool | Enum):
        return argument
    values.append(argument)
    return Slot(kind)


def _alike(original: tuple, parts: list[Any]) -> tuple:
    """Return `parts` as a tuple with the names that `original` has, if it has any."""
    return type(original)(*parts) if hasattr(original, "_fields") else tuple(parts)


def stand_ins(forms: tuple[Any, ...]) -> tuple[tuple[Any, ...], list[Any]]:
    """Return arguments of these forms, and what in them stands for the values."""
    given: list[Any] = []
    return tuple(_stand_in(each, given) for each in forms), given


def _stand_in(form: Any, given: list[Any]) -> Any:
    match form:
        case Several(items):
            return [_stand_in(each, given) for each in items]
        case tuple():
            return _alike(form, [_stand_in(each, given) for each in form])
        case Slot(kind):
            given.append(STAND_INS[kind](len(given)))
            return given[-1]
    return form


# Statements


@dataclass(frozen=True)
class Statement:
    """SQL with nothing left open but the values; `slots` says which of them stands at each place.

    Postgres plans it once for each connection that asks it more than a few times.
    """

    sql: str
    slots: Sequence[int]
    read: Callable[[list[tuple]], Iterator[Any]] = iter

    def rows(self, values: Sequence[Any]) -> list[tuple]:
        """Return what the database answers; nothing to a query that cannot find anything."""
        if not self.sql:
            return []
        with _cursor() as cursor:
            cursor.execute(self.sql, [values[number] for number in self.slots])
            return cursor.fetchall()

    def records(self, values: Sequence[Any]) -> Iterator[Any]:
        """Yield the records that the rows hold."""
        return self.read(self.rows(values))


def _cursor() -> Any:
    """Return a cursor that sends the values beside the SQL; Django's own writes them into it."""
    connection.ensure_connection()
    raw: Any = connection.connection
    with connection.wrap_database_errors:
        return connection._prepare_cursor(ServerBindingCursor(raw))  # type: ignore


def statement(
    sql: str, params: Sequence[Any], given: list[Any], read: Callable[..., Iterator[Any]] = iter
) -> Statement:
    """Return `sql` with its parameters written into it, all but what stands for a value."""
    connection.ensure_connection()
    raw: Any = connection.connection
    texts = [
        "%s" if each in given else Literal(each).as_string(raw).replace("%", "%%")
        for each in params
    ]
    slots = [given.index(each) for each in params if each in given]
    return Statement(sql.replace("%%", "%%%%") % tuple(texts), slots, read)


@lru_cache(MOST_STATEMENTS)
def _written(build: Callable[..., QuerySet], forms: tuple, part: slice | None) -> Statement:
    """Return the statement of the queryset that `build` makes of such arguments."""
    arguments, given = stand_ins(forms)
    records = build(*arguments)
    compiler = (records[part] if part else records).query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return Statement("", [])
    written = statement(sql, params, given, reader(records, compiler))
    if set(written.slots) != set(range(len(given))):
        raise ValueError(f"{build.__qualname__} does not hand its arguments on as they are")
    return written


@lru_cache(MOST_STATEMENTS)
def _counting(build: Callable[..., QuerySet], forms: tuple) -> Statement:
    """Return the statement that counts the records."""
    arguments, given = stand_ins(forms)
    keys = build(*arguments).order_by().values("pk")
    try:
        sql, params = keys.query.sql_with_params()
    except EmptyResultSet:
        return Statement("SELECT 0", [])
    return statement(f"SELECT count(*) FROM ({sql}) AS found", params, given)
