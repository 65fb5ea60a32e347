"""What should be looked at in a new figure of a table, though it is not refused."""

from collections.abc import Mapping, Sequence
from typing import Any

from forum_portal.importing.difference import Judged
from forum_portal.importing.uploads import Verdict
from metrics.models import Observation
from metrics.rhythm import Series, sentence, usual_series
from metrics.spoken_periods import read_period

type Records = Mapping[str, Any]  # by the text that names each


def doubts(
    rows: Sequence[Judged], indicators: Records, areas: Records, instruments: Records
) -> dict[int, list[str]]:
    """Return sentences by line, about rows whose period is of another kind than their series."""
    odd: dict[int, tuple[Series, str, str]] = {}
    for row in rows:
        indicator = indicators.get(row.cells.get("indicator", ""))
        area = areas.get(row.cells.get("area", ""))
        if row.state != Verdict.State.NEW or not (indicator and area):
            continue
        instrument = instruments.get(row.cells.get("instrument", ""))
        kind = row.cells.get("kind") or str(Observation.Kind.OBSERVED)
        series = indicator.pk, area.pk, kind, instrument.pk if instrument else None
        frequency = read_period(row.cells["period"]).frequency
        if frequency != indicator.frequency:
            odd[row.line] = series, frequency, indicator.frequency
    if not odd:
        return {}
    usual = usual_series({series[0] for series, *_rest in odd.values()})
    return {
        line: [f"{sentence(frequency, own)}."]
        for line, (series, frequency, own) in odd.items()
        if series in usual
    }
