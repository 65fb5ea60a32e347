"""What the archive of everything holds of each table: the records that readers may know of.

Every package says which those are of its own models, and which of another's its records name. What
else a public record refers to is left out of its cells, so that no draft shows in them.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model

from forum_portal.importing.contents import Contents, record_contents
from forum_portal.importing.tables import Kind

_PUBLIC: dict[type[Model], list[Callable[[], Any]]] = defaultdict(list)
_FOLLOWED: dict[type[Model], tuple[str, ...]] = {}


def let_out(model: Any, records: Callable[[], Any], followed: tuple[str, ...] = ()) -> None:
    """Let the archive hold these records of `model`, beside others that were let out before.

    With them go those of the same model that they refer to in the fields `followed`.
    """
    _PUBLIC[model].append(records)
    if followed:
        _FOLLOWED[model] = followed


def is_let_out(model: type[Model]) -> bool:
    """Tell whether somebody said which records of `model` are public."""
    return bool(_PUBLIC.get(model))


def public_ids(model: Any) -> set[int]:
    """Return the ids of the records of `model` that the archive holds: none, if nobody said so."""
    ids = {
        pk for records in _PUBLIC.get(model, ()) for pk in records().values_list("pk", flat=True)
    }
    new = ids
    while new:
        found = model.objects.filter(pk__in=new)
        names = _FOLLOWED.get(model, ())
        named = {pk for name in names for pk in found.values_list(name, flat=True)}
        new = named - ids - {None}
        ids |= new
    return ids


def public_contents(kind: Kind, kinds: Sequence[Kind]) -> Contents:
    """Return what the archive holds of a table; `kinds` are what it refers to."""
    model: Any = kind.model

    def rows():
        records = model.objects.filter(pk__in=public_ids(model))
        return record_contents(kind, kinds, records, public_ids).rows()

    return Contents(kind.columns, rows)
