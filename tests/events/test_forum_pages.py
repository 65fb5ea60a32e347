"""The pages of forums: what they say, what they must not say, and how many queries they make."""

import re
from datetime import UTC, datetime

import pytest

from tests.factories import (
    AppearanceFactory,
    AreaFactory,
    BoothFactory,
    EvidenceFactory,
    ExhibitionFactory,
    ForumFactory,
    ForumRoleFactory,
    HomeAreaFactory,
    IndicatorFactory,
    OrganisationFactory,
    QuoteFactory,
    ReportFactory,
    SessionFactory,
    published_figure,
    published_figures,
)
from tests.words import section, words

pytestmark = pytest.mark.django_db
LATER = datetime(2021, 1, 1, tzinfo=UTC)
CHAPTERS = ("chuong-trinh", "dien-gia", "trien-lam", "ket-qua")


def links_of(response):
    return re.findall(r'href="(/[^"]*)"', response.text)


def links_of_rel(page):
    return re.findall(r'rel="(?:prev|next)" href="(/[^"]*)"', page)


@pytest.fixture
def forum():
    return ForumFactory(
        slug="2023",
        name="Diễn đàn 2023",
        theme="Dữ liệu số",
        date_start="2023-12-27",
        area=AreaFactory(code="dien-dan-2023", kind="forum"),
    )


@pytest.fixture
def whole_forum(forum):
    """A forum with content in every part."""
    return fill(forum, 1)


def fill(forum, count):
    """Add `count` of everything to a forum."""
    home = HomeAreaFactory().area
    exhibition = ExhibitionFactory(forum=forum)
    indicators = [IndicatorFactory() for _ in range(count)]
    for each in indicators:
        ForumRoleFactory(forum=forum)
        EvidenceFactory(forum=forum, field="theme", sentence="Chủ đề là dữ liệu.")
        session = SessionFactory(forum=forum)
        AppearanceFactory(forum=forum, session=session)
        BoothFactory(exhibition=exhibition, category="enterprise")
        quote = QuoteFactory(forum=forum)
        quote.indicators.add(each)
    references = " ".join(f"{{{{so: {each.code} 2023}}}}" for each in indicators)
    ReportFactory(forum=forum, kind="results", body=f"Đạt {references}.")
    published_figures(*(dict(area=home, indicator=each) for each in indicators))
    return forum


