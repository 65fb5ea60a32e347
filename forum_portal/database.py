"""How Django speaks to Postgres: a pool, and deadlines on both sides.

The server's own timeouts do not fire when the server itself is frozen, so the client has one too.
"""

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import errors

# A statement of forum_portal.prepared keeps its plan once a connection has been asked it so often.
PREPARED_FROM, MOST_PREPARED = 2, 150
DEADLINE = 10.0  # seconds; later than the server's statement_timeout, which explains itself better


class DeadlineConnection(psycopg.Connection):
    """A connection that gives up, and is thrown away, when the server says nothing for too long."""

    deadline: float | None = DEADLINE

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepared_max = MOST_PREPARED

    def wait(self, gen, interval=0.1, timeout=None):
        """As in psycopg, for one exchange with the server; `timeout` beats the deadline."""
        if timeout is not None or self.deadline is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.deadline)
        except errors._WaitTimeout:
            self.pgconn.finish()
            raise psycopg.OperationalError(
                f"the database did not answer within {self.deadline:.0f} seconds"
            ) from None


@atexit.register
def close_pool() -> None:
    """Without this the pool's threads hold up the end of the process for five seconds."""
    if settings.configured:
        connection.close_pool()  # type: ignore[attr-defined]  # Postgres' alone


@contextmanager
def patient() -> Iterator[None]:
    """Lift both deadlines for one long, deliberate operation, such as an export or an import."""
    connection.ensure_connection()
    raw: Any = connection.connection
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    raw.deadline = None
    try:
        yield
    finally:
        raw.deadline = DEADLINE
        if not connection.needs_rollback and not raw.closed:
            with connection.cursor() as cursor:
                cursor.execute("RESET statement_timeout")


def django_database(params: dict[str, str], *, role: str) -> dict[str, Any]:
    """An entry of DATABASES from libpq parameters.

    The app gets a pool and deadlines: a frozen or overloaded Postgres answers 503, never nothing.
    The owner gets neither, because a migration may take its time.
    """
    rest = dict(params)
    server_options = "-c jit=off -c pg_trgm.similarity_threshold=0.2"  # for short words
    options: dict[str, Any] = {"connect_timeout": 5, "prepare_threshold": PREPARED_FROM}
    if role == "app":
        server_options += " -c statement_timeout=8s -c lock_timeout=5s"
        server_options += " -c idle_in_transaction_session_timeout=60s"
        # What is prepared was written for one kind of page: its values are alike, and Postgres
        # would plan most of them anew each time, which takes longer than to run them.
        server_options += " -c plan_cache_mode=force_generic_plan"
        options["pool"] = {
            "min_size": 1,
            "max_size": 16,
            "timeout": 5,
            "connection_class": DeadlineConnection,
        }
    entry = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": rest.pop("dbname"),
        "USER": rest.pop("user", ""),
        "PASSWORD": rest.pop("password", ""),
        "HOST": rest.pop("host", ""),
        "PORT": rest.pop("port", ""),
        "CONN_HEALTH_CHECKS": role == "app",
    }
    options["options"] = f"{server_options} {rest.pop('options', '')}".strip()
    return entry | {"OPTIONS": options | rest}
