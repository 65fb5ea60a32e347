"""What the facts of a section rest on: a line of sources, and the sentence behind each fact."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.editions import as_day
from events.models.evidence import SUBJECTS
from events.records import SOURCE
from metrics.citing import SourceLink, locator_order, source_name, unquoted
from metrics.models import Source

MODELS = {
    **{subject: subject for subject in SUBJECTS},
    "forum_role": "forumrole",
}


@dataclass(frozen=True)
class Ground:
    """One sentence of one source and the fact that it carries; `lang` if it is not the page's."""

    fact: str
    sentence: str
    lang: str
    note: str
    source: SourceLink


@dataclass(frozen=True)
class Grounds:
    """What a section rests on; false when nothing is recorded."""

    sources: list[SourceLink]
    sentences: list[Ground]

    def __bool__(self) -> bool:
        return bool(self.sources)


def grounds(evidence: Iterable[Any]) -> Grounds:
    """Return what rows of `events.records.evidence_rows` say; each source is named once."""
    listed = [ground(each) for each in evidence]
    return Grounds(sources_once(listed), [each for each in listed if each.sentence or each.note])


def about(evidence: Iterable[Any], *subjects: str) -> list[Any]:
    """Keep the evidence of some kinds of record: "forum", "session" and so on."""
    return [each for each in evidence if subject_of(each) in subjects]


def sources_once(listed: Iterable[Ground]) -> list[SourceLink]:
    """Return each source once with all its places: "đoạn 1, đoạn 4"."""
    places: dict[tuple[str, str], list[str]] = {}
    for each in listed:
        places.setdefault((each.source.label, each.source.url), []).append(each.source.locator)
    return [
        SourceLink(label, url, ", ".join(sorted(set(filter(None, locators)), key=locator_order)))
        for (label, url), locators in places.items()
    ]


def ground(evidence: Any) -> Ground:
    """Return one row of evidence in words."""
    return Ground(
        fact=fact_name(subject_of(evidence), evidence.field),
        sentence=unquoted(evidence.sentence),
        lang="" if evidence.source.language == get_language() else evidence.source.language,
        note=evidence.note,
        source=link_to(evidence.source, evidence.locator),
    )


def subject_of(evidence: Any) -> str:
    """Return which record the evidence belongs to: "forum", "session" and so on."""
    return next(name for name in SUBJECTS if getattr(evidence.subject, name) is not None)


def fact_name(subject: str, field: str) -> str:
    """Return the field's name as staff and readers know it; a general word where there is none."""
    try:
        model_field = apps.get_model("events", MODELS[subject])._meta.get_field(field)
    except FieldDoesNotExist:
        return _("Other facts")
    return capfirst(str(model_field.verbose_name))


def link_to(source: Any, locator: str) -> SourceLink:
    """Return how a source is called and where its page is; `source` is a nested row."""
    parts = {name: getattr(source, name) for name in SOURCE}
    record = Source(**parts | {"published_on": as_day(source.published_on)})
    return SourceLink(source_name(record), record.get_absolute_url(), locator)
