"""What the pages of sources show: the document itself, and what rests on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum_portal.templatetags.portal import in_language
from forum_portal.words import date_text
from metrics import badges
from metrics.badges import Badge
from metrics.citing import locator_order, source_title, unquoted
from metrics.fact_page import STANCE_SHAPES, Known
from metrics.history import figure_name
from metrics.models import Citation, Observation, Source
from metrics.wording import figure_text


@dataclass(frozen=True)
class SourceLine:
    """A line of the list of sources."""

    title: str
    lang: str
    url: str
    details: str
    places: int


@dataclass(frozen=True)
class Resting:
    """Something that a source says: a figure, a target or a fact of a forum."""

    name: str
    url: str
    value: str
    locator: str
    sentence: str
    badge: Badge | None = None


def listed_source(source: Source) -> SourceLine:
    """Return a source of the list; `places` counts where it is cited."""
    details = [
        capfirst(source.get_kind_display()),
        source.legal_number,
        source.publisher,
        date_text(source.published_on),
    ]
    return SourceLine(
        title=source_title(source),
        lang=foreign(source),
        url=source.get_absolute_url(),
        details=" · ".join(filter(None, details)),
        places=source.places,  # type: ignore[attr-defined]
    )


def foreign(source: Source) -> str:
    """Return the language of a title that is not the page's own; empty where it is."""
    return source.language if source.title and source.language != get_language() else ""


def known(source: Source) -> list[Known]:
    """Return what is known of a document, term by term."""
    replacement = source.replaced_by
    lines = [
        Known(_("Kind"), capfirst(source.get_kind_display())),
        Known(_("Number"), source.legal_number),
        Known(_("Publisher"), source.publisher or _("Not known")),
        Known(_("Date"), date_text(source.published_on) or _("Not known")),
        Known(_("In force from"), date_text(source.effective_on)),
        Known(_("In force until"), date_text(source.expired_on)),
        Known(
            _("Replaced by"),
            source_title(replacement) if replacement else "",
            replacement.get_absolute_url() if replacement else "",
        ),
        Known(_("Address"), source.url, source.url),
        Known(_("Former address"), source.former_url),
        Known(_("Read on"), date_text(source.accessed_on)),
        Known(_("Note"), source.note),
    ]
    return [line for line in lines if line.text]


def resting_figure(citation: Citation) -> Resting:
    """Return a figure that a source states or disputes."""
    figure = citation.observation
    stance = Citation.Stance(citation.stance)
    return Resting(
        name=figure_name(figure),
        url=figure.get_absolute_url(),
        value=citation.printed or str(figure_text(figure)),
        locator=citation.locator,
        sentence=unquoted(citation.sentence),
        badge=Badge(
            STANCE_SHAPES.get(stance, badges.PUBLISHED), capfirst(citation.get_stance_display())
        ),
    )


def resting_target(target: Observation) -> Resting:
    """Return a target that a document sets."""
    return Resting(
        name=figure_name(target),
        url=target.get_absolute_url(),
        value=str(figure_text(target)),
        locator="",
        sentence="",
        badge=badges.status_badge(target),
    )


def resting_quote(quote: dict[str, str]) -> Resting:
    """Return a statement of `metrics.record_reading.with_texts` with the page of who made it."""
    person = model_of(model_of(Source, "quotes"), "person")(slug=quote["slug"])
    words = unquoted(quote["text"])
    return Resting(quote["name"], person.get_absolute_url(), "", quote["locator"], words)


def resting_report(report: dict[str, str]) -> Resting:
    """Return a report of `metrics.record_reading.with_texts` with its page."""
    record = model_of(Source, "reports")(**report)
    return Resting(in_language(record, "title"), record.get_absolute_url(), "", "", "")


def model_of(model: Any, relation: str) -> Any:
    """Return the model at the other end of a relation, which may stand above this package."""
    return model._meta.get_field(relation).related_model


def resting_evidence(evidence: Iterable[Any]) -> list[Resting]:
    """Return the records of forums that a source tells of, each record once with all its places."""
    places: dict[tuple[str, str], set[str]] = {}
    for each in evidence:
        key = (subject_name(each.subject), each.get_absolute_url())
        places.setdefault(key, set()).update({each.locator} - {""})
    return [
        Resting(name, url, "", ", ".join(sorted(found, key=locator_order)), "")
        for (name, url), found in places.items()
    ]


def subject_name(record: Any) -> str:
    """Return what a record of the forums is called, in the reader's language where it has both."""
    for field in ("name", "title"):
        if hasattr(record, f"{field}_en"):
            return in_language(record, field)
    return str(record)
