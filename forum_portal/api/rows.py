"""Records as JSON that Postgres writes."""

from django.conf import settings
from django.db import connection

from forum_portal.tables import Table, objects_sql

# For the transaction alone: a moment is told as the portal's own clocks show it.
ZONE = "SELECT set_config('TimeZone', %s, true); "


def json_objects(table: Table) -> list[str]:
    """Return a table's rows, each as the text of a JSON object, in one query."""
    statement = f"{ZONE}SELECT line::text FROM ({objects_sql(table)}) objects (line)"
    with connection.cursor() as cursor:
        cursor.execute(statement, [settings.TIME_ZONE, *table.params])
        cursor.nextset()
        return [text for (text,) in cursor.fetchall()]
