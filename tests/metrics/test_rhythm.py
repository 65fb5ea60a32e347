"""Figures whose period is of another kind than their series'."""

import pytest

from metrics.checklist import check
from metrics.models import Observation, Release
from metrics.rhythm import out_of_rhythm
from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    published_figure,
    published_figures,
)

pytestmark = pytest.mark.django_db

ODD = "Kỳ theo ngày, trong khi chuỗi này theo tháng: Hồ sơ, Hải Phòng, ngày 1/1/2022."


@pytest.fixture
def key():
    indicator = IndicatorFactory(name="Hồ sơ", frequency="M")
    return {"indicator": indicator, "area": AreaFactory(name="Hải Phòng")}


def warnings(*figures, **rest):
    release, source = ReleaseFactory(**rest), SourceFactory(url="https://a.vn/bao-cao")
    for figure in figures:
        observation = ObservationFactory(release=release, **figure)
        CitationFactory(observation=observation, source=source)
    return check(release).warnings


def test_a_day_among_public_months(key):
    published_figure(**key, period="2021-12", value="18")
    assert warnings(key | {"period": "2022-01-01", "value": "18"}) == [ODD]


def test_a_month_among_years_and_years_among_months(key):
    other = {"indicator": IndicatorFactory(name="Tỷ lệ"), "area": key["area"]}
    years = other | {"period": "2021", "value": "18"}
    published_figures(years, key | {"period": "2021-12", "value": "18"})
    found = warnings(
        other | {"period": "2022-02", "value": "18"}, key | {"period": "2022", "value": "18"}
    )
    assert sorted(found) == [
        "Kỳ theo năm, trong khi chuỗi này theo tháng: Hồ sơ, Hải Phòng, năm 2022.",
        "Kỳ theo tháng, trong khi chuỗi này theo năm: Tỷ lệ, Hải Phòng, tháng 2/2022.",
    ]


@pytest.mark.parametrize("other", [{"kind": "target"}, {"area": None}, {"period": "2021-12-01"}])
def test_a_series_without_figures_of_that_kind_says_nothing(key, other):
    public = key | {"period": "2021-12", "value": "18"} | other
    if public["area"] is None:
        public["area"] = AreaFactory()
    published_figure(**public)
    assert warnings(key | {"period": "2022-01-01", "value": "18"}) == []


def test_what_is_public_already_is_no_new_figure(key):
    published_figures(
        key | {"period": "2021-12", "value": "18"}, key | {"period": "2022-01-01", "value": "18"}
    )
    change = key | {"period": "2022-01-01", "value": "19"}
    assert warnings(change, reason="error_correction", note="Nhầm.") == []


def test_a_release_in_rhythm_costs_no_query(key, django_assert_num_queries):
    figures = [ObservationFactory(**key, period=f"2022-{month:02}") for month in range(1, 13)]
    figures = list(Observation.objects.filter(pk__in=[each.pk for each in figures]).with_labels())
    with django_assert_num_queries(0):
        assert out_of_rhythm(figures) == {}


@pytest.mark.usefixtures("city")
def test_the_citys_own_releases_are_in_no_doubt():
    said = [
        (release.slug, sentence)
        for release in Release.objects.all()
        for sentence in check(release).warnings
        if "trong khi chuỗi này" in sentence
    ]
    assert (Release.objects.exists(), said) == (True, [])
