"""Loading tables of content: all of them or, when anything is wrong, nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, models, transaction
from django.utils.translation import gettext as _

from forum_portal.importing.files import UnreadableError, read_file
from forum_portal.importing.tables import Column, Kind, Parsed, Problem, Row, key_text
from forum_portal.office.refusals import explained

BATCH = 2000


class RefusedError(Exception):
    """Nothing was loaded; `problems` says why, in the order of files and lines."""

    def __init__(self, problems: list[Problem]):
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class Known:
    """The records that rows may refer to, by model and key: their id, None until saved."""

    def __init__(self) -> None:
        self.ids: dict[type[models.Model], dict[str, int | None]] = defaultdict(dict)
        self.rows: dict[type[models.Model], list[Row]] = defaultdict(list)
        self.refused: dict[type[models.Model], list[Row]] = defaultdict(list)
        self.files: dict[type[models.Model], str] = {}
        self.unreadable: set[type[models.Model]] = set()

    def has(self, model: type[models.Model], key: str) -> bool:
        """Tell whether `key` is known; of a file that could not be read nobody can say no."""
        return key in self.ids[model] or model in self.unreadable

    def new_rows(self, model: type[models.Model]) -> list[Row]:
        """Return the rows of the file that the database does not have."""
        return [row for row in self.rows[model] if self.ids[model].get(row.key) is None]


def load_folder(folder: Path, kinds: Sequence[Kind]) -> dict[str, int]:
    """Load the files of `folder` in the order of `kinds`; return how many rows each one added.

    Existing records are left as they are. Raises RefusedError, and then nothing was loaded.
    """
    problems = _unknown_files(folder, kinds)
    tables: dict[str, Parsed] = {}
    unreadable: list[Kind] = []
    for kind in kinds:
        path = folder / kind.file
        try:
            tables[kind.name] = read_file(kind, path) if path.is_file() else Parsed()
        except UnreadableError as error:
            tables[kind.name] = Parsed(problems=[error.problem])
            unreadable.append(kind)
    return load_tables(kinds, tables, problems, unreadable)


def load_tables(
    kinds: Sequence[Kind],
    tables: dict[str, Parsed],
    problems: Iterable[Problem] = (),
    unreadable: Iterable[Kind] = (),
) -> dict[str, int]:
    """Check parsed tables against each other and the base, and load them in one transaction."""
    with transaction.atomic():
        known = gather(kinds, tables)
        known.unreadable.update(kind.model for kind in unreadable)
        found = list(problems)
        for kind in kinds:
            own = tables[kind.name].problems + objections(kind, known)
            found += sorted(own, key=lambda problem: problem.line)
        if found:
            raise RefusedError(found)
        added = {kind.name: save(kind, known) for kind in kinds}
        for kind in kinds:
            if kind.finish:
                found += [kind.problem(*each) for each in kind.finish(added[kind.name], known)]
        if found:
            raise RefusedError(found)
    return {name: len(rows) for name, rows in added.items()}


def _unknown_files(folder: Path, kinds: Sequence[Kind]) -> list[Problem]:
    wanted = {kind.file for kind in kinds}
    reason = _("No content is kept in a file of this name.")
    names = sorted(path.name for path in folder.glob("*.csv"))
    return [Problem(name, 0, "", "", reason) for name in names if name not in wanted]


def gather(kinds: Sequence[Kind], tables: dict[str, Parsed]) -> Known:
    known = Known()
    for kind in kinds:
        parsed, ids = tables[kind.name], known.ids[kind.model]
        known.files[kind.model] = kind.file
        ids.update(dict.fromkeys(row.key for row in (*parsed.refused, *parsed.rows)))
        ids.update(kind.existing(parsed.rows) if kind.existing else stored_keys(kind))
        known.rows[kind.model], known.refused[kind.model] = parsed.rows, parsed.refused
    return known


def stored_keys(kind: Kind) -> dict[str, int]:
    """Return the ids of all records of a kind by the keys that files use."""
    join = kind.stored_key or key_text
    lookups = kind.lookups or kind.key
    records = kind.model._default_manager.order_by().values_list("pk", *lookups)
    return {join(*parts): pk for pk, *parts in records}


# Checking


def objections(kind: Kind, known: Known) -> list[Problem]:
    problems = [*unknown_references(kind, known), *taken_values(kind, known)]
    if kind.check:
        problems += [kind.problem(*complaint) for complaint in kind.check(known)]
    return problems


def unknown_references(kind: Kind, known: Known) -> Iterable[Problem]:
    references = [(column, column.refers) for column in kind.columns if column.refers]
    for row in known.rows[kind.model]:
        for column, model in references:
            for key in column.keys(row.values):
                if not known.has(model, key):
                    reason = _("“%(key)s” is neither in %(file)s nor in the portal.")
                    names = {"key": key, "file": known.files[model]}
                    yield kind.problem(row, column.name, reason % names)


def taken_values(kind: Kind, known: Known) -> Iterable[Problem]:
    """Values that must be unique by themselves, such as a name, and are used already."""
    for column in kind.columns:
        if not column.stored or column.refers or kind.key == (column.name,):
            continue
        model_field: Any = kind.model._meta.get_field(column.name)
        if not model_field.unique:
            continue
        stored = kind.model._default_manager.values_list(column.name, flat=True)
        taken = dict.fromkeys(stored, "")
        for row in known.new_rows(kind.model):
            value = row.values.get(column.name)
            if value in taken:
                reason = taken[value] or _("Another record has this already.")
                yield kind.problem(row, column.name, reason)
            elif value is not None:
                taken[value] = _("The same is on line %(line)d already.") % {"line": row.line}


# Saving


def save(kind: Kind, known: Known) -> list[Row]:
    rows = known.new_rows(kind.model)
    records = kind.make(rows, known) if kind.make else [build(kind, row, known) for row in rows]
    for record in records:
        if hasattr(record, "prepare"):
            record.prepare()
    _insert(kind, rows, records)
    ids = known.ids[kind.model]
    ids.update((row.key, record.pk) for row, record in zip(rows, records, strict=True))
    for column in kind.columns:
        if column.refers and column.stored and column.many:
            _link_many(kind, column, rows, records, known)
        elif column.refers is kind.model and column.stored:
            _link_to_itself(column, rows, records, known)
    return rows


def build(kind: Kind, row: Row, known: Known) -> models.Model:
    """Return the unsaved record of a row; an empty cell leaves the model's default."""
    values = {}
    for column in kind.columns:
        if not column.stored or column.name not in row.values or column.many:
            continue
        if column.refers is None:
            values[column.name] = row.values[column.name]
        elif column.refers is not kind.model:
            values[f"{column.name}_id"] = known.ids[column.refers][column.keys(row.values)[0]]
    return kind.model(**values)


