"""Rows of figures without a source, told before they go into a draft that cannot be sent so."""

from django.db import connection
from django.utils.translation import ngettext

from forum_portal.importing.uploads import StagedRow, Upload, Verdict
from forum_portal.numbers import format_number


def unsourced(upload: Upload) -> list[str]:
    """Return a sentence with the number of new figures and values whose rows name no source."""
    count = _count(upload)
    if not count:
        return []
    text = ngettext(
        "%(count)s row names no source. It can be taken over, but its draft can be sent for "
        "approval only when the figure has one.",
        "%(count)s rows name no source. They can be taken over, but their draft can be sent for "
        "approval only when each figure has one.",
        count,
    )
    return [text % {"count": format_number(count)}]


def _count(upload: Upload) -> int:
    columns = upload.shape["columns"]
    is_without = "true"
    if "source" in columns:
        is_without = f"s.cells[{columns.index('source') + 1}] = ''"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {Verdict._meta.db_table} v JOIN {StagedRow._meta.db_table} s "
            f"USING (upload_id, line) WHERE v.upload_id = %s AND {is_without} AND (v.state = %s "
            """OR v.state = %s AND v.changes @> '[["value"]]')""",
            [upload.pk, Verdict.State.NEW, Verdict.State.CHANGED],
        )
        return cursor.fetchone()[0]
