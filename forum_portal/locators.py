"""Places in a source, for English readers: "đoạn 8" is "paragraph 8".

They are stored as the editors write them, in Vietnamese. What follows no known pattern is left so.
"""

import re
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

WORDS = {
    "đoạn": "paragraph",
    "đoạn dẫn": "lead paragraph",
    "sapo": "lead paragraph",
    "câu": "sentence",
    "dòng": "line",
    "trang": "page",
    "tr.": "page",
    "bảng": "table",
    "bảng xếp hạng": "ranking table",
    "biểu": "table",
    "biểu đồ": "chart",
    "hình": "figure",
    "ảnh": "picture",
    "chú thích": "note",
    "chú thích ảnh": "picture caption",
    "tiêu đề": "headline",
    "phụ lục": "appendix",
    "phần": "part",
    "chương": "chapter",
    "mục": "section",
    "tiểu mục": "subsection",
    "điều": "article",
    "khoản": "clause",
    "điểm": "point",
}
PLURALS = {"appendix": "appendices"}
REMARKS = {
    "trích": "excerpt",
    "trích giữa câu": "excerpt from mid-sentence",
    "phần đầu câu": "beginning of the sentence",
}
# 8 · 12a · I.1.b · 2021–2025 · a heading in quotation marks
_STEP = r"(?:[0-9]+[a-zđ]?|[IVXLC]+|[a-zđ])"
_LABEL = rf'(?:{_STEP}(?:[./–-]{_STEP})*|"[^"]*"|“[^”]*”)(?![^\s,;)])'
_WORD = "|".join(map(re.escape, sorted(WORDS, key=len, reverse=True)))
_PLACE = re.compile(
    rf"(?P<word>{_WORD})(?: (?P<label>{_LABEL})(?: và (?P<last>{_LABEL}))?)?"
    rf"(?: \((?P<remark>{'|'.join(REMARKS)})\))?(?P<end>, |; | |$)",
    re.IGNORECASE,
)
_BETWEEN = {" ": ", "}  # "khoản 2 Điều 5" needs no comma in Vietnamese
_SPAN = re.compile(r"[0-9]+[–-][0-9]+")


@lru_cache(1024)  # a page names the same few places on many lines
def in_english(locator: str) -> str:
    """Return a place in English; empty where it follows no known pattern."""
    places, at = [], 0
    while at < len(locator):
        found = _PLACE.match(locator, at)
        if not found:
            return ""
        places.append(_place(found) + _BETWEEN.get(found["end"], found["end"]))
        at = found.end()
    return "".join(places)


def _place(found: re.Match[str]) -> str:
    word, label, last = WORDS[found["word"].lower()], found["label"], found["last"]
    is_span = bool(label and _SPAN.fullmatch(label)) and word != "section"  # that is of years
    if last or is_span:
        word = PLURALS.get(word, f"{word}s")
    text = f"{word} {label}" if label else word
    text = f"{text} and {last}" if last else text
    return f"{text} ({REMARKS[found['remark'].lower()]})" if found["remark"] else text


def locator_text(locator: str) -> str:
    """Return a place as plain text in the reader's language, as stored where that is not known."""
    return (get_language() == "en" and in_english(locator)) or locator


def locator_html(locator: str) -> str | SafeString:
    """Return the same for a page; what stays Vietnamese on an English one is marked."""
    if get_language() != "en" or not locator:
        return locator
    return in_english(locator) or format_html('<span lang="vi">{}</span>', locator)
