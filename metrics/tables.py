"""Figures as rows of `partials/observations_table.html`."""

from collections.abc import Iterable
from dataclasses import dataclass

from forum_portal.templatetags.portal import in_language
from metrics import badges
from metrics.badges import Badge
from metrics.citing import SourceLink, disagreeing, source_link
from metrics.models import Citation, Observation
from metrics.versions import Version
from metrics.wording import comparator_word, figure_text


@dataclass(frozen=True)
class Row:
    """One current figure."""

    period: str
    url: str
    area: str
    value: str
    comparator: str
    is_equal: bool
    badges: tuple[Badge, ...]
    sources: tuple[SourceLink, ...]
    newest: bool
    withdrawn: bool


def table_rows(versions: Iterable[Version], newest: Observation | None) -> list[Row]:
    """Return a row for each version, in the order given; `public_citations` are fetched."""
    return [_row(version, newest) for version in versions]


def _row(version: Version, newest: Observation | None) -> Row:
    figure = version.observation
    # What was withdrawn stays readable, struck through.
    shown = version.previous if figure.is_withdrawn and version.previous else figure
    text = figure_text(shown)
    return Row(
        period=figure.when.short,
        url=figure.get_absolute_url(),
        area=in_language(figure.area, "name"),
        value=f"{text.number} {text.noun}".strip(),
        comparator=comparator_word(shown) if shown.value is not None else "",
        is_equal=shown.comparator == Observation.Comparator.EQ,
        badges=tuple(_badges(version)),
        sources=tuple(source_link(each) for each in used_sources(figure)),
        newest=newest is not None and figure.pk == newest.pk,
        withdrawn=figure.is_withdrawn,
    )


def used_sources(figure: Observation) -> list[Citation]:
    """Return the citation that a figure is read from, if any."""
    return figure.public_citations[:1]


def _badges(version: Version) -> Iterable[badges.Badge]:
    figure = version.observation
    yield badges.status_badge(figure)
    revised = badges.revision_badge(version.number, figure.release)
    if revised and not figure.is_withdrawn:
        yield revised
    if disagreeing(figure.public_citations):
        yield badges.disagreement_badge()
