"""Where the words of a question stand in a text, and the line around them."""

import pytest

from forum_portal.search_marks import Marker, plain


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("ho so", "Xử lý hồ sơ số", "Xử lý <mark>hồ sơ số</mark>"),
        ("hồ sơ", "Hổ Sơn, hồ sơ", "Hổ <mark>Sơn</mark>, <mark>hồ sơ</mark>"),
        ("hoà", "Ủy ban Hòa Bình", "Ủy ban <mark>Hòa</mark> Bình"),
        ("so", "cơ sở", "cơ <mark>sở</mark>"),
        ("o", "cơ sở", "cơ sở"),
        ("ho so", "Hội họp về số hồ sơ", "Hội họp về <mark>số hồ sơ</mark>"),
        ("hồ sơ", "Hổ hố hồ", "Hổ hố <mark>hồ</mark>"),
        ("12/kh", "Số 12/KH-UBND", "Số <mark>12</mark>/<mark>KH</mark>-UBND"),
        ("<b>", "a <b> & c", "a &lt;<mark>b</mark>&gt; &amp; c"),
        ("strasse", "Die Straße", "Die <mark>Straße</mark>"),
        ("c++", "C++", "<mark>C</mark>++"),
        ("khcn", "Sở KH&CN", "Sở <mark>KH&amp;CN</mark>"),
        ("kh", "Sở KH&CN", "Sở <mark>KH</mark>&amp;CN"),
        ("(((", "(((", "((("),
    ],
)
def test_marks_the_words_that_are_found(typed, text, shown):
    assert Marker.of(typed)(text) == shown


def test_marks_what_a_mistyped_word_may_mean():
    mark = Marker.of("tuyne số", ["tuyen"])
    assert mark("Trực tuyến, sổ tuyển") == ("Trực <mark>tuyến</mark>, <mark>sổ tuyển</mark>")


def test_an_excerpt_is_the_line_with_most_words_together():
    text = f"Hồ nước. {'chữ ' * 40}Nộp hồ sơ ở đây. {'chữ ' * 60}"
    line = Marker.of("ho so").excerpt(text)
    assert line.startswith("… chữ chữ")
    assert "chữ Nộp <mark>hồ sơ</mark> ở đây. chữ" in line
    assert line.endswith("chữ …")


def test_a_short_text_is_its_own_excerpt():
    assert Marker.of("so").excerpt("Một số\n\nviệc") == "Một <mark>số</mark> việc"
    assert Marker.of("so").excerpt("Không có") == ""


def test_an_excerpt_is_without_markup_and_references():
    text = "## Kết quả\n\n- Đạt **{{so: ho_so 2023}}** [hồ sơ](/chi-so/) `mã`"
    assert " ".join(plain(text).split()) == "Kết quả · Đạt … hồ sơ mã"


def test_a_heading_is_parted_from_the_sentence_behind_it():
    text = "Mở đầu\n\n# Kết quả #\n\nHồ sơ.\n## Vì sao?\nTại hồ.\n\n### Hết\n"
    assert " ".join(plain(text).split()) == "Mở đầu Kết quả · Hồ sơ. Vì sao? Tại hồ. Hết"


def test_brackets_of_a_quotation_are_its_own():
    said = "“Hati phòng [sic] quyết tâm *cao*, {{so}} | [hồ sơ](x)”"
    shown = said.replace("quyết tâm", "<mark>quyết tâm</mark>")
    assert Marker.of("quyet tam").excerpt(said, is_verbatim=True) == shown


def test_an_excerpt_is_rather_a_line_that_lacks_no_figure():
    live = "Tỷ lệ này là {{so: ho_so 2021}} năm 2021 và {{so: ho_so 2022}} năm 2022."
    whole = f"{'chữ ' * 60} Về tỷ lệ, hai bài viết khác nhau."
    mark = Marker.of("ty le")
    assert "Về <mark>tỷ lệ</mark>, hai bài viết khác nhau." in mark.excerpt(f"{live} {whole}")
    assert mark.excerpt(live) == "<mark>Tỷ lệ</mark> này là … năm 2021 và … năm 2022."
    assert mark.excerpt(f"{live} {'chữ ' * 60} Tỷ số.").startswith("<mark>Tỷ lệ</mark> này là …")


def test_a_text_of_one_endless_word_is_cut():
    assert Marker.of("x").excerpt("x" * 500) == f"<mark>{'x' * 180}</mark> …"


def test_tells_whether_a_name_has_all_words():
    mark = Marker.of("ho so")
    assert [mark.has_all(each) for each in ("Hồ sơ", "Hồ", "")] == [True, False, False]
