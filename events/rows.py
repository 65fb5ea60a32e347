"""Related records inside the row of their owner, so that a page of many parts is one query."""

import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import JSONField, QuerySet
from django.db.models.functions import JSONObject


class RowField(JSONField):
    """JSON that comes back as objects with attributes; days and moments stay ISO texts."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return _as_object(value)


class Row(JSONObject):
    """Fields of a record as one object."""

    output_field = RowField()


def row(*names: str, **expressions: Any) -> Row:
    """Return an object of the fields `names` (`source__slug` becomes `source_slug`) and more."""
    fields = {name.replace("__", "_"): name for name in names}
    return Row(**fields, **expressions)


def rows(records: QuerySet, *names: str, **expressions: Any) -> ArraySubquery:
    """Return `records`, which refer to the outer query, as a list of rows in their own order."""
    return ArraySubquery(records.values(row=row(*names, **expressions)))


def row_list(records: QuerySet, *names: str, **expressions: Any) -> QuerySet:
    """Return `records` as rows on their own, for `read_together`."""
    return records.values_list(row(*names, **expressions), flat=True)


def read_together(**lists: QuerySet) -> dict[str, list[Any]]:
    """Return several lists of rows, which need have nothing in common, in one query."""
    return _run_together(*_sql_together(lists))


def read_together_prepared(build: Callable[[], dict[str, QuerySet]]) -> dict[str, list[Any]]:
    """Return the lists of `build`, whose SQL is made once, in one query."""
    return _run_together(*_prepared_together(build))


@cache
def _prepared_together(build: Callable[[], dict[str, QuerySet]]) -> tuple:
    return _sql_together(build())


def _sql_together(lists: dict[str, QuerySet]) -> tuple[list[str], str, list[Any]]:
    parts = [queryset.query.sql_with_params() for queryset in lists.values()]
    sql = ", ".join(f"ARRAY({part})" for part, _params in parts)
    return list(lists), f"SELECT {sql}", [each for _part, params in parts for each in params]


def _run_together(names: list[str], sql: str, params: list[Any]) -> dict[str, list[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchone()
    return {name: _as_objects(texts) for name, texts in zip(names, found, strict=True)}


def _as_objects(texts: str | list[str]) -> Any:
    """Return the object of a JSON text, or those of a list of them."""
    return _as_object(texts) if isinstance(texts, str) else [_as_object(each) for each in texts]


def _as_object(text: str) -> Any:
    """Return the object that a JSON text tells; its numbers are whole or exact decimals."""
    return json.loads(text, object_hook=_namespace, parse_float=Decimal)


def _namespace(fields: dict[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(**fields)
