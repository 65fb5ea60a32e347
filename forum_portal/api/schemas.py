"""The records of the API as the types that describe them, made of the columns that fill them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.utils.translation import override
from ninja import Field, Schema
from pydantic import create_model

from forum_portal.tables import Column, Type

TYPES: dict[Type, Any] = {
    Type.TEXT: str,
    Type.NUMBER: float,
    Type.DATE: date,
    Type.MOMENT: datetime,
}


@dataclass(frozen=True)
class Parts(Column):
    """A column that holds a list of objects, each with the fields of `parts`."""

    type: Type = Type.LIST
    parts: Sequence[Column] = ()


def record_schema(name: str, columns: Iterable[Column], **more: Any) -> type[Schema]:
    """Return the type of a record that has these columns; a key is never null, all else may be."""
    first, *others = columns
    fields = {each.name: _field(name, each) for each in others}
    key = {first.name: (TYPES[first.type], Field(description=_meaning(first)))}
    described: dict[str, Any] = key | fields | more
    return create_model(name, __base__=Schema, **described)


def page_schema(record: type[Schema]) -> type[Schema]:
    """Return the type of a page of such records."""
    return create_model(
        f"{record.__name__}Page",
        __base__=Schema,
        data=(list[record], Field(description="The records of this page.")),  # type: ignore
        next=(str | None, Field(description="The address of the next page; null on the last.")),
    )


def _field(name: str, column: Column) -> Any:
    told = Field(description=_meaning(column))
    if isinstance(column, Parts):
        part = record_schema(f"{name}{column.name.title().replace('_', '')}", column.parts)
        return list[part], told  # type: ignore[valid-type]
    kind = Literal[tuple(code for code, _words in column.words)] if column.words else None
    return (kind or TYPES[column.type]) | None, told


def _meaning(column: Column) -> str:
    with override("en"):
        return f"{column.title}. {column.meaning}"
