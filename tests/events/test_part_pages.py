"""The pages of sessions, people, organisations, booths and reports."""

import re

import pytest

from events.models import Material
from metrics.models import Source
from tests.factories import (
    AppearanceFactory,
    BoothFactory,
    EvidenceFactory,
    ForumFactory,
    ForumRoleFactory,
    HomeAreaFactory,
    ObservationFactory,
    OrganisationFactory,
    PersonFactory,
    QuoteFactory,
    ReportFactory,
    SessionFactory,
    named_organisation,
    published_figure,
    published_figures,
)
from tests.programmes import at
from tests.words import section, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    return ForumFactory(slug="2023", name="Diễn đàn 2023", date_start="2023-12-27")


@pytest.fixture
def hidden():
    """A forum that is off the site."""
    return ForumFactory(slug="kin", name="Diễn đàn kín", is_published=False)


class TestSessions:
    def test_a_session_stands_with_its_people_and_sources(self, client, forum):
        session = SessionFactory(
            forum=forum,
            slug="2023-phien",
            title="Phiên Tham vấn",
            kind="consultation",
            date="2023-12-26",
            part_of_day="2_afternoon",
        )
        session.hosts.add(OrganisationFactory(short_name="UBND", slug="ubnd"))
        AppearanceFactory(
            forum=forum,
            session=session,
            role="chair",
            person__name="Nguyễn Thị Giang",
            job_title="Phó Chủ tịch",
        )
        EvidenceFactory(forum=None, session=session, source__title="Bài báo", locator="đoạn 1")
        Material.objects.create(session=session, title="Bản trình bày", url="https://example.vn/")
        response = client.get("/phien/2023-phien/")
        assert words(response).startswith(
            "Trang chủ Diễn đàn Diễn đàn 2023 Chiều 26/12/2023 · Tham vấn Phiên Tham vấn Về phiên "
            "Diễn đàn Diễn đàn 2023 Đơn vị tổ chức UBND Chủ trì Nguyễn Thị Giang, Phó Chủ tịch "
            "Thêm vào lịch (iCalendar) Nguồn: Bài báo, đoạn 1."
        )
        assert section(response, "materials") == "Tài liệu Bản trình bày tiếng Việt"

    def test_the_list_stands_by_forum(self, client, forum):
        SessionFactory(forum=forum, title="Phiên cũ", date="2023-12-26")
        SessionFactory(forum=ForumFactory(year=2025), title="Phiên mới")
        listed = words(client.get("/phien/"))
        assert listed.index("Phiên mới") < listed.index("26/12/2023 Phiên cũ Diễn đàn 2023")

    def test_a_day_stands_in_the_order_of_the_programme(self, client, forum):
        day = dict(forum=forum, date="2023-12-26")
        SessionFactory(slug="a", title="Tối", part_of_day="3_evening", **day)
        SessionFactory(slug="b", title="Chiều", start=at(14), **day)
        SessionFactory(slug="c", title="Sáng", part_of_day="1_morning", **day)
        SessionFactory(slug="d", title="Trưa", start=at(12, 30), forum=forum)
        SessionFactory(slug="e", title="Sớm", start=at(8), **day)
        SessionFactory(slug="f", title="Khi nào", forum=forum)
        SessionFactory(slug="0", title="Hôm sau", start=at(0, 30, day=27), forum=forum)
        body = named_organisation(slug="so")
        body.sessions_hosted.add(*forum.sessions.all())
        expected = ["Sớm", "Sáng", "Trưa", "Chiều", "Tối", "Hôm sau", "Khi nào"]
        for page in ("/phien/", "/to-chuc/so/"):
            assert re.findall(r'href="/phien/\w/">([^<]*)', client.get(page).text) == expected

    def test_what_is_off_the_site_is_nowhere(self, client, forum, hidden):
        off = SessionFactory(forum=forum, slug="tat", title="Phiên tắt", is_published=False)
        of_hidden = SessionFactory(forum=hidden, slug="kin-phien", title="Phiên kín")
        answers = [client.get(each.get_absolute_url()).status_code for each in (off, of_hidden)]
        assert answers == [404, 404]
        assert "Chưa có phiên nào được công bố." in words(client.get("/phien/"))


