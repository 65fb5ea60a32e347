"""The page, the list, a tile and a panel put the same figure of an indicator in front."""

import pytest

from metrics.front import headline, only_front
from metrics.models import Observation
from metrics.tiles import figures_by_indicator
from tests.factories import (
    AreaFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas():
    """Today's own area, the one before it, and one that is not the portal's own."""
    today = HomeAreaFactory(area=AreaFactory(code="moi"), position=1).area
    before = HomeAreaFactory(area=AreaFactory(code="cu"), position=2).area
    return {"moi": today, "cu": before, "ban": AreaFactory(code="ban")}


PAIRS = [
    ("moi 2023", "moi 2022"),
    ("moi 2022", "cu 2024"),
    ("cu 2022", "ban 2024"),
    ("moi 2023", "moi 2021/2025"),
    ("ban 2020", "moi 2021/2025"),
    ("moi 2023", "moi 2023-Q4"),  # they end together; the indicator is one of years
    ("moi 2023-Q4", "moi 2022"),
    ("moi 2023-12", "moi 2023-Q4"),
]


@pytest.mark.parametrize(("front", "behind"), PAIRS)
@pytest.mark.parametrize("is_turned", [False, True])
def test_the_figure_in_front(areas, front, behind, is_turned):
    indicator = IndicatorFactory(frequency="A")
    release = ReleaseFactory()
    for figure in [behind, front] if is_turned else [front, behind]:
        area, period = figure.split()
        ObservationFactory(
            release=release, indicator=indicator, area=areas[area], period=period, value="50"
        )
    publish(release)

    figures = Observation.objects.select_related("indicator", "area__home")
    assert label(headline(figures)) == front
    assert [label(each) for each in only_front(figures)] == [front]
    if "ban" not in front + behind:
        series = figures_by_indicator([indicator.pk], None)[indicator.pk]
        assert [label(each) for each in series] == [front, behind]


def test_nothing_is_in_front_without_a_value(areas):
    ObservationFactory(area=areas["moi"], value=None, obs_status="O")
    ObservationFactory(area=areas["moi"], value="5", obs_status="withdrawn")

    assert headline(Observation.objects.all()) is None


def label(figure):
    return f"{figure.area.code} {figure.period}"