def _insert(kind: Kind, rows: list[Row], records: list[models.Model]) -> None:
    """Insert all at once; where the database refuses, find out which lines it means."""
    manager = kind.model._default_manager
    try:
        with transaction.atomic():
            manager.bulk_create(records, batch_size=BATCH)
    except (IntegrityError, DataError):
        problems = []
        for row, record in zip(rows, records, strict=True):
            try:
                with transaction.atomic():
                    manager.bulk_create([record])
            except (IntegrityError, DataError) as error:
                problems.append(kind.problem(row, "", refusal(kind.model, error)))
        if problems:
            raise RefusedError(problems) from None


def refusal(model: type[models.Model], error: Exception) -> str:
    """Return why the database refused, in the words of the violated constraint where it has any."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return str(constraint.get_violation_error_message())
    if sentence := explained(error):
        return sentence
    message = getattr(diagnosis, "message_primary", None) or str(error)
    return _("The database refuses this: %(message)s.") % {"message": message}


def _link_many(
    kind: Kind, column: Column, rows: list[Row], records: list[models.Model], known: Known
) -> None:
    relation: Any = kind.model._meta.get_field(column.name)
    through = relation.remote_field.through
    own, other = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
    ordered = any(field.name == "position" for field in through._meta.fields)
    links = []
    for row, record in zip(rows, records, strict=True):
        for place, key in enumerate(column.keys(row.values), start=1):
            link = {own: record.pk, other: known.ids[column.refers][key]}  # type: ignore[index]
            links.append(through(**link, **({"position": place} if ordered else {})))
    through._default_manager.bulk_create(links, batch_size=BATCH)


def _link_to_itself(
    column: Column, rows: list[Row], records: list[models.Model], known: Known
) -> None:
    """Fill references between records of one table, now that each of them has an id."""
    linked = []
    for row, record in zip(rows, records, strict=True):
        for key in column.keys(row.values):
            setattr(record, f"{column.name}_id", known.ids[type(record)][key])
            linked.append(record)
    if linked:
        type(linked[0])._default_manager.bulk_update(linked, [column.name], batch_size=BATCH)
