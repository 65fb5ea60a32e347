"""What the checklist forbids leads to where it is mended."""

import pytest

from metrics.models import Release
from tests.desk import FIGURES, RELEASES
from tests.factories import ObservationFactory, ReleaseFactory, published_figure

pytestmark = pytest.mark.django_db


def links(staff, release: Release) -> list[str]:
    """Return where each error on the release's page leads."""
    page = staff.get(f"{RELEASES}{release.pk}/change/")
    return [url for url, _sentence in page.context["to_mend"]]


def test_an_empty_release_leads_to_a_new_figure(staff):
    release = ReleaseFactory()
    assert links(staff, release) == [f"{FIGURES}add/?release={release.pk}"]


def test_a_missing_reason_leads_to_its_field_a_missing_source_to_the_figures(staff):
    old, release = published_figure(), ReleaseFactory()
    key = {name: getattr(old, name) for name in ("indicator", "area", "period")}
    ObservationFactory(release=release, **key)
    figures = f"{FIGURES}?release__id__exact={release.pk}"
    assert links(staff, release) == [figures, "#id_reason"]


def test_a_missing_note_leads_to_its_field(staff):
    release = ReleaseFactory(reason=Release.Reason.ROUTINE_REVISION, note="")
    ObservationFactory(release=release)
    assert links(staff, release)[-1] == "#id_note"
