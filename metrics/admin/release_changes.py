"""What a release on its way would change: each figure beside the version in force today."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse

from metrics import wording
from metrics.citing import source_line
from metrics.models import Citation, Observation, Release
from metrics.versions import figure_key


@dataclass(frozen=True)
class PlannedChange:
    """A line of `admin/metrics/release/step.html`; `old` is empty for what is not public yet."""

    figure: str
    url: str
    old: str
    new: str
    sources: list[str]


def planned_changes(release: Release) -> list[PlannedChange]:
    """Return a line for each figure of `release`, by indicator, area and period; three queries."""
    citations = Citation.objects.preferred_first().select_related("source")
    figures = list(
        release.observations.with_labels()
        .order_by("indicator__sort_key", "area__code", "-period_end", "pk")
        .prefetch_related(Prefetch("citations", citations, to_attr="all_citations"))
    )
    in_force = Observation.objects.in_force().with_labels()
    in_force = in_force.filter(indicator__in={each.indicator_id for each in figures})
    public = {figure_key(each): each for each in in_force}
    return [_planned_change(each, public.get(figure_key(each))) for each in figures]


def _planned_change(figure, old: Observation | None) -> PlannedChange:
    return PlannedChange(
        figure=f"{figure.indicator}, {figure.area}, {figure.when}",
        url=reverse("admin:metrics_observation_change", args=[figure.pk]),
        old=str(wording.figure_text(old)) if old else "",
        new=figure.get_obs_status_display()
        if figure.is_withdrawn
        else str(wording.figure_text(figure)),
        sources=[source_line(each) for each in figure.all_citations],
    )
