"""Numbers that stand in a text by themselves, where a reference to a figure may be meant.

Only a hint: days, years, numbers of documents and of parts are told apart by their form alone.
"""

import re

from metrics.references import REFERENCE

_LEFT_OUT = [
    REFERENCE,
    re.compile(r"```.*?```|`[^`]*`", re.DOTALL),  # code
    re.compile(r"\]\([^)]*\)|https?://\S+"),  # addresses
    re.compile(r"^\s*[0-9]+[.)]\s", re.MULTILINE),  # numbered lists
    re.compile(r"^\s*>.*$", re.MULTILINE),  # quotations are word for word
    re.compile(r"\b[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}\b|\b[0-9]{1,2}/[0-9]{4}\b"),  # days, months
    re.compile(r"\b[0-9]+[/-][0-9]*[-/]?[^\W\d_][\w-]*"),  # 12/KH-UBND, 749/QĐ-TTg
    re.compile(r"\b[0-9]{1,2}(?:[:h]|\s*giờ\s*)[0-9]{0,2}\b"),  # hours
    re.compile(r"\b(?:19|20)[0-9]{2}(?:\s*[-–]\s*(?:19|20)[0-9]{2})?\b(?![.,][0-9]|\s*%)"),  # years
    re.compile(
        r"\b(?:mức|cấp|ngày|tháng|quý|kỳ|lần|số|điều|khoản|chương|mục|trang|đoạn|giai đoạn|bước"
        r"|nhóm|phiên|khóa|hội trường|phòng|tầng|top|tốp)\s+(?:thứ\s+)?[0-9]+(?![0-9.,]*[0-9%])",
        re.IGNORECASE,
    ),
]
_NUMBER = re.compile(r"(?<![\w.,/-])[0-9]+(?:[.,][0-9]+)*(?:\s?%|(?:/[0-9]+)?)(?![\w/])")


def plain_numbers(text: str) -> list[str]:
    """Return the numbers of a Markdown text that look like figures, each once, in its order."""
    for pattern in _LEFT_OUT:
        text = pattern.sub(lambda found: " " if "\n" not in found[0] else "\n", text)
    return list(dict.fromkeys(found[0] for found in _NUMBER.finditer(text)))
