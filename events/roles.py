"""Organisations by what they were to a forum."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from events.models import ForumRole


@dataclass(frozen=True)
class RoleGroup:
    """A role in words and the rows of those who had it."""

    name: str
    roles: list[Any]


def role_groups(roles: Iterable[Any]) -> list[RoleGroup]:
    """Return the rows by role, hosts first, each in its own order."""
    listed = list(roles)
    groups = [
        RoleGroup(role_name(role), [each for each in listed if each.role == role])
        for role in ForumRole.Role
    ]
    return [each for each in groups if each.roles]


def role_name(role: str) -> str:
    """Return a role as it opens a line."""
    return capfirst(str(ForumRole.Role(role).label))
