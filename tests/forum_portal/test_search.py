"""The plain search: over everything public, without accents, whatever is typed."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from events.models import Session
from forum_portal.matching import Word, holds, word_of
from forum_portal.search import Question
from forum_portal.search_hits import excerpt
from forum_portal.search_kinds import KINDS
from tests.factories import (
    AppearanceFactory,
    BoothFactory,
    CitationFactory,
    DashboardFactory,
    EvidenceFactory,
    ExhibitionFactory,
    ForumFactory,
    ObservationFactory,
    PersonFactory,
    QuoteFactory,
    ReleaseFactory,
    ReportFactory,
    SessionFactory,
    SolutionFactory,
    named_organisation,
    publish,
    published_figure,
)
from tests.words import section, words


class TestQuestion:
    @pytest.mark.parametrize(
        ("query", "question"),
        [
            ({}, Question()),
            ({"q": "  hồ   sơ "}, Question("hồ sơ")),
            ({"q": "hồ\u0000sơ\n"}, Question("hồ sơ")),
            ({"q": "ho\u0302\u0300 so\u031b"}, Question("hồ sơ")),  # NFD
            ({"q": "a " * 5000}, Question("a a a a a a a a a a a a")),
            ({"q": "x" * 10_000}, Question("x" * 200)),
            ({"q": "a", "nhom": "nguoi"}, Question("a", "nguoi")),
            ({"q": "a", "nhom": "khong-co"}, Question("a")),
        ],
    )
    def test_reads_what_can_be_looked_for(self, query, question):
        assert Question.from_query(query) == question

    def test_marks_alone_are_no_question(self):
        assert not Question.from_query({"q": "\u0301\u0300"}).can_be_answered
        assert not Question().can_be_answered
        assert Question("đ").can_be_answered


def test_a_word_is_looked_for_at_the_beginning_of_words():
    assert word_of("so") == Word([r"\mso"], [""])
    assert word_of("12/KH") == Word([r"\m12/kh"], [""])
    assert word_of("c++") == Word([r"\mc\+\+"], [""])
    assert word_of("%") == Word(["%"], [""])


def test_a_word_with_accents_is_looked_for_with_them():
    assert word_of("hoà") == Word([r"\mhoa"], [r"\m1hoa"])


def test_a_record_or_its_relation_holds_a_word():
    word = Word([r"\mhoa"], [r"\m1hoa"])
    folded, accented = Q(search_text__regex=r"\mhoa"), Q(accented_text__regex=r"\m1hoa")
    assert holds(word) == folded & accented
    assert holds(Word([r"\mhoa"], [""]), "person__") == (
        Q(person__search_text__regex=r"\mhoa") & Q(person__accented_text__regex="")
    )


def test_an_excerpt_ends_at_a_word():
    assert excerpt("Một  hai\nba", 20) == "Một hai ba"
    assert excerpt("Một hai ba", 8) == "Một hai …"


@pytest.fixture
def everything(db):
    """One record of every kind that has the word "Cảng" in it."""
    forum = ForumFactory(slug="2023", name="Diễn đàn Cảng")
    cargo = dict(indicator__name="Hàng qua cảng", indicator__slug="hang-qua-cang")
    published_figure(release__title="Số liệu cảng", **cargo)
    SessionFactory(forum=forum, title="Phiên cảng biển", slug="2023-cang-bien")
    AppearanceFactory(forum=forum, person=PersonFactory(name="Lê Thị Cảng", slug="le-thi-cang"))
    named_organisation(name="Cảng vụ", slug="cang-vu")
    show = ExhibitionFactory(forum=forum, title="Triển lãm Cảng")
    booth = BoothFactory(exhibition=show, name="Gian Cảng", slug="2023-gian-cang")
    SolutionFactory(forum=forum, booth=booth, name="Nền tảng Cảng")
    ReportFactory(forum=forum, title="Báo cáo cảng", slug="bao-cao-cang")
    QuoteFactory(forum=forum, person__name="Trần An", person__slug="tran-an", text="“Cảng số.”")
    DashboardFactory(title="Cảng biển", slug="cang-bien")
    EvidenceFactory(forum=forum, source__title="Báo Cảng", source__slug="bao-cang")
    return forum


EVERYTHING = {
    "chi-so": "Chỉ số 1 kết quả Hàng qua cảng",
    "dien-dan": "Diễn đàn và sự kiện 1 kết quả Diễn đàn Cảng",
    "phien": "Các phiên 1 kết quả Phiên cảng biển Diễn đàn Cảng",
    "nguoi": "Diễn giả 1 kết quả Lê Thị Cảng",
    "to-chuc": "Tổ chức 1 kết quả Cảng vụ",
    "trien-lam": "Triển lãm 1 kết quả Triển lãm Cảng Diễn đàn Cảng",
    "gian-hang": "Gian hàng 1 kết quả Gian Cảng Diễn đàn Cảng",
    "giai-phap": "Giải pháp 1 kết quả Nền tảng Cảng Diễn đàn Cảng",
    "bao-cao": "Báo cáo 1 kết quả Báo cáo cảng Diễn đàn Cảng",
    "phat-bieu": "Phát biểu 1 kết quả “Cảng số.” Trần An, Diễn đàn Cảng",
    "bang-so-lieu": "Bảng số liệu 1 kết quả Cảng biển",
    "phat-hanh": "Phát hành 1 kết quả Số liệu cảng 1/1/2020",
    "nguon": "Nguồn 1 kết quả Báo Cảng",
}


@pytest.mark.django_db
class TestSearch:
    @pytest.mark.parametrize("typed", ["cảng", "cang", "CANG", "CẢNG"])
    def test_finds_every_kind_with_and_without_accents(self, client, everything, typed):
        response = client.get("/tim-kiem/", {"q": typed})
        assert {kind: section(response, kind) for kind in KINDS if kind != "so-lieu"} == EVERYTHING

    def test_does_not_find_what_is_not_public(self, client, everything):
        everything.is_published = False
        everything.save()
        DashboardFactory._meta.model.objects.update(is_published=False)
        ObservationFactory(indicator__name="Cảng chưa công bố")
        ReleaseFactory(title="Cảng bản thảo")
        publish(ReleaseFactory(title="Cảng hẹn giờ"), timezone.now() + timedelta(days=1))
        CitationFactory(source__title="Cảng chưa công bố")
        response = client.get("/tim-kiem/", {"q": "cang"})
        found = {kind for kind in KINDS if f'aria-labelledby="{kind}"' in response.text}
        assert found == {"chi-so", "to-chuc", "phat-hanh"}
        for kind in ("chi-so", "phat-hanh"):
            assert section(response, kind) == EVERYTHING[kind]

    def test_the_relations_of_what_is_not_public_lead_nowhere(self, client, everything):
        everything.is_published = False
        everything.save()
        response = client.get("/tim-kiem/?q=tran+an")
        assert section(response, "nothing").startswith("Không tìm thấy")

    def test_every_word_must_be_there(self, client, db):
        named_organisation(name="Cảng vụ Hải Phòng")
        named_organisation(name="Cảng vụ Sài Gòn")
        read = section(client.get("/tim-kiem/?q=vu+hai+phong"), "to-chuc")
        assert read == "Tổ chức 1 kết quả Cảng vụ Hải Phòng"

    @pytest.mark.parametrize("typed", ["so khcn", "sở KHCN", "Sở KH&CN", "kh cn"])
    def test_finds_an_abbreviation_as_people_type_it(self, client, db, typed):
        forum = ForumFactory(name="Diễn đàn của Sở KH&CN", slug="kh-cn")
        response = client.get("/tim-kiem/", {"q": typed})
        assert [each.url for each in response.context["found"].exactly[0].hits] == [
            forum.get_absolute_url()
        ]

    def test_finds_nothing_with_other_accents_than_were_typed(self, client, db):
        for name in ("Dương Phố", "Cầu đường", "Đường sắt"):
            named_organisation(name=name)
        DashboardFactory(title="Hải Dương")
        for typed in ("đường", "ĐƯỜNG", "đươ\u0300ng"):
            response = client.get("/tim-kiem/", {"q": typed})
            assert section(response, "to-chuc") == "Tổ chức 2 kết quả Đường sắt Cầu đường"
            assert 'aria-labelledby="bang-so-lieu"' not in response.text
        assert section(client.get("/tim-kiem/?q=duong"), "to-chuc").startswith("Tổ chức 3 kết quả")

    def test_the_tone_may_stand_on_either_vowel(self, client, db):
        named_organisation(name="Ủy ban Hòa Bình")
        found = "Tổ chức 1 kết quả Ủy ban Hòa Bình"
        assert section(client.get("/tim-kiem/?q=uỷ+ban+hoà"), "to-chuc") == found

    def test_a_quote_is_found_by_who_said_it_and_what(self, client, everything):
        read = section(client.get("/tim-kiem/?q=tran+an+cang"), "phat-bieu")
        assert read == EVERYTHING["phat-bieu"]

    def test_a_forum_is_found_by_its_focus_sectors(self, client, db):
        forum = ForumFactory(name="Diễn đàn 2023", sectors="Y tế\nCảng biển và logistics")
        for typed in ("cang bien", "cảng biển"):
            response = client.get("/tim-kiem/", {"q": typed})
            read = section(response, "dien-dan")
            assert read == (
                "Diễn đàn và sự kiện 1 kết quả Diễn đàn 2023 Y tế · Cảng biển và logistics"
            )
        assert "Y tế · <mark>Cảng biển</mark> và logistics" in response.text
        type(forum).objects.update(search_text="", accented_text="")
        migration = import_module("events.migrations.0013_forums_by_sector")
        migration.find_by_sector(apps, None)
        forum.refresh_from_db()
        filled = (forum.search_text, forum.accented_text)
        forum.save()
        assert filled == (forum.search_text, forum.accented_text)
        assert section(client.get("/tim-kiem/?q=cang+bien"), "dien-dan") == read

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            *(("26/12/2023", True), ("27-12-2023", True), ("2023-12-27", True)),
            *(("28/12/2023", False), ("27/13/2023", False), ("27/12", False)),
        ],
    )
    def test_a_forum_is_found_by_its_days(self, client, db, typed, expected):
        days = {"date_start": date(2023, 12, 26), "date_end": date(2023, 12, 27)}
        ForumFactory(name="Diễn đàn", **days)
        ForumFactory(name="Nháp", slug="nhap", year=None, is_published=False, **days)
        ForumFactory(name="Một ngày", slug="mot-ngay", year=None, date_start=date(2024, 5, 1))
        found = client.get("/tim-kiem/", {"q": typed}).context["found"].exactly
        expected = [("dien-dan", 1)] if expected else []
        assert [(each.kind, each.count) for each in found] == expected

    def test_words_together_rank_before_words_apart(self, client, db):
        for name in ("Hồ nước và số", "Xử lý hồ sơ"):
            named_organisation(name=name)
        assert section(client.get("/tim-kiem/?q=ho+so"), "to-chuc") == (
            "Tổ chức 2 kết quả Xử lý hồ sơ Hồ nước và số"
        )

    def test_a_long_list_is_cut_and_leads_to_the_whole(self, client, db):
        for number in range(7):
            named_organisation(name=f"Cảng {number}")
        cut = client.get("/tim-kiem/?q=cang")
        assert section(cut, "to-chuc").endswith("Cảng 4 Xem tất cả 7: Tổ chức")
        assert 'href="?q=cang&amp;nhom=to-chuc"' in cut.text
        whole = client.get("/tim-kiem/?q=cang&nhom=to-chuc")
        assert section(whole, "to-chuc").endswith("Cảng 5 Cảng 6")

    def test_the_whole_list_has_an_end(self, client, db):
        for number in range(101):
            named_organisation(name=f"Cảng {number}")
        read = section(client.get("/tim-kiem/?q=cang&nhom=to-chuc"), "to-chuc")
        assert read.startswith("Tổ chức hơn 100 kết quả")
        assert read.endswith("Đang hiện 100 kết quả đầu. Gõ thêm từ để danh sách ngắn lại.")

    def test_of_very_many_it_is_said_that_there_are_more(self, client, db):
        forum = ForumFactory()
        many = [Session(forum=forum, title=f"Sảnh {n}", abstract="Về kho bãi") for n in range(102)]
        for each in many:
            each.prepare()
        Session.objects.bulk_create(many)
        SessionFactory(forum=forum, title="Phiên kho bãi")
        read = section(client.get("/tim-kiem/?q=kho+bai&nhom=phien"), "phien")
        assert read.startswith("Các phiên hơn 100 kết quả Phiên kho bãi")
        assert read.endswith("Đang hiện 100 kết quả đầu. Gõ thêm từ để danh sách ngắn lại.")
        read = section(client.get("/tim-kiem/?q=kho+bai"), "phien")
        assert read.endswith("Xem phần đầu của hơn 100 kết quả: Các phiên")

    def test_the_line_around_the_words_stands_below_the_name(self, client, db):
        ReportFactory(title="Kết quả", body="Một đoạn.\n\n- **Hồ sơ** đã nộp", forum=None)
        text = client.get("/tim-kiem/?q=ho+so").text
        assert "Một đoạn. <mark>Hồ sơ</mark> đã nộp" in " ".join(text.split())

    @pytest.mark.parametrize("kind", ["phien", "nguoi", "khong-co"])
    def test_absurd_kinds_have_an_answer(self, client, db, kind):
        found = client.get("/tim-kiem/", {"q": "'; DROP TABLE x; --", "nhom": kind})
        assert found.status_code == 200

    def test_nothing_typed_is_a_form_and_where_to_begin(self, client, db):
        read = words(client.get("/tim-kiem/"))
        assert read.startswith("Trang chủ Tìm kiếm Từ cần tìm Tên chỉ số")
        assert read.endswith("Bắt đầu từ đâu Tất cả chỉ số Tất cả diễn đàn Diễn giả Tổ chức Nguồn")

    def test_nothing_found_is_one_sentence(self, client, db):
        assert section(client.get("/tim-kiem/?q=xyz"), "nothing") == (
            "Không tìm thấy Không có nội dung công khai nào chứa đủ các từ của “xyz”. "
            "Thử bớt từ để tìm rộng hơn."
        )

    @pytest.mark.parametrize(
        "typed",
        [
            *("\0", "\u0301", "%", "_", "\\", "'\"<script>", "(((", "🙂", "\u202egnac"),
            *("x" * 10_000, "a " * 5000, "ạ" * 5000, "\u0301" * 10_000, "a\0b'c\\d:*&|!<->"),
            *("' OR 1=1 --", ".*+?[a-z]{2}$", "12/", "-số-", "＼ａ"),
        ],
    )
    def test_absurd_questions_have_an_answer(self, client, everything, typed):
        response = client.get("/tim-kiem/", {"q": typed, "nhom": typed})
        assert response.status_code == 200
        assert "<script>" not in response.text

    @pytest.mark.parametrize("address", ["/tim-kiem/", "/en/chi-so/", "/gian-hang/"])
    def test_a_page_repeats_no_more_than_its_field_takes(self, client, everything, address):
        response = client.get(address, {"q": "x" * 10_000, "page": 1})
        assert (response.status_code, "x" * 201 in response.text) == (200, False)
        assert "x" * 200 in response.text

    def test_speaks_english(self, client, db):
        named_organisation(name="Cảng vụ", name_en="Port Authority")
        assert section(client.get("/en/tim-kiem/?q=port"), "to-chuc") == (
            "Organisations 1 found Port Authority"
        )

    def test_a_name_in_english_is_marked(self, client, db):
        name = "Regional Logistics Forum"
        ForumFactory(name=name, name_en=name, slug="logistics", year=None)
        said = "Regional <mark>Logistics</mark> Forum"
        marked = f'<a href="/dien-dan/logistics/"><span lang="en">{said}</span></a>'
        assert marked in client.get("/tim-kiem/?q=logistics").text

    @pytest.mark.parametrize("count", [1, 30])
    def test_takes_one_query_beside_the_settings(
        self, client, everything, count, django_assert_num_queries
    ):
        for number in range(count):
            named_organisation(name=f"Cảng {number}")
            SessionFactory(forum=everything, title=f"Phiên cảng {number}")
            ObservationFactory(indicator__name=f"Cảng số {number}")
        with django_assert_num_queries(2):
            client.get("/tim-kiem/?q=cang")


def test_looks_from_a_moment_in_the_past(client, db):
    january, february = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)
    first = published_figure(january, indicator__name="Hồ sơ số", value="41.7")
    published_figure(february, indicator__name="Hồ sơ mới", value="41.7")
    early = client.get("/tim-kiem/?q=ho+so&as-of=2024-01-15").text
    assert ("Hồ sơ số" in early, "Hồ sơ mới" in early) == (True, False)
    assert f"{first.indicator.get_absolute_url()}?as-of=2024-01-15" in early
    assert client.get("/tim-kiem/?q=41,7&as-of=2024-01-15").text.count("Hồ sơ mới") == 0
    assert "Số liệu như đã công bố đến hết ngày 15/1/2024." in early
