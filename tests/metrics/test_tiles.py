from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from metrics.badges import Badge
from metrics.models import Source
from metrics.reading import breaks_of, fetch_citations
from metrics.tiles import Tile, figures_by_indicator, previous_figure, tile
from tests.factories import (
    AreaFactory,
    CitationFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    UnitFactory,
    publish,
)

pytestmark = pytest.mark.django_db
PUBLISHED = Badge("published", "Published")
SOURCES_DIFFER = Badge("disagrees", "Sources differ")
BREAK = Badge("break", "Break in the series")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def home():
    return HomeAreaFactory(area=AreaFactory(code="thanh-pho"), position=2).area


@pytest.fixture
def release():
    return ReleaseFactory()


def share(release, area, indicator, **values):
    """Figures such as `_2023="50"`, all from one source; return the last."""
    source = Source.objects.first() or SourceFactory(title="Niên giám")
    for period, value in values.items():
        figure = ObservationFactory(
            release=release, area=area, indicator=indicator, period=period[1:], value=value
        )
        CitationFactory(observation=figure, source=source, locator="bảng 2")
    return figure


def tiles(*indicators, as_of=None) -> list[Tile]:
    """The tiles of the indicators that have one, in that order."""
    series = figures_by_indicator([each.pk for each in indicators], as_of)
    shown = [series[each.pk] for each in indicators if each.pk in series]
    newest = [figures[0] for figures in shown]
    fetch_citations(newest, as_of)
    breaks = breaks_of(newest)
    return [tile(figures, breaks) for figures in shown]


def test_a_tile_of_a_share(home, release):
    indicator = IndicatorFactory(name="Hồ sơ trực tuyến", slug="ho-so")
    figure = share(release, home, indicator, _2021="20", _2022="60.2", _2023="90.7")
    CitationFactory(observation=figure, stance="disagrees", position=2, printed="90%")
    publish(release)

    [found] = tiles(indicator)

    assert [(mark.label_value, mark.kind) for mark in found.staff.marks] == [
        ("20%", "earlier"),
        ("60.2%", "earlier"),
        ("90.7%", "newest"),
    ]
    assert replace(found, staff=None).__dict__ == {
        "name": '<span lang="vi">Hồ sơ trực tuyến</span>',
        "url": "/en/chi-so/ho-so/",
        "comparator": "",
        "value": "90.7%",
        "fact_url": "/en/chi-so/ho-so/thanh-pho/2023/",
        "unit": "",
        "period": "2023",
        "staff": None,
        "no_scale": "",
        "change": "Up 30.5 percentage points on 2022",
        "change_is_computed": True,
        "badges": (PUBLISHED, SOURCES_DIFFER),
        "source": "Niên giám, table 2",
    }


def test_the_newest_area_with_a_figure_comes_first(home, release):
    merged = HomeAreaFactory(area=AreaFactory(), position=1).area
    both, old = IndicatorFactory(), IndicatorFactory()
    share(release, home, both, _2023="50", _2024="60")
    share(release, merged, both, _2022="40")
    share(release, home, old, _2023="50")
    publish(release)

    assert [(each.value, each.change) for each in tiles(old, both)] == [
        ("50%", "No other period to compare with yet"),
        ("40%", "No other period to compare with yet"),
    ]


def test_another_area_is_named_but_never_compared(home, release):
    merged = HomeAreaFactory(area=AreaFactory(), position=1).area
    indicator = IndicatorFactory()
    share(release, home, indicator, _2023="50")
    share(release, merged, indicator, _2024="60")
    publish(release)

    [found] = tiles(indicator)

    assert (found.change, found.change_is_computed) == (
        "Not comparable with 50% in 2023: the area is another one",
        False,
    )
    assert [mark.kind for mark in found.staff.marks] == ["newest"]


def test_only_an_area_before_its_own_is_the_earlier_one(home, release):
    merged = HomeAreaFactory(area=AreaFactory(), position=1).area
    neighbour, indicator = AreaFactory(code="tinh-ben"), IndicatorFactory()
    old = share(release, neighbour, indicator, _2020="30")
    before = share(release, home, indicator, _2021="35")
    after = share(release, merged, indicator, _2024="78")
    later = share(release, home, indicator, _2025="80")

    assert previous_figure([after, before, old], after) == before
    assert previous_figure([after, old], after) is None
    assert previous_figure([later, after], later) is None


def test_a_range_of_years_gives_way(home, release):
    indicator = IndicatorFactory()
    figure = share(release, home, indicator, _2023="50")
    ObservationFactory(
        release=release, area=home, indicator=indicator, period="2021/2025", value="78"
    )
    publish(release)

    assert [each.fact_url for each in tiles(indicator)] == [figure.get_absolute_url()]


def test_what_is_not_public_is_not_there(home):
    indicator, later = IndicatorFactory(), datetime(2024, 1, 1, tzinfo=UTC)
    share(publish_later := ReleaseFactory(), home, indicator, _2022="10")
    publish(publish_later, later)
    share(ReleaseFactory(), home, indicator, _2023="99")

    assert [each.value for each in tiles(indicator)] == ["10%"]
    assert tiles(indicator, as_of=datetime(2023, 1, 1, tzinfo=UTC)) == []


def test_ranks_out_of_other_numbers_are_not_compared(home, release):
    indicator = IndicatorFactory(
        unit=UnitFactory(kind="rank", symbol="", lowest=None, highest=None)
    )
    key = {"release": release, "area": home, "indicator": indicator}
    ObservationFactory(**key, period="2023", value=8, out_of=63)
    ObservationFactory(**key, period="2024", value=3, out_of=34)
    publish(release)

    [found] = tiles(indicator)

    assert (found.value, found.change) == (
        "3/34",
        "Not comparable with place 8/63 in 2023: the number of places ranked is another one",
    )
    assert (found.staff.start_label, found.staff.end_label) == ("34", "1")


@pytest.mark.parametrize("count", [1, 30])
def test_figures_in_one_query(home, release, count, django_assert_num_queries):
    indicators = [IndicatorFactory() for _ in range(count)]
    for each in indicators:
        share(release, home, each, _2022="10", _2023="20")
    publish(release)

    with django_assert_num_queries(1):
        found = figures_by_indicator([each.pk for each in indicators], None)

    values = [[figure.value for figure in series] for series in found.values()]
    assert values == [[Decimal(20), Decimal(10)]] * count


def test_a_value_keeps_its_hedge(home, release):
    unit = UnitFactory(kind="count", symbol="", noun="hồ sơ", noun_en="files")
    indicator = IndicatorFactory(unit=unit)
    ObservationFactory(
        release=release,
        area=home,
        indicator=indicator,
        period="2023",
        value=Decimal(956000),
        comparator="ge",
    )
    publish(release)

    [found] = tiles(indicator)

    assert (found.comparator, found.value, found.unit, found.staff) == (
        "over",
        "956,000",
        "files",
        None,
    )
