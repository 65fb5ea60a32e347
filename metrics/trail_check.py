"""What figures are called and where they come from, checked against the trail of its changes.

Manifests name indicators, areas, units and sources by code or address alone, because their names
may be mended. Every mend is in the audit trail; what differs from its last entry went past it.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from forum_portal.audit import changes_of
from metrics.models import Area, Indicator, Source, Unit

NAMED_BY_KEY: tuple[tuple[type[models.Model], str], ...] = (
    (Source, "slug"),
    (Indicator, "code"),
    (Area, "code"),
    (Unit, "code"),
)


def changed_past_the_trail() -> Iterator[str]:
    """Yield a sentence for each record that is not what the last entry of its trail says.

    A record older than the trail has none until it is edited, and is left out.
    """
    for model, key in NAMED_BY_KEY:
        fields = _recorded_fields(model)
        names = [field.attname for field in fields]
        trail = _last_entries(model, names)
        for record in model._default_manager.order_by(key):
            entry = trail.get(record.pk)
            if entry is None:
                continue
            stray = [
                each for each in fields if entry[each.attname] != getattr(record, each.attname)
            ]
            if stray:
                yield _sentence(record, key, stray)


def _recorded_fields(model: type[models.Model]) -> list[Any]:
    kept = {field.attname for field in changes_of(model)._meta.concrete_fields}
    return [field for field in model._meta.concrete_fields if field.attname in kept]


def _last_entries(model: type[models.Model], names: list[str]) -> dict[int, dict[str, Any]]:
    """Return what the trail said last of each record, by the record's key."""
    entries = changes_of(model).objects.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {entry["pgh_obj_id"]: entry for entry in entries.values("pgh_obj_id", *names)}


def _sentence(record: models.Model, key: str, stray: list[Any]) -> str:
    text = _("%(kind)s “%(record)s” (%(key)s) is not what its history says: %(fields)s.")
    return text % {
        "kind": capfirst(record._meta.verbose_name),
        "record": record,
        "key": getattr(record, key),
        "fields": ", ".join(str(field.verbose_name) for field in stray),
    }
