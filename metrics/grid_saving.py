"""Writing a grid into a draft: only what differs, all of it or nothing, each fault by its cell."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from metrics.correcting import SHOWN
from metrics.grid import Key, Series, Stand
from metrics.keeping import NUMBER
from metrics.lifecycle import note_edit
from metrics.models import Area, Citation, Observation, Release, Source
from metrics.periods import Period
from metrics.refusals import cited_elsewhere

WRITTEN = (*SHOWN, "comment_en")
PLACE = ("source", "locator")
WORDS = ("printed", "sentence", "original", "note", "note_en")  # of the place, word for word


@dataclass(frozen=True)
class Entry:
    """What somebody wants to stand at a cell: the values by their names, None to take it out.

    A source of None leaves the citation of the draft's version as it is.
    """

    area: Area
    period: Period
    stand: Stand
    values: dict[str, Any] | None
    source: Source | None = None
    locator: str = ""

    @property
    def key(self) -> Key:
        return self.area.pk, self.period.code


@dataclass
class Saved:
    """How many cells were added, changed and taken out, and how many say what is public already."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0
    was_before: bool = False  # by the same form, sent twice

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


class FaultyCellsError(Exception):
    """The record refuses some cells: `faults` holds their sentences, by field; nothing is saved."""

    def __init__(self, faults: dict[Key, dict[str, list[str]]]):
        super().__init__(faults)
        self.faults = faults


@dataclass
class _Plan:
    """What is to be written, with the cell that each row comes from."""

    new: list[tuple[Entry, Observation]] = field(default_factory=list)
    changed: list[tuple[Entry, Observation]] = field(default_factory=list)
    removed: list[tuple[Entry, Observation]] = field(default_factory=list)
    cited: list[tuple[Entry, Citation]] = field(default_factory=list)
    recited: list[tuple[Entry, Citation]] = field(default_factory=list)


def save_entries(*, series: Series, release: Release, entries: Iterable[Entry], by: Any) -> Saved:
    """Write the entries that differ into a draft that the caller has locked.

    FaultyCellsError, or IntegrityError where no cell is to blame; then nothing was written.
    """
    plan, saved = _Plan(), Saved()
    for entry in entries:
        _place(entry, series, release, plan, saved)
    try:
        with transaction.atomic():
            _write(plan)
    except IntegrityError:
        if faults := _faults(plan):
            raise FaultyCellsError(faults) from None
        raise
    if saved:
        note_edit(release, by)
    return saved


def _place(entry: Entry, series: Series, release: Release, plan: _Plan, saved: Saved) -> None:
    draft = entry.stand.draft
    if entry.values is None:
        plan.removed.append((entry, draft))
        saved.removed += 1
    elif draft is None:
        figure = _new_figure(entry, entry.values, series, release)
        if _is_public(figure, entry.stand.public):
            saved.same += 1
            return
        plan.new.append((entry, figure))
        plan.cited += [(entry, each) for each in _new_citations(entry, figure)]
        saved.added += 1
    else:
        differs = _change(draft, entry.values)
        if differs:
            plan.changed.append((entry, draft))
        saved.changed += _cite_again(entry, draft, plan) or differs


def _new_figure(
    entry: Entry, values: dict[str, Any], series: Series, release: Release
) -> Observation:
    figure = Observation(
        release=release,
        indicator=series.indicator,
        area=entry.area,
        kind=series.kind,
        instrument=series.instrument,
        period=entry.period.code,
        **values,
    )
    public = entry.stand.public
    if public and public.comment == figure.comment:
        figure.comment_en = public.comment_en
    figure.prepare()
    return figure


def _is_public(figure: Observation, public: Any) -> bool:
    return public is not None and all(
        getattr(figure, name) == getattr(public, name) for name in SHOWN
    )


def _new_citations(entry: Entry, figure: Observation) -> Iterable[Citation]:
    """Cite the source named; where the number is the public one, its sources hold, too."""
    places = set()
    if entry.source:
        yield _citation(entry, figure)
        places.add((entry.source.pk, entry.locator))
    public = entry.stand.public
    if public is None or any(getattr(figure, name) != getattr(public, name) for name in NUMBER):
        return
    kept = [each for each in public.all_citations if (each.source_id, each.locator) not in places]
    for position, each in enumerate(kept, len(places) + 1):
        copied = {name: getattr(each, name) for name in (*PLACE, "stance", *WORDS)}
        yield Citation(release=figure.release, observation=figure, position=position, **copied)


def _citation(entry: Entry, figure: Observation) -> Citation:
    place = {"source": entry.source, "locator": entry.locator}
    citation = Citation(release=figure.release, observation=figure, **place)
    citation.prepare()
    return citation


def _change(draft: Observation, values: dict[str, Any]) -> bool:
    """Give the draft's version the new values; tell whether a reader could see a difference."""
    before = [getattr(draft, name) for name in SHOWN]
    if draft.comment != values["comment"]:
        draft.comment_en = ""
    for name, value in values.items():
        setattr(draft, name, value)
    draft.prepare()
    return before != [getattr(draft, name) for name in SHOWN]


def _cite_again(entry: Entry, draft: Observation, plan: _Plan) -> bool:
    """Cite another place; the words of the old one go with its source. Tell whether it is new."""
    citation = entry.stand.citation
    if entry.source is None:
        return False
    if citation is None:
        plan.cited.append((entry, _citation(entry, draft)))
        return True
    if (citation.source_id, citation.locator) == (entry.source.pk, entry.locator):
        return False
    if citation.source_id != entry.source.pk:
        citation.stance = Citation.Stance.STATES
        for name in WORDS:
            setattr(citation, name, "")
    citation.source, citation.locator = entry.source, entry.locator
    citation.prepare()
    plan.recited.append((entry, citation))
    return True


def _write(plan: _Plan) -> None:
    """Write with as many statements for many cells as for one."""
    if plan.removed:
        removed = [each for _entry, each in plan.removed]
        own = Citation.objects.filter(release=F("observation__release"))
        own.filter(observation__in=removed).delete()
        Observation.objects.filter(pk__in=[each.pk for each in removed]).delete()
    if plan.changed:
        Observation.objects.bulk_update([each for _entry, each in plan.changed], WRITTEN)
    if plan.recited:
        names = (*PLACE, "stance", *WORDS)
        Citation.objects.bulk_update([each for _entry, each in plan.recited], names)
    if plan.new:
        Observation.objects.bulk_create([each for _entry, each in plan.new])
    if plan.cited:
        Citation.objects.bulk_create([each for _entry, each in plan.cited])


def _faults(plan: _Plan) -> dict[Key, dict[str, list[str]]]:
    """Ask the record row by row what the database refused as a whole."""
    faults: dict[Key, dict[str, list[str]]] = {
        entry.key: {"value": [cited_elsewhere()]}
        for entry, figure in plan.removed
        if figure.citations.exclude(release=figure.release).exists()
    }
    unsaved = {"observation"}  # a new figure has no id that its citation could name
    rows: list[tuple[Entry, Any, set[str]]] = [
        *((entry, figure, set()) for entry, figure in (*plan.new, *plan.changed)),
        *((entry, citation, unsaved) for entry, citation in plan.cited),
        *((entry, citation, set()) for entry, citation in plan.recited),
    ]
    for entry, row, exclude in rows:
        try:
            row.full_clean(exclude=exclude)
        except ValidationError as error:
            fields = faults.setdefault(entry.key, {})
            main = "source" if isinstance(row, Citation) else "value"
            for name, texts in error.message_dict.items():
                fields.setdefault(name if name in (*SHOWN, *PLACE) else main, []).extend(texts)
    return faults
