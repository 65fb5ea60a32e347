"""What readers are told of a file before they take it: "PDF, 1,2 MB, tiếng Việt"."""

from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from forum_portal.attachments.formats import FORMATS, MEGABYTE
from forum_portal.numbers import format_number

KILOBYTE = 1024


class FileLanguage(models.TextChoices):
    # The city's own first, then those of its guests.
    VIETNAMESE = "vi", _("in Vietnamese")
    ENGLISH = "en", _("in English")
    JAPANESE = "ja", _("in Japanese")
    KOREAN = "ko", _("in Korean")
    CHINESE = "zh", _("in Chinese")


def size_text(size: int) -> str:
    """Return a number of bytes as "640 KB" or "1,2 MB"."""
    if size < MEGABYTE:
        return f"{format_number(max(1, round(size / KILOBYTE)))} KB"
    megabytes = (Decimal(size) / MEGABYTE).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{format_number(megabytes.normalize())} MB"


def file_line(media_type: str, size: int, language: str = "") -> str:
    """Return what a file is, how large, and in which language where that is known."""
    format = FORMATS.get(media_type)
    known = dict(FileLanguage.choices)
    parts = [
        format.word if format else "",
        size_text(size) if size else "",
        str(known.get(language, "")),
    ]
    return ", ".join(part for part in parts if part)
