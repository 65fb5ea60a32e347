"""The tables of reports, quotes and the evidence that facts of forums rest on."""

from collections import defaultdict
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.importing.forums import KINDS as FORUM_KINDS
from events.importing.programme import KINDS as PROGRAMME_KINDS
from events.importing.programme import session_within_forum
from events.models import Evidence, Quote, Report
from events.models.evidence import SUBJECTS
from forum_portal.importing.loading import Known, build, stored_keys
from forum_portal.importing.tables import (
    Column,
    Complaints,
    Kind,
    Objections,
    Row,
    Values,
    columns,
    key_text,
)
from metrics.models import HomeArea, Observation
from metrics.references import REFERENCE, Reference, in_braces

FIGURE = ("indicator", "period", "area")


def _complete_evidence(values: Values) -> Complaints:
    named = [subject for subject in SUBJECTS if subject in values]
    if len(named) != 1:
        yield (named[1] if named else SUBJECTS[0]), _("Evidence belongs to exactly one record.")
    elif values.get("field", "") not in ("", *_field_names(named[0])):
        reason = _("The record in column %(column)s has no such field.")
        yield "field", reason % {"column": named[0]}


def _field_names(subject: str) -> set[str]:
    return {field.name for field in _subject_model(subject)._meta.get_fields()}


def _check_reports(known: Known) -> Objections:
    """Every `{{so: …}}` of a report leads to an observed figure of the files or of the base."""
    if Observation in known.unreadable:
        return
    rows = known.new_rows(Report)
    figures = (
        _observed_figures(known) if any("{{" in r.values.get("body", "") for r in rows) else {}
    )
    home = set(known.ids[HomeArea])
    for row in rows:
        for written in in_braces(row.values.get("body", "")):
            match = REFERENCE.fullmatch(written)
            if match is None:
                reason = _("Write a figure as {{so: indicator period}}.")
                yield row, "body", reason, written
                continue
            reference = Reference.from_match(match)
            areas = figures.get((reference.indicator, reference.period), set())
            if not areas & ({reference.area} if reference.area else home):
                yield row, "body", _("This reference leads to no figure."), written


def _observed_figures(known: Known) -> dict[tuple[str, str], set[str]]:
    """Return the areas of all observed figures by indicator and period."""
    areas: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in (*known.rows[Observation], *known.refused[Observation]):
        indicator, period, area = (row.values.get(name, "") for name in FIGURE)
        if row.values["kind"] == Observation.Kind.OBSERVED:
            areas[indicator, period].add(area)
    stored = Observation.objects.observed().exclude(obs_status=Observation.Status.WITHDRAWN)
    for indicator, period, area in stored.values_list("indicator__code", "period", "area__code"):
        areas[indicator, period].add(area)
    return areas


def _make_published_reports(rows: list[Row], known: Known) -> list[models.Model]:
    reports: list[Any] = [build(REPORTS, row, known) for row in rows]
    for report in reports:
        report.is_published = True
    return reports


def _existing_evidence(rows: list[Row]) -> dict[str, int]:
    kinds = {kind.model: kind for kind in (*FORUM_KINDS, *PROGRAMME_KINDS)}
    subjects = {
        f"{name}_id": {pk: key for key, pk in stored_keys(kinds[_subject_model(name)]).items()}
        for name in SUBJECTS
    }
    found = {}
    stored = Evidence.objects.values(
        "pk", *subjects, "field", "source__slug", "locator", "sentence"
    )
    for record in stored:
        parts = [keys.get(record[name]) for name, keys in subjects.items()]
        rest = (record["field"], record["source__slug"], record["locator"], record["sentence"])
        found[key_text(*parts, *rest)] = record["pk"]
    return found


def _subject_model(name: str) -> Any:
    return Evidence._meta.get_field(name).related_model


REPORTS = Kind(
    "reports",
    Report,
    columns(Report, "slug! forum kind title! title_en language published_on source body"),
    key=("slug",),
    check=_check_reports,
    make=_make_published_reports,
)

QUOTES = Kind(
    "quotes",
    Quote,
    (
        *columns(
            Quote, "person! forum! job_title text! language? source! locator indicators position"
        ),
        Column("slug", stored=False, title=gettext_lazy("address")),
        session_within_forum(),
    ),
    key=("forum", "person", "position"),
    lookups=("forum__slug", "person__slug", "position"),
    defaults={"position": 1},
)

EVIDENCE = Kind(
    "evidence",
    Evidence,
    columns(Evidence, f"{' '.join(SUBJECTS)} field source! locator sentence note"),
    key=(*SUBJECTS, "field", "source", "locator", "sentence"),
    complete=_complete_evidence,
    existing=_existing_evidence,
)

KINDS = (REPORTS, QUOTES, EVIDENCE)
