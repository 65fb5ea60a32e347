"""Typing errors: what is nearly what was typed is found where little else is, and said so."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from forum_portal.accents import accented_words
from forum_portal.search_near import is_near, slips
from forum_portal.search_words import SEPARATORS, parts_of
from forum_portal.text import fold
from tests.factories import (
    ForumFactory,
    IndicatorFactory,
    ObservationFactory,
    PersonFactory,
    ReportFactory,
    SessionFactory,
    named_organisation,
    publish,
    published_figure,
)
from tests.words import section, words_of

SAID = "Không có kết quả đúng “{}” – gần giống:"


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("tuyen", "tuyen", 0),
        ("tuyne", "tuyen", 1),
        ("tuyn", "tuyen", 1),
        ("tuyeen", "tuyen", 1),
        ("tuyan", "tuyen", 1),
        ("tyune", "tuyen", 2),
        ("abc", "tuyen", 3),
        ("a", "truyen", 3),
    ],
)
def test_counts_slips_of_the_hand(one, other, number):
    assert slips(one, other, 2) == number


def test_a_long_word_may_be_mistyped_twice():
    assert [is_near("tyune", "tuyen"), is_near("logisticks", "logistics")] == [False, True]
    assert is_near("loigstisc", "logistics")
    assert not is_near("tuyen", "tuyen")


@pytest.mark.parametrize(
    ("typed", "word", "expected"),
    [
        *(("duong", "dung", False), ("thuy", "thue", False), ("thuy", "thu", False)),
        *(("tyuen", "tuyen", True), ("dungg", "dung", True), ("duung", "dung", True)),
        *(("hanf", "hang", True), ("ngyen", "nguyen", True), ("truyen", "tuyen", True)),
    ],
)
def test_a_syllable_with_another_vowel_is_another_word(typed, word, expected):
    assert is_near(typed, word) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch 12/KH-UBND “số” – ho_so… 90,7%",
        "a\u00a0b\u2003c\u200fd\u3000e\tf\\g'h[i]j^k`l~m«n»",
        "日本 Straße Ωmega",
        "x" * 100,
        "",
    ],
)
@pytest.mark.django_db
def test_the_database_parts_words_where_the_question_is_parted(text):
    folded, accented = fold(text), " ".join(accented_words(text))
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(search_words('', %s, %s))", [folded, accented])
        (found,) = cursor.fetchone()
    expected = {*parts_of(text), *(f"@{each[:60]}" for each in accented_words(text))}
    assert set(found) == expected
    assert SEPARATORS.split("a–b") == ["a", "b"]


@pytest.mark.django_db
class TestNearly:
    @pytest.mark.parametrize(
        "typed", ["truc tuyne", "trcu tuyến", "hồ sợ trục tuyến", "hoo so truc tuyen", "thực tuyến"]
    )
    def test_a_typing_error_is_forgiven_and_said(self, client, typed):
        named_organisation(name="Hồ sơ trực tuyến")
        response = client.get("/tim-kiem/", {"q": typed})
        assert SAID.format(typed) in words_of(response.text)
        assert section(response, "gan-to-chuc") == "Tổ chức 1 kết quả Hồ sơ trực tuyến"
        assert 'aria-labelledby="nothing"' not in response.text

    def test_what_is_meant_is_marked(self, client):
        named_organisation(name="Hồ sơ trực tuyến")
        marked = "Hồ sơ <mark>trực tuyến</mark></a>"
        assert marked in client.get("/tim-kiem/?q=truc+tuyne").text

    def test_a_few_exact_hits_stand_before_what_is_near(self, client):
        for name in ("Hồ sơ trực truyến", "Hồ sơ trực tuyến"):
            named_organisation(name=name)
        response = client.get("/tim-kiem/?q=truyến")
        assert section(response, "to-chuc") == "Tổ chức 1 kết quả Hồ sơ trực truyến"
        assert section(response, "gan-to-chuc") == "Tổ chức 1 kết quả Hồ sơ trực tuyến"
        assert "Ít kết quả đúng “truyến” – gần giống:" in words_of(response.text)

    def test_many_exact_hits_are_enough(self, client):
        for name in ("Trực truyến", "Truyến", "Sự truyến", "Trực tuyến"):
            named_organisation(name=name)
        assert "gan-to-chuc" not in client.get("/tim-kiem/?q=truyến").text

    def test_other_accents_come_before_other_words(self, client):
        for name in ("An toàn dự liệt", "Kho dữ liệu"):
            named_organisation(name=name)
        for typed in ("dữ+liệuu", "dù+liêu"):
            read = section(client.get(f"/tim-kiem/?q={typed}"), "gan-to-chuc")
            assert read == "Tổ chức 1 kết quả Kho dữ liệu"

    def test_more_words_as_they_are_rank_first(self, client):
        for name in ("Hàng tuyến muộn", "Hàng tuyến muối"):
            named_organisation(name=name)
        read = section(client.get("/tim-kiem/?q=hanf+tuyne+muoi"), "gan-to-chuc")
        assert read == "Tổ chức 2 kết quả Hàng tuyến muối Hàng tuyến muộn"

    @pytest.mark.parametrize(
        ("typed", "near"),
        [
            ("DTI 2023", ["DTI 2022"]),
            ("tuyến 2023", ["Tuyến 2022", "Tuyển 12/2022"]),
            ("vi mạch bán dẫn", ["Đẩy mạnh bàn dân", "Vi manh ban dan"]),
            ("đường cao tốc", ["Xây dựng các tốp"]),
            ("cao tốc", ["Các tốp"]),
            ("Dương", ["Dùng chung", "Dụng cụ"]),
            ("thuỷ", ["Nộp thuế", "Thử"]),
        ],
    )
    def test_numbers_and_short_words_are_no_typing_errors(self, client, typed, near):
        for name in near:
            named_organisation(name=name)
        assert "gan-to-chuc" not in client.get("/tim-kiem/", {"q": typed}).text

    def test_nobody_meant_another_name_who_typed_one(self, client):
        named_organisation(name="Xưởng Lê Văn Hiệu")
        named_organisation(name="Xưởng Lê Văn Liệu")
        response = client.get("/tim-kiem/?q=lê+văn+hiệu")
        assert section(response, "to-chuc") == "Tổ chức 1 kết quả Xưởng Lê Văn Hiệu"
        assert "gần giống" not in response.text

    def test_nobody_meant_other_words_that_stand_side_by_side_in_a_text(self, client):
        ReportFactory(title="Kết quả", body="Về cảng biển.", forum=None)
        named_organisation(name="Sáng ra biển")
        assert "gan-to-chuc" not in client.get("/tim-kiem/?q=cang+bien").text

    def test_words_keep_their_accents_beside_the_mistyped_one(self, client):
        for number, name in enumerate(("Cảng biến", "Cang biển", "Càng biến")):
            named_organisation(name=name, slug=f"cang-{number}")
        read = section(client.get("/tim-kiem/?q=cảng+bieen"), "gan-to-chuc")
        assert read == "Tổ chức 1 kết quả Cảng biến"

    def test_marks_stand_only_where_the_record_was_found_for_them(self, client):
        for name in ("Cảng sang biên", "Sảng biển công"):
            named_organisation(name=name)
        text = client.get("/tim-kiem/?q=cảng+biểnn").text
        assert "<mark>Cảng</mark> sang <mark>biên</mark>" in text
        assert "Sảng" not in text

    def test_nothing_near_is_nothing_found(self, client):
        named_organisation(name="Hồ sơ trực tuyến")
        response = client.get("/tim-kiem/?q=qwzxjk")
        assert section(response, "nothing").startswith("Không tìm thấy")
        assert "gần giống" not in response.text

    def test_what_is_not_public_is_not_near_either(self, client):
        hidden = ForumFactory(name="Diễn đàn Lôgicslytics", is_published=False)
        SessionFactory(forum=hidden, title="Phiên Lôgicslytics")
        SessionFactory(title="Phiên Lôgicslytics", is_published=False)
        PersonFactory(name="Lôgicslytics")
        IndicatorFactory(name="Lôgicslytics 1")
        ObservationFactory(indicator__name="Lôgicslytics 2")
        draft = ObservationFactory(indicator__name="Lôgicslytics 3")
        publish(draft.release, timezone.now() + timedelta(days=1))
        for typed in ("logicslytisc", "Lôgicslytics"):
            response = client.get("/tim-kiem/", {"q": typed})
            assert section(response, "nothing").startswith("Không tìm thấy")
            assert client.get("/tim-kiem/goi-y/", {"q": typed}).text.count("<li>") == 0

    def test_takes_three_queries_beside_the_settings(self, client, django_assert_num_queries):
        for number in range(10):
            named_organisation(name=f"Trực tuyến {number}")
        client.get("/tim-kiem/?q=tuyne")
        with django_assert_num_queries(4):
            client.get("/tim-kiem/?q=tuyne")

    def test_takes_at_most_six_queries_in_all(self, client, django_assert_num_queries):
        named_organisation(name="Hồ sơ trực tuyến")
        client.get("/tim-kiem/?q=hôô+sso+trục+tuyne")
        with django_assert_num_queries(6):
            response = client.get("/tim-kiem/?q=hôô+sso+trục+tuyne")
        assert section(response, "gan-to-chuc") == "Tổ chức 1 kết quả Hồ sơ trực tuyến"


@pytest.mark.django_db
class TestSuggestions:
    def test_names_stand_below_the_field_some_of_each_kind(self, client):
        for number in range(6):
            named_organisation(name=f"Cảng {number}", slug=f"cang-{number}")
        published_figure(indicator__name="Hàng qua cảng", indicator__slug="hang-qua-cang")
        response = client.get("/tim-kiem/goi-y/?q=cang")
        assert words_of(response.text) == (
            "Hàng qua cảng Chỉ số Cảng 0 Tổ chức Cảng 1 Tổ chức Cảng 2 Tổ chức "
            "4 gợi ý bên dưới ô tìm"
        )
        assert 'href="/chi-so/hang-qua-cang/">Hàng qua <mark>cảng</mark></a>' in response.text
        assert response.headers["Cache-Control"] == "public, s-maxage=1"

    def test_only_names_are_suggested_not_texts(self, client):
        SessionFactory(title="Phiên một", abstract="Về cảng biển")
        assert words_of(client.get("/tim-kiem/goi-y/?q=cang").text) == "Không có gợi ý"

    def test_the_field_asks_for_them(self, client):
        text = client.get("/en/tim-kiem/").text
        assert 'hx-get="/en/tim-kiem/goi-y/"' in text
        assert 'id="suggestions"' in text

    def test_they_stay_in_the_past_with_the_reader(self, client):
        published_figure(indicator__name="Cảng", indicator__slug="cang")
        text = client.get("/tim-kiem/goi-y/?q=cang&as-of=2024-01-15").text
        assert 'href="/chi-so/cang/?as-of=2024-01-15"' in text

    @pytest.mark.parametrize(
        "typed", ["", "c", "\0", "\u0301", "%", "\u202e", "((((", "x" * 10_000, "' OR 1=1 --", "𝒳y"]
    )
    def test_absurd_beginnings_have_an_answer(self, client, typed):
        named_organisation(name="Cảng")
        response = client.get("/tim-kiem/goi-y/", {"q": typed})
        assert (response.status_code, response.text.count("<li>")) == (200, 0)

    def test_takes_one_query(self, client, django_assert_num_queries):
        for number in range(30):
            named_organisation(name=f"Cảng {number}")
        client.get("/tim-kiem/goi-y/?q=cang")
        with django_assert_num_queries(1):
            client.get("/tim-kiem/goi-y/?q=cang")
