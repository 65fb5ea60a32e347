"""From an upload to a file that readers may get: looked into, cleaned, kept by its content."""

import logging
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from forum_portal.attachments.documents import archive_format, check_pdf
from forum_portal.attachments.formats import (
    FORMATS,
    JPEG,
    PDF,
    PICTURES,
    Format,
    RefusedFileError,
    picture_format,
    plain_format,
)
from forum_portal.attachments.pictures import LONGEST_SIDE, written_anew
from forum_portal.attachments.wording import size_text
from forum_portal.text import nfc, printable

SALT = "forum_portal.attachments.receiving"
LONGEST = 7 * 24 * 3600  # seconds; somebody comes back after a holiday
LONGEST_TITLE = 200
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Terms:
    """What is taken somewhere: these formats; pictures are made to fit into `side` × `side` pixels.

    Pictures stay in their own format unless `kept_as` names another.
    """

    formats: tuple[Format, ...]
    side: int = LONGEST_SIDE
    kept_as: Format | None = None

    @property
    def limit(self) -> int:
        """The most bytes of any file."""
        return max(each.limit for each in self.formats)

    def format_of(self, content: bytes, ending: str) -> Format:
        """Return what `content` is; RefusedFileError where that is not taken."""
        if self.formats == PICTURES:
            return picture_format(content, ending)
        return plain_format(content, ending) or archive_format(content)


ANY_FILE = Terms(tuple(FORMATS.values()))
PORTRAIT = Terms(PICTURES, side=640, kept_as=JPEG)  # sharp where a page shows it, small to load


@dataclass(frozen=True)
class Kept:
    """A file that was taken: where it lies, what it is, and the title that its name suggests."""

    path: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    title: str

    def __str__(self):
        return self.title

    def suits(self, terms: Terms) -> bool:
        """Tell whether the file could have been taken under these terms."""
        formats = (terms.kept_as,) if terms.kept_as else terms.formats
        sides = (self.width or 0, self.height or 0)
        return self.media_type in {each.media_type for each in formats} and max(sides) <= terms.side

    def signed(self) -> str:
        """Return a text that stands for the file on a form that comes back."""
        return signing.dumps(vars(self), salt=SALT)

    @classmethod
    def from_signed(cls, text: str) -> "Kept | None":
        """Return the file that a form brought along; None where it brought nothing of ours.

        Nothing is a text that is older than `LONGEST`, or of another shape: an earlier version of
        the portal may have signed it.
        """
        try:
            return cls(**signing.loads(text, salt=SALT, max_age=LONGEST))
        except (signing.BadSignature, TypeError, ValueError):
            return None


def receive(name: str, size: int, read: Any, terms: Terms = ANY_FILE) -> Kept:
    """Look into an upload called `name`, whose bytes `read()` gives, and keep what is to be served.

    RefusedFileError where it is not taken; then nothing was written.
    """
    _check_length(size, terms.limit)
    content: bytes = read()
    format = terms.format_of(content, _ending(name))
    _check_length(len(content), format.limit)
    _check_ending(name, format)
    width = height = None
    if format.is_picture:
        picture = written_anew(content, format, terms.side, terms.kept_as)
        content, width, height = picture.content, picture.width, picture.height
        format = terms.kept_as or format
    if format is PDF:
        check_pdf(content)
    digest = sha256(content).hexdigest()
    path = f"{digest[:2]}/{digest}.{format.ending}"
    _keep(path, content)
    return Kept(path, format.media_type, len(content), width, height, _title(name))


def _keep(path: str, content: bytes) -> None:
    try:
        default_storage.save(path, ContentFile(content))
    except OSError as error:
        logger.error("An attached file cannot be written", exc_info=error)
        reason = _(
            "The portal could not keep the file; the disk may be full. Tell its operators and try "
            "again later. What you typed is still here."
        )
        raise RefusedFileError(reason) from error


def _check_length(size: int, limit: int) -> None:
    if size > limit:
        reason = _("The file has %(size)s; up to %(limit)s are taken. Make it smaller or split it.")
        raise RefusedFileError(reason % {"size": size_text(size), "limit": size_text(limit)})


def _check_ending(name: str, format: Format) -> None:
    if _ending(name) not in format.endings:
        reason = _(
            "The file is called “%(name)s”, but what is in it is %(format)s. If it is the right "
            "one, let its name end in .%(ending)s."
        )
        words = {"name": _shown(name), "format": format.word, "ending": format.ending}
        raise RefusedFileError(reason % words)


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def _title(name: str) -> str:
    """Return what the name of a file says, in one line, for who gives it no title."""
    words = printable(nfc(PurePosixPath(name).stem)).replace("_", " ").split()
    return " ".join(words)[:LONGEST_TITLE]


def _shown(name: str) -> str:
    return printable(name)[-80:]
