"""What an officer decides about an upload: how to read it, which rows, cells typed anew."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction

from forum_portal.importing.receiving import fix, open_upload
from forum_portal.importing.uploads import StagedRow, Upload, Verdict

State = Upload.State
SETTINGS = ("sheet", "numbers", "empty", "missing")


def answer(upload: Upload, settings: Mapping[str, str], columns: Mapping[str, str]) -> None:
    """Set how the file is to be read; it is read anew."""
    answers: dict[str, Any] = {name: settings[name] for name in SETTINGS if settings.get(name)}
    if columns:
        answers["columns"] = dict(columns)
    upload.decide(answers=answers, state=State.RECEIVED, rows_read=0, problem="")


def choose(upload: Upload, shown: Iterable[int], taken: Iterable[int]) -> bool:
    """Leave out the lines `shown` that are not `taken`; returns whether that changed anything."""
    before, on_page = set(upload.left_out), set(shown)
    left_out = (before - on_page) | (on_page - set(taken))
    if left_out == before:
        return False
    upload.decide(left_out=sorted(left_out))
    return True


def choose_all(upload: Upload, state: int | None, is_taken: bool) -> None:
    """Take, or leave out, every row that would be written; with `state`, those of that one."""
    rows = Verdict.objects.filter(upload=upload, state__in=Verdict.WRITTEN)
    if state is not None:
        rows = rows.filter(state=state)
    lines = set(rows.values_list("line", flat=True))
    before = set(upload.left_out)
    upload.decide(left_out=sorted(before - lines if is_taken else before | lines))


def type_anew(upload: Upload, typed: Mapping[int, Mapping[str, str]]) -> None:
    """Put cells in place of those that were refused, and compare again."""
    fixes: dict[str, Any] = dict(upload.fixes)
    reading = open_upload(upload)
    with transaction.atomic():
        staged = StagedRow.objects.filter(upload=upload, line__in=typed)
        for line in staged.values_list("line", flat=True):
            cells = typed[line]
            fixes[str(line)] = {**fixes.get(str(line), {}), **cells}
            fix(upload, reading, line, fixes[str(line)])
        upload.decide(fixes=fixes, state=State.STAGED, problem="")


def aim(upload: Upload, target: dict[str, Any]) -> bool:
    """Set where the rows go; returns whether they must be compared again."""
    is_same = upload.target.get("release") == target.get("release")
    if upload.target == target:
        return False
    upload.decide(target=target)
    return not is_same


def taken_count(upload: Upload) -> int:
    """Return how many rows would be written."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {Verdict._meta.db_table} WHERE upload_id = %s AND state < 3 "
            "AND NOT line = ANY(%s)",
            [upload.pk, upload.left_out],
        )
        return cursor.fetchone()[0]
