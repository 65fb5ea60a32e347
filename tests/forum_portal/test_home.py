"""The home page: from an empty base to a full one."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Row

import pytest
from django.utils import timezone

from events.models import Room
from forum_portal.home import as_version
from tests.factories import (
    CitationFactory,
    DashboardFactory,
    EvidenceFactory,
    ForumFactory,
    ForumRoleFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    OrganisationFactory,
    PanelFactory,
    PanelIndicatorFactory,
    PortalSettingsFactory,
    ReleaseFactory,
    SessionFactory,
    publish,
    published_figure,
    published_figures,
)
from tests.words import section, words

pytestmark = pytest.mark.django_db
LATER = datetime(2021, 5, 1, tzinfo=UTC)


@pytest.fixture
def home():
    return HomeAreaFactory().area


@pytest.fixture
def rate():
    """An indicator on the home page's dashboard."""
    indicator = IndicatorFactory(name="Tỷ lệ hồ sơ trực tuyến", slug="ho-so")
    headline(indicator)
    return indicator


def headline(indicator, position=1, areas=()):
    dashboard = DashboardFactory._meta.model.objects.for_home().first()
    panel = PanelFactory(
        dashboard=dashboard or DashboardFactory(is_home=True, slug="trang-chu"), position=position
    )
    panel.areas.set(areas)
    PanelIndicatorFactory(panel=panel, indicator=indicator)


class TestFirstStart:
    def test_an_empty_base_tells_staff_how_to_begin(self, client):
        response = client.get("/")
        assert response.status_code == 200
        assert words(response).startswith("Cổng này chưa có nội dung Cổng đã chạy")
        assert 'href="/admin/"' in response.text

    def test_it_speaks_english(self, client):
        assert words(client.get("/en/")).startswith("This portal is empty It runs")

    def test_it_is_gone_with_the_first_forum(self, client):
        ForumFactory()
        assert "Cổng này chưa có nội dung" not in words(client.get("/"))

    def test_drafts_do_not_end_it(self, client):
        ForumFactory(is_published=False)
        DashboardFactory(is_published=False)
        ObservationFactory()
        assert "Cổng này chưa có nội dung" in words(client.get("/"))


