"""PDF files and slides, as far as the portal looks into them before it hands them on."""

from django.utils.translation import gettext as _

from forum_portal.attachments.formats import (
    ODP,
    PPTX,
    Format,
    RefusedFileError,
    damaged,
    not_taken,
)
from forum_portal.importing.archives import Archive
from forum_portal.importing.tables import UnreadableError

CONTENT_TYPES, MIMETYPE = "[content_types].xml", "mimetype"
SLIDES = b"presentationml.presentation.main+xml"
MACROS = b"macroenabled"
LONGEST_LIST = 2_000_000  # bytes; the list of parts of a thousand slides has a tenth
AT_THE_END = 2048  # bytes behind which a PDF may have been lengthened by a mail program


def check_pdf(content: bytes) -> None:
    """Refuse a PDF that has lost its end."""
    tail = content[-AT_THE_END:]
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise RefusedFileError(damaged())


def archive_format(content: bytes) -> Format:
    """Return which slides an archive holds; RefusedFileError where it holds anything else.

    Its sizes are checked before anything is unpacked, and only its list of parts is read.
    """
    try:
        archive = Archive(content)
        if any(".." in path.split("/") or "\\" in path for path in archive.parts):
            raise RefusedFileError(damaged())
        if MIMETYPE in archive.parts:
            return _open_document(archive.whole(MIMETYPE, LONGEST_LIST))
        if CONTENT_TYPES in archive.parts:
            return _office_document(archive.whole(CONTENT_TYPES, LONGEST_LIST).lower(), archive)
    except UnreadableError as error:
        raise RefusedFileError(damaged()) from error
    raise RefusedFileError(not_taken())


def _open_document(mimetype: bytes) -> Format:
    if mimetype.strip().decode("ascii", "replace") == ODP.media_type:
        return ODP
    raise RefusedFileError(_no_slides())


def _office_document(types: bytes, archive: Archive) -> Format:
    if MACROS in types or any(path.endswith("vbaproject.bin") for path in archive.parts):
        raise RefusedFileError(_("These slides hold macros. Save them as .pptx without macros."))
    if SLIDES not in types:
        raise RefusedFileError(_no_slides())
    return PPTX


def _no_slides() -> str:
    return _("Of Office files, slides alone are taken (.pptx, .odp). Save a text or table as PDF.")