class TestPeople:
    def test_a_person_stands_across_the_forums(self, client, forum):
        person = PersonFactory(name="Hoàng Minh Cường", slug="cuong")
        newest = ForumFactory(name="Diễn đàn 2025", date_start="2025-12-24", year=2025)
        AppearanceFactory(person=person, forum=forum, role="opening", job_title="Giám đốc")
        AppearanceFactory(person=person, forum=newest, role="speaker", job_title="Phó Chủ tịch")
        QuoteFactory(person=person, forum=forum, text="“Vừa xây dựng, vừa khai thác.”")
        response = client.get("/dien-gia/cuong/")
        assert section(response, "forums") == (
            "Tại các diễn đàn Chức danh và cơ quan tại thời điểm đó. "
            "24/12/2025 Diễn đàn 2025 Phó Chủ tịch Phát biểu "
            "27/12/2023 Diễn đàn 2023 Giám đốc Khai mạc Lịch (iCalendar)"
        )
        assert "“Vừa xây dựng, vừa khai thác.”" in section(response, "quotes")

    def test_the_list_goes_by_given_names(self, client, forum):
        for name in ("Trần Văn Ân", "Lê Thị Yến", "Phạm Văn An", "Đỗ Văn Đức", "Vũ Văn Dũng"):
            AppearanceFactory(person__name=name, forum=forum)
        listed = re.findall("<b>(.*?)</b>", client.get("/dien-gia/").text)
        assert [each for each in listed if " " in each][:5] == [
            "Phạm Văn An",
            "Trần Văn Ân",
            "Vũ Văn Dũng",
            "Đỗ Văn Đức",
            "Lê Thị Yến",
        ]

    def test_what_is_off_the_site_is_nowhere(self, client, forum, hidden):
        person = PersonFactory(name="Trần Văn Mở", slug="mo")
        AppearanceFactory(person=person, forum=forum)
        secret = AppearanceFactory(person=person, forum=hidden, job_title="Chức kín")
        EvidenceFactory(forum=None, appearance=secret, sentence="Câu kín.")
        QuoteFactory(person=person, forum=hidden, text="Lời kín.")
        unknown = AppearanceFactory(person__slug="khong-ai", person__name="Lê Kín", forum=hidden)
        assert " kín" not in words(client.get("/dien-gia/mo/")).lower()
        assert " kín" not in words(client.get("/dien-gia/")).lower()
        assert client.get(unknown.person.get_absolute_url()).status_code == 404

    def test_nobody_named_is_one_sentence(self, client):
        assert "Chưa có diễn đàn nào đã công bố nêu tên ai." in words(client.get("/dien-gia/"))


class TestOrganisations:
    def test_an_organisation_stands_with_all_its_roles(self, client, forum):
        body = OrganisationFactory(name="Sở Khoa học", short_name="Sở KH", slug="so-kh")
        OrganisationFactory(name="Sở Thông tin", successor=body)
        ForumRoleFactory(forum=forum, organisation=body, role="co_host")
        AppearanceFactory(
            forum=forum, organisation=body, person__name="Lê Văn An", job_title="Giám đốc"
        )
        SessionFactory(forum=forum, title="Phiên một").hosts.add(body)
        BoothFactory(exhibition__forum=forum, name="Gian Sở").organisations.add(body)
        published_figure(indicator__name="Tỷ lệ hồ sơ", indicator__responsible=body)
        response = client.get("/to-chuc/so-kh/")
        read = words(response)
        assert "Sở Khoa học Kế tiếp của: Sở Thông tin" in read
        assert section(response, "roles") == "Vai trò ở các diễn đàn Đồng tổ chức Diễn đàn 2023"
        assert section(response, "speakers").endswith(
            "Lê Văn An Diễn đàn 2023 Giám đốc · Phát biểu"
        )
        assert section(response, "sessions").endswith("Phiên một Diễn đàn 2023")
        assert section(response, "exhibits").endswith("Gian Sở Diễn đàn 2023")
        assert section(response, "indicators").endswith("Tỷ lệ hồ sơ: 50% (Đã công bố), năm 2023")

    def test_what_is_off_the_site_is_nowhere(self, client, hidden):
        # A body with a successor is public by itself.
        body = OrganisationFactory(name="Sở", slug="so", successor=OrganisationFactory())
        role = ForumRoleFactory(forum=hidden, organisation=body)
        EvidenceFactory(forum=None, forum_role=role, sentence="Câu kín.")
        AppearanceFactory(forum=hidden, organisation=body, job_title="Chức kín")
        SessionFactory(forum=hidden, title="Phiên kín").hosts.add(body)
        BoothFactory(exhibition__forum=hidden, name="Gian kín").organisations.add(body)
        read = words(client.get("/to-chuc/so/"))
        assert " kín" not in read
        assert read.endswith("Chưa có diễn đàn nào đã công bố nêu vai trò của đơn vị này.")

    def test_indicators_without_a_public_figure_are_not_named(self, client):
        body = OrganisationFactory(slug="so")
        published_figure(indicator__name="Công khai", indicator__responsible=body)
        ObservationFactory(indicator__name="Chưa công khai", indicator__responsible=body)
        assert (
            section(client.get("/to-chuc/so/"), "indicators")
            == "Chỉ số chịu trách nhiệm Mỗi chỉ số kèm số mới nhất. "
            "Công khai: 50% (Đã công bố), năm 2023"
        )
        then = client.get("/to-chuc/so/?as-of=2019-01-01")
        assert 'id="indicators"' not in then.text
        assert client.get("/to-chuc/so/?as-of=mai").status_code == 400

    def test_the_list_stands_by_kind_then_alphabet(self, client):
        named_organisation(name="Đài", kind="media")
        named_organisation(name="Ủy ban", kind="city_body")
        named_organisation(name="Hội đồng", kind="city_body")
        read = words(client.get("/to-chuc/"))
        assert read.endswith("Cơ quan thành phố Hội đồng Ủy ban Cơ quan báo chí Đài")

    def test_nothing_recorded_is_one_sentence(self, client):
        assert "Chưa ghi nhận tổ chức nào." in words(client.get("/to-chuc/"))


