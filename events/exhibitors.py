"""What the part on an exhibition shows: exhibitors by group, groups only named, figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from events.editions import as_day
from events.evidence import grounds
from events.models.exhibition import ExhibitorCategory


@dataclass(frozen=True)
class ExhibitorGroup:
    """A group and its booths; no booth means that the source names the group alone."""

    name: str
    booths: list[Any]


def exhibitions_of(forum: Any, figures: Iterable[Any]) -> list[dict]:
    """Return each exhibition of a forum's row with its groups, figures and sources."""
    listed = list(figures)
    return [exhibition_part(each, listed, forum.evidence_rows) for each in forum.exhibition_rows]


def exhibition_part(exhibition: Any, figures: Iterable[Any], evidence: Iterable[Any]) -> dict:
    """Return one exhibition as `events/_exhibition.html` shows it."""
    booths = {each.id for each in exhibition.booths}
    groups, named_only = exhibitor_groups(exhibition)
    return {
        "exhibition": exhibition,
        "opened_on": as_day(exhibition.opened_on),
        "groups": groups,
        "named_only": named_only,
        "figures": [each for each in figures if each.area_id == exhibition.area],
        "grounds": grounds(
            each
            for each in evidence
            if each.subject.exhibition == exhibition.id or each.subject.booth in booths
        ),
    }


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
