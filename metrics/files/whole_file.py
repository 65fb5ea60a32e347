"""A file that is made whole on the disk before anybody reads any of it."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import file_digest
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse

from forum_portal.blocks import BLOCK


@dataclass(frozen=True)
class WholeFile:
    """An open file without a name, which is gone once it is closed, with its SHA-256."""

    file: Any
    size: int
    sha256: bytes

    def answer(self, headers: Mapping[str, str], content_type: str) -> FileResponse:
        """Return the answer that sends it, with its length and its digest, and closes it."""
        told = {
            "Content-Length": str(self.size),
            "Repr-Digest": f"sha-256=:{b64encode(self.sha256).decode()}:",
        }
        response = FileResponse(
            ReadOnce(self.file), content_type=content_type, headers={**headers, **told}
        )
        response.block_size = BLOCK
        return response


class ReadOnce:
    """A file that is closed as soon as its end was read."""

    def __init__(self, file: Any):
        self._file = file

    def read(self, size: int) -> bytes:
        block = self._file.read(size)
        if not block:
            self.close()
        return block

    def close(self) -> None:
        self._file.close()


def whole_file(write: Callable[[Any], None]) -> WholeFile:
    """Return what `write` writes into a file; of what fails on the way nothing is left."""
    file: Any = TemporaryFile()  # noqa: SIM115 (the answer closes it)
    try:
        write(file)
        file.seek(0)
        digest = file_digest(file, "sha256").digest()
        size = file.tell()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return WholeFile(file, size, digest)
