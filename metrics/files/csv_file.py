"""A table as CSV, written by Postgres itself."""

from collections.abc import Generator
from itertools import chain

from forum_portal.blocks import in_blocks
from forum_portal.copying import copying
from forum_portal.tables import Dialect, Table, csv_sql

BOM = b"\xef\xbb\xbf"


def csv_blocks(table: Table, dialect: Dialect) -> Generator[bytes]:
    """Yield the file in blocks of 128 KiB, the first one once Postgres has begun to answer.

    What goes wrong after the first block cuts the file short; nothing is written into it. Closing
    the iterator frees the connection.
    """
    with copying(csv_sql(table, dialect), table.params) as copy:
        yield from in_blocks(chain([BOM] if dialect.bom else [], copy))