class TestForum:
    def test_the_newest_forum_opens_the_page(self, client):
        ForumFactory(slug="2023", year=2023, theme="Dữ liệu")
        newest = ForumFactory(
            slug="2025",
            year=2025,
            name="Diễn đàn 2025",
            theme="Thành phố số",
            date_start="2025-12-24",
            sectors="Hạ tầng số\nDữ liệu",
        )
        ForumFactory(slug="hoi-nghi", year=2026, kind="conference", theme="Hội nghị")
        ForumRoleFactory(forum=newest, organisation=OrganisationFactory(short_name="Sở KH&CN"))
        EvidenceFactory(forum=newest, field="theme", source__title="Bài báo")
        assert words(client.get("/")).startswith(
            "Diễn đàn mới nhất · 24/12/2025 Thành phố số "
            "Diễn đàn 2025, do Sở KH&CN tổ chức. Trọng tâm: Hạ tầng số; Dữ liệu. "
            "Xem diễn đàn 2025 Số liệu chính Thay đổi gần đây Lấy dữ liệu "
            "Nguồn: Bài báo Các kỳ diễn đàn "
            "2025 24/12/2025 Thành phố số 2023 Chưa có nguồn nêu ngày tổ chức Dữ liệu"
        )

    def test_one_that_is_announced_is_the_next(self, client):
        ForumFactory(year=2027, name="Diễn đàn 2027", state="announced")
        assert words(client.get("/")).startswith("Diễn đàn sắp tới · 2027 Diễn đàn 2027")

    def test_the_nearest_to_come_opens_the_page_with_a_countdown(self, client):
        today = timezone.localdate()
        for days, state in (
            (-400, "held"),
            (400, "announced"),
            (12, "announced"),
            (5, "cancelled"),
        ):
            day = today + timedelta(days=days)
            slug = f"ngay-{days}"
            ForumFactory(slug=slug, name=slug, year=day.year, date_start=day, state=state)
        read = words(client.get("/"))
        assert read.startswith("Diễn đàn sắp tới · ")
        assert " · còn 12 ngày ngay-12 Xem diễn đàn" in read

    def test_one_that_is_held_today_is_on_now(self, client):
        today = timezone.localdate()
        last = today + timedelta(days=1)
        ForumFactory(year=today.year, date_start=today, date_end=last, state="announced")
        read = words(client.get("/"))
        assert read.startswith("Đang diễn ra · ")
        assert " · ngày thứ 1 trong 2 ngày " in read

    def test_on_its_days_it_tells_what_is_on_now_and_next(self, client):
        now, hour = timezone.now(), timedelta(hours=1)
        today = timezone.localdate()
        forum = ForumFactory(slug="nay", year=today.year, date_start=today - timedelta(days=1))
        room = Room.objects.create(forum=forum, name="Phòng Cát Bà")
        SessionFactory(forum=forum, title="Đang nói", room=room, start=now - hour, end=now + hour)
        SessionFactory(forum=forum, title="Sắp nói", start=now + hour, end=now + 2 * hour)
        assert 'aria-labelledby="now"' not in client.get("/").text
        forum.date_end = today + timedelta(days=1)
        forum.save()
        for page in ("/", "/dien-dan/nay/"):
            read = section(client.get(page), "now")
            assert re.sub(r",? [\d:–/]+( hôm sau)?(?= )", "", read) == (
                "Đang diễn ra Đang nói Phòng Cát Bà Tiếp theo Sắp nói Xem toàn bộ chương trình"
            )
            response = client.get(f"{page}?as-of={today}")
            assert 'aria-labelledby="now"' not in response.text

    def test_without_a_theme_its_name_stands_once(self, client):
        forum = ForumFactory(year=2025, name="Diễn đàn 2025")
        ForumRoleFactory(forum=forum, organisation=OrganisationFactory(short_name="Sở KH&CN"))
        read = words(client.get("/"))
        told = "Diễn đàn mới nhất · 2025 Diễn đàn 2025 Do Sở KH&CN tổ chức. Xem diễn đàn 2025"
        assert read.startswith(told)

    def test_a_cancelled_newest_one_says_so(self, client):
        ForumFactory(year=2025, name="Diễn đàn 2025", state="cancelled")
        assert words(client.get("/")).startswith("Diễn đàn mới nhất · 2025 · Đã hủy")

    def test_without_a_forum_the_portal_opens_the_page(self, client):
        PortalSettingsFactory(name="Cổng thử", tagline="Diễn đàn và số liệu")
        DashboardFactory()
        assert words(client.get("/")).startswith("Cổng thử Diễn đàn và số liệu Số liệu chính")


