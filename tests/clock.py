"""The clock of what is public, set by a test."""

from datetime import datetime

from django.db import connection


def set_clock(moment: datetime) -> None:
    """Let the clock of what is public stand still at a moment until the transaction ends.

    What was done before is looked at first, as if it had been committed: at its end the database
    refuses what was open while a moment came.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            "CREATE OR REPLACE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql "
            f"STABLE PARALLEL SAFE AS $$ SELECT timestamptz '{moment.isoformat()}' $$"
        )
