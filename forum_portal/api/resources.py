"""A resource: public records that have a list, in which each has a place, and an address each."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri

from forum_portal.api.asking import AskedPage
from forum_portal.api.cursors import cursor_after, key_of
from forum_portal.api.problems import MOST_NAMED, not_found, unknown_value
from forum_portal.api.rows import json_objects
from forum_portal.former_addresses import slugs_now
from forum_portal.tables import Column, Table


@dataclass(frozen=True)
class Resource:
    """Records that are listed by a natural key.

    `columns` are the fields of a record, the key first. `source` is the SQL behind them from FROM
    on, in which {gate} stands for public records, named `f`, and other names for what `parts`
    returns: querysets of what else is public, in the order in which the SQL names them.
    """

    name: str
    record: str
    columns: Sequence[Column]
    source: str
    key: str = "slug"
    parts: Callable[[Any], dict[str, QuerySet]] = lambda as_of: {}

    def table(self, records: QuerySet, as_of: Any = None, most: int | None = None) -> Table:
        """Return public records, `most` at the most, as a table in the order of their keys."""
        gate, params = _sql(records.order_by(self.key)[:most])
        parts = {name: _sql(each) for name, each in self.parts(as_of).items()}
        named = {name: sql for name, (sql, _params) in parts.items()}
        source = self.source.format(gate=gate, **named) + f" ORDER BY f.{self.key}"
        others = [value for _part, own in parts.values() for value in own]
        return Table(tuple(self.columns), source, (*params, *others))

    def listed(
        self, request: HttpRequest, asked: AskedPage, records: QuerySet, as_of: Any = None
    ) -> HttpResponse:
        """Answer with the page of `records` that is asked for."""
        if asked.cursor:
            (after,) = key_of(asked.cursor, 1)
            records = records.filter(**{f"{self.key}__gt": after})
        table = self.table(records, as_of, asked.limit + 1)
        key = self.columns[0].name
        return page(request, asked.limit, json_objects(table), lambda row: [row[key]])

    def one(
        self, request: HttpRequest, records: QuerySet, key: str, as_of: Any = None
    ) -> HttpResponse:
        """Answer with the record that has this key, or lead to the one that had it before.

        404 where none of `records` has or had it.
        """
        found = json_objects(self.table(records.filter(**{self.key: key}), as_of))
        if found:
            return as_json(found[0])
        former = slugs_now(records.model._meta.label_lower, key) if self.key == "slug" else ()
        for slug in former:
            if records.filter(slug=slug).exists():
                return _moved(request, slug)
        raise not_found()


def page(
    request: HttpRequest,
    limit: int,
    objects: Sequence[str],
    key: Callable[[dict[str, Any]], Sequence[str]],
) -> HttpResponse:
    """Answer with a page of objects, of which there is one more than `limit` if more follow.

    `key` returns where in its list an object stands.
    """
    kept, address = objects[:limit], None
    if len(objects) > limit:
        address = _next(request, cursor_after(key(json.loads(kept[-1]))))
    lines = ",\n".join(kept)
    response = as_json(f'{{"data": [\n{lines}\n], "next": {json.dumps(address)}}}\n')
    if address:
        response.headers["Link"] = f'<{address}>; rel="next"'
    return response


def as_json(text: str) -> HttpResponse:
    """Answer with a JSON text."""
    return HttpResponse(text, content_type="application/json")


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to a record's new address; browsers are to ask again, for it may come back."""
    path, query = request.path.rpartition("/")[0], request.META.get("QUERY_STRING", "")
    address = f"{path}/{slug}" + (f"?{iri_to_uri(query)}" if query else "")
    return HttpResponse(status=301, headers={"Location": address, "Cache-Control": "max-age=0"})


def require(parameter: str, value: str, known: QuerySet, key: str) -> Any:
    """Return the database's key of the public record that a value names; refuse any other value."""
    named = known.order_by(key)
    found = None if "\x00" in value else named.filter(**{key: value}).values_list("pk").first()
    if found is None:
        names: Iterable[str] = named.values_list(key, flat=True)[: MOST_NAMED + 1]
        raise unknown_value(parameter, value, names)
    return found[0]


def _next(request: HttpRequest, cursor: str) -> str:
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{settings.PORTAL_ORIGIN}{request.path}?{query.urlencode()}"


def _sql(records: QuerySet) -> tuple[str, tuple[Any, ...]]:
    if not records.query.values_select:
        fields = [field.attname for field in records.model._meta.concrete_fields]
        records = records.values(*fields)
    return records.query.sql_with_params()
