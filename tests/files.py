"""What a reader finds in a file."""

import csv
import io
import zipfile

import python_calamine


def body(response) -> str:
    """Return the text of a streamed file."""
    return b"".join(response.streaming_content).decode()


def rows(response) -> list[dict[str, str]]:
    """Return the rows of a CSV by the names of its columns."""
    text = body(response).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheets(workbook: bytes) -> dict[str, list[list]]:
    """Return the rows of each sheet as a reader that is not ours sees them, "" for nothing."""
    read = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    return {name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names}


def unpacked(packed: bytes) -> dict[str, bytes]:
    """Return the entries of a zip by name, each with its checksum proved."""
    archive = zipfile.ZipFile(io.BytesIO(packed))
    return {name: archive.read(name) for name in archive.namelist()}
