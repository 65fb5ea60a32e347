"""The tables of figures: observations and citations, with the releases that hold them.

A release takes nothing more once it is no draft. So a row either repeats what it holds, or belongs
to a draft; what the file makes public becomes so when all its rows are in.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from forum_portal.importing.loading import Known, build
from forum_portal.importing.tables import (
    Complaints,
    Kind,
    Objections,
    Row,
    Values,
    columns,
    key_text,
)
from metrics import columns as written
from metrics.bounds import out_of_bounds
from metrics.importing.content import period_column
from metrics.importing.releases import RELEASES
from metrics.importing.versions import (
    FIGURE,
    FIGURE_LOOKUPS,
    REMARKS,
    STATED,
    ReleaseState,
    Versions,
    differences,
    figure_key,
    release_states,
    unequal,
    units_of,
)
from metrics.models import Citation, Observation

QUOTED = ("stance", "position", "sentence", "original", "note", "note_en")


# Observations


def _complete_observation(values: Values) -> Complaints:
    value = values.get("value")
    if value is None and values["obs_status"] not in Observation.WITHOUT_VALUE:
        yield "value", _("Give a value, or a status that says why there is none.")
    if values["kind"] != Observation.Kind.TARGET and "instrument" in values:
        yield "instrument", _("Only a target names the plan that sets it.")
    if value is not None and "out_of" in values and value > values["out_of"]:
        yield "out_of", _("The rank lies beyond the number of places.")
    if values.get("denominator", 1) <= 0:
        yield "denominator", _("The denominator must be above zero.")


def _check_observations(known: Known) -> Objections:
    states, versions, units = release_states(known), Versions(known), units_of(known)
    for row in known.rows[Observation]:
        state, unit = states.get(row.values["release"]), units.get(row.values["indicator"])
        impossible = unit and out_of_bounds(row.values.get("value"), unit)
        if impossible:
            yield row, "value", impossible
        if state is None or impossible:
            continue
        stored = versions.stored.get(row.key)
        if stored is not None and state.is_public:
            if not _is_corrected_later(row, state, states, versions):
                yield from differences(row, stored, (*STATED, *REMARKS), Observation)
        elif stored is None and state.is_frozen:
            yield row, "release", _takes_nothing_more(row, state)
        elif stored is None and not state.is_correction:
            yield from _unannounced_change(row, state, states, versions)


def _takes_nothing_more(row: Row, state: ReleaseState) -> str:
    if state.is_public:
        reason = _(
            "The release “%(release)s” is public already and takes nothing more; add a new one."
        )
    else:
        reason = _("The release “%(release)s” is no draft any more and takes nothing more.")
    return reason % {"release": row.values["release"]}


def _is_corrected_later(
    row: Row, state: ReleaseState, states: dict[str, ReleaseState], versions: Versions
) -> bool:
    """Tell whether a later correction in the file carries what this row says as its own row."""
    for release, values in versions.written[figure_key(row.values)].items():
        later = states.get(release)
        if later is None or not later.is_correction or later.published_at <= state.published_at:
            continue
        if not any(unequal(row.values, values, STATED, Observation)):
            return True
    return False


def _unannounced_change(
    row: Row, state: ReleaseState, states: dict[str, ReleaseState], versions: Versions
) -> Objections:
    before = versions.in_force(figure_key(row.values), state, states)
    changed = list(unequal(row.values, before, ("value",), Observation)) if before else []
    for column, was, now in changed:
        reason = _(
            "This figure is published as %(was)s and would become %(now)s: "
            "give the release a reason other than “planned”."
        )
        yield row, column, reason % {"was": was, "now": now}


def _require_sources(added: list[Row], known: Known) -> Objections:
    """Refuse figures with a moment to be public that nothing in their release vouches for."""
    citations = Citation.objects.filter(observation=OuterRef("pk"), release=OuterRef("release"))
    figures = Observation.objects.filter(release__slug__in={row.values["release"] for row in added})
    dated = figures.exclude(release__published_at=None)
    without = dated.exclude(obs_status=Observation.Status.WITHDRAWN).exclude(Exists(citations))
    keys = {key_text(*parts) for parts in without.values_list("release__slug", *FIGURE_LOOKUPS)}
    reason = _("Its release has a date, but no source is given: add a line to %(file)s.")
    for row in added:
        if row.key in keys:
            yield row, "", reason % {"file": CITATIONS.file}


# Citations


def _check_citations(known: Known) -> Objections:
    states, versions = release_states(known), Versions(known)
    stored = _stored_citations(known)
    for row in known.rows[Citation]:
        state = states.get(row.values["release"])
        if state is None:
            continue
        if state.is_frozen and row.key not in stored:
            yield row, "release", _takes_nothing_more(row, state)
        elif state.is_public:
            yield from differences(row, stored[row.key], QUOTED, Citation)
        else:
            yield from _find_observation(row, state, states, versions, known)


def _find_observation(row, state, states, versions, known) -> Objections:
    """Note the version that a citation belongs to: its release's own, or the one in force then."""
    figure = figure_key(row.values)
    key = key_text(row.values["release"], figure)
    if not known.has(Observation, key):
        version = versions.in_force(figure, state, states)
        if version is None:
            if all(known.has(*reference) for reference in _references(row)):
                yield row, "period", _("There is no such figure to cite: %(key)s.") % {"key": key}
            return
        key = key_text(version["release"], figure)
    row.values["observation"] = key


