"""What a page shows of very many figures: the newest, with a word on where the rest is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum_portal import prepared
from metrics import dashboard_reading, panels, reading, record_reading
from metrics.models import Observation
from metrics.record_reading import Most
from metrics.views import releases, sources
from tests.factories import (
    AreaFactory,
    CitationFactory,
    DashboardFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    PanelFactory,
    PanelIndicatorFactory,
    ReleaseFactory,
    SourceFactory,
    publish,
    published_figure,
    published_figures,
)
from tests.metrics.test_pages import text

pytestmark = pytest.mark.django_db
A_PART = "Trang này chỉ hiện một phần số liệu; tệp tải về có đủ."
DAY = date(2024, 3, 1)


@pytest.fixture
def bound(monkeypatch):
    """Set a bound that is written into statements, which are written anew."""

    def bind(module, **bounds):
        prepared._written.cache_clear()
        prepared._counting.cache_clear()
        for name, most in bounds.items():
            monkeypatch.setattr(module, name, most)

    yield bind
    monkeypatch.undo()
    prepared._written.cache_clear()
    prepared._counting.cache_clear()


@pytest.fixture
def key():
    home = HomeAreaFactory(area=AreaFactory(code="thanh-pho", name="Thành phố Thử")).area
    indicator = IndicatorFactory(slug="luot", name="Lượt truy cập", frequency="D")
    return {"indicator": indicator, "area": home}


def daily(key, days, **more):
    """Return keys of figures for so many days; the last day has the value 0, the one before 1."""
    return [
        key | more | {"period": str(DAY - timedelta(days=before)), "value": before}
        for before in range(days)
    ]


def table(page):
    return page[page.index("Bảng số liệu") : page.index("Ý nghĩa")]


def test_the_page_of_a_long_series_shows_the_newest_figures_and_says_so(client, key, monkeypatch):
    monkeypatch.setattr(reading, "MOST_OF_SERIES", 3)
    monkeypatch.setattr("metrics.indicator_page.MOST_OF_SERIES", 3)
    published_figures(*daily(key, 5))

    page = text(client.get("/chi-so/luot/"))

    shown = [day for day in ("1/3/2024", "28/2/2024", "27/2/2024") if day in table(page)]
    assert (shown, A_PART in page) == (["1/3/2024", "28/2/2024"], True)
    assert "Thành phố Thử, 3 số mới nhất" in page


def test_days_do_not_push_out_the_years(key, monkeypatch):
    monkeypatch.setattr(reading, "MOST_OF_SERIES", 2)
    years = [key | {"period": year, "value": 7} for year in ("2021", "2022")]
    published_figures(*daily(key, 5), *years)

    found, is_cut = reading.versions_of(key["indicator"], None, limit=10)

    assert [each.period for each in found] == ["2024-03-01", "2024-02-29", "2022", "2021"]
    assert is_cut


def test_an_old_fact_is_compared_with_the_period_before_it(client, key, bound):
    bound(reading, MOST_BESIDE=1)
    published_figures(*daily(key, 6))

    page = text(client.get("/chi-so/luot/thanh-pho/2024-02-27/"))

    assert "giảm 1 điểm phần trăm so với ngày 26/2/2024" in page


def test_a_long_release_lists_its_first_figures(client, key, monkeypatch):
    monkeypatch.setattr(releases, "FIRST_FIGURES", Most(2))
    release = ReleaseFactory(slug="dot")
    for each in daily(key, 3):
        ObservationFactory(release=release, **each)
    publish(release)

    page = text(client.get("/phat-hanh/dot/"))

    assert ("3 số, trước → nay." in page, A_PART in page) == (True, True)
    days = [f"ngày {day}" in page for day in ("1/3/2024", "29/2/2024", "28/2/2024")]
    assert days == [True, True, False]


def test_releases_are_counted_up_to_a_bound(client, key, bound, monkeypatch):
    bound(record_reading, MOST_COUNTED=2)
    monkeypatch.setattr(releases, "MOST_COUNTED", 2)
    published_figures(*daily(key, 3))

    assert "hơn 2 số" in text(client.get("/phat-hanh/"))


def test_a_source_lists_the_places_that_were_cited_last(client, key, bound, monkeypatch):
    bound(record_reading, MOST_PLACES=2)
    monkeypatch.setattr(sources, "MOST_PLACES", 2)
    source = SourceFactory(slug="so-tay", title="Sổ tay")
    release = ReleaseFactory()
    for each in daily(key, 3):
        CitationFactory(observation=ObservationFactory(release=release, **each), source=source)
    publish(release)

    page, listed = (text(client.get(address)) for address in ("/nguon/so-tay/", "/nguon/"))

    days = [f"ngày {day}" in page for day in ("1/3/2024", "29/2/2024", "28/2/2024")]
    assert days == [False, True, True]
    assert "Trang này hiện 2 trích dẫn được công bố sau cùng; tệp trích dẫn có đủ." in page
    assert "được trích ở hơn 2 chỗ" in listed


def test_a_panel_draws_the_newest_figures_of_the_years_asked_for(client, key, bound, monkeypatch):
    bound(dashboard_reading, MOST_IN_PANEL=3)
    monkeypatch.setattr(panels, "MOST_IN_PANEL", 3)
    published_figures(*daily(key, 5))
    old = [key | {"period": f"2020-01-0{day}", "value": day} for day in (1, 2, 3, 4)]
    published_figures(*old, at=datetime(2021, 1, 1, tzinfo=UTC))
    dashboard = DashboardFactory(slug="bang")
    panel = PanelFactory(dashboard=dashboard, kind="line")
    PanelIndicatorFactory(panel=panel, indicator=key["indicator"])

    def labels(query=""):
        page = client.get(f"/bang-so-lieu/bang/{query}")
        (drawn,) = page.context["panels"]
        return drawn.chart["labels"], drawn.subtitle

    newest = "Thành phố Thử, 3 số mới nhất"
    assert labels() == (["28/2/2024", "29/2/2024", "1/3/2024"], newest)
    assert labels("?tu=2020&den=2020") == (["2/1/2020", "3/1/2020", "4/1/2020"], newest)


@pytest.mark.parametrize("day", [None, 1, 2, 3])
def test_row_by_row_the_same_figures_are_in_force(key, day):
    first, second, third = (datetime(2021, month, 1, tzinfo=UTC) for month in (1, 2, 3))
    published_figure(first, **key, period="2021", value=1)
    published_figure(first + timedelta(hours=1), **key, period="2022", value=2)
    published_figure(second, **key, period="2021", value=3)
    published_figure(third, **key, period="2022", value=None, obs_status="withdrawn")
    ObservationFactory(**key, period="2021", value=4)  # nobody may know of it
    as_of = datetime(2021, day, 2, tzinfo=UTC) if day else None
    figures = Observation.objects.order_by("pk")

    for joined, in_order in (
        (figures.public(as_of), figures.public_in_order(as_of)),
        (figures.current(as_of), figures.current_in_order(as_of)),
        (figures.in_force(as_of), figures.in_force_in_order(as_of)),
    ):
        assert list(joined.values_list("pk")) == list(in_order.values_list("pk"))


def test_below_a_chart_a_few_sources_are_named(client, key, monkeypatch):
    monkeypatch.setattr("metrics.indicator_page.MOST_SOURCES", 2)
    release = ReleaseFactory()
    for place, each in enumerate(daily(key, 3), start=1):
        source = SourceFactory(title=f"Sổ {place}")
        CitationFactory(observation=ObservationFactory(release=release, **each), source=source)
    publish(release)

    (chart,) = client.get("/chi-so/luot/").context["charts"]

    assert chart.source == "Nguồn: Sổ 1; Sổ 2 và 1 nguồn khác."
