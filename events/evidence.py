"""What the facts of a section rest on: a line of sources, and the sentence behind each fact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.editions import as_day, called
from events.models.evidence import SUBJECTS
from events.roles import role_name
from forum_portal.addresses import reverse
from forum_portal.words import localized
from metrics.citing import SourceLink, locator_order, source_name, unquoted

MODELS = {
    **{subject: subject for subject in SUBJECTS},
    "forum_role": "forumrole",
}


@dataclass(frozen=True)
class Fact:
    """What a sentence shows, and of whom: "Tổ chức" of "VINASA"; nobody where it is the forum."""

    name: str
    objects: list[str]


@dataclass(frozen=True)
class Ground:
    """One sentence of one source and the facts that it carries; `lang` if it is not the page's."""

    facts: list["Fact"]
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
    listed = list(evidence)
    sentences: dict[tuple, list[Any]] = {}
    for each in listed:
        if each.sentence or each.note:
            place = (each.sentence or each.note, each.source.slug, each.locator)
            sentences.setdefault(place, []).append(each)
    links = [link_to(each.source, each.locator) for each in listed]
    return Grounds(sources_once(links), [ground(group) for group in sentences.values()])


def about(evidence: Iterable[Any], *subjects: str) -> list[Any]:
    """Keep the evidence of some kinds of record: "forum", "session" and so on."""
    return [each for each in evidence if subject_of(each) in subjects]


def sources_once(links: Iterable[SourceLink]) -> list[SourceLink]:
    """Return each source once with all its places: "đoạn 1, đoạn 4"."""
    places: dict[tuple[str, str], list[str]] = {}
    for each in links:
        places.setdefault((each.label, each.url), []).append(each.locator)
    return [
        SourceLink(label, url, ", ".join(sorted(set(filter(None, locators)), key=locator_order)))
        for (label, url), locators in places.items()
    ]


def ground(evidence: Sequence[Any]) -> Ground:
    """Return rows of evidence that are one sentence of one source in words."""
    first, source = evidence[0], evidence[0].source
    facts: dict[str, list[str]] = {}
    for each in evidence:
        objects = facts.setdefault(shown_by(each), [])
        objects.extend({object_of(each)} - {"", *objects})
    return Ground(
        facts=[Fact(*fact) for fact in facts.items()],
        sentence=unquoted(first.sentence),
        lang="" if source.language == get_language() else source.language,
        note=" ".join(dict.fromkeys(each.note for each in evidence if each.note)),
        source=link_to(source, first.locator),
    )


def shown_by(evidence: Any) -> str:
    """Return what a row of evidence shows: a field's name, or which role an organisation had."""
    if evidence.field == "role" and evidence.named.role:
        return role_name(evidence.named.role)
    return fact_name(subject_of(evidence), evidence.field)


def object_of(evidence: Any) -> str:
    """Return whom or what a row of evidence is about; empty for the forum itself."""
    named = evidence.named
    match subject_of(evidence):
        case "forum_role":
            return called(named.organisation)
        case "appearance":
            return named.person
        case "session" | "exhibition" as part:
            return localized(getattr(named, part), "title")
        case "booth":
            return named.booth
    return ""


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
    dated = SimpleNamespace(**vars(source) | {"published_on": as_day(source.published_on)})
    address = reverse("metrics:source-page", args=[source.slug])
    return SourceLink(source_name(dated), address, locator)
