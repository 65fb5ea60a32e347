"""The audit trail: triggers keep every version of what staff edit, with who and when.

Each model has a table of its own beside it, written by the database whatever makes the change. The
serving role may only add to these tables. Who it was, `changes_have_an_author` tells the triggers.
"""

from collections.abc import Sequence
from typing import Any

import pghistory
import pghistory.core
from django.db import models


def record_changes(model: type[models.Model], exclude: Sequence[str] = ()) -> None:
    """Keep every insert, update and delete of `model`, but for the fields in `exclude`.

    What the portal derives from other fields is left out, too: it changes with these. To be called
    in the models of the model's own package; a migration brings the table and the triggers.
    """
    trackers = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    local = model._meta.local_fields
    derived = [each.name for each in local if not (each.editable or each.primary_key)]
    options: Any = {"exclude": [*exclude, *derived], "context_id_field": None}
    track = pghistory.track(*trackers, **options)
    track(_with_migrations(model) if model._meta.auto_created else model)


def _with_migrations(through: Any) -> type[models.Model]:
    """Return a proxy of a table of links: the triggers of one that no class declares stay out."""
    owner = through._meta.auto_created
    name = "".join(part.capitalize() for part in through._meta.object_name.split("_"))
    meta = type("Meta", (), {"proxy": True, "app_label": owner._meta.app_label})
    return type(f"{name}Link", (through,), {"__module__": owner.__module__, "Meta": meta})


def changes_of(model: type[models.Model]) -> Any:
    """Return the model of the changes of `model`; None where none are kept."""
    return next(iter(pghistory.core.event_models(tracks_model=model)), None)


def audit_tables() -> list[str]:
    """Return the names of the tables that hold the trail."""
    return [each._meta.db_table for each in pghistory.core.event_models()]
