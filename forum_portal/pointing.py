"""What points at a record, and which of it another record has already."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Max
from django.utils.text import capfirst
from pghistory.models import Event

PLACE = "position"  # in a rule it counts rows: who has to give way gets the next one


@dataclass(frozen=True)
class Rule:
    """That rows which point at one record and agree in the fields `others` are one row."""

    others: tuple[str, ...]
    nulls_agree: bool = False


def pointers_to(model: type[models.Model]) -> Iterator[Any]:
    """Yield every foreign key that points at `model`, those of tables of links among them.

    The audit trail's are left out: what was once stays as it was.
    """
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and not _is_of_trail(relation):
            yield relation.field


def _is_of_trail(relation: models.ManyToOneRel) -> bool:
    return issubclass(relation.related_model, Event)


def pointing(pointer: Any, record: Any) -> models.QuerySet:
    """Return the rows that point at `record` by `pointer`."""
    return pointer.model._base_manager.filter(**{pointer.name: record.pk}).order_by("pk")


def double_of(row: Any, pointer: Any, other: Any) -> Any:
    """Return the row of `other` that `row` would double if it pointed there; None without one.

    It is one that a rule of the table forbids beside it, or one that says the same in all fields.
    """
    rules = [each for each in _rules(pointer) if PLACE not in each.others]
    found = (_agreeing(row, rule, pointer, other) for rule in (*rules, _all_fields(pointer)))
    return next((each for each in found if each is not None), None)


def next_place(row: Any, pointer: Any, other: Any) -> dict[str, int]:
    """Return {field: place} where a rule counts the rows of `other` and that of `row` is taken."""
    for rule in _rules(pointer):
        if PLACE in rule.others and _agreeing(row, rule, pointer, other) is not None:
            beside = _values(row, [name for name in rule.others if name != PLACE])
            counted = pointing(pointer, other).filter(**beside).order_by()
            return {PLACE: counted.aggregate(last=Max(PLACE))["last"] + 1}
    return {}


def _rules(pointer: Any) -> Iterator[Rule]:
    options = pointer.model._meta
    if pointer.unique:
        yield Rule(())
    for each in options.total_unique_constraints:
        if pointer.name in each.fields:
            yield Rule(_others(each.fields, pointer), each.nulls_distinct is False)
    for names in options.unique_together:
        if pointer.name in names:
            yield Rule(_others(names, pointer))


def _all_fields(pointer: Any) -> Rule:
    fields = pointer.model._meta.concrete_fields
    filled = [each.name for each in fields if each.editable and not each.primary_key]
    return Rule(_others([name for name in filled if name != PLACE], pointer), nulls_agree=True)


def _others(names: Any, pointer: Any) -> tuple[str, ...]:
    return tuple(name for name in names if name != pointer.name)


def _agreeing(row: Any, rule: Rule, pointer: Any, other: Any) -> Any:
    values = _values(row, rule.others)
    if None in values.values() and not rule.nulls_agree:
        return None
    return pointing(pointer, other).filter(**values).first()


def _values(row: Any, names: Any) -> dict[str, Any]:
    return {name: getattr(row, row._meta.get_field(name).attname) for name in names}


# Words


def kind_name(pointer: Any) -> str:
    """Return what points by `pointer`, and as what where that is not plain: "Sessions: hosts"."""
    owner = pointer.model._meta.auto_created
    name = pointer.verbose_name
    if owner:
        links = {each.remote_field.through: each for each in owner._meta.many_to_many}
        name = links[pointer.model].verbose_name
    kind = capfirst(str((owner or pointer.model)._meta.verbose_name_plural))
    target = pointer.related_model._meta
    is_plain = str(name) in (str(target.verbose_name), str(target.verbose_name_plural))
    return kind if is_plain else f"{kind}: {name}"


def row_name(row: Any, pointer: Any) -> str:
    """Return what a row is called by someone who looks at the record that it points at."""
    beside = [str(each) for name in beside_which(pointer) if (each := getattr(row, name))]
    if row._meta.auto_created:
        return ", ".join(beside)
    return ", ".join([*beside, str(row).removeprefix(f"{getattr(row, pointer.name)}: ")])


def beside_which(pointer: Any) -> list[str]:
    """Return the other foreign keys by which a row is the only one of its kind."""
    names = dict.fromkeys(name for rule in _rules(pointer) for name in rule.others)
    return [name for name in names if pointer.model._meta.get_field(name).is_relation]
