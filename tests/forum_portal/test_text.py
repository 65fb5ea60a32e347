import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_portal.text import fold, nfc, person_sort_key, sort_key, vietnamese_slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Đồ Sơn", "do-son"),
        ("Diễn đàn Chuyển đổi số - Hải Phòng 2023", "dien-dan-chuyen-doi-so-hai-phong-2023"),
        (unicodedata.normalize("NFD", "Tỷ lệ hồ sơ"), "ty-le-ho-so"),
        ("“…”", ""),
    ],
)
def test_a_slug_is_plain_and_keeps_d(text, slug):
    assert vietnamese_slug(text) == slug


def test_a_long_slug_is_cut_at_a_word():
    assert vietnamese_slug("một hai ba bốn", max_length=9) == "mot-hai"
    assert vietnamese_slug("a" * 30, max_length=9) == "a" * 9


def test_folding_takes_off_marks_case_and_spaces():
    assert fold("  Hồ sơ  TRỰC tuyến, Đà Nẵng ") == "ho so truc tuyen, da nang"


def test_words_sort_as_in_a_vietnamese_dictionary():
    words = ["yên", "đa", "ẩn", "da", "ă", "an", "dạ", "dà", "â", "án", "đà nẵng"]
    assert sorted(words, key=sort_key) == [
        "an", "án", "ă", "â", "ẩn", "da", "dà", "dạ", "đa", "đà nẵng", "yên",
    ]  # fmt: skip


def test_people_sort_by_given_name():
    people = ["Nguyễn Văn Tùng", "Hoàng Minh Cường", "Vũ Đại Thắng", "Nguyễn Cao Thắng"]
    assert sorted(people, key=person_sort_key) == [
        "Hoàng Minh Cường",
        "Nguyễn Cao Thắng",
        "Vũ Đại Thắng",
        "Nguyễn Văn Tùng",
    ]


@given(st.text())
def test_folding_and_slugs_do_not_depend_on_the_normal_form(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert fold(decomposed) == fold(nfc(text))
    assert vietnamese_slug(decomposed) == vietnamese_slug(nfc(text))
