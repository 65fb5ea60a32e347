"""The pages of figures: what they say, what they must not say, and how many queries they make."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from metrics.reading import versions_of
from tests.factories import (
    AreaFactory,
    CitationFactory,
    DashboardFactory,
    EvidenceFactory,
    ForumFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    PanelFactory,
    PanelIndicatorFactory,
    PersonFactory,
    PillarFactory,
    QuoteFactory,
    ReleaseFactory,
    ReportFactory,
    SourceFactory,
    UnitFactory,
    publish,
    published_figures,
)
from tests.words import section

pytestmark = pytest.mark.django_db
LATER = datetime(2021, 5, 1, tzinfo=UTC)


@pytest.fixture
def home():
    return HomeAreaFactory(area=AreaFactory(code="thanh-pho", name="Thành phố Thử")).area


@pytest.fixture
def indicator():
    return IndicatorFactory(
        slug="ho-so",
        name="Tỷ lệ hồ sơ trực tuyến",
        sentence="{value} hồ sơ được nộp trực tuyến",
        sentence_en="{value} of files were submitted online",
        pillar=PillarFactory(code="chinh-quyen-so", name="Chính quyền số"),
    )


@pytest.fixture
def series(home, indicator):
    """20, 60,2 and 90,7 % of 2021 to 2023; another source says 90 % for the last."""
    release = ReleaseFactory(title="Lần đầu", slug="lan-dau")
    key = {"release": release, "indicator": indicator, "area": home}
    source = SourceFactory(title="Niên giám", slug="nien-giam")
    for period, value in (("2021", "20"), ("2022", "60.2"), ("2023", "90.7")):
        figure = ObservationFactory(**key, period=period, value=value)
        CitationFactory(observation=figure, source=source, locator="trang 9", printed=value)
    CitationFactory(
        observation=figure,
        source=SourceFactory(title="Bản tin", slug="ban-tin"),
        stance="disagrees",
        position=2,
        printed="90%",
        sentence="Tỷ lệ đạt 90%.",
        note="Có thể làm tròn.",
    )
    publish(release)
    return key


def correct(key, **values):
    """Publish another version of the 2023 figure."""
    reason = values.pop("reason", "error_correction")
    release = ReleaseFactory(title="Đính chính", slug="dinh-chinh", reason=reason, note="Gõ nhầm.")
    ObservationFactory(**key | {"release": release}, period="2023", **values)
    publish(release, LATER)


def text(response):
    """The words between header and footer as they are read: no tags, single spaces."""
    main = re.search("(?s)<main.*</main>", response.content.decode())[0]
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())
    return re.sub(r" ([,.:;)])", r"\1", words)


# One indicator


def test_an_indicator_answers_first(client, series):
    page = text(client.get("/chi-so/ho-so/"))

    answer = (
        "Năm 2023, 90,7% (Đã công bố) hồ sơ được nộp trực tuyến, "
        "tăng 30,5 điểm phần trăm so với năm 2022. Tính toán"
    )
    assert page.index(answer) < page.index("Qua các năm") < page.index("Bảng số liệu")
    assert "Năm 2023: 90,7% và 90%" in page
    assert "Tỷ lệ đạt 90%." in page
    assert "3 số được công bố lần đầu trong Lần đầu" in page
    assert "Chưa có lần đính chính nào." in page


def test_an_indicator_in_english(client, series):
    page = text(client.get("/en/chi-so/ho-so/"))

    assert (
        "In 2023, 90.7% (Published) of files were submitted online, "
        "up 30.5 percentage points on 2022. Computed"
    ) in page


def test_an_indicator_says_what_is_unknown(client, series):
    page = text(client.get("/chi-so/ho-so/"))

    assert "Định nghĩa Thành phố chưa công bố định nghĩa của chỉ số này." in page
    assert "Cơ quan phụ trách Chưa có nguồn nào nêu cơ quan phụ trách." in page


def test_an_indicator_as_of_a_day(client, series):
    correct(series, value="91")

    now = text(client.get("/chi-so/ho-so/"))
    then = text(client.get("/chi-so/ho-so/?as-of=2020-06-01"))

    assert ("Năm 2023, 91%" in now, "Đã đính chính" in now, "Năm 2023, 90,7%" in now) == (
        True,
        True,
        False,
    )
    assert ("Năm 2023, 90,7%" in then, "Đã đính chính" in then, "91%" in then) == (
        True,
        False,
        False,
    )
    assert "Số liệu như đã công bố đến hết ngày 1/6/2020." in then


@pytest.mark.parametrize(
    "address",
    [
        "/chi-so/ho-so/",
        "/chi-so/ho-so/thanh-pho/2023/",
        "/chi-so/ho-so.csv",
        "/phat-hanh/lan-dau/",
        "/nguon/nien-giam/",
        "/chi-so/khong-co/",
    ],
)
def test_a_day_too_early_is_a_404_that_says_so(client, series, address):
    response = client.get(f"{address}?as-of=2019-12-31")

    assert response.status_code == 404
    assert "Đến ngày 31/12/2019, địa chỉ này chưa công bố gì" in text(response)
    assert f'href="{address}"' in response.content.decode()


def test_a_moment_too_early_is_told_with_its_hour(client, series):
    response = client.get("/chi-so/ho-so/?as-of=2019-12-31T09:30:00%2B07:00")
    assert response.status_code == 404
    assert "Đến 09:30, 31/12/2019, địa chỉ này chưa công bố gì" in text(response)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2020-06-01", "đến hết ngày 1/6/2020."),
        ("2020-06-01T09:30:00%2B07:00", "đến 09:30, 1/6/2020."),
    ],
)
def test_banner_and_paper_say_up_to_when(client, series, asked, said):
    page = client.get(f"/chi-so/ho-so/?as-of={asked}").text
    assert page.count(f"Số liệu như đã công bố {said}") == 2


def test_targets_stand_with_their_plan(client, series):
    plan = SourceFactory(title="Kế hoạch 106", slug="ke-hoach-106", kind="legal")
    release = ReleaseFactory()
    ObservationFactory(
        **series | {"release": release}, kind="target", instrument=plan, period="2025", value="95"
    )
    publish(release, LATER)

    assert "Mục tiêu 95%, năm 2025: Kế hoạch 106" in text(client.get("/chi-so/ho-so/"))
    target = client.get("/chi-so/ho-so/thanh-pho/2025/muc-tieu/ke-hoach-106/")
    assert "Năm 2025, mục tiêu của tỷ lệ hồ sơ trực tuyến là 95%." in text(target)
    assert client.get("/chi-so/ho-so/thanh-pho/2025/").status_code == 404


def test_a_page_that_is_cut_shows_no_old_value_as_the_newest(series, indicator):
    correct(series, value="91")

    found, is_cut = versions_of(indicator, None, limit=3)
    assert ([each.period for each in found], is_cut) == (["2023", "2023", "2022", "2021"], False)
    found, is_cut = versions_of(indicator, None, limit=2)
    assert ([each.period for each in found], is_cut) == (["2023", "2023", "2022"], True)
    assert versions_of(indicator, None, limit=0) == ([], True)


def test_only_public_kin_are_named(client, series, indicator):
    hidden = {"old": IndicatorFactory(name="Chỉ số trước"), "new": IndicatorFactory(name="Kế tục")}
    indicator.predecessor = hidden["old"]
    indicator.save()
    hidden["new"].predecessor = indicator
    hidden["new"].save()

    def kin_named():
        page = text(client.get("/chi-so/ho-so/"))
        return ["Tiếp nối Chỉ số trước" in page, "Kế tục" in page]

    assert kin_named() == [False, False]
    published_figures(*({"indicator": each} for each in hidden.values()), at=LATER)
    assert kin_named() == [True, True]


def test_an_indicator_without_public_figures_is_not_there(client, home, indicator):
    embargoed = ObservationFactory(indicator=indicator, area=home).release
    publish(embargoed, timezone.now() + timedelta(hours=1))

    assert client.get("/chi-so/ho-so/").status_code == 404
    assert "Tỷ lệ hồ sơ trực tuyến" not in text(client.get("/chi-so/"))


# One fact


def test_a_fact_shows_its_citations_and_the_disagreement(client, series):
    page = text(client.get("/chi-so/ho-so/thanh-pho/2023/"))

    assert "Kỳ Năm 2023 (1/1/2023–31/12/2023) Địa bàn Thành phố Thử Đơn vị %" in page
    assert "Phiên bản 1, chưa đính chính lần nào" in page
    assert "90,7% được dùng 90% Bản tin Có thể làm tròn." in page
    assert "Công bố lần đầu: 90,7%, trong Lần đầu" in page


def test_a_fact_is_ready_to_be_cited(client, series):
    page = text(client.get("/chi-so/ho-so/thanh-pho/2023/"))

    remark = "(Thành phố Thử; nguồn: Niên giám, trang 9)"
    assert (
        f"Năm 2023, 90,7% hồ sơ được nộp trực tuyến {remark}. Cổng thử, phát hành 1/1/2020, "
        f"{settings.PORTAL_ORIGIN}/chi-so/ho-so/thanh-pho/2023/"
    ) in page
    assert (
        f"Cổng thử, “Tỷ lệ hồ sơ trực tuyến”, năm 2023: 90,7% {remark}. Phát hành 1/1/2020." in page
    )


def test_an_estimate_is_never_quoted_flatly(client, series):
    city = AreaFactory(code="cu", name="Thành phố cũ (đến 30/6/2025)")
    release = ReleaseFactory()
    key = series | {"release": release, "area": city}
    figure = ObservationFactory(**key, period="2020", value="15", obs_status="E")
    CitationFactory(
        observation=figure, source=SourceFactory(publisher="VTC News", title=""), locator="đoạn 6"
    )
    publish(release, LATER)

    page = text(client.get("/chi-so/ho-so/cu/2020/"))

    assert "(ước tính; Thành phố cũ đến 30/6/2025; nguồn: VTC News, đoạn 6)" in page


def test_a_correction_shows_old_and_new(client, series):
    correct(series, value="91")

    page = text(client.get("/chi-so/ho-so/thanh-pho/2023/"))

    assert (
        "90,7% → thành 91%, trong Đính chính Tính toán: Tăng 0,3 điểm phần trăm so với phiên bản "
        "trước. Lý do: Đính chính sai sót. Gõ nhầm. Đã đính chính 1/5/2021 Công bố lần đầu: 90,7%"
    ) in page
    assert "Phiên bản 2, đã thay đổi 1 lần" in page


def test_a_withdrawn_fact_is_gone_but_its_history_stays(client, series):
    correct(series, value=None, obs_status="withdrawn", reason="withdrawal")

    response = client.get("/chi-so/ho-so/thanh-pho/2023/")
    page = text(response)

    assert response.status_code == 410
    assert "Con số này đã được rút Gõ nhầm." in page
    struck = re.findall(r'<s class="withdrawn">(.*?)</s>', response.text)
    assert struck == ["90,7%"]
    assert "Công bố lần đầu: 90,7%, trong Lần đầu" in page
    assert "Năm 2022, 60,2%" in text(client.get("/chi-so/ho-so/"))


@pytest.mark.parametrize(
    "address",
    [
        "/chi-so/khong-co/",
        "/chi-so/ho-so/thanh-pho/2019/",
        "/chi-so/ho-so/sao-hoa/2023/",
        "/chi-so/ho-so/thanh-pho/hom-qua/",
        "/chi-so/ho-so/thanh-pho/2023-h1/",
        "/phat-hanh/khong-co/",
        "/nguon/khong-co/",
        "/bang-so-lieu/khong-co/",
    ],
)
def test_what_is_unknown_is_a_404_with_a_sentence(client, series, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "Lỗi 404" in text(response)


# Lists


def test_indicators_are_found_without_accents_and_by_pillar(client, series):
    for typed in ("ho so truc", "tỉ lệ hồ sơ", "“ti lệ”, trực-tuyến?"):
        page = text(client.get("/chi-so/", {"q": typed}))
        assert "Tỷ lệ hồ sơ trực tuyến 90,7%, năm 2023" in page
    assert "Tỷ lệ hồ sơ trực tuyến 90,7%" in text(client.get("/chi-so/?tru-cot=chinh-quyen-so"))
    nothing = "Không có chỉ số nào đã công bố số khớp với lựa chọn này."
    assert nothing in text(client.get("/chi-so/?q=cau+ca"))
    assert client.get("/chi-so/?tru-cot=khong-co").status_code == 400


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "%00"])
def test_an_absurd_page_number_means_a_page(client, series, number):
    assert client.get(f"/chi-so/?page={number}").status_code == 200


def test_a_release_lists_what_it_changed(client, series):
    correct(series, value="91")

    releases, page = text(client.get("/phat-hanh/")), text(client.get("/phat-hanh/dinh-chinh/"))

    assert releases.index("Đính chính") < releases.index("Lần đầu")
    assert "Tỷ lệ hồ sơ trực tuyến, năm 2023 90,7% → thành 91% Đã đính chính" in page
    assert client.get("/phat-hanh/dinh-chinh/?as-of=2020-06-01").status_code == 404


def test_a_draft_release_is_not_there(client):
    ReleaseFactory(slug="nhap", title="Bản nháp")

    assert client.get("/phat-hanh/nhap/").status_code == 404
    assert "Bản nháp" not in text(client.get("/phat-hanh/"))


def test_a_source_lists_what_rests_on_it(client, series):
    source = SourceFactory(title="Bản tin khác", slug="ban-tin-khac")
    EvidenceFactory(source=source, forum=ForumFactory(name="Diễn đàn Thử"), locator="đoạn 2")
    hidden = ForumFactory(name="Diễn đàn ẩn", is_published=False)
    EvidenceFactory(source=source, forum=hidden)

    assert "Tỷ lệ hồ sơ trực tuyến, năm 2023 Tỷ lệ đạt 90%. 90% Nói khác" in text(
        client.get("/nguon/ban-tin/")
    )
    page = text(client.get("/nguon/ban-tin-khac/"))
    assert "Diễn đàn Thử, đoạn 2" in page
    assert "Diễn đàn ẩn" not in page


def test_a_source_lists_the_public_statements_and_reports_that_rest_on_it(client, db):
    source = SourceFactory(slug="bao")
    forum, hidden = ForumFactory(), ForumFactory(is_published=False)
    for each in (forum, hidden):
        person = PersonFactory(name=f"Trần {each.is_published}")
        QuoteFactory(source=source, forum=each, person=person, text="“Cảng số.”", locator="đoạn 2")
        ReportFactory(source=source, forum=each, title=f"Báo cáo {each.is_published}")
    ReportFactory(source=source, title="Báo cáo nháp", is_published=False)

    response = client.get("/nguon/bao/")
    assert section(response, "quotes") == "Phát biểu in trong nguồn này Trần True, đoạn 2 Cảng số."
    assert section(response, "reports") == "Báo cáo dựa trên nguồn này Báo cáo True"
    assert 'href="/dien-gia/tran-true/"' in response.text


def test_a_source_of_embargoed_figures_alone_is_not_there(client):
    CitationFactory(source=SourceFactory(title="Tài liệu mật", slug="mat"))

    assert client.get("/nguon/mat/").status_code == 404
    assert "Tài liệu mật" not in text(client.get("/nguon/"))


@pytest.mark.parametrize(
    "use",
    [
        lambda source, forum: EvidenceFactory(source=source, forum=forum),
        lambda source, forum: QuoteFactory(source=source, forum=forum),
        lambda source, forum: ReportFactory(source=source, forum=forum),
    ],
    ids=["evidence", "quote", "report"],
)
def test_a_source_shows_once_a_forum_that_rests_on_it_does(client, use):
    forum = ForumFactory(is_published=False)
    use(SourceFactory(title="Tài liệu mật", slug="mat"), forum)
    assert client.get("/nguon/mat/").status_code == 404
    assert "Tài liệu mật" not in text(client.get("/nguon/"))

    forum.is_published = True
    forum.save()
    assert client.get("/nguon/mat/").status_code == 200


# Dashboards


def test_a_dashboard_fills_its_panels(client, series, indicator):
    dashboard = DashboardFactory(slug="bang", title="Chính quyền số")
    for position, kind in enumerate(["figure", "line", "column", "table", "progress"], start=1):
        panel = PanelFactory(dashboard=dashboard, position=position, kind=kind, title=kind)
        PanelIndicatorFactory(panel=panel, indicator=indicator)
    PanelFactory(
        dashboard=dashboard, position=6, kind="text", text=f"Đạt {{{{so: {indicator.code} 2022}}}}."
    )

    page = text(client.get("/bang-so-lieu/bang/"))

    assert "Tăng 30,5 điểm phần trăm so với năm 2022" in page
    assert "Đạt 60,2% (Đã công bố)." in page
    assert page.count("90,7%") > 4


def test_a_text_without_a_title_has_no_heading(client):
    dashboard = DashboardFactory(slug="bang")
    PanelFactory(dashboard=dashboard, kind="text", text="Lời nói đầu.")
    page = client.get("/bang-so-lieu/bang/").text
    panel = page.partition('<section class="panel')[2].partition("</section>")[0]
    assert ("<h2" in panel, "Lời nói đầu." in panel) == (False, True)


def test_a_dashboard_is_narrowed_by_area_and_years(client, series, indicator, home):
    other = AreaFactory(code="nuoc", name="Cả nước")
    release = ReleaseFactory()
    ObservationFactory(indicator=indicator, area=other, release=release, period="2023", value="44")
    publish(release, LATER)
    panel = PanelFactory(dashboard=DashboardFactory(slug="bang"), kind="figure")
    PanelIndicatorFactory(panel=panel, indicator=indicator)
    for area in (home, other):  # one after the other: together they come in any order
        panel.areas.add(area)

    def value(query):
        page = text(client.get(f"/bang-so-lieu/bang/?{query}"))
        return [number for number in ("20%", "60,2%", "90,7%", "44%") if f"{number} năm" in page]

    assert value("") == ["90,7%"]
    assert value("den=2022") == ["60,2%"]
    assert value("tu=2022&den=2022") == ["60,2%"]
    assert value("dia-ban=nuoc") == ["44%"]
    assert "Chưa có số nào được công bố cho lựa chọn này." in text(
        client.get("/bang-so-lieu/bang/?tu=1990&den=1991")
    )


def test_a_reversed_span_gets_a_sentence(client, series, indicator):
    panel = PanelFactory(dashboard=DashboardFactory(slug="bang"), kind="figure")
    PanelIndicatorFactory(panel=panel, indicator=indicator)

    page = text(client.get("/bang-so-lieu/bang/?tu=2023&den=2021"))

    assert "Năm cuối đứng trước năm đầu" in page
    assert "90,7%" not in page


def test_a_panel_without_figures_has_its_public_indicators_name(client, series, indicator):
    dashboard = DashboardFactory(slug="bang")
    for each in (indicator, IndicatorFactory(name="Chưa công khai")):
        PanelIndicatorFactory(panel=PanelFactory(dashboard=dashboard), indicator=each)

    page = text(client.get("/bang-so-lieu/bang/?den=1990"))

    assert "Tỷ lệ hồ sơ trực tuyến Chưa có số nào được công bố cho lựa chọn này." in page
    assert page.count("Chưa có số nào") == 1
    assert "Chưa công khai" not in page


def test_a_vietnamese_text_has_vietnamese_figures_on_an_english_page(client, series, indicator):
    PanelFactory(
        dashboard=DashboardFactory(slug="bang"),
        kind="text",
        text=f"Đạt {{{{so: {indicator.code} 2022}}}}.",
    )

    response = client.get("/en/bang-so-lieu/bang/")

    assert "Đạt 60,2% (Đã công bố)." in text(response)
    assert 'href="/en/chi-so/ho-so/thanh-pho/2022/"' in response.content.decode()


@pytest.mark.parametrize("query", ["dia-ban=sao-hoa", "tu=hom-qua", "den=99999", "as-of=x"])
def test_a_dashboard_refuses_nonsense_by_name(client, series, indicator, query):
    panel = PanelFactory(dashboard=DashboardFactory(slug="bang"))
    PanelIndicatorFactory(panel=panel, indicator=indicator)

    response = client.get(f"/bang-so-lieu/bang/?{query}")

    assert response.status_code == 400
    assert f"Tham số “{query.split('=')[0]}”" in text(response)


# Queries and headers


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_rows(client, home, series, indicator, count):
    plenty(count, home, indicator)

    assert {address: queries(client, address) for address in QUERIES} == QUERIES


QUERIES = {
    "/chi-so/": 5,
    "/chi-so/?q=chi&tru-cot=chinh-quyen-so": 5,
    "/chi-so/ho-so/": 6,
    "/chi-so/ho-so.svg": 5,
    "/chi-so/ho-so/thanh-pho/2023/": 6,
    "/bang-so-lieu/": 3,
    "/bang-so-lieu/bang/": 6,
    "/phat-hanh/": 3,
    "/phat-hanh/lan-dau/": 6,
    "/nguon/": 3,
    "/nguon/nien-giam/": 6,
    "/du-lieu/": 2,
}


def queries(client, address):
    """How many queries the page makes; it is there, may be cached and sets no cookie."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, s-maxage=1"
    assert not response.cookies
    return len(captured)


