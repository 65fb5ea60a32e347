"""Related records inside the row of their owner, so that a page of many parts is one query."""

import json
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache, update_wrapper
from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, JSONField, QuerySet, When
from django.db.models.functions import JSONObject

from forum_portal.prepared import MOST_STATEMENTS, Statement, stand_ins, statement, taken_apart


class RowField(JSONField):
    """JSON that comes back as objects with attributes; days and moments stay ISO texts."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else _as_object(value)


class Row(JSONObject):
    """Fields of a record as one object."""

    output_field = RowField()


def row(*names: str, **expressions: Any) -> Row:
    """Return an object of the fields `names` (`source__slug` becomes `source_slug`) and more."""
    fields = {name.replace("__", "_"): name for name in names}
    return Row(**fields, **expressions)


def row_if(relation: str, parts: Row) -> Case:
    """Return `parts` of a related record where there is one, otherwise None."""
    return Case(When(**{f"{relation}__isnull": False}, then=parts), output_field=RowField())


def rows(records: QuerySet, *names: str, **expressions: Any) -> ArraySubquery:
    """Return `records`, which refer to the outer query, as a list of rows in their own order."""
    return ArraySubquery(records.values(row=row(*names, **expressions)))


def row_list(records: QuerySet, *names: str, **expressions: Any) -> QuerySet:
    """Return `records` as rows on their own, for `prepared_lists`."""
    return records.values_list(row(*names, **expressions), flat=True)


class prepared_lists:  # noqa: N801 -- a decorator
    """Let a function that returns a dict of `row_list` return the lists, read in one query.

    They need have nothing in common. As `forum_portal.prepared.prepared` says, their SQL is written
    once for each form of the arguments.
    """

    def __init__(self, build: Callable[..., dict[str, QuerySet]]):
        self._build = build
        update_wrapper(self, build)

    def __call__(self, *arguments: Any) -> dict[str, list[Any]]:
        forms, values = taken_apart(arguments)
        names, written = _written(self._build, forms)
        (found,) = written.rows(values)
        return {name: _as_objects(texts) for name, texts in zip(names, found, strict=True)}


@lru_cache(MOST_STATEMENTS)
def _written(build: Callable, forms: tuple) -> tuple[list[str], Statement]:
    arguments, given = stand_ins(forms)
    lists = build(*arguments)
    parts = [queryset.query.sql_with_params() for queryset in lists.values()]
    sql = ", ".join(f"ARRAY({part})" for part, _params in parts)
    params = [each for _part, own in parts for each in own]
    return list(lists), statement(f"SELECT {sql}", params, given)


def _as_objects(texts: str | list[str]) -> Any:
    """Return the object of a JSON text, or those of a list of them."""
    return _as_object(texts) if isinstance(texts, str) else [_as_object(each) for each in texts]


def _as_object(text: str) -> Any:
    """Return the object that a JSON text tells; its numbers are whole or exact decimals."""
    return json.loads(text, object_hook=_namespace, parse_float=Decimal)


def _namespace(fields: dict[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(**fields)
