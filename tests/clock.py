"""The clock of what is public, set by a test."""

from datetime import datetime

from django.db import connection


def set_clock(moment: datetime) -> None:
    """Let the clock of what is public stand still at a moment until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql "
            f"STABLE PARALLEL SAFE AS $$ SELECT timestamptz '{moment.isoformat()}' $$"
        )
