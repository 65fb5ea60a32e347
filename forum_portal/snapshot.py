"""One response, one state of the record: what is public in it is decided once.

Without this a release that is published, or whose moment comes, between two queries of a page would
show in the one and not in the other.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from django.db import connection, transaction

# Both in one round trip. `metrics.clock.moment` reads the setting, which ends with the transaction;
# the guards of the record do not: they keep the time.
BEGIN = """
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SELECT set_config('portal.moment', portal_now()::text, true)
"""


@contextmanager
def snapshot() -> Iterator[None]:
    """Let every read within see the base of one moment, and take that moment for now.

    Nothing can be written within. Inside a transaction it does nothing: its owner has decided.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        raw: Any = connection.connection  # Django's own cursor would count this as a query
        try:
            with connection.wrap_database_errors:
                raw.execute(BEGIN)
            yield
        finally:
            # A rollback of what the server has given up drops the connection and says nothing; a
            # commit would turn a page that is ready, such as the one for 503, into an error. But
            # psycopg forgets all prepared statements at a rollback, so there is nothing left to it.
            with suppress(psycopg.Error):
                raw.execute("COMMIT")
            transaction.set_rollback(True)


class KeptOpen:
    """Blocks of a stream, after the last of which, or when it is closed, `end` is called."""

    def __init__(self, blocks: Iterator[bytes], end: Callable[[], None]):
        self._blocks = blocks
        self._end = end

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._blocks)
        except BaseException:
            self._end()
            raise

    def close(self) -> None:
        """Stop the stream where it stands."""
        try:
            close = getattr(self._blocks, "close", None)
            if close:
                close()
        finally:
            self._end()
