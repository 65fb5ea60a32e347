"""What the base holds, as the cells of a kind's table: the way back from records to canonical text.

cells_of(SESSIONS, KINDS, [3, 4]) == {3: {"forum": "2023", "slug": "khai-mac", …}, 4: …}
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from forum_portal.importing.loading import stored_keys
from forum_portal.importing.tables import Column, Kind

type Cells = dict[str, str]


def cells_of(
    kind: Kind,
    kinds: Sequence[Kind],
    pks: Iterable[int] | None = None,
    known: Callable[[type[models.Model]], set[int]] | None = None,
) -> dict[int, Cells]:
    """Return the cells of records by their ids, in their order; of all where none are given.

    `kinds` are the tables that the kind refers to; `known` gives the ids of a model's records that
    a cell may name, None for all.
    """
    records: Any = kind.model._default_manager.order_by("pk")
    if kind.told_with:
        records = records.select_related(*kind.told_with)
    if pks is not None:
        records = records.filter(pk__in=pks)
    keys = _keys(kind, kinds)
    if known is not None:
        keys = {model: _only(known(model), found) for model, found in keys.items()}
    links = {column.name: _links(kind, column, keys) for column in kind.columns if _is_link(column)}
    cells = {}
    for record in records:
        row = {column.name: _cell(record, column, keys, links) for column in kind.columns}
        if kind.told:
            row |= kind.told(record)
        cells[record.pk] = row
    return cells


def text_of(value: Any) -> str:
    """Return a value as the canonical text that `Column.read` takes."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case datetime():
            return timezone.localtime(value).isoformat()
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case list() | tuple():
            return ";".join(map(text_of, value))
    return str(value)


def is_ordered(model: type[models.Model], column: Column) -> bool:
    """Tell whether the links of a column have an order."""
    relation: Any = model._meta.get_field(column.name)
    return any(field.name == "position" for field in relation.remote_field.through._meta.fields)


def _is_link(column: Column) -> bool:
    return bool(column.refers and column.stored and column.many)


def _cell(record: Any, column: Column, keys: Any, links: Any) -> str:
    if not column.stored:
        return ""
    if column.many:
        return ";".join(links[column.name].get(record.pk, ()))
    if column.refers is None:
        return text_of(getattr(record, column.name))
    key = keys[column.refers].get(getattr(record, f"{column.name}_id"), "")
    if column.within and key:
        return key.partition("/")[2]
    return key


def _keys(kind: Kind, kinds: Sequence[Kind]) -> dict[type[models.Model], dict[int, str]]:
    """Return the keys by id of all records that the kind refers to."""
    by_model = {each.model: each for each in kinds}
    referred = {column.refers for column in kind.columns if column.refers and column.stored}
    return {
        model: {pk: key for key, pk in stored_keys(by_model[model]).items()} for model in referred
    }


def _only(known: set[int], keys: dict[int, str]) -> dict[int, str]:
    return {pk: key for pk, key in keys.items() if pk in known}


def _links(kind: Kind, column: Column, keys: Any) -> dict[int, list[str]]:
    """Return the keys of what each record is linked to, in their order."""
    relation: Any = kind.model._meta.get_field(column.name)
    through = relation.remote_field.through
    own, other = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
    ordered = is_ordered(kind.model, column)
    rows = through._default_manager.order_by("position", "pk") if ordered else through.objects
    found: dict[int, list[str]] = defaultdict(list)
    for record, linked in rows.values_list(own, other):
        if key := keys[column.refers].get(linked):
            found[record].append(key)
    if not ordered:
        for texts in found.values():
            texts.sort()
    return found
