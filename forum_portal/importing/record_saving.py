"""Saving rows of a kind: new records by the loader's own hand, changed ones field by field."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

from django.db import DataError, IntegrityError, models, transaction
from django.utils.translation import gettext as _

from forum_portal.importing.confirming import RefusedError, refusal_of
from forum_portal.importing.loading import Known, build, save
from forum_portal.importing.loading import RefusedError as LoadRefusedError
from forum_portal.importing.tables import Kind, Problem, Row

type Change = tuple[Row, int, list[str]]  # the complete row, the record's id, changed columns


class _UndoneError(Exception):
    """Rolls a rehearsal back."""


def save_all(kind: Kind, known: Known, new: list[Row], changed: Sequence[Change]) -> None:
    """Save all these rows; RefusedError where one of them cannot be."""
    problems = _try(kind, known, new, changed)
    if problems:
        lines = [str(each) for each in problems]
        raise RefusedError(*lines, status=HTTPStatus.CONFLICT)


def rehearse(kind: Kind, known: Known, new: list[Row], changed: Sequence[Change]) -> list[Problem]:
    """Return why rows could not be saved; nothing is."""
    problems: list[Problem] = []
    try:
        with transaction.atomic():
            problems += _try(kind, known, new, changed)
            raise _UndoneError
    except _UndoneError:
        for row in new:
            known.ids[kind.model][row.key] = None
    return problems


def _try(kind: Kind, known: Known, new: list[Row], changed: Sequence[Change]) -> list[Problem]:
    known.rows[kind.model] = new
    problems = [*_left_out(kind, known, new)]
    if problems:
        return problems
    try:
        with transaction.atomic():
            save(kind, known)
    except LoadRefusedError as refused:
        problems += refused.problems
    for row, pk, columns in changed:
        try:
            with transaction.atomic():
                _change(kind, known, row, pk, columns)
        except (IntegrityError, DataError) as error:
            problems.append(kind.problem(row, "", refusal_of(kind.model, error)))
    return problems


def _left_out(kind: Kind, known: Known, new: list[Row]) -> Iterable[Problem]:
    """Rows that name another of the table which is not taken over with them."""
    coming = {row.key for row in new}
    for row in new:
        for column in kind.columns:
            if column.refers is not kind.model:
                continue
            for key in column.keys(row.values):
                if known.ids[kind.model].get(key) is None and key not in coming:
                    reason = _("The row that this names is not taken over.")
                    yield kind.problem(row, column.name, reason)


def _change(kind: Kind, known: Known, row: Row, pk: int, columns: list[str]) -> None:
    record: Any = kind.model._default_manager.select_for_update(of=("self",)).get(pk=pk)
    fresh: Any = kind.make([row], known)[0] if kind.make else build(kind, row, known)
    for column in kind.columns:
        if column.name not in columns:
            continue
        if column.many:
            ids: Any = known.ids[column.refers] if column.refers else {}
            _link_anew(record, column.name, [ids[key] for key in column.keys(row.values)])
        elif column.refers is kind.model:
            keys = column.keys(row.values)
            setattr(record, f"{column.name}_id", known.ids[kind.model][keys[0]] if keys else None)
        else:
            field: Any = kind.model._meta.get_field(column.name)
            setattr(record, field.attname, getattr(fresh, field.attname))
    record.save()


def _link_anew(record: models.Model, name: str, ids: Sequence[int | None]) -> None:
    relation: Any = type(record)._meta.get_field(name)
    through = relation.remote_field.through
    own, other = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
    ordered = any(field.name == "position" for field in through._meta.fields)
    through._default_manager.filter(**{own: record.pk}).delete()
    through._default_manager.bulk_create(
        through(**{own: record.pk, other: pk}, **({"position": place} if ordered else {}))
        for place, pk in enumerate(ids, start=1)
    )
