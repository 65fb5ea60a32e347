"""What an uploaded file is, told by its bytes alone, whatever its name says."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.importing.tables import UnreadableError, unreadable

MEGABYTE = 1024 * 1024
MAX_BYTES = 30 * MEGABYTE
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what Office wrote before 2007, and locked workbooks
ZIP = b"PK\x03\x04"
WORKBOOK_NAMES = (".xlsx", ".xlsm")

_PICTURE = gettext_lazy("This is a picture. Upload the table itself, as .xlsx or .csv.")
_ARCHIVE = gettext_lazy("This is a packed archive. Unpack it and upload the table in it.")
_PDF = gettext_lazy("This is a PDF file. Upload the table itself, as .xlsx or .csv.")
_WEB_PAGE = gettext_lazy(
    "This is a web page, whatever its name says. Open it in Excel, choose “Save As”, "
    "“Excel Workbook (.xlsx)”, and upload that file."
)
_OLD_WORKBOOK = gettext_lazy(
    "This is an old Excel file (.xls). Open it in Excel, choose “Save As”, "
    "“Excel Workbook (.xlsx)”, and upload that file."
)
_LOCKED = gettext_lazy(
    "The workbook is locked with a password. Take the password away in Excel, save it, and upload "
    "it again."
)
_NO_TABLE = gettext_lazy(
    "This is neither an Excel workbook nor a CSV file. Save the table as .xlsx and upload that."
)
_DAMAGED = gettext_lazy(
    "The workbook is damaged or did not arrive whole. Open it in Excel, save it, and upload it "
    "again."
)

_BEGINNINGS = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"RIFF", _PICTURE),
    (b"%PDF", _PDF),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"{\\rtf", _NO_TABLE),
)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|\?xml|html|head|body|table|svg)", re.I)


def is_workbook(data: bytes, name: str) -> bool:
    """Tell whether `data` is to be read as a workbook, else as CSV; raises UnreadableError."""
    if not data:
        raise unreadable(_("The file is empty. Perhaps it did not arrive whole: upload it again."))
    if len(data) > MAX_BYTES:
        sizes = {"size": len(data) // MEGABYTE, "limit": MAX_BYTES // MEGABYTE}
        reason = _("The file has %(size)d MB, more than %(limit)d MB. Split it into several files.")
        raise unreadable(reason % sizes)
    if data.startswith(ZIP):
        return True
    _refuse_strangers(data)
    if name.lower().endswith(WORKBOOK_NAMES):
        raise damaged()
    return False


def damaged() -> UnreadableError:
    """Return the refusal of a workbook that cannot be opened."""
    return unreadable(str(_DAMAGED))


def _refuse_strangers(data: bytes) -> None:
    if data.startswith(OLE):
        raise unreadable(str(_old_office(data)))
    for beginning, reason in _BEGINNINGS:
        if data.startswith(beginning):
            raise unreadable(str(reason))
    if _MARKUP.match(data):
        raise unreadable(str(_WEB_PAGE))
    if b"\0\0\0\0" in data[:4096]:  # UTF-16 text has no four of them in a row
        raise unreadable(str(_NO_TABLE))


def _old_office(data: bytes) -> str:
    """Return why an OLE container is refused; its folder names its parts in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return str(_LOCKED)
    if any(part.encode("utf-16-le") in data for part in ("Workbook", "Book")):
        return str(_OLD_WORKBOOK)
    return str(_NO_TABLE)
