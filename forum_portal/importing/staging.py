"""The rows of an uploaded table into the database, as fast as they are read."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection

from forum_portal.importing.uploads import StagedRow, Upload

type Fault = tuple[str, str, str]  # column, "read", sentence
type Row = tuple[int, Sequence[str | None], Sequence[Fault]]

BATCH = 20_000  # rows between two signs of life
BLOCK = 256 * 1024  # characters

# What COPY and, within it, the text of an array take for their own signs.
_SPECIAL = re.compile(r'[\\"\n\r\t\0]')
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\ufffd"}
_IN_ARRAY = str.maketrans(_ESCAPES | {"\\": "\\\\\\\\", '"': '\\\\"'})
_IN_COPY = str.maketrans(_ESCAPES | {"\\": "\\\\"})


def stage(
    upload: Upload,
    rows: Iterable[Row],
    told: Callable[[int], None] = lambda count: None,
) -> int:
    """Replace the upload's staged rows by `rows` and return how many they are.

    `told` gets the number of rows after each batch, which is committed on its own.
    """
    StagedRow.objects.filter(upload=upload).delete()
    lines, count = _lines(upload.pk, rows), 0
    while batch := list(islice(lines, BATCH)):
        with connection.cursor() as cursor, cursor.copy(_copy()) as copy:
            for block in _blocks(batch):
                copy.write(block)
        count += len(batch)
        told(count)
    return count


def _copy() -> str:
    return f"COPY {StagedRow._meta.db_table} (upload_id, line, cells, faults) FROM STDIN"


def _blocks(lines: list[str]) -> Iterator[str]:
    start, length = 0, 0
    for place, line in enumerate(lines, 1):
        length += len(line)
        if length > BLOCK:
            yield "".join(lines[start:place])
            start, length = place, 0
    yield "".join(lines[start:])


def _lines(pk: int, rows: Iterable[Row]) -> Iterator[str]:
    """Yield each row as COPY reads it: upload, line, the array of its cells, its faults."""
    for line, cells, faults in rows:
        texts = [cell or "" for cell in cells]
        if _SPECIAL.search("".join(texts)):
            texts = [text.translate(_IN_ARRAY) for text in texts]
        written = json.dumps(faults, ensure_ascii=False).translate(_IN_COPY) if faults else "[]"
        yield f'{pk}\t{line}\t{{"{'","'.join(texts)}"}}\t{written}\n'
