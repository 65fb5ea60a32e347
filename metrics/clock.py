"""The only clock of what is public: the SQL function `portal_now()`."""

from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Func, Value
from django.db.models.functions import Least


class PortalNow(Func):
    """`portal_now()`; a test may replace the function in its own database."""

    function = "portal_now"
    output_field = DateTimeField()


class ReadingMoment(Func):
    """The moment that `forum_portal.snapshot` fixed for all queries of a response, or now."""

    template = (
        "coalesce(nullif(current_setting('portal.moment', true), '')::timestamptz, portal_now())"
    )
    output_field = DateTimeField()


def moment(as_of: datetime | None) -> Func:
    """Return the SQL moment up to which a read may see: `as_of`, never past the database's now."""
    if as_of is None:
        return ReadingMoment()
    return Least(Value(as_of, output_field=DateTimeField()), ReadingMoment())


def portal_now() -> datetime:
    """Return the moment that this clock shows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_now()")
        return cursor.fetchone()[0]
