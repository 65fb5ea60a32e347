"""Sources that a release adds to figures of earlier releases: news of a source, no new version."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.utils.text import capfirst

from forum_portal.prepared import prepared
from metrics.badges import PUBLISHED, Badge
from metrics.citing import SourceLink, other_language, source_link
from metrics.fact_page import STANCE_SHAPES
from metrics.history import figure_name
from metrics.models import Citation, Observation
from metrics.wording import figure_text

MOST_SHOWN = 200


@dataclass(frozen=True)
class AddedSource:
    """A line of `partials/added_sources.html`: a figure, and what a source prints for it."""

    name: str
    url: str
    value: str
    source: SourceLink
    printed: str
    lang: str
    badge: Badge


def citations_added_by(release: int) -> QuerySet[Citation]:
    """Return what `release` cites for figures of other releases, by pillar and indicator.

    Each has `total`: how many there are before a slice is taken.
    """
    own = Observation.objects.filter(release=release).order_by().values("pk")
    added: Any = Citation.objects.filter(release=release).exclude(observation__in=own)
    return (
        added.select_related(
            "source",
            "observation__indicator__unit",
            "observation__area",
            "observation__instrument",
        )
        .annotate(total=Window(Count("pk")))
        .order_by(
            "observation__indicator__pillar__position",
            "observation__indicator__sort_key",
            "observation__area",
            "-observation__period_end",
            "position",
            "pk",
        )
    )


@prepared
def public_citations_added_by(release: int, as_of: datetime | None) -> QuerySet[Citation]:
    """Return what a public release cites for figures of other releases."""
    citations: Any = citations_added_by(release)
    return citations.public(as_of)


def added_source(citation: Citation) -> AddedSource:
    """Return a citation as the page of its release shows it."""
    figure, stance = citation.observation, Citation.Stance(citation.stance)
    return AddedSource(
        name=figure_name(figure),
        url=figure.get_absolute_url(),
        value=str(figure_text(figure)),
        source=source_link(citation),
        printed=citation.printed,
        lang=other_language(citation.source),
        badge=Badge(STANCE_SHAPES.get(stance, PUBLISHED), capfirst(citation.get_stance_display())),
    )
