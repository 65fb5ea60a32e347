"""Which files staff may attach, told by their own bytes: a name or a browser's word is none."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
DOCUMENT_LIMIT, PICTURE_LIMIT = 15 * MEGABYTE, 10 * MEGABYTE
LIMIT_TOGETHER = 60 * MEGABYTE  # of all files of one save; the web server's must be larger


class RefusedFileError(ValueError):
    """A file that is not taken; says why and what to do, in words for who uploads it."""


@dataclass(frozen=True)
class Format:
    """A kind of file: its media type, the endings of its name, its word, the most bytes."""

    media_type: str
    endings: tuple[str, ...]
    word: str
    limit: int = DOCUMENT_LIMIT

    @property
    def ending(self) -> str:
        """The ending that the portal gives it."""
        return self.endings[0]

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


PDF = Format("application/pdf", ("pdf",), "PDF")
PPTX = Format(
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ("pptx",),
    "PowerPoint",
)
ODP = Format("application/vnd.oasis.opendocument.presentation", ("odp",), "ODP")
PNG = Format("image/png", ("png",), "PNG", PICTURE_LIMIT)
JPEG = Format("image/jpeg", ("jpg", "jpeg"), "JPEG", PICTURE_LIMIT)
WEBP = Format("image/webp", ("webp",), "WebP", PICTURE_LIMIT)
PICTURES = (JPEG, PNG, WEBP)
FORMATS = {each.media_type: each for each in (PDF, PPTX, ODP, PNG, JPEG, WEBP)}

ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_PICTURES = (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0")
_WEB_PAGES = (b"<!doctype html", b"<html", b"<script", b"<head", b"<body", b"<iframe")


def plain_format(content: bytes, ending: str = "") -> Format | None:
    """Return the format that the first bytes tell; None for an archive, which must be opened.

    RefusedFileError for everything that is not taken; `ending` is what the name says it is.
    """
    _refuse_empty(content)
    if content.startswith(ZIP):
        return None
    if content.startswith(b"%PDF-"):
        return PDF
    if found := _picture(content):
        return found
    raise RefusedFileError(_why_not(content, ending))


def picture_format(content: bytes, ending: str = "") -> Format:
    """Return the format of a picture; RefusedFileError for everything else."""
    _refuse_empty(content)
    if found := _picture(content):
        return found
    if _is_drawing(content):
        raise RefusedFileError(_drawing())
    named = next((each for each in PICTURES if ending in each.endings), None)
    if named and not _is_another_picture(content):
        raise RefusedFileError(_misnamed(ending, named))
    raise RefusedFileError(no_picture())


def _refuse_empty(content: bytes) -> None:
    if not content:
        raise RefusedFileError(_("The file is empty. Perhaps it did not arrive whole."))


def _picture(content: bytes) -> Format | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    return None


def _why_not(content: bytes, ending: str) -> str:
    text = _beginning(content)
    if _is_drawing(content):
        return _drawing()
    if text.startswith(b"<") and any(sign in text for sign in _WEB_PAGES):
        return _("This is a web page, whatever its name says. Print it to PDF and upload that.")
    if content.startswith(_OLD_OFFICE):
        return _(
            "This is a file of an old Office version, or one with a password. Save it without a "
            "password as .pptx or PDF and upload that."
        )
    if _is_another_picture(content):
        return no_picture()
    named = next((each for each in FORMATS.values() if ending in each.endings), None)
    return _misnamed(ending, named) if named else not_taken()


def _beginning(content: bytes) -> bytes:
    return content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()


def _is_drawing(content: bytes) -> bool:
    text = _beginning(content)
    return text.startswith(b"<") and b"<svg" in text


def _drawing() -> str:
    return _("This is an SVG drawing, which can carry programs. Export it as PNG and upload that.")


def _is_another_picture(content: bytes) -> bool:
    return content.startswith(_OTHER_PICTURES) or content[4:8] == b"ftyp"


def _misnamed(ending: str, named: Format) -> str:
    reason = _(
        "The file’s name ends in .%(ending)s, but what is in it is not %(format)s. Open it, save "
        "it as %(format)s and upload that."
    )
    return reason % {"ending": ending, "format": named.word}


def not_taken() -> str:
    """Return what is said to a file of any other kind."""
    return _("Files are taken as PDF, PPTX, ODP, JPEG, PNG or WebP. Save it as one of these.")


def no_picture() -> str:
    """Return what is said where a picture is wanted, and to pictures of other kinds."""
    return _("Pictures are taken as JPEG, PNG or WebP. Save it as one of these.")


def damaged() -> str:
    """Return what is said to a file that cannot be read to its end."""
    return _("The file is damaged or did not arrive whole. Open it, save it again and upload that.")
