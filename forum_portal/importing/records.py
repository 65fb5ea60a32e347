"""Importing records of any kind: staged rows held against what is there, and taken over.

Such tables have hundreds of rows, not a hundred thousand: rows are read one by one, and a rehearsal
that is rolled back finds whatever the database would refuse.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from forum_portal.importing.confirming import MovedError
from forum_portal.importing.loading import Known, gather, taken_values, unknown_references
from forum_portal.importing.record_names import Names, with_keys
from forum_portal.importing.record_saving import rehearse, save_all
from forum_portal.importing.stored import Cells, cells_of, is_ordered
from forum_portal.importing.tables import Column, Kind, Parsed, Row, Values, parse
from forum_portal.importing.uploads import StagedRow, Upload, Verdict
from forum_portal.models import User

type Faults = dict[int, list[list[str]]]
# Whether a person may save a record (None: a new one) with changes in these columns and the values
# of its row: a sentence that says why not, or nothing.
type Right = Callable[[User, Any, set[str], Values], str]


@dataclass
class Judged:
    """An upload's rows against what is there.

    `rows` are complete: what a row of a record that exists leaves open is what stands there.
    `changes` are [column, text that is there, new text].
    """

    known: Known
    rows: dict[int, Row] = field(default_factory=dict)
    stored: dict[int, int] = field(default_factory=dict)
    changes: dict[int, list[list[str]]] = field(default_factory=dict)
    faults: Faults = field(default_factory=dict)

    def state(self, line: int) -> int:
        """Return the verdict on a line."""
        if line in self.faults:
            return Verdict.State.REFUSED
        if line not in self.stored:
            return Verdict.State.NEW
        return Verdict.State.CHANGED if self.changes[line] else Verdict.State.UNCHANGED


@dataclass(frozen=True)
class Records:
    """The import of one kind; `kinds` are all tables that it may refer to, itself among them.

    `after` runs when the chosen rows are saved, with the new ones. `seen` gives the records that a
    person may look at, None for all: of another a row learns nothing but that it is not theirs.
    """

    kind: Kind
    kinds: Sequence[Kind]
    right: Right
    after: Callable[[Upload, list[Row], Known], None] | None = None
    seen: Callable[[User], Any] = lambda user: None

    def compare(self, upload: Upload) -> None:
        """Replace the verdicts of the upload's rows by what holds now."""
        judged = self.judge(upload)
        lines = list(StagedRow.objects.filter(upload=upload).values_list("line", flat=True))
        Verdict.objects.filter(upload=upload).delete()
        Verdict.objects.bulk_create(
            Verdict(
                upload=upload,
                line=line,
                state=judged.state(line),
                changes=judged.changes.get(line, []),
                faults=judged.faults.get(line, []),
            )
            for line in lines
        )

    def take_over(self, upload: Upload) -> dict[str, Any]:
        """Save the chosen rows; Refused where the database or a missing row forbids it."""
        judged = self.judge(upload, is_final=True)
        chosen = self._chosen(upload, judged)
        new = [line for line in chosen if judged.state(line) == Verdict.State.NEW]
        changed = [line for line in chosen if judged.state(line) == Verdict.State.CHANGED]
        save_all(self.kind, judged.known, *self._of(judged, new, changed))
        if self.after:
            self.after(upload, [judged.rows[line] for line in new], judged.known)
        return {"new": len(new), "changed": len(changed)}

    def _chosen(self, upload: Upload, judged: Judged) -> list[int]:
        """Return the lines to write; MovedError where one would do another thing than was shown."""
        left_out, chosen = set(upload.left_out), []
        shown = Verdict.objects.filter(upload=upload, state__in=Verdict.WRITTEN)
        for line, state, changes in shown.values_list("line", "state", "changes"):
            if line in left_out:
                continue
            is_same = line in judged.rows and judged.state(line) == state
            if not is_same or judged.changes.get(line, []) != changes:
                raise MovedError
            chosen.append(line)
        return sorted(chosen)

    def judge(self, upload: Upload, is_final: bool = False) -> Judged:
        """Return what each staged row would do, and what speaks against it."""
        staged = list(StagedRow.objects.filter(upload=upload).order_by("line"))
        names = upload.shape["columns"]
        cells = {row.line: dict(zip(names, row.cells, strict=True)) for row in staged}
        faults: Faults = {row.line: row.faults for row in staged if row.faults}
        known_names, readable = Names(self.kinds), {}
        for line, texts in cells.items():
            if line not in faults:
                whole, wrong = with_keys(self.kind, known_names, texts)
                if wrong:
                    faults[line] = wrong
                else:
                    readable[line] = whole
        loose = parse(self.loose, readable.items())
        _note(faults, loose.problems)
        _note_twins(faults, loose)
        ids = self._ids(loose.rows)
        self._hide(upload.by, loose, ids, faults)
        found = {row.line: pk for row in loose.rows if (pk := ids.get(row.key)) is not None}
        before = cells_of(self.kind, self.kinds, set(found.values())) if found else {}
        is_cleared = upload.answers.get("empty") == "clear"
        merged = {
            row.line: _merge(before.get(found.get(row.line, 0), {}), row, is_cleared)
            for row in loose.rows
        }
        parsed = parse(self.kind, ((line, texts) for line, texts in merged.items()))
        _note(faults, parsed.problems)
        _note_missing(faults, self.kind, parsed, found, names)
        parsed.rows = [row for row in parsed.rows if row.line not in faults]
        known = gather(self.kinds, self._tables(parsed))
        judged = Judged(known, {row.line: row for row in parsed.rows}, found, {}, faults)
        self._find_changes(judged, before, names)
        self._object(judged)
        self._ask_rights(upload.by, judged)
        if not is_final:
            self._rehearse(judged)
        return judged

    @property
    def loose(self) -> Kind:
        """The kind without what only a whole record must meet: a row may speak of a few columns."""
        columns = tuple(
            replace(
                each,
                required=each.required and each.name in self.kind.key and each.name != "slug",
            )
            for each in self.kind.columns
        )
        return replace(self.kind, columns=columns, complete=None)

    def _ids(self, rows: list[Row]) -> dict[str, int | None]:
        return dict(gather([self.kind], {self.kind.name: Parsed(rows)}).ids[self.kind.model])

    def _hide(self, user: User, loose: Parsed, ids: dict[str, int | None], faults: Faults) -> None:
        """Take out the rows about records that this person may not look at."""
        records = self.seen(user)
        if records is None:
            return
        found = {pk for pk in ids.values() if pk is not None}
        hidden = found - set(records.filter(pk__in=found).values_list("pk", flat=True))
        for row in loose.rows:
            if ids.get(row.key) in hidden:
                reason = _("Your account may not change this record.")
                faults.setdefault(row.line, []).append(["", "read", reason])
        loose.rows = [row for row in loose.rows if ids.get(row.key) not in hidden]

    def _tables(self, parsed: Parsed) -> dict[str, Parsed]:
        return {each.name: Parsed() for each in self.kinds} | {self.kind.name: parsed}

    def _find_changes(self, judged: Judged, before: dict[int, Cells], names: list[str]) -> None:
        columns = [each for each in self.kind.columns if each.name in names]
        for line, pk in judged.stored.items():
            if line not in judged.rows:
                continue
            [row] = parse(self.loose, [(line, before[pk])]).rows
            judged.changes[line] = [
                [each.name, before[pk].get(each.name, ""), judged.rows[line].cells[each.name]]
                for each in columns
                if each.name not in self.kind.key
                and _differs(self.kind.model, each, row.values, judged.rows[line].values)
                and (each.stored or self.kind.told)
            ]

    def _object(self, judged: Judged) -> None:
        """Let the kind's own rules speak about new and changed rows alike."""
        model, known = self.kind.model, judged.known
        known.rows[model] = [
            row for line, row in judged.rows.items() if judged.state(line) in Verdict.WRITTEN
        ]
        problems = [*unknown_references(self.kind, known), *taken_values(self.kind, known)]
        if self.kind.check:
            ids = dict(known.ids[model])
            known.ids[model].update((row.key, None) for row in known.rows[model])
            problems += [self.kind.problem(*each) for each in self.kind.check(known)]
            known.ids[model] = ids
        _note(judged.faults, problems)

    def _ask_rights(self, user: User, judged: Judged) -> None:
        records = self.kind.model._default_manager.in_bulk(set(judged.stored.values()))
        for line in judged.rows:
            if judged.state(line) in Verdict.WRITTEN:
                record = records.get(judged.stored.get(line))
                changed = {name for name, *_texts in judged.changes.get(line, ())}
                refused = self.right(user, record, changed, judged.rows[line].values)
                if refused:
                    judged.faults.setdefault(line, []).append(["", "read", refused])

    def _rehearse(self, judged: Judged) -> None:
        """Save everything and undo it, until what is left would be saved; note what would not."""
        while True:
            lines = list(judged.rows)
            new = [line for line in lines if judged.state(line) == Verdict.State.NEW]
            changed = [line for line in lines if judged.state(line) == Verdict.State.CHANGED]
            if not (new or changed):
                return
            refused = rehearse(self.kind, judged.known, *self._of(judged, new, changed))
            if not refused:
                return
            _note(judged.faults, refused)

    def _of(self, judged: Judged, new: list[int], changed: list[int]) -> tuple[list, list]:
        return (
            [judged.rows[line] for line in new],
            [
                (
                    judged.rows[line],
                    judged.stored[line],
                    [name for name, *_ in judged.changes[line]],
                )
                for line in changed
            ],
        )