class TestForumPage:
    def test_tells_what_is_known(self, client, whole_forum):
        response = client.get("/dien-dan/2023/")
        assert section(response, "organisers").startswith("Đơn vị tổ chức Tổ chức Cơ quan ")
        assert section(response, "results").startswith("Kết quả Mỗi số gạch chân dẫn tới")
        assert "Đạt 50% (Đã công bố)." in section(response, "results")
        assert "Lời nói nguyên văn." in section(response, "quotes")
        assert "Doanh nghiệp Gian hàng" in section(response, "exhibition")
        assert "Phiên " in section(response, "programme")

    def test_says_in_one_sentence_what_is_not_known(self, client):
        ForumFactory(slug="2024", name="Diễn đàn 2024", year=2024)
        response = client.get("/dien-dan/2024/")
        assert {name: section(response, name) for name in SECTIONS} == SECTIONS
        assert "2024 · Chưa có nguồn nêu ngày tổ chức" in words(response)

    def test_one_to_come_is_not_told_like_one_of_the_past(self, client):
        fields = dict(name="Diễn đàn 2099", year=2099, state="announced")
        forum = ForumFactory(slug="2099", **fields)
        part = dict(forum=forum, person__slug="an", job_title="Giám đốc")
        session = SessionFactory(forum=forum, title="Mở đầu", state="planned")
        AppearanceFactory(session=session, **part)
        response = client.get("/dien-dan/2099/")
        bands = re.findall(r'<section class="band" aria-labelledby="([a-z]*)"', response.text)
        assert bands == ["programme", "organisers", "people", "missing", "follow"]
        assert re.findall(r'<a href="#(\w+)">([^<]*)', response.text) == [
            ("programme", "Chương trình"),
            ("people", "Diễn giả"),
        ]
        assert section(response, "people").startswith(
            "Diễn giả Chức danh và cơ quan theo thông tin đã công bố."
        )
        assert section(response, "programme").startswith("Chương trình Chương trình dự kiến.")
        assert "(Dự kiến)" not in words(response)
        assert section(response, "missing").endswith("nguồn nào nói về: triển lãm.")
        person = words(client.get("/dien-gia/an/"))
        assert "Giám đốc Chức danh theo thông tin đã công bố về Diễn đàn 2099." in person
        assert "Tại các diễn đàn Chức danh và cơ quan theo thông tin đã công bố." in person

    def test_without_a_year_says_that_no_source_gives_the_full_date(self, client):
        ForumFactory(slug="hoi-nghi", kind="conference", year=None)
        read = words(client.get("/dien-dan/hoi-nghi/"))
        assert "Chưa có nguồn nêu đủ ngày, tháng, năm tổ chức" in read

    def test_leads_only_to_chapters_that_have_content(self, client, forum, whole_forum):
        bare = ForumFactory(slug="2024")
        assert [
            c for c in CHAPTERS if f"/dien-dan/2023/{c}/" in links_of(client.get("/dien-dan/2023/"))
        ] == [
            "chuong-trinh",
            "dien-gia",
            "trien-lam",
            "ket-qua",
        ]
        own = {x for x in links_of(client.get(bare.get_absolute_url())) if "/2024/" in x}
        assert own == {
            "/dien-dan/2024/",
            "/dien-dan/2024/atom.xml",
            "/en/dien-dan/2024/",
        }

    def test_marks_vietnamese_on_the_english_page(self, client, whole_forum):
        whole_forum.occasion = "Năm dữ liệu số"
        whole_forum.save()
        page = client.get("/en/dien-dan/2023/").text
        assert '<h1><span lang="vi">Diễn đàn 2023</span></h1>' in page
        assert '<dd><span lang="vi">Năm dữ liệu số</span></dd>' in page
        assert '<blockquote lang="vi">' in page
        assert '<div class="prose" lang="vi">' in page

    def test_shows_the_sentence_behind_a_fact(self, client, forum):
        EvidenceFactory(
            forum=forum,
            field="theme",
            source__title="Bài báo",
            source__slug="bai-bao",
            locator="đoạn 3",
            sentence="“Chủ đề là dữ liệu.”",
            note="Nguồn khác ghi chủ đề khác.",
        )
        read = section(client.get("/dien-dan/2023/"), "organisers")
        assert "Nguồn: Bài báo, đoạn 3." in read
        assert "Chủ đề Chủ đề là dữ liệu. Bài báo, đoạn 3. Nguồn khác ghi chủ đề khác." in read

    def test_takes_its_figures_back_in_time(self, client, forum):
        published_figure(area=forum.area, value="10", at=LATER)
        now = section(client.get("/dien-dan/2023/"), "figures")
        then = section(client.get("/dien-dan/2023/?as-of=2020-06-01"), "missing")
        assert "10%" in now
        assert "số liệu nêu tại diễn đàn" in then

    def test_what_an_article_prints_is_not_told_as_named_there(self, client, forum):
        printed = published_figure(area=HomeAreaFactory().area, value="18")
        EvidenceFactory(forum=forum, source=printed.citations.get().source)
        for page in (client.get("/dien-dan/2023/"), client.get("/dien-dan/2023/ket-qua/")):
            read = section(page, "in-articles")
            assert read.startswith(
                "Số liệu trong bài viết về sự kiện Bài viết in những số này; "
                "không có nghĩa là chúng được nêu tại sự kiện. "
            )
            assert "18%" in read
            assert "Số liệu nêu tại diễn đàn" not in words(page)

    def test_nonsense_as_a_date_is_a_400(self, client, forum):
        assert client.get("/dien-dan/2023/?as-of=mai").status_code == 400

    def test_a_forum_that_is_off_the_site_is_off_every_page(self, client, whole_forum):
        whole_forum.is_published = False
        whole_forum.save()
        addresses = ["/dien-dan/2023/", *(f"/dien-dan/2023/{each}/" for each in CHAPTERS)]
        assert [client.get(each).status_code for each in addresses] == [404] * 5
        assert "Diễn đàn 2023" not in client.get("/dien-dan/").text
        assert "Diễn đàn 2023" not in client.get("/").text

    def test_does_not_leak_what_is_off_the_site(self, client, forum):
        session = SessionFactory(forum=forum, title="Phiên kín", is_published=False)
        AppearanceFactory(forum=forum, session=session, person__name="Trần Văn Kín")
        QuoteFactory(forum=forum, session=session, text="Lời kín.")
        EvidenceFactory(forum=None, session=session, sentence="Câu kín.")
        ReportFactory(forum=forum, title="Báo cáo kín", body="Nội dung kín.", is_published=False)
        pages = [client.get("/dien-dan/2023/"), client.get("/dien-dan/2023/ket-qua/")]
        assert [page.status_code for page in pages] == [200, 404]
        assert " kín" not in words(pages[0]).lower()

    def test_unknown_is_a_404_that_says_so(self, client):
        response = client.get("/dien-dan/1999/")
        assert response.status_code == 404
        assert "Không có diễn đàn nào ở địa chỉ này." in words(response)

    def test_only_reading_is_allowed(self, client, forum):
        assert client.post("/dien-dan/2023/").status_code == 405

    def test_may_be_kept_for_a_second_and_sets_no_cookie(self, client, forum):
        response = client.get("/dien-dan/2023/")
        assert response.headers["Cache-Control"] == "public, s-maxage=1"
        assert not response.cookies