class TestBooths:
    def test_a_booth_stands_with_what_it_showed(self, client, forum):
        booth = BoothFactory(
            exhibition__forum=forum,
            exhibition__title="Triển lãm số",
            slug="2023-fpt",
            name="FPT",
            category="enterprise",
            number="A1",
            showed="Cổng dữ liệu.",
        )
        booth.organisations.add(OrganisationFactory(name="Tập đoàn FPT"))
        response = client.get("/gian-hang/2023-fpt/")
        assert section(response, "about") == (
            "Về gian hàng Triển lãm Triển lãm số Đơn vị trưng bày Tập đoàn FPT Số A1 Cổng dữ liệu."
        )
        assert "FPT A1" in words(client.get("/gian-hang/"))

    def test_what_it_showed_may_be_unknown(self, client, forum):
        BoothFactory(exhibition__forum=forum, slug="2023-msb")
        assert section(client.get("/gian-hang/2023-msb/"), "about").endswith(
            "Chưa có nguồn nào cho biết gian hàng này trưng bày gì."
        )

    def test_what_is_off_the_site_is_nowhere(self, client, hidden):
        booth = BoothFactory(exhibition__forum=hidden, name="Gian kín")
        assert client.get(booth.get_absolute_url()).status_code == 404
        assert words(client.get("/gian-hang/")).endswith(
            "Chưa có đơn vị trưng bày nào được công bố."
        )


class TestReports:
    def test_figures_in_a_report_are_live(self, client, forum):
        published_figure(
            indicator__code="ho_so", area=HomeAreaFactory().area, value="90.7", obs_status="E"
        )
        ReportFactory(
            forum=forum, slug="ket-qua", title="Kết quả", body="# Hồ sơ\n\nĐạt {{so: ho_so 2023}}."
        )
        response = client.get("/bao-cao/ket-qua/")
        assert "Hồ sơ Đạt 90,7% (Ước tính)." in section(response, "text")
        assert "<h2>Hồ sơ</h2>" in response.text

    def test_a_figure_that_is_not_public_is_a_calm_phrase(self, client):
        ReportFactory(slug="ket-qua", body="Đạt {{so: ho_so 2023}} và {{so: mai 20x}}.")
        words_of_text = section(client.get("/bao-cao/ket-qua/"), "text")
        assert words_of_text.endswith("Đạt [số chưa công bố] và [số chưa công bố].")

    def test_a_vietnamese_report_is_marked_on_the_english_page(self, client):
        ReportFactory(slug="ket-qua", title="Kết quả", title_en="Results", body="Chữ.")
        response = client.get("/en/bao-cao/ket-qua/")
        assert '<div class="prose" lang="vi"><p>Chữ.</p>' in response.text
        assert "This text is in Vietnamese; its figures are in English." in words(response)

    def test_its_source_is_named(self, client):
        source = Source.objects.create(title="Công văn", slug="cong-van")
        ReportFactory(slug="ket-qua", source=source)
        assert "Nguồn: Công văn" in words(client.get("/bao-cao/ket-qua/"))

    def test_what_is_off_the_site_is_nowhere(self, client, forum, hidden):
        draft = ReportFactory(forum=forum, title="Báo cáo kín", is_published=False)
        of_hidden = ReportFactory(forum=hidden, title="Báo cáo kín hai")
        answers = [client.get(each.get_absolute_url()).status_code for each in (draft, of_hidden)]
        assert answers == [404, 404]
        assert words(client.get("/bao-cao/")).endswith("Chưa có báo cáo nào được công bố.")


QUERIES = {
    "/phien/": 3,
    "/phien/phien/": 2,
    "/dien-gia/": 3,
    "/dien-gia/nguoi/": 2,
    "/to-chuc/": 3,
    "/to-chuc/co-quan/": 3,
    "/gian-hang/": 3,
    "/gian-hang/gian/": 2,
    "/bao-cao/": 3,
    "/bao-cao/bai/": 3,
}


@pytest.mark.parametrize("count", [1, 30])
def test_queries(client, forum, count, django_assert_num_queries):
    body, person = OrganisationFactory(slug="co-quan"), PersonFactory(slug="nguoi")
    session = SessionFactory(forum=forum, slug="phien")
    booth = BoothFactory(exhibition__forum=forum, slug="gian")
    ReportFactory(forum=forum, slug="bai", body="Đạt {{so: ho_so 2023}}.")
    for _ in range(count):
        each = ForumFactory()
        ForumRoleFactory(forum=each, organisation=body)
        AppearanceFactory(forum=each, person=person, organisation=body)
        AppearanceFactory(forum=forum, session=session)
        EvidenceFactory(forum=None, session=session)
        EvidenceFactory(forum=None, booth=booth)
        SessionFactory(forum=forum).hosts.add(body)
        BoothFactory(exhibition=booth.exhibition).organisations.add(body)
        QuoteFactory(person=person, forum=each)
        ReportFactory(forum=each)
    published_figures(*(dict(indicator__responsible=body) for _ in range(count)))
    for address, queries in QUERIES.items():
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200
