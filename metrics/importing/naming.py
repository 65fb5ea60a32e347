"""What people call the records that a table refers to: code, slug or name become an id."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models

from forum_portal.text import fold
from metrics.models import Area, Indicator, Source

AMBIGUOUS = -1  # stands in an id's place where several records have the name
_NAMES: dict[type[models.Model], tuple[tuple[str, ...], tuple[str, ...]]] = {
    # Codes, which win, and names, which must belong to one record alone.
    Indicator: (("code",), ("slug", "name", "name_en")),
    Area: (("code",), ("name", "name_en")),
    Source: (("slug",), ("title", "label", "legal_number", "url")),
}


def ids_by_name(model: type[models.Model], texts: Iterable[str]) -> dict[str, int]:
    """Return the id of the record that each text names, AMBIGUOUS for several; else left out."""
    codes, names = _NAMES[model]
    records = list(model._default_manager.order_by().values_list("pk", *codes, *names))
    by_code = {record[1]: record[0] for record in records}
    found, others = {}, []
    for text in texts:
        if text in by_code:
            found[text] = by_code[text]
        elif text:
            others.append(text)
    if others:
        by_name = _by_folded_name(records)
        for text in others:
            ids = by_name.get(fold(text), set())
            if ids:
                found[text] = next(iter(ids)) if len(ids) == 1 else AMBIGUOUS
    return found


def _by_folded_name(records: Iterable[tuple[Any, ...]]) -> dict[str, set[int]]:
    by_name: dict[str, set[int]] = defaultdict(set)
    for pk, *texts in records:
        for text in texts:
            if text:
                by_name[fold(text)].add(pk)
    return by_name
