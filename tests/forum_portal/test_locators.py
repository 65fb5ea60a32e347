"""Places in sources, in English where they follow a known pattern."""

import pytest
from django.template import engines
from django.utils.translation import override

from forum_portal.locators import in_english, locator_html, locator_text


@pytest.mark.parametrize(
    ("stored", "english"),
    [
        ("đoạn 8", "paragraph 8"),
        ("Đoạn 8", "paragraph 8"),
        ("đoạn 1, đoạn 4", "paragraph 1, paragraph 4"),
        ("đoạn 7 và 8", "paragraphs 7 and 8"),
        ("đoạn 3 (trích)", "paragraph 3 (excerpt)"),
        ("đoạn 5 (trích giữa câu)", "paragraph 5 (excerpt from mid-sentence)"),
        ("đoạn dẫn", "lead paragraph"),
        ('đoạn "Đến nay"', 'paragraph "Đến nay"'),
        ("câu 1 (trích)", "sentence 1 (excerpt)"),
        ("tr. 8", "page 8"),
        ("trang 12–14", "pages 12–14"),
        ("trang 3, bảng 2", "page 3, table 2"),
        ("bảng xếp hạng, dòng 14", "ranking table, line 14"),
        ("chú thích ảnh", "picture caption"),
        ("phụ lục II", "appendix II"),
        ("phụ lục 1 và 2", "appendices 1 and 2"),
        ("mục I.1.b", "section I.1.b"),
        ("mục 2021–2025", "section 2021–2025"),
        ('mục "New habits, new ways"', 'section "New habits, new ways"'),
        ("điểm a khoản 2 Điều 5", "point a, clause 2, article 5"),
        ("điều 12a; khoản 3", "article 12a; clause 3"),
        ("", ""),
        ("phát biểu của ông Hoàng Minh Cường", ""),
        ("mục tiêu đến hết năm 2025", ""),
        ("đoạn 1, phát biểu của ông Hoàng Minh Cường", ""),
        ("đoạn 8x9", ""),
        ("paragraph 8", ""),
    ],
)
def test_a_place_in_english(stored, english):
    assert in_english(stored) == english


def test_each_language_has_its_own():
    places = ["đoạn 8", "lời <cuối>", ""]
    said = {}
    for language in ("vi", "en"):
        with override(language):
            said[language] = [(locator_text(each), str(locator_html(each))) for each in places]
    assert said == {
        "vi": [("đoạn 8", "đoạn 8"), ("lời <cuối>", "lời <cuối>"), ("", "")],
        "en": [
            ("paragraph 8", "paragraph 8"),
            ("lời <cuối>", '<span lang="vi">lời &lt;cuối&gt;</span>'),
            ("", ""),
        ],
    }


@pytest.mark.parametrize(
    ("language", "shown"),
    [("vi", "lời &lt;cuối&gt;"), ("en", '<span lang="vi">lời &lt;cuối&gt;</span>')],
)
def test_a_template_escapes_it_once(language, shown):
    template = engines["django"].from_string("{% load portal %}{{ place|locator }}")
    with override(language):
        assert template.render({"place": "lời <cuối>"}) == shown
