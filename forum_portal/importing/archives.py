"""The zip archive that an .xlsx is: checked before anything unpacks it, then read in pieces."""

import copy
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from django.utils.translation import gettext as _

from forum_portal.importing.guards import MEGABYTE, damaged
from forum_portal.importing.tables import UnreadableError, unreadable

MAX_UNPACKED = 300 * MEGABYTE
MAX_PARTS = 1000
MAX_RATIO = 200  # real sheets shrink to a tenth, blank ones to a hundredth; bombs to a thousandth
PIECE = MEGABYTE


@contextmanager
def damaged_if_it_fails() -> Iterator[None]:
    """Turn whatever goes wrong inside a damaged workbook into its refusal.

    A panic in the Rust reader is no Exception, so all but the interpreter's own ends are caught.
    """
    try:
        yield
    except (UnreadableError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise damaged() from error


class Archive:
    """A checked zip archive; `parts` are its entries by path, in small letters."""

    def __init__(self, data: bytes):
        with damaged_if_it_fails():
            self.zip = zipfile.ZipFile(BytesIO(data))
            entries = self.zip.infolist()
        _check(entries)
        self.parts = {entry.filename.lower().lstrip("/"): entry for entry in entries}
        if len(self.parts) != len(entries):  # two readers may take different ones of the same name
            raise damaged()
        self.unpacked = 0

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield a part in pieces, as long as it really is: its own word on that may be a lie."""
        entry = self.parts.get(path.lower().lstrip("/"))
        if entry is None:
            raise damaged()
        generous = copy.copy(entry)
        generous.file_size = MAX_UNPACKED + 1
        length = 0
        with damaged_if_it_fails(), self.zip.open(generous) as part:
            while piece := part.read(PIECE):
                length += len(piece)
                if length > entry.file_size:
                    raise damaged()
                yield piece
        if length != entry.file_size:
            raise damaged()

    def whole(self, path: str, limit: int = 20 * MEGABYTE) -> bytes:
        """Return a small part such as the list of sheets; raises UnreadableError beyond `limit`."""
        if path.lower() in self.parts and self.parts[path.lower()].file_size > limit:
            raise damaged()
        text = b"".join(self.pieces(path))
        if re.search(rb"<!(?:DOCTYPE|ENTITY)", text):  # no workbook has one; a bomb may
            raise damaged()
        return text

    def measure(self, beside: set[str]) -> None:
        """Unpack all XML parts but those in `beside`, to see that none is longer than told."""
        for path in self.parts:
            if path.endswith((".xml", ".rels")) and path not in beside:
                for _piece in self.pieces(path):
                    pass


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_PARTS or any(entry.flag_bits & 1 for entry in entries):
        raise damaged()
    size = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > MEGABYTE and entry.file_size > MAX_RATIO * entry.compress_size
        for entry in entries
    )
    if size > MAX_UNPACKED or swollen:
        reason = _(
            "The workbook would unpack to %(size)d MB, nearly all of it empty. Copy the rows of "
            "the table alone into a new workbook and upload that."
        )
        raise unreadable(reason % {"size": max(1, size // MEGABYTE)})
