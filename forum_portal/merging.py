"""Two records that are one: what points at the one that goes comes to point at the one that stays.

It holds for every foreign key and every table of links, whoever declares them. Where the record
that stays has the same already, such as one role at one forum, the double goes, and what hangs from
it moves along. Empty fields are filled, no other value changes. What is public in releases names
neither people nor organisations, and so stays as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from forum_portal.former_addresses import come_together
from forum_portal.office.refusals import refusal_sentence
from forum_portal.pointing import (
    beside_which,
    double_of,
    kind_name,
    next_place,
    pointers_to,
    pointing,
    row_name,
)
from forum_portal.words import date_text


class MergeRefusedError(Exception):
    """Nothing was merged; `sentences` tell the officer why, `status` suits the answer."""

    def __init__(self, *sentences: str, status: int = HTTPStatus.CONFLICT):
        super().__init__(*sentences)
        self.sentences = list(sentences)
        self.status = status


@dataclass(frozen=True)
class Difference:
    """A field in which two records differ; `is_taken` where the one that stays is empty there."""

    label: str
    going: str
    staying: str
    is_taken: bool


@dataclass(frozen=True)
class Row:
    """A record that points at the one that goes; a double goes, too."""

    pk: Any
    name: str
    is_double: bool
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True)
class Move:
    """The records of one kind that point at the one that goes by one of their fields."""

    kind: str
    rows: list[Row]


@dataclass(frozen=True)
class Plan:
    """What a merger would do."""

    differences: list[Difference]
    moves: list[Move]

    @property
    def fingerprint(self) -> str:
        """Return what tells this plan from any other."""
        return sha256(repr(self).encode()).hexdigest()


def plan_merger(going: Any, staying: Any) -> Plan:
    """Return what merging `going` into `staying` would do; MergeRefusedError where it cannot be."""
    if going == staying:
        sentence = _("A record cannot be merged into itself: choose another one.")
        raise MergeRefusedError(sentence, status=HTTPStatus.BAD_REQUEST)
    if _follows(going, staying) or _follows(staying, going):
        raise MergeRefusedError(
            _(
                "One of these two follows the other, so they are two, not one. If that was "
                "written by mistake, take the succession away first."
            )
        )
    moves = [_move(pointer, going, staying) for pointer in pointers_to(type(going))]
    return Plan(_differences(going, staying), [move for move in moves if move.rows])


@transaction.atomic
def merge(*, going: Any, staying: Any, fingerprint: str) -> None:
    """Merge `going` into `staying` if the plan is still the one with this `fingerprint`.

    MergeRefusedError where nothing was done.
    """
    going, staying = _locked(going, staying)
    if plan_merger(going, staying).fingerprint != fingerprint:
        raise MergeRefusedError(
            _(
                "Something was changed since you looked, so nothing was merged. Below is how it "
                "stands now: look at it, then merge again."
            )
        )
    come_together(going, staying)
    try:
        _absorb(going, staying)
    except ValidationError as error:
        raise MergeRefusedError(*error.messages) from error
    except IntegrityError as error:
        raise MergeRefusedError(refusal_sentence(error)) from error


def _locked(*records: Any) -> list[Any]:
    """Return the records as they are now; until the end nobody changes them or what they have.

    Nor does anything come to point at them meanwhile: that would need their keys.
    """
    model = type(records[0])
    keys = [each.pk for each in records]
    found = {
        each.pk: each
        for each in model._base_manager.filter(pk__in=keys).order_by("pk").select_for_update()
    }
    if not found.keys() >= set(keys):
        raise MergeRefusedError(
            _("One of the two is gone: somebody merged or deleted it. Nothing was done.")
        )
    for pointer in pointers_to(model):
        for record in found.values():
            list(pointing(pointer, record).select_for_update())
    return [found[key] for key in keys]


def _follows(record: Any, other: Any) -> bool:
    """Tell whether `record` leads to `other` by a foreign key from its kind to itself."""
    model = type(record)
    for pointer in pointers_to(model):
        seen = {None}
        key = getattr(record, pointer.attname) if pointer.model is model else None
        while key not in seen:
            if key == other.pk:
                return True
            seen.add(key)
            further = model._base_manager.filter(pk=key)
            key = further.values_list(pointer.attname, flat=True).first()
    return False


def _move(pointer: Any, going: Any, staying: Any) -> Move:
    rows = []
    for row in pointing(pointer, going).select_related(pointer.name, *beside_which(pointer)):
        double = double_of(row, pointer, staying)
        lost = _differences(row, double, besides=pointer) if double else []
        rows.append(Row(row.pk, row_name(row, pointer), double is not None, lost))
    return Move(kind_name(pointer), rows)


def _absorb(record: Any, into: Any) -> None:
    """Let what points at `record` point at `into`, fill what is empty there; `record` goes."""
    for pointer in pointers_to(type(record)):
        for row in pointing(pointer, record):
            double = double_of(row, pointer, into)
            if double is not None:
                _absorb(row, double)
            else:
                changed = {pointer.attname: into.pk} | next_place(row, pointer, into)
                pointer.model._base_manager.filter(pk=row.pk).update(**changed)
    taken = [each.attname for each, is_taken in _differing(record, into) if is_taken]
    values = {name: getattr(record, name) for name in taken}
    record.delete()
    if values:
        for name, value in values.items():
            setattr(into, name, value)
        into.validate_constraints()
        into.save()


# What differs


def _differing(going: Any, staying: Any) -> Iterator[tuple[Any, bool]]:
    """Yield each field that people fill in and that differs, and whether it is to be filled.

    Addresses differ always, and are for readers to follow. Nothing is filled where the fields of a
    record belong together (`merges_whole`).
    """
    may_fill = not getattr(type(going), "merges_whole", False)
    for each in going._meta.concrete_fields:
        if each.editable and not each.primary_key and each.name != "slug":
            values = [getattr(record, each.attname) for record in (going, staying)]
            if values[0] != values[1]:
                yield each, may_fill and values[1] in each.empty_values


def _differences(going: Any, staying: Any, besides: Any = None) -> list[Difference]:
    return [
        Difference(
            capfirst(str(each.verbose_name)), _text(going, each), _text(staying, each), is_taken
        )
        for each, is_taken in _differing(going, staying)
        if each != besides
    ]


def _text(record: Any, each: Any) -> str:
    """Return a field's value as its form shows it; nothing where it is empty."""
    value = getattr(record, each.attname)
    if value in each.empty_values:
        return ""
    if each.is_relation:
        return str(getattr(record, each.name))
    if isinstance(each, models.FileField):  # the name is a long hash of what is in it
        return f"{PurePosixPath(str(value)).name[:8]}…"
    if each.flatchoices:
        return str(dict(each.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return date_text(value) if isinstance(value, date) else str(value)
