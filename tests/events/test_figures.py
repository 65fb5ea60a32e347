"""Which figures are those of a forum."""

from types import SimpleNamespace as Row

import pytest

from events.figures import (
    choose_for_tiles,
    earlier_of,
    figures_in,
    figures_named_at,
    forum_tiles,
    order_figures,
    results_body,
)
from events.views.forums import get_forum
from tests.factories import (
    AreaFactory,
    CitationFactory,
    EvidenceFactory,
    ExhibitionFactory,
    ForumFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    ReportFactory,
    UnitFactory,
    publish,
    published_figures,
)


def figure(pk, area=1, indicator=1, period_end="2023-12-31", unit="share"):
    unit = Row(is_rank=False, is_share=unit == "share", lowest=None, highest=None)
    return Row(
        pk=pk,
        area_id=area,
        indicator_id=indicator,
        indicator=Row(unit=unit),
        period_end=period_end,
        out_of=None,
    )


class TestOrder:
    def test_own_figures_come_first_in_the_order_of_the_areas(self):
        at_exhibition, at_forum, other = figure(1, area=9), figure(2, area=8), figure(3)
        assert figures_in([at_exhibition, other, at_forum], [8, 9]) == [at_forum, at_exhibition]
        assert order_figures([at_exhibition, at_forum, other], [8, 9], [other, at_forum]) == [
            at_forum,
            at_exhibition,
            other,
        ]

    def test_without_a_report_all_that_was_found_follows(self):
        own, cited = figure(1, area=8), figure(2)
        assert order_figures([cited, own], [8], []) == [own, cited]

    def test_tiles_show_own_figures_then_scales_then_counts(self):
        own = figure(1, area=8, indicator=1, unit="count")
        count = figure(2, indicator=2, unit="count")
        share = figure(3, indicator=3)
        assert choose_for_tiles([count, own, share], [8]) == [own, share, count]

    def test_tiles_show_the_newest_figure_of_an_indicator(self):
        newest, older = figure(1, period_end="2023-12-31"), figure(2, period_end="2022-12-31")
        assert choose_for_tiles([older, newest], []) == [newest]

    def test_there_are_six_tiles_at_most(self):
        assert len(choose_for_tiles([figure(n, indicator=n) for n in range(9)], [])) == 6

    def test_earlier_figures_are_of_the_same_series(self):
        now, before = figure(1), figure(2, period_end="2022-12-31")
        other_area = figure(3, area=2, period_end="2022-12-31")
        later = figure(4, period_end="2024-12-31")
        assert earlier_of(now, [before, other_area, later]) == [before]


def test_the_results_are_those_of_the_results_report():
    reports = [Row(kind="press_release", body="Tin"), Row(kind="results", body="Kết quả")]
    assert results_body(reports) == "Kết quả"
    assert results_body([]) == ""


@pytest.mark.django_db
class TestNamedFigures:
    @pytest.fixture
    def forum(self):
        return ForumFactory(slug="2023", area=AreaFactory(code="dien-dan-2023", kind="forum"))

    @pytest.fixture
    def home(self):
        return HomeAreaFactory().area

    def named(self, as_of=None):
        return figures_named_at(get_forum("2023"), as_of)

    def test_own_areas_come_before_the_report(self, forum, home):
        exhibition = ExhibitionFactory(forum=forum, area=AreaFactory())
        ReportFactory(forum=forum, body="Đạt {{so: ho_so 2023}}.")
        booths, visits, rate, _unnamed = published_figures(
            dict(area=exhibition.area),
            dict(area=forum.area),
            dict(area=home, indicator__code="ho_so"),
            dict(area=home),
        )
        assert self.named().figures == [visits, booths, rate]

    def test_without_a_report_articles_print_figures_that_were_not_named(self, forum, home):
        cited, own, _other = published_figures(
            dict(area=home), dict(area=forum.area), dict(area=home)
        )
        EvidenceFactory(forum=forum, source=cited.citations.get().source)
        EvidenceFactory(forum=forum, source=own.citations.get().source)
        found = self.named()
        assert (found.named, found.in_articles, found.figures) == ([own], [cited], [own, cited])

    def test_a_source_that_is_not_preferred_decides_nothing(self, forum, home):
        release = ReleaseFactory()
        figure = ObservationFactory(area=home, release=release)
        second = CitationFactory(observation=figure, position=2)
        publish(release)
        EvidenceFactory(forum=forum, source=second.source)
        assert self.named().figures == []

    def test_with_a_report_the_sources_do_not_decide(self, forum, home):
        ReportFactory(forum=forum, body="Đạt {{so: ho_so 2023}}.")
        rate, cited = published_figures(
            dict(area=home, indicator__code="ho_so"), dict(area=home, indicator__code="khac")
        )
        EvidenceFactory(forum=forum, source=cited.citations.get().source)
        assert self.named().figures == [rate]

    def test_an_unpublished_report_names_nothing(self, forum, home):
        ReportFactory(forum=forum, body="Đạt {{so: ho_so 2023}}.", is_published=False)
        published_figures(dict(area=home, indicator__code="ho_so"))
        assert self.named().figures == []

    def test_drafts_and_targets_do_not_leak(self, forum):
        ObservationFactory(area=forum.area)
        published_figures(dict(area=forum.area, kind="target"))
        assert self.named().figures == []

    def test_the_tile_is_that_of_the_figure_named_there(self, forum, home):
        rate = IndicatorFactory(code="ho_so", name="Tỷ lệ hồ sơ", unit=UnitFactory(symbol="%"))
        ReportFactory(forum=forum, body="Đạt {{so: ho_so 2023}}.")
        published_figures(
            dict(area=home, indicator=rate, period="2022", value="60.2"),
            dict(area=home, indicator=rate, period="2023", value="90.7"),
            dict(area=home, indicator=rate, period="2024", value="95"),
        )
        (tile,) = forum_tiles(self.named().figures, None)
        assert (tile.name, tile.value, tile.period, tile.change) == (
            "Tỷ lệ hồ sơ",
            "90,7%",
            "năm 2023",
            "Tăng 30,5 điểm phần trăm so với năm 2022",
        )
