"""What a release on its way would change: each figure beside the version in force today."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet, Window
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from forum_portal.numbers import format_number
from metrics import wording
from metrics.added_sources import citations_added_by
from metrics.citing import other_language, source_line, unquoted
from metrics.correcting import SHOWN
from metrics.history import figure_difference
from metrics.models import Citation, Observation, Release
from metrics.refusals import figure_name
from metrics.versions import Version, figure_key


@dataclass(frozen=True)
class PlannedChange:
    """A line of `admin/metrics/release/_changes.html`; `old` is empty where nothing is public."""

    figure: str
    url: str
    old: str
    new: str
    difference: str
    remarks: list[str]
    sources: list["Words"]


@dataclass(frozen=True)
class Words:
    """What a source says, to be compared with a value; `stance` is empty where it states it."""

    source: str
    printed: str
    sentence: str
    lang: str
    stance: str = ""


@dataclass(frozen=True)
class PlannedSource:
    """A line of `admin/metrics/release/_sources.html`: what a source prints for a public figure."""

    figure: str
    url: str
    value: str
    words: Words


@dataclass(frozen=True)
class Part[Line]:
    """The first lines of a list that has `count`."""

    lines: list[Line]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def planned_changes(release: Release, limit: int) -> Part[PlannedChange]:
    """Return the first figures of `release`, by indicator, area and period; four queries."""
    figures: list[Any] = list(
        release.observations.with_labels()
        .annotate(total=Window(Count("pk")))
        .order_by("indicator__sort_key", "area__code", "-period_end", "pk")
        .prefetch_related(_citations())[:limit]
    )
    public = {figure_key(each): each for each in _in_force_like(figures)}
    lines = [_planned_change(each, public.get(figure_key(each))) for each in figures]
    return Part(lines, figures[0].total if figures else 0)


def planned_sources(release: Release, limit: int) -> Part[PlannedSource]:
    """Return the first sources that `release` adds to figures of other releases; one query."""
    citations: list[Any] = list(citations_added_by(release.pk)[:limit])
    lines = [_planned_source(each) for each in citations]
    return Part(lines, citations[0].total if citations else 0)


def _in_force_like(figures: list[Any]) -> QuerySet[Observation]:
    """Return the versions in force of `figures`, and few others: the database finds these fast."""
    in_force = Observation.objects.in_force().with_labels().prefetch_related(_citations())
    return in_force.filter(
        indicator__in={each.indicator_id for each in figures},
        area__in={each.area_id for each in figures},
        period__in={each.period for each in figures},
    )


def _citations() -> Prefetch:
    citations = Citation.objects.public_or_own().preferred_first().select_related("source")
    return Prefetch("citations", citations, to_attr="all_citations")


def _planned_change(figure: Any, old: Any) -> PlannedChange:
    return PlannedChange(
        figure=figure_name(figure),
        url=reverse("admin:metrics_observation_change", args=[figure.pk]),
        old=_text(old) if old else "",
        new=_text(figure),
        difference=figure_difference(Version(figure, 2, old)) if old else "",
        remarks=list(_remarks(figure, old)),
        sources=[_words(each) for each in figure.all_citations],
    )


def _planned_source(citation: Citation) -> PlannedSource:
    figure = citation.observation
    return PlannedSource(
        figure=figure_name(figure),
        url=reverse("admin:metrics_observation_change", args=[figure.pk]),
        value=_text(figure),
        words=_words(citation),
    )


def _words(citation: Citation) -> Words:
    states = citation.stance == Citation.Stance.STATES
    return Words(
        source=source_line(citation),
        printed=citation.printed,
        sentence=unquoted(citation.sentence),
        lang=other_language(citation.source),
        stance="" if states else citation.get_stance_display(),
    )


def _text(figure: Any) -> str:
    return (
        figure.get_obs_status_display() if figure.is_withdrawn else str(wording.figure_text(figure))
    )


def _remarks(figure: Any, old: Any) -> Iterator[str]:
    """Yield what readers will see of a figure beside its value, as far as it is new to them."""
    if figure.kind == Observation.Kind.TARGET:
        yield ": ".join(
            capfirst(str(each)) for each in (figure.get_kind_display(), figure.instrument) if each
        )
    if not figure.is_withdrawn:
        yield from _new_status(figure, old)
    if figure.numerator is not None and figure.denominator is not None:
        yield f"{format_number(figure.numerator)} / {format_number(figure.denominator)}"
    if figure.comment and (old is None or figure.comment != old.comment):
        yield _("Comment: %(comment)s") % {"comment": figure.comment}
    elif old and old.comment and not figure.comment:
        yield _("The comment goes.")
    if old and all(getattr(figure, name) == getattr(old, name) for name in SHOWN):
        lines = [source_line(each) for each in old.all_citations]
        words = {"sources": "; ".join(lines) or _("no source yet")}
        yield _("The figure stays as it is, its sources change. Until now: %(sources)s") % words


def _new_status(figure: Any, old: Any) -> Iterator[str]:
    shown = old.obs_status if old else Observation.Status.NORMAL
    if figure.obs_status == shown:
        return
    now = figure.get_obs_status_display()
    if old:
        now = f"{old.get_obs_status_display()} → {now}"
    yield _("Status: %(status)s") % {"status": now}