SECTIONS = {
    "organisers": "Đơn vị tổ chức Chưa có nguồn nào cho biết đơn vị tổ chức.",
    "missing": "Chưa có nguồn Chưa tìm được nguồn nào nói về: số liệu nêu tại diễn đàn; "
    "báo cáo kết quả; phát biểu nguyên văn; triển lãm; chương trình.",
}


class TestChapters:
    def test_each_has_its_page_where_there_is_content(self, client, whole_forum):
        answers = {each: client.get(f"/dien-dan/2023/{each}/") for each in CHAPTERS}
        assert [answer.status_code for answer in answers.values()] == [200] * 4
        assert [re.search("<h1>(.*?)</h1>", page.text)[1] for page in answers.values()] == [
            "Chương trình",
            "Diễn giả",
            "Triển lãm",
            "Kết quả và số liệu",
        ]

    def test_each_leads_to_the_same_of_other_editions(self, client, whole_forum):
        ForumFactory(slug="2022", year=2022)
        last = ForumFactory(slug="2024", year=2024)
        SessionFactory(forum=last)
        shut = SessionFactory(forum=last, is_published=False)
        AppearanceFactory(forum=last, session=shut)
        beside = {
            each: links_of_rel(client.get(f"/dien-dan/2023/{each}/").text) for each in CHAPTERS
        }
        assert beside == {
            "chuong-trinh": ["/dien-dan/2022/", "/dien-dan/2024/chuong-trinh/"],
            "dien-gia": ["/dien-dan/2022/", "/dien-dan/2024/"],
            "trien-lam": ["/dien-dan/2022/", "/dien-dan/2024/"],
            "ket-qua": ["/dien-dan/2022/", "/dien-dan/2024/"],
        }

    def test_without_content_is_a_404_that_says_so(self, client, forum):
        answers = [client.get(f"/dien-dan/2023/{each}/") for each in CHAPTERS]
        assert [answer.status_code for answer in answers] == [404] * 4
        assert "Chưa có nguồn nào nói về phần này của diễn đàn." in words(answers[0])

    def test_statements_and_press_releases_are_results_by_themselves(self, client, forum):
        quote = QuoteFactory(forum=forum)
        read = section(client.get("/dien-dan/2023/ket-qua/"), "quotes")
        assert "Lời nói nguyên văn." in read
        quote.delete()
        assert client.get("/dien-dan/2023/ket-qua/").status_code == 404
        said = dict(kind="press_release", published_on="2023-12-28")
        ReportFactory(forum=forum, title="Thông cáo số 1", **said)
        page = client.get("/dien-dan/2023/ket-qua/")
        told = "Báo cáo Thông cáo báo chí Thông cáo số 1 28/12/2023"
        assert (section(page, "reports"), 'id="report"' in page.text) == (told, False)
        assert "/dien-dan/2023/ket-qua/" in client.get("/sitemap.xml").text
        ReportFactory(forum=forum, title="Kết quả", kind="results", body="Đã đạt.")
        page = client.get("/dien-dan/2023/ket-qua/")
        assert (section(page, "reports"), 'id="report"' in page.text) == (told, True)
        other = ForumFactory(slug="2024", year=2024)
        assert links_of_rel(client.get(f"{other.get_absolute_url()}").text) == ["/dien-dan/2023/"]

    def test_speakers_stand_with_their_title_of_then(self, client, forum):
        AppearanceFactory(
            forum=forum,
            person__name="Nguyễn Văn An",
            person__slug="nguyen-van-an",
            job_title="Phó Chủ tịch",
            organisation=OrganisationFactory(short_name="UBND"),
            role="opening",
            name_as_printed="Nguyen Van An",
        )
        read = section(client.get("/dien-dan/2023/dien-gia/"), "people")
        assert "Nguyễn Văn An Phó Chủ tịch · UBND Khai mạc Nguồn ghi “Nguyen Van An”" in read

    def test_the_table_holds_every_figure(self, client, forum):
        published_figures(
            dict(area=forum.area, indicator__name="Lượt khách", value="1000", comparator="ge")
        )
        read = section(client.get("/dien-dan/2023/ket-qua/"), "figures")
        assert "Lượt khách 1.000% hơn năm 2023 Đã công bố Bài báo" in read


