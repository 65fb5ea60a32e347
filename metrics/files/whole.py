"""The files of everything that there is of one kind, `/du-lieu/<name>.csv` and its like.

Figures and what they hang from stand here; a package above adds its own by `offer`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forum_portal.addresses import reverse
from forum_portal.api.resources import Resource
from forum_portal.tables import Column, Table, Type
from metrics import columns
from metrics.api.catalogue import AREAS, INDICATORS, SOURCES_OF_RECORD
from metrics.exports import changes_table, citations_table, observations_table, releases_table
from metrics.models import Area, Indicator, Observation
from metrics.models.observation import ObservationQuerySet
from metrics.record_reading import public_sources


@dataclass(frozen=True)
class Whole:
    """A table of all public records of a kind, as of a moment where it `travels` in time.

    `name` stands in its address, `holds` says what a row is, `page` is the route where readers see
    the same. What releases hold changes with them alone; of `is_text` the rows tell whether it did.
    """

    name: str
    title: str | Promise
    holds: str | Promise
    columns: tuple[Column, ...]
    table: Callable[[datetime | None], Table]
    page: str = "metrics:data-page"
    travels: bool = True
    is_text: bool = True

    def made(self, as_of: datetime | None) -> Table:
        """Return the table itself."""
        return self.table(as_of if self.travels else None)

    def path(self, suffix: str) -> str:
        """Return the path of its file in the active language."""
        return reverse("metrics:whole-file", args=[self.name, suffix])


WHOLE: dict[str, Whole] = {}


def offer(*wholes: Whole) -> None:
    """Offer the files of these tables, behind those that there are."""
    WHOLE.update((each.name, each) for each in wholes)


def of_resource(
    resource: Resource, records: Callable[[datetime | None], Any]
) -> tuple[tuple[Column, ...], Callable[[datetime | None], Table]]:
    """Return the columns that a file can hold of a resource of the API, and what makes its table.

    A list of objects within a record has no cell.
    """
    flat = tuple(each for each in resource.columns if each.type is not Type.LIST)

    def table(as_of: datetime | None) -> Table:
        whole = resource.table(records(as_of), as_of)
        return Table(flat, whole.source, whole.params)

    return flat, table


def _of_figures(
    make: Callable[[ObservationQuerySet, datetime | None], Table],
) -> Callable[[datetime | None], Table]:
    return lambda as_of: make(Observation.objects.public(as_of), as_of)


offer(
    Whole(
        "quan-sat",
        _("Figures"),
        _("One row for each figure in force, with its first source."),
        columns.OBSERVATIONS,
        _of_figures(observations_table),
        is_text=False,
    ),
    Whole(
        "trich-dan",
        _("Citations"),
        _("One row for each place where a source speaks of a figure, those that disagree too."),
        columns.CITATIONS,
        _of_figures(citations_table),
        is_text=False,
    ),
    Whole(
        "thay-doi",
        _("Changes"),
        _("One row for each figure that a release added, revised from old to new, or withdrew."),
        columns.CHANGES,
        _of_figures(changes_table),
        page="metrics:release-list",
        is_text=False,
    ),
    Whole(
        "phat-hanh",
        _("Releases"),
        _("One row for each release, with its reason and its seal (SHA-256)."),
        columns.RELEASES,
        releases_table,
        page="metrics:release-list",
        is_text=False,
    ),
    Whole(
        "chi-so",
        _("Indicators"),
        _("One row for each indicator, with its definition, unit and method."),
        *of_resource(INDICATORS, Indicator.objects.public),
        page="metrics:indicator-list",
    ),
    Whole(
        "dia-ban",
        _("Areas"),
        _("One row for each area that figures are about, with when its borders held."),
        *of_resource(AREAS, Area.objects.public),
    ),
    Whole(
        "nguon",
        _("Sources"),
        _("One row for each document that figures and facts rest on."),
        *of_resource(SOURCES_OF_RECORD, public_sources),
        page="metrics:source-list",
    ),
)
