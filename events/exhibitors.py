"""Exhibitors by group, with the groups that a source names without naming anybody in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from events.models.exhibition import ExhibitorCategory


@dataclass(frozen=True)
class ExhibitorGroup:
    """A group and its booths; no booth means that the source names the group alone."""

    name: str
    booths: list[Any]


def exhibitor_groups(exhibition: Any) -> tuple[list[ExhibitorGroup], list[ExhibitorGroup]]:
    """Return the groups with booths and those that are only named, each in the usual order."""
    groups = [
        ExhibitorGroup(category_name(category), booths_of(exhibition.booths, category))
        for category in ExhibitorCategory
        if category in exhibition.groups or booths_of(exhibition.booths, category)
    ]
    return [each for each in groups if each.booths], [each for each in groups if not each.booths]


def booths_of(booths: Sequence[Any], category: str) -> list[Any]:
    """Keep the booths of one group, in their order."""
    return [each for each in booths if each.category == category]


def category_name(category: str) -> str:
    """Return a group's name as a heading writes it."""
    return capfirst(str(ExhibitorCategory(category).label))


def full_names(booth: Any) -> list[Any]:
    """Return the organisations behind a booth whose name says more than the booth's own."""
    return [each for each in booth.organisations if each.name != booth.name]