class TestFigures:
    def test_headlines_stand_in_the_order_of_the_panels(self, client, home, rate):
        second = IndicatorFactory(name="Xếp hạng")
        headline(second, position=2)
        published_figures(
            dict(indicator=second, area=home, value="8"),
            dict(indicator=rate, area=home, value="90.7"),
            dict(indicator=rate, area=home, value="60.2", period="2022"),
            dict(area=home),
        )
        read = section(client.get("/"), "headlines")
        assert read.index("Tỷ lệ hồ sơ trực tuyến 90,7% năm 2023") < read.index("Xếp hạng 8%")
        assert "Tăng 30,5 điểm phần trăm so với năm 2022" in read
        assert "Chỉ số" not in read.replace("Tất cả chỉ số", "")

    def test_a_panel_keeps_to_its_areas(self, client, rate):
        old, new = HomeAreaFactory(position=2).area, HomeAreaFactory(position=1).area
        other = IndicatorFactory(name="Cũ")
        headline(other, position=2, areas=[old])
        published_figures(
            dict(indicator=rate, area=old, value="1"),
            dict(indicator=rate, area=new, value="2"),
            dict(indicator=other, area=old, value="3"),
            dict(indicator=other, area=new, value="4"),
        )
        read = section(client.get("/"), "headlines")
        assert ("2%" in read, "3%" in read, "4%" in read) == (True, True, False)

    def test_none_yet_is_one_sentence(self, client):
        ForumFactory()
        response = client.get("/")
        assert section(response, "headlines").endswith(
            "Chưa có số liệu chính nào được công bố. Tất cả chỉ số"
        )
        assert section(response, "lately") == "Thay đổi gần đây Chưa có số liệu nào được công bố."

    def test_what_changed_is_the_newest_release(self, client, home, rate):
        published_figure(indicator=rate, area=home, value="90")
        correction = ReleaseFactory(title="Đính chính tháng 5", reason="error_correction")
        ObservationFactory(release=correction, indicator=rate, area=home, value="90.7")
        publish(correction, LATER)
        assert section(client.get("/"), "lately") == (
            "Thay đổi gần đây Lần phát hành “Đính chính tháng 5”, 1/5/2021 "
            "Tỷ lệ hồ sơ trực tuyến, năm 2023 90% → thành 90,7% Đã đính chính "
            "Xem toàn bộ lần phát hành Các lần phát hành Theo dõi bằng Atom"
        )

    def test_a_withdrawal_is_a_change(self, client, home, rate):
        published_figure(indicator=rate, area=home, value="90")
        withdrawal = ReleaseFactory(reason="withdrawal")
        ObservationFactory(
            release=withdrawal, indicator=rate, area=home, value=None, obs_status="withdrawn"
        )
        publish(withdrawal, LATER)
        assert "90% → thành Đã rút" in section(client.get("/"), "lately")

    def test_an_embargoed_release_is_not_there(self, client, home, rate):
        published_figure(indicator=rate, area=home, value="90")
        embargoed = ReleaseFactory(title="Mật")
        ObservationFactory(release=embargoed, indicator=rate, area=home, value="95")
        publish(embargoed, timezone.now() + timedelta(days=1))
        page = client.get("/").text
        assert ("Mật" in page, "95%" in page) == (False, False)

    def test_sources_that_differ_stand_side_by_side(self, client, home, rate):
        figure = ObservationFactory(indicator=rate, area=home, value="90.7")
        CitationFactory(observation=figure, printed="90,7%")
        CitationFactory(
            observation=figure,
            position=2,
            stance="disagrees",
            printed="90%",
            note="Bài này làm tròn.",
        )
        publish(figure.release)
        assert section(client.get("/"), "disputed") == (
            "Các nguồn ghi khác nhau Trang giữ cả hai số và ghi rõ số nào được dùng. "
            "Tỷ lệ hồ sơ trực tuyến, năm 2023 90,7% được dùng 90% nguồn khác ghi Bài này làm tròn."
        )

    def test_figures_go_back_in_time(self, client, home, rate):
        published_figure(indicator=rate, area=home, value="90")
        published_figure(indicator=rate, area=home, value="90.7", at=LATER)
        read = words(client.get("/?as-of=2020-06-01"))
        assert ("90%" in read, "90,7%" in read) == (True, False)
        assert client.get("/?as-of=mai").status_code == 400


def test_the_version_before_is_rebuilt_from_its_row(db):
    figure = ObservationFactory.build(
        indicator=IndicatorFactory.build(), release=ReleaseFactory.build(), area=None
    )
    figure.number = 2
    figure.earlier = [Row(value=90, comparator="ge", out_of=None, obs_status="A")]
    version = as_version(figure)
    assert (version.number, version.previous.value, version.previous.comparator) == (2, 90, "ge")


@pytest.mark.parametrize("count", [1, 30])
def test_queries(client, home, count, django_assert_num_queries):
    keys = []
    release = ReleaseFactory()
    for number in range(count):
        indicator = IndicatorFactory()
        headline(indicator, position=number)
        keys.append(indicator)
        DashboardFactory()
        EvidenceFactory(forum=ForumFactory(year=2000 + number))
    for indicator in keys:
        figure = ObservationFactory(release=release, indicator=indicator, area=home)
        CitationFactory(observation=figure)
        CitationFactory(observation=figure, position=2, stance="disagrees", printed="1%")
    publish(release)
    with django_assert_num_queries(6):
        client.get("/")
