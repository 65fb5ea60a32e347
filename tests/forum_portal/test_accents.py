import pytest

from forum_portal.accents import accented_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Cầu Đường phố", ["1câu", "1đương", "4phô"]),
        ("hoà hòa", ["1hoa"]),  # the tone on either vowel is the same word
        ("Ủy ban, uỷ ban", ["2uy"]),
        ("đ", ["0đ"]),
        ("Do Son 2023, FPT", []),
        ("Hải-Phòng", ["2hai", "1phong"]),
        ("ho\u0302\u0300", ["1hô"]),  # NFD
    ],
)
def test_words_with_marks_stand_once_with_the_tone_in_front(text, words):
    assert accented_words(text) == words
