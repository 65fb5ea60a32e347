"""The files under a report or a session as a page lists them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef
from django.utils.translation import get_language

from events.models import Attachment, Material
from events.rows import rows
from forum_portal.attachments.formats import FORMATS
from forum_portal.attachments.wording import file_line

FILE = ("title", "language", "file_name", "media_type", "size")


@dataclass(frozen=True)
class AttachedLine:
    """A file or link in a list; a picture has its size in pixels and what it shows."""

    title: str
    url: str
    line: str
    language: str  # where it is not the page's
    width: int | None = None
    height: int | None = None
    description: str = ""


def attachment_rows() -> Any:
    """Return the files of a report, for the query that stands on it."""
    files = Attachment.objects.filter(report=OuterRef("pk")).order_by("pk")
    return rows(files, "id", *FILE, "width", "height", "description")


def material_rows() -> Any:
    """Return the files and links of a session, for the query that stands on it."""
    materials = Material.objects.filter(session=OuterRef("pk")).order_by("pk")
    return rows(materials, "id", "kind", *FILE, "url")


@dataclass(frozen=True)
class Attached:
    """The files of a page: pictures are shown there, the rest is listed."""

    files: list[AttachedLine]
    pictures: list[AttachedLine]

    def __bool__(self):
        return bool(self.files or self.pictures)


def attached_files(files: Iterable[Any], address: Callable[[Any], str]) -> Attached:
    """Return rows or records with the parts above, each with its `address`."""
    lines = [_line(each, address) for each in files]
    return Attached(
        [line for line in lines if line.width is None],
        [line for line in lines if line.width is not None],
    )


def _line(file: Any, address: Callable[[Any], str]) -> AttachedLine:
    format = FORMATS.get(file.media_type)
    is_picture = format is not None and format.is_picture
    return AttachedLine(
        title=file.title,
        url=address(file),
        line=file_line(file.media_type, file.size, file.language),
        language="" if file.language == get_language() else file.language,
        width=getattr(file, "width", None) if is_picture else None,
        height=getattr(file, "height", None) if is_picture else None,
        description=getattr(file, "description", ""),
    )
