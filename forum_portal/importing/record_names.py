"""What people call records: a name where a key is wanted finds its record, if it is alone."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from forum_portal.importing.cells import split
from forum_portal.importing.loading import stored_keys
from forum_portal.importing.stored import Cells
from forum_portal.importing.tables import Column, Kind
from forum_portal.text import fold, vietnamese_slug

NAMES = ("name", "title", "label")  # the columns that a record without a key is called by


class Names:
    """The keys and the names of the records that a table's cells may mean; read once each."""

    def __init__(self, kinds: Sequence[Kind]):
        self._kinds = {kind.model: kind for kind in kinds}
        self._keys: dict[Any, set[str]] = {}
        self._by_name: dict[Any, dict[str, str]] = {}

    def key(self, model: Any, text: str) -> str:
        """Return the key that `text` means; a text that means none stays as it is."""
        if text in self.keys(model):
            return text
        return self.by_name(model).get(fold(text)) or text

    def keys(self, model: Any) -> set[str]:
        """Return the keys of all records."""
        if model not in self._keys:
            self._keys[model] = set(stored_keys(self._kinds[model]))
        return self._keys[model]

    def by_name(self, model: Any) -> dict[str, str]:
        """Return the key by folded name; an empty one where several records share it."""
        if model not in self._by_name:
            names = {record.pk: fold(str(record)) for record in model._default_manager.all()}
            found: dict[str, str] = {}
            for key, pk in stored_keys(self._kinds[model]).items():
                found[names[pk]] = "" if names[pk] in found else key
            self._by_name[model] = found
        return self._by_name[model]


def with_keys(kind: Kind, names: Names, cells: Cells) -> tuple[Cells, list[list[str]]]:
    """Return a row's cells with keys in place of names, and what speaks against its own."""
    whole, faults = dict(cells), []
    for column in kind.columns:
        if column.refers and not column.within and whole.get(column.name):
            whole[column.name] = _keys_of(column, names, whole[column.name])
    if kind.key == ("slug",) and not whole.get("slug"):
        called = next((whole[name] for name in NAMES if whole.get(name)), "")
        known = names.by_name(kind.model).get(fold(called), vietnamese_slug(called))
        if called and not known:
            sentence = _("Several records have this name. Write the code of the one meant.")
            faults.append(["slug", "read", sentence])
        whole["slug"] = known
    return whole, faults


def _keys_of(column: Column, names: Names, text: str) -> str:
    if not column.many:
        return names.key(column.refers, text)
    return ";".join(names.key(column.refers, part) for part in split(text))
