"""Work on an upload: at once where it is small, else in the background while its page tells.

Whoever works holds a lock of the database, which ends with the connection: where an upload is not
ready and nobody holds its lock, the work was cut off and begins anew.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils import translation

from forum_portal.database import patient

logger = logging.getLogger(__name__)

LOCKS = 7_262_019  # the first key of the locks of uploads; the second is the upload's own
AT_ONCE = 200_000  # bytes of a file that is read within the request
ROWS_AT_ONCE = 3_000
PATIENCE = 1.0  # seconds that a request waits for work that may be done soon


@contextmanager
def turn(pk: int) -> Iterator[bool]:
    """Hold the upload's lock; gives False where somebody else is at work on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, pk])
        (is_mine,) = cursor.fetchone()
    try:
        yield is_mine
    finally:
        if is_mine and not connection.needs_rollback and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, pk])


def is_at_work(pk: int) -> bool:
    """Tell whether somebody holds the upload's lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s "
            "AND objid = %s AND objsubid = 2 AND granted AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database()))",
            [LOCKS, pk],
        )
        return cursor.fetchone()[0]


def work(pk: int, task: Callable[[int], None], is_small: bool) -> None:
    """Run `task` for an upload: here and now, or in a thread of its own."""
    if is_small:
        with patient():
            task(pk)
        return
    thread = threading.Thread(target=_in_background, args=(pk, task), daemon=True)
    thread.start()
    thread.join(PATIENCE)


def _in_background(pk: int, task: Callable[[int], None]) -> None:
    try:
        with translation.override("vi"), patient():
            task(pk)
    except Exception:
        logger.exception("The work on upload %s was cut off", pk)
    finally:
        connection.close()
