"""What an import of records holds while it writes: the rows it found, and what they point at.

In the order in which forms, deleting and merging take them, so that nobody waits crosswise: what is
pointed at before what points, rows of one kind by their keys. Other rows of the table are left to
others; whatever these make of a row meanwhile, the import sees before it writes.
"""

from collections.abc import Iterable, Sequence

from django.db import connection, models

from forum_portal.importing.records import Judged
from forum_portal.importing.tables import Kind


def hold(kind: Kind, kinds: Sequence[Kind], judged: Judged) -> None:
    """Let nobody save the records found, nor delete what any row names, until we are done.

    `kinds` stand in the order in which they are loaded: none points at a later one.
    """
    named = _named(kind, judged)
    for model in dict.fromkeys(each.model for each in kinds):
        if model is not kind.model and named.get(model):
            _keep(model, named[model])
    own = {*judged.stored.values(), *named.get(kind.model, ())}
    records = kind.model._base_manager.filter(pk__in=own).order_by("pk")
    list(records.select_for_update(of=("self",)).values_list("pk"))


def _named(kind: Kind, judged: Judged) -> dict[type[models.Model], set[int]]:
    """Return the ids of the records that the rows name, by model."""
    named: dict[type[models.Model], set[int]] = {}
    for column in kind.columns:
        if column.refers is None:
            continue
        ids = judged.known.ids[column.refers]
        keys = {key for row in judged.rows.values() for key in column.keys(row.values)}
        found = {pk for key in keys if (pk := ids.get(key)) is not None}
        named[column.refers] = named.get(column.refers, set()) | found
    return named


def _keep(model: type[models.Model], pks: Iterable[int]) -> None:
    """Let these records be saved, but neither deleted nor named otherwise, as foreign keys do."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT FROM {table} WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [sorted(pks)]
        )
