"""The page's side of importing records: how a row is called, and where it leads."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum_portal.importing.archiving import public_contents
from forum_portal.importing.cells import Holds
from forum_portal.importing.contents import record_contents
from forum_portal.importing.difference import Judged, cell, columns_of, filled, label
from forum_portal.importing.imports import Fault, Import, Line, Outcome
from forum_portal.importing.record_locking import hold
from forum_portal.importing.records import Records, Right
from forum_portal.importing.tables import Kind
from forum_portal.importing.uploads import Upload
from forum_portal.models import User
from forum_portal.office.import_rights import may_import, right_to

NAMES = ("name", "title", "label", "text", "sentence", "explanation")


def import_records(
    kind: Kind,
    kinds: Sequence[Kind],
    group: Any,
    purpose: Any,
    right: Right | None = None,
    after: Any = None,
    seen: Callable[[User], Any] = lambda user: None,
    turn: Callable[[], None] = lambda: None,
    **rest: Any,
) -> Import:
    """Return the import of records of a kind; `kinds` are the tables that it may refer to.

    `seen` gives the records that a person may look at, None for all. `turn` takes what the forms of
    these records hold before the record.
    """
    kind = _exact(kind)
    rest.setdefault("archived", lambda: public_contents(kind, kinds))
    records = Records(kind, kinds, right or right_to(kind.model), after, seen)
    return Import(
        kind,
        capfirst(kind.model._meta.verbose_name_plural),
        purpose,
        compare=records.compare,
        take_over=records.take_over,
        lines=lambda upload, rows: _lines(upload, kind, rows),
        may=lambda user: may_import(user, kind.model),
        begin=lambda upload: _begin(records, upload, turn),
        outcome=lambda upload: _outcome(upload, kind),
        contents=lambda user: record_contents(kind, kinds, seen(user)),
        group=group,
        read_as=records.loose,
        **rest,
    )


def _begin(records: Records, upload: Upload, turn: Callable[[], None]) -> None:
    """Hold what the rows are about: what was shown is what is written over."""
    turn()
    hold(records.kind, records.kinds, records.judge(upload, is_final=True))


def _exact(kind: Kind) -> Kind:
    """Return a kind that takes numbers as they were understood: 1.234 is in doubt no more."""
    columns = (
        replace(column, read=Decimal) if column.holds is Holds.NUMBER else column
        for column in kind.columns
    )
    return replace(kind, columns=tuple(columns))


def _lines(upload: Upload, kind: Kind, rows: Sequence[Judged]) -> list[Line]:
    columns = columns_of(kind)
    found = []
    for row in rows:
        name = _name(kind, row)
        line = Line(row.line, row.state, name, is_taken=row.line not in upload.left_out)
        line.cells = [cell(columns[column], new, old) for column, old, new in row.changes]
        if not row.changes:
            line.cells = [each for each in filled(kind, row) if each.new != name]
        line.faults = list(_faults(kind, row))
        found.append(line)
    return found


def _name(kind: Kind, row: Judged) -> str:
    for name in NAMES:
        if row.cells.get(name):
            return row.cells[name]
    keys = [row.cells.get(name, "") for name in kind.key]
    return " · ".join(key for key in keys if key) or str(kind.model._meta.verbose_name)


def _faults(kind: Kind, row: Judged) -> Iterable[Fault]:
    columns, told = columns_of(kind), set()
    for name, _code, sentence in row.faults:
        if name and name in told:
            continue
        told.add(name)
        column = columns.get(name)
        typed = row.cells.get(name, "")
        yield Fault(
            name if name in row.cells else "", label(column) if column else "", typed, sentence
        )


def _outcome(upload: Upload, kind: Kind) -> Outcome:
    new, changed = upload.result["new"], upload.result["changed"]
    added = ngettext("%(count)d record added", "%(count)d records added", new) % {"count": new}
    others = ngettext("%(count)d changed", "%(count)d changed", changed) % {"count": changed}
    links = []
    if kind.model in admin.site._registry:
        name = f"admin:{kind.model._meta.app_label}_{kind.model._meta.model_name}_changelist"
        links.append((_("See the list"), reverse(name)))
    return Outcome(f"{added}, {others}.", links)