def plenty(count, home, indicator):
    """More of everything: figures, citations, areas, indicators, releases, panels, forums."""
    source = SourceFactory(title="Nguồn chung")
    dashboard = DashboardFactory(slug="bang")
    unit = UnitFactory()
    for number in range(count):
        release = ReleaseFactory()
        area = AreaFactory()
        other = IndicatorFactory(pillar=indicator.pillar, unit=unit, predecessor=indicator)
        for key in (
            {"indicator": indicator, "area": home, "period": str(1990 + number)},
            {"indicator": indicator, "area": area, "period": "2023"},
            {"indicator": other, "area": home, "period": "2023"},
        ):
            figure = ObservationFactory(release=release, **key)
            CitationFactory(observation=figure, source=source, stance="disagrees")
        publish(release, LATER + timedelta(days=number))
        EvidenceFactory(source=source, forum=ForumFactory())
        QuoteFactory(source=source)
        ReportFactory(source=source)
        panel = PanelFactory(dashboard=dashboard, kind="table", position=number + 1)
        panel.areas.add(area)
        PanelIndicatorFactory(panel=panel, indicator=other)
        PanelIndicatorFactory(panel=panel, indicator=indicator)
        DashboardFactory()


def test_only_reading_is_allowed(client, series):
    assert client.post("/chi-so/ho-so/").status_code == 405
