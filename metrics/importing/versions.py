"""What the record holds beside what files say: releases, versions of figures, differences."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from forum_portal.importing.loading import Known
from forum_portal.importing.tables import Objections, Row, Values, key_text
from metrics.clock import portal_now
from metrics.models import Citation, Indicator, Observation, Release, Unit

FIGURE = ("indicator", "area", "kind", "instrument", "period")
FIGURE_LOOKUPS = ("indicator__code", "area__code", "kind", "instrument__slug", "period")
STATED = ("value", "comparator", "out_of", "numerator", "denominator", "obs_status")
REMARKS = ("comment", "comment_en")
NEVER = datetime.max.replace(tzinfo=UTC)  # when a draft becomes public


@dataclass(frozen=True)
class ReleaseState:
    """What rows need to know of their release, whether it is saved yet or only in the file."""

    published_at: datetime
    is_correction: bool
    is_public: bool
    is_frozen: bool = False  # no draft any more: public, or on its way to be


def release_states(known: Known) -> dict[str, ReleaseState]:
    """Return the releases of the base and of the file by slug; the base wins."""
    planned, states = Release.Reason.PLANNED, {}
    for row in known.rows[Release]:
        published_at = row.values.get("published_at", NEVER)
        is_correction = row.values.get("reason", planned) != planned
        states[row.values["slug"]] = ReleaseState(published_at, is_correction, False)
    now = portal_now()
    stored = Release.objects.values_list("slug", "reason", "published_at", "state")
    for slug, reason, published_at, state in stored:
        moment = published_at or NEVER
        is_frozen = state != Release.State.DRAFT
        states[slug] = ReleaseState(moment, reason != planned, moment <= now, is_frozen)
    return states


def units_of(known: Known) -> dict[str, Unit]:
    """Return the units of the indicators of the base and of the file by the indicator's code."""
    written = {row.values["code"]: Unit(**row.values) for row in known.rows[Unit]}
    units = written | {unit.code: unit for unit in Unit.objects.all()}
    of = {row.values["code"]: row.values["unit"] for row in known.rows[Indicator]}
    of |= dict(Indicator.objects.values_list("code", "unit__code"))
    return {code: units[unit] for code, unit in of.items() if unit in units}


class Versions:
    """All versions of the figures that the file speaks of: `stored` by key, and `by_figure`."""

    def __init__(self, known: Known) -> None:
        self.stored = _stored_observations(known)
        self.by_figure: dict[str, dict[str, Values]] = defaultdict(dict)
        self.written: dict[str, dict[str, Values]] = defaultdict(dict)
        for row in known.rows[Observation]:
            self.written[figure_key(row.values)][row.values["release"]] = row.values
        for figure, releases in self.written.items():
            self.by_figure[figure].update(releases)
        for values in self.stored.values():
            self.by_figure[figure_key(values)][values["release"]] = values

    def in_force(
        self, figure: str, state: ReleaseState, states: dict[str, ReleaseState]
    ) -> Values | None:
        """Return the newest version that a release of `state` finds public before it."""
        earlier = [
            (states[release].published_at, release)
            for release in self.by_figure.get(figure, ())
            if release in states and states[release].published_at < state.published_at
        ]
        return self.by_figure[figure][max(earlier)[1]] if earlier else None


def figure_key(values: Values) -> str:
    """Return what all versions of a figure have in common."""
    return key_text(*(values.get(name) for name in FIGURE))


def _stored_observations(known: Known) -> dict[str, Values]:
    rows = [*known.rows[Observation], *known.rows[Citation]]
    names = ("release", *FIGURE, *STATED, *REMARKS)
    lookups = ("release__slug", *FIGURE_LOOKUPS, *STATED, *REMARKS)
    stored = Observation.objects.filter(
        indicator__code__in={row.values.get("indicator") for row in rows},
        period__in={row.values.get("period") for row in rows},
    ).values_list(*lookups)
    found = (dict(zip(names, record, strict=True)) for record in stored)
    return {key_text(values["release"], figure_key(values)): values for values in found}


def differences(
    row: Row, stored: Values, names: Iterable[str], model: type[models.Model]
) -> Objections:
    for column, was, now in unequal(row.values, stored, names, model):
        reason = _(
            "“%(was)s” is published, the file says “%(now)s”. What is public stays; "
            "write the new value into a release that corrects it."
        )
        yield row, column, reason % {"was": was, "now": now}


def unequal(
    written: Values, stored: Values, names: Iterable[str], model: type[models.Model]
) -> Iterable[tuple[str, Any, Any]]:
    """Yield (column, stored, written) where two versions differ; an empty cell is the default."""
    for name in names:
        model_field: Any = model._meta.get_field(name)
        default = model_field.get_default()
        one, other = written.get(name, default), stored.get(name, default)
        if one != other:
            yield name, "" if other is None else other, "" if one is None else one
