"""What the statements of an import are told: names with ids, periods, whose figures, where to."""

from typing import Any

from django.db import connection

from forum_portal.importing.uploads import Upload
from metrics.importing.drafts import draft_id
from metrics.importing.naming import ids_by_name
from metrics.importing.row_sql import NAMED, RowSql
from metrics.models import Area, Indicator, Release, Source
from metrics.ownership import keeps_all, kept_by, seen_by, sees_all
from metrics.periods import Period
from metrics.spoken_periods import read_period

MODELS = {"indicator": Indicator, "area": Area, "source": Source}


def parameters_of(upload: Upload, sql: RowSql) -> dict[str, Any]:
    """Return the parameters of the statements of `sql` for an upload as it is decided now."""
    texts = _texts(upload, sql)
    periods = _periods(texts["period"])
    is_cleared = upload.answers.get("empty") == "clear"
    parameters = {
        "upload": upload.pk,
        "draft": draft_id(upload),
        "cleared": list(sql.columns) if is_cleared else [],
        "missing": upload.answers.get("missing", ""),
        "mine": _kept_up(upload),
        "seen": _seen(upload),
        "periods": list(periods),
        "codes": [each.code for each in periods.values()],
        "frequencies": [each.frequency for each in periods.values()],
        "starts": [each.start for each in periods.values()],
        "ends": [each.end for each in periods.values()],
    }
    for name, model in MODELS.items():
        ids = ids_by_name(model, texts[name])
        parameters |= {f"{name}s": list(ids), f"{name}_ids": list(ids.values())}
    return parameters


def _texts(upload: Upload, sql: RowSql) -> dict[str, set[str]]:
    """Return every text of the table that names an indicator, an area, a source or a period."""
    texts: dict[str, set[str]] = {name: set() for name in (*MODELS, "period")}
    with connection.cursor() as cursor:
        cursor.execute(sql.distinct, {"upload": upload.pk})
        names = [column.name for column in cursor.description]
        for record in cursor:
            for name, text in zip(names, record, strict=True):
                if text:
                    texts[NAMED.get(name, name)].add(text)
    return texts


def _periods(texts: set[str]) -> dict[str, Period]:
    periods = {}
    for text in texts:
        try:
            periods[text] = read_period(text)
        except ValueError:
            continue  # the row says so
    return periods


def _kept_up(upload: Upload) -> list[int] | None:
    """Return the ids of the indicators whose figures the uploader keeps up; None for all."""
    if keeps_all(upload.by):
        return None
    return list(kept_by(upload.by, Indicator).values_list("pk", flat=True))


def _seen(upload: Upload) -> list[int] | None:
    """Return the ids of the releases that the uploader may look at; None for all."""
    if sees_all(upload.by):
        return None
    return list(seen_by(upload.by, Release).values_list("pk", flat=True))
