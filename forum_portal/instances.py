"""Records of Django's models made of rows, faster than Django makes them.

Its own way sets each field by itself, sends two signals, and makes what two rows refer to twice.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import FlatValuesListIterable


@dataclass(frozen=True)
class Recipe:
    """How a record is made of a row, and of the same row those that it refers to."""

    model: type[Model]
    columns: slice
    names: list[str]
    key: int
    hand_over: Callable[[Any, Any], None] | None
    hand_back: Callable[[Any, Any], None] | None
    related: list["Recipe"]

    def make(self, row: Sequence[Any], known: dict[tuple, Any]) -> Any:
        """Return the record of a row, or the one in `known`; None where nothing was joined."""
        key = (id(self), row[self.key])
        if key[1] is None or key in known:
            return known.get(key)
        record: Any = self.model.__new__(self.model)
        record.__dict__.update(zip(self.names, row[self.columns], strict=True))
        record._state = ModelState()
        record._state.adding, record._state.db = False, connection.alias
        for each in self.related:
            found = each.make(row, known)
            each.hand_over(record, found)  # type: ignore[misc]
            if found is not None:
                each.hand_back(found, record)  # type: ignore[misc]
        known[key] = record
        return record


def _recipe(info: dict[str, Any], select: Any) -> Recipe:
    """Return the recipe of a model's columns as a compiler of Django describes them."""
    first, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in select[first:end]]
    return Recipe(
        model=info["model"],
        columns=slice(first, end),
        names=names,
        key=first + names.index(info["model"]._meta.pk.attname),
        hand_over=info.get("local_setter"),
        hand_back=info.get("remote_setter"),
        related=[_recipe(each, select) for each in info.get("related_klass_infos", [])],
    )


def reader(records: QuerySet, compiler: Any) -> Callable[[list[tuple]], Iterator[Any]]:
    """Return what makes the records of a queryset, or its single values, of rows."""
    converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    if issubclass(records._iterable_class, FlatValuesListIterable):
        make: Callable = _single_values
    else:
        recipe = _recipe(compiler.klass_info, compiler.select)
        make = partial(_instances, recipe, list(compiler.annotation_col_map.items()))
    return lambda rows: make(_converted(rows, list(converters.items())))


def _converted(rows: Iterable[tuple], converters: list[tuple]) -> Iterator[Sequence[Any]]:
    if not converters:
        yield from rows
        return
    for row in rows:
        values = list(row)
        for place, (functions, expression) in converters:
            for each in functions:
                values[place] = each(values[place], expression, connection)
        yield values


def _single_values(rows: Iterable[Sequence[Any]]) -> Iterator[Any]:
    return (row[0] for row in rows)


def _instances(
    recipe: Recipe, annotations: list[tuple[str, int]], rows: Iterable[Sequence[Any]]
) -> Iterator[Any]:
    known: dict[tuple, Any] = {}
    for row in rows:
        record = recipe.make(row, known)
        for name, place in annotations:
            setattr(record, name, row[place])
        yield record