class TestForumList:
    def test_editions_stand_newest_first_and_other_events_below(self, client):
        ForumFactory(slug="2023", name="Diễn đàn A", year=2023)
        ForumFactory(slug="2025", name="Diễn đàn B", year=2025)
        ForumFactory(slug="hoi-nghi", name="Hội nghị C", year=2026, kind="conference")
        response = client.get("/dien-dan/")
        read = words(response)
        assert read.index("Diễn đàn B") < read.index("Diễn đàn A") < read.index("Hội nghị C")
        assert "Hội nghị C" in section(response, "related")

    def test_an_edition_stands_with_hosts_and_figures(self, client, forum):
        ForumRoleFactory(forum=forum, organisation__short_name="UBND")
        published_figure(area=forum.area, value="20", comparator="ge")
        read = section(client.get("/dien-dan/"), "forum-2023")
        assert read.endswith("“Dữ liệu số” Tổ chức: UBND hơn 20% (Đã công bố)")

    def test_nothing_yet_is_one_sentence(self, client):
        assert "Chưa có diễn đàn nào được công bố." in words(client.get("/dien-dan/"))

    def test_other_events_have_pages(self, client):
        for number in range(21):
            ForumFactory(kind="seminar", name=f"Hội thảo {number:02}", slug=f"ht-{number:02}")
        first, second = client.get("/dien-dan/"), client.get("/dien-dan/?page=2")
        assert len(re.findall("Hội thảo \\d\\d", first.text)) == 20
        assert re.findall("Hội thảo \\d\\d", second.text) == ["Hội thảo 20"]
        assert client.get("/dien-dan/?page=xyz").status_code == 200


QUERIES = {
    "/dien-dan/2023/": 6,
    "/dien-dan/2023/chuong-trinh/": 3,
    "/dien-dan/2023/dien-gia/": 3,
    "/dien-dan/2023/trien-lam/": 3,
    "/dien-dan/2023/ket-qua/": 4,
}


@pytest.mark.parametrize("count", [1, 30])
class TestQueries:
    def test_of_a_forum(self, client, forum, count, django_assert_num_queries):
        fill(forum, count)
        for address, queries in QUERIES.items():
            with django_assert_num_queries(queries):
                assert client.get(address).status_code == 200

    def test_of_the_list(self, client, count, django_assert_num_queries):
        for number in range(count):
            ForumRoleFactory(forum__slug=f"{number}", forum__area=AreaFactory())
            ForumFactory(kind="conference", slug=f"hoi-nghi-{number}")
        with django_assert_num_queries(5):
            client.get("/dien-dan/")


def test_a_title_in_vietnamese_is_marked_on_an_english_page(client):
    quote = QuoteFactory(job_title="Giám đốc Sở")
    page = client.get(f"/en/dien-dan/{quote.forum.slug}/").text
    assert '<span lang="vi">Giám đốc Sở</span><div class="source">' in page
