"""Releases, the newest first, with their seals."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from forum_portal.api.cursors import key_of, unknown_cursor
from forum_portal.api.rows import json_objects
from metrics.api.asking import AskedReleases, first_moment
from metrics.exports import releases_table
from metrics.models import Release


def releases_page(asked: AskedReleases, as_of: datetime | None) -> list[str]:
    """Return the releases of a page as JSON, and one more if more follow."""
    conditions: dict[str, Any] = {}
    if asked.cursor:
        (slug,) = key_of(asked.cursor, 1)
        last = Release.objects.public(as_of).filter(slug=slug).first()
        if last is None:
            raise unknown_cursor(asked.cursor)
        behind = '(f.published_at, f.slug COLLATE "C") < (%s, %s COLLATE "C")'
        conditions[behind] = (last.published_at, slug)
    if asked.reason:
        conditions["f.reason = %s"] = (asked.reason,)
    since = first_moment(asked.since)
    if since:
        conditions["f.published_at >= %s"] = (since,)
    return _found(conditions, as_of, asked.limit + 1)


def release(slug: str, as_of: datetime | None) -> str | None:
    """Return one release as JSON; None where there is none."""
    return next(iter(_found({"f.slug = %s": (slug,)}, as_of, 1)), None)


def _found(conditions: dict[str, Any], as_of: datetime | None, most: int) -> list[str]:
    table = releases_table(as_of)  # of all, because each has its place in the chain
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    source = f"FROM (SELECT f.* {table.source}) f {where} ORDER BY f.place DESC LIMIT %s"
    values = [value for given in conditions.values() for value in given]
    return json_objects(replace(table, source=source, params=(*table.params, *values, most)))
