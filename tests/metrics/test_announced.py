"""The way from a figure to the forum where it was named, and from a statement to its indicators."""

import pytest

from tests.factories import (
    AreaFactory,
    CitationFactory,
    EvidenceFactory,
    ForumFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    QuoteFactory,
    ReportFactory,
    SessionFactory,
    SourceFactory,
    publish,
    published_figure,
)
from tests.words import section

pytestmark = pytest.mark.django_db
PAGE = "/chi-so/ho-so/"


@pytest.fixture
def indicator():
    return IndicatorFactory(name="Hồ sơ", slug="ho-so", code="ho_so")


@pytest.fixture
def source():
    return SourceFactory(title="Bài báo", slug="bai-bao")


@pytest.fixture
def forum():
    return ForumFactory(slug="2023", name="Diễn đàn 2023")


@pytest.fixture
def figure(indicator, source):
    figure = ObservationFactory(indicator=indicator, area=HomeAreaFactory().area, value="90.7")
    CitationFactory(observation=figure, source=source, locator="đoạn 3", sentence="Đạt 90,7%.")
    publish(figure.release)
    return figure


NAMED = "Đã nêu tại diễn đàn Nguyên văn theo nguồn. "
PRINTED = (
    "Trong bài viết về sự kiện Bài viết in những số này; "
    "không có nghĩa là chúng được nêu tại sự kiện. "
)
BY_FORUM = "Diễn đàn 2023 90,7% (Đã công bố), năm 2023 Đạt 90,7%. Bài báo, đoạn 3"


def test_a_statement_leads_to_its_indicators_and_back(client, figure, indicator, forum):
    session = SessionFactory(forum=forum, slug="2023-phien", title="Phiên một")
    quote = QuoteFactory(
        forum=forum, session=session, text="“Hơn 90%.”", person__name="Hoàng An", job_title="Phó CT"
    )
    quote.indicators.add(indicator, IndicatorFactory(name="Chưa công bố"))
    said = section(client.get(PAGE), "announced")
    assert said.startswith(f"{NAMED}“Hơn 90%.” Hoàng An Phó CT Bài báo")
    assert said.endswith("Nêu tại: Diễn đàn 2023, Phiên một")
    statement = section(client.get("/dien-dan/2023/"), "quotes")
    assert statement.endswith("Nêu tại: Phiên một Chỉ số được nhắc đến: Hồ sơ")
    at_session = section(client.get("/phien/2023-phien/"), "quotes")
    assert at_session.endswith("Chỉ số được nhắc đến: Hồ sơ")
    assert "Nêu tại" not in at_session


def test_what_an_article_about_a_forum_prints_was_not_named_there(client, figure, forum, source):
    EvidenceFactory(forum=forum, source=source)
    response = client.get(PAGE)
    assert section(response, "in-articles") == PRINTED + BY_FORUM
    assert 'id="announced"' not in response.text


def test_results_that_refer_to_figures_say_which(client, figure, forum, source):
    EvidenceFactory(forum=forum, source=source)
    report = ReportFactory(forum=forum, kind="results", body="Có {{so: khac 2023}}.")
    assert 'id="announced"' not in client.get(PAGE).text
    report.body = "Có {{so: ho_so 2023}}."
    report.save()
    response = client.get(PAGE)
    assert section(response, "announced") == NAMED + BY_FORUM
    assert 'id="in-articles"' not in response.text


def test_a_figure_of_the_forum_itself_was_named_there(client, indicator, forum):
    forum.area = AreaFactory(code="dien-dan-2023", kind="forum")
    forum.save()
    published_figure(indicator=indicator, area=forum.area, value="20")
    assert "Diễn đàn 2023 20% (Đã công bố), năm 2023" in section(client.get(PAGE), "announced")


def test_nothing_said_leaves_the_section_out(client, figure, forum):
    assert 'id="announced"' not in client.get(PAGE).text


def test_what_is_off_the_site_is_not_told(client, figure, indicator, source):
    hidden = ForumFactory(name="Diễn đàn kín", is_published=False)
    EvidenceFactory(forum=hidden, source=source)
    QuoteFactory(forum=hidden).indicators.add(indicator)
    shut = SessionFactory(is_published=False)
    QuoteFactory(forum=shut.forum, session=shut).indicators.add(indicator)
    ReportFactory(kind="results", body="{{so: ho_so 2023}}", is_published=False, forum=shut.forum)
    page = client.get(PAGE).text
    assert 'id="announced"' not in page
    assert 'id="in-articles"' not in page


def test_figures_go_back_in_time(client, figure, forum, source):
    EvidenceFactory(forum=forum, source=source)
    assert "90,7%" in section(client.get(f"{PAGE}?as-of=2020-02-01"), "in-articles")
