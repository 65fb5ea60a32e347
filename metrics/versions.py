"""Versions of figures: which one is in force, which came before, and what each release changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from metrics.models import Observation
from metrics.models.observation import FIGURE_KEY


@dataclass(frozen=True)
class Version:
    """One version of a figure, its number from 1 on, and the version that it replaced."""

    observation: Observation
    number: int
    previous: Observation | None = None

    @property
    def is_first(self) -> bool:
        return self.number == 1


def figure_key(observation: Observation) -> tuple:
    """Return what all versions of one figure share."""
    return tuple(
        getattr(observation, name if name in ("kind", "period") else f"{name}_id")
        for name in FIGURE_KEY
    )


def in_order(observations: Iterable[Observation]) -> list[Version]:
    """Number the public versions of any figures, the earliest release first; needs `release`."""
    counted: dict[tuple, Version] = {}
    versions = []
    for each in sorted(observations, key=lambda each: (each.release.published_at, each.release_id)):
        key = figure_key(each)
        before = counted.get(key)
        number, previous = (before.number + 1, before.observation) if before else (1, None)
        counted[key] = Version(each, number, previous)
        versions.append(counted[key])
    return versions


def current(versions: Iterable[Version]) -> list[Version]:
    """Keep the last version of each figure, withdrawn ones too, in the order of their keys."""
    return list({figure_key(each.observation): each for each in versions}.values())


def revision_number(as_of: datetime | None) -> Combinable:
    """Return the SQL expression that counts a figure's public versions up to the row's own."""
    older = Observation.objects.public(as_of).older_than_outer().order_by()
    count = older.values("kind").annotate(versions=Count("pk")).values("versions")
    return Coalesce(Subquery(count), 0) + 1
