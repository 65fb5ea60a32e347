"""Other spellings of a word, and signs around it, keep nobody from finding it."""

import pytest

from forum_portal.search_marks import Marker
from forum_portal.search_words import queries_of
from forum_portal.spellings import bare_words, phrases, spellings
from tests.factories import (
    AppearanceFactory,
    BoothFactory,
    DashboardFactory,
    PersonFactory,
    QuoteFactory,
    named_organisation,
)
from tests.words import section


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ti", ("ti", "ty")),
        ("ky", ("ky", "ki")),
        ("qui", ("qui", "quy")),
        ("@2ti", ("@2ti", "@2ty")),
        ("=tp", ("=tp", "=thanh =pho")),
        *((each, (each,)) for each in ("y", "thuy", "thui", "duy", "ai", "nguyen", "city")),
    ],
)
def test_i_and_y_are_spellings_of_one_syllable(word, expected):
    assert spellings(word) == expected


def test_the_words_of_a_question_are_without_signs_around_them():
    assert bare_words("“Hồ-sơ”, (TP) 12/KH–UBND! …") == ["ho", "so", "tp", "12/kh", "ubnd"]
    assert phrases("Tỉ lệ, hồ sơ?") == ["ti le ho so", "ty le ho so"]


@pytest.mark.parametrize(
    ("typed", "signs"),
    [
        ("hồ sơ, trực tuyến.", []),
        ("“mở”? ho-so sơ,trực TP.Hải", []),
        ("12/KH-UBND, 90,7% KH&CN ho_so", ["12/kh", "90,7", "kh&cn", "ho_so"]),
        ("C++ c#", ["c++", "c#"]),
    ],
)
def test_only_signs_within_a_word_are_looked_for(typed, signs):
    assert queries_of(typed).with_signs == signs


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("tỉ lệ", "Tỷ lệ hồ sơ", "<mark>Tỷ lệ</mark> hồ sơ"),
        ("ki", "Kỹ thuật, Kiên", "<mark>Kỹ</mark> thuật, <mark>Kiên</mark>"),
        ("kỹ", "Kĩ thuật, kỳ", "<mark>Kĩ</mark> thuật, kỳ"),
        ("tp", "Thành phố", "<mark>Thành phố</mark>"),
        ("hồ-sơ!", "Hồ sơ", "<mark>Hồ sơ</mark>"),
    ],
)
def test_marks_a_word_whichever_way_it_is_spelt(typed, text, shown):
    assert Marker.of(typed)(text) == shown


def exact(client, typed):
    """Return the kinds and the names that are found as they are."""
    found = client.get("/tim-kiem/", {"q": typed}).context["found"].exactly
    return [(each.kind, len(each.hits)) for each in found]


@pytest.mark.django_db
class TestFinds:
    @pytest.mark.parametrize(
        "typed", ["tỉ lệ ký số", "ti le ki", "TỶ LỆ KÍ", "ty le ky", "“tỉ lệ” kí số?", "tỉ-lệ"]
    )
    def test_whichever_way_it_is_spelt(self, client, typed):
        named_organisation(name="Tỷ lệ ký số")
        DashboardFactory(title="Tỷ lệ ký số")
        quote = QuoteFactory(text="“Tỷ lệ ký số.”")
        AppearanceFactory(forum=quote.forum, person=quote.person)
        assert exact(client, typed) == [("to-chuc", 1), ("phat-bieu", 1), ("bang-so-lieu", 1)]

    def test_what_is_written_with_i(self, client):
        named_organisation(name="Kĩ thuật số")
        for typed in ("kỹ thuật", "ky thuat", "kỹ"):
            assert exact(client, typed) == [("to-chuc", 1)]
        assert exact(client, "ký thuật") == []

    def test_a_mistyped_word_beside_it(self, client):
        named_organisation(name="Tỷ lệ hồ sơ trực tuyến")
        read = section(client.get("/tim-kiem/?q=tỉ+lệ+truc+tuyne"), "gan-to-chuc")
        assert read == "Tổ chức 1 kết quả Tỷ lệ hồ sơ trực tuyến"

    @pytest.mark.parametrize("typed", ["ubnd tp hải phòng", "UBND TP.", "ubnd tp", "tp.hải phòng"])
    def test_a_city_that_is_abbreviated(self, client, typed):
        named_organisation(name="UBND thành phố Hải Phòng")
        assert exact(client, typed) == [("to-chuc", 1)]

    @pytest.mark.parametrize(
        "typed", ["hồ sơ, trực tuyến", '"hồ sơ trực tuyến"', "trực tuyến?", "ho-so", "(hồ sơ)!"]
    )
    def test_with_signs_around_the_words(self, client, typed):
        named_organisation(name="Hồ sơ trực tuyến")
        DashboardFactory(title="Hồ sơ trực tuyến")
        assert exact(client, typed) == [("to-chuc", 1), ("bang-so-lieu", 1)]

    def test_signs_within_a_word_are_still_looked_for(self, client):
        for number in ("12/KH-UBND", "12 KH UBND"):
            named_organisation(name=number, slug=f"kh-{len(number.split())}")
        assert exact(client, "12/KH-UBND") == [("to-chuc", 1)]
        assert exact(client, "12/KH") == [("to-chuc", 1)]
        assert exact(client, "12 kh") == [("to-chuc", 2)]


@pytest.mark.django_db
def test_a_whole_word_ranks_before_a_beginning(client):
    names = ("Hoàng Văn An", "Hoàng Thị Bình", "Lê Văn Hòa", "Hòa Minh", "Trần Thị Hoa")
    booth = BoothFactory()
    for number, name in enumerate(names):
        person = PersonFactory(name=name, slug=f"hoa-{number}")
        AppearanceFactory(forum=booth.exhibition.forum, person=person)
    typed = {"hòa": "Hòa Minh Lê Văn Hòa Hoàng Văn An Hoàng Thị Bình"}
    typed["hoa"] = "Hòa Minh Lê Văn Hòa Trần Thị Hoa Hoàng Văn An Hoàng Thị Bình"
    for question, people in typed.items():
        read = section(client.get("/tim-kiem/", {"q": question}), "nguoi")
        assert read.partition(" kết quả ")[2] == people
    suggested = client.get("/tim-kiem/goi-y/", {"q": "hòa"}).text
    assert suggested.index("Hòa</mark> Minh") < suggested.index("Hoàng</mark> Văn An")