def _references(row: Row) -> Iterable[tuple[type[models.Model], str]]:
    for column in CITATIONS.columns:
        if column.refers:
            yield from ((column.refers, key) for key in column.keys(row.values))


def _stored_citations(known: Known) -> dict[str, Values]:
    slugs = {row.values["release"] for row in known.rows[Citation]}
    key_length = len(CITATION_LOOKUPS)
    records = Citation.objects.filter(release__slug__in=slugs)
    return {
        key_text(*record[:key_length]): dict(zip(QUOTED, record[key_length:], strict=True))
        for record in records.values_list(*CITATION_LOOKUPS, *QUOTED)
    }


def _make_citations(rows: list[Row], known: Known) -> list[models.Model]:
    citations = [build(CITATIONS, row, known) for row in rows]
    older = _ids_of_versions({row.values["observation"] for row in rows}, known)
    for row, citation in zip(rows, citations, strict=True):
        citation.observation_id = older[row.values["observation"]]  # type: ignore[attr-defined]
    return citations


def _ids_of_versions(keys: set[str], known: Known) -> dict[str, int | None]:
    """Return the ids of observations by key; those of releases the file does not name are read."""
    ids = known.ids[Observation]
    missing = {key.split("/", 1)[0] for key in keys if key not in ids}
    return ids | _in_releases(Observation, ("release__slug", *FIGURE_LOOKUPS), missing)


def _in_releases(model: Any, lookups: tuple[str, ...], slugs: set[str]) -> dict[str, int | None]:
    records = model.objects.filter(release__slug__in=slugs).values_list("pk", *lookups)
    return {key_text(*parts): pk for pk, *parts in records}


def _existing(model: type[models.Model], lookups: tuple[str, ...]):
    """Return the search for what the base holds in the releases that the rows name."""
    return lambda rows: _in_releases(model, lookups, {row.values["release"] for row in rows})


CITATION_LOOKUPS = (
    "release__slug",
    *(f"observation__{lookup}" for lookup in FIGURE_LOOKUPS),
    "source__slug",
    "locator",
    "printed",
)

OBSERVATIONS = Kind(
    "observations",
    Observation,
    (
        *columns(
            Observation,
            "release! indicator! area! kind instrument value comparator out_of numerator "
            "denominator obs_status comment comment_en",
        ),
        period_column(required=True),
    ),
    key=("release", *FIGURE),
    defaults={"kind": Observation.Kind.OBSERVED, "obs_status": Observation.Status.NORMAL},
    complete=_complete_observation,
    existing=_existing(Observation, ("release__slug", *FIGURE_LOOKUPS)),
    check=_check_observations,
    beside={column.name: column.title for column in written.OBSERVATIONS},
    finish=_require_sources,
)

CITATIONS = Kind(
    "citations",
    Citation,
    (
        *columns(
            Citation,
            "release! source! stance position locator printed sentence original note note_en",
        ),
        *(
            replace(column, stored=False)
            for column in columns(Observation, "indicator! area! kind instrument")
        ),
        period_column(required=True, stored=False),
    ),
    key=("release", *FIGURE, "source", "locator", "printed"),
    defaults={"kind": Observation.Kind.OBSERVED},
    existing=_existing(Citation, CITATION_LOOKUPS),
    check=_check_citations,
    make=_make_citations,
    beside={column.name: column.title for column in written.CITATIONS},
)

KINDS = (RELEASES, OBSERVATIONS, CITATIONS)