def _merge(before: Cells, row: Row, is_cleared: bool) -> Cells:
    """Return what stands there with what the row says put over it."""
    said = {name: text for name, text in row.cells.items() if text or is_cleared}
    return {**before, **said}


def _note(faults: Faults, problems: Sequence[Any]) -> None:
    for each in problems:
        faults.setdefault(each.line, []).append([each.column, "read", each.reason])


def _note_twins(faults: Faults, parsed: Parsed) -> None:
    """Refuse the first of two rows of one record, too: who knows which of them is right?"""
    second = {row.key: row.line for row in parsed.refused}
    for row in parsed.rows:
        if row.key in second:
            reason = _("The same is on line %(line)d too.") % {"line": second[row.key]}
            faults.setdefault(row.line, []).append(["", "read", reason])


def _note_missing(
    faults: Faults, kind: Kind, parsed: Parsed, found: dict[int, int], names: list[str]
) -> None:
    """Note what a new record needs and the row does not say."""
    for row in parsed.rows:
        if row.line in found:
            continue
        for column in kind.columns:
            if column.required and column.name not in row.values:
                reason = _("A new record needs this: add the column to the table.")
                if column.name in names:
                    reason = _("This cell must be filled.")
                faults.setdefault(row.line, []).append([column.name, "read", reason])


def _differs(model: Any, column: Column, old: Values, new: Values) -> bool:
    if not column.many:
        return old.get(column.name) != new.get(column.name)
    one, other = column.keys(old), column.keys(new)
    return one != other if is_ordered(model, column) else sorted(one) != sorted(other)
