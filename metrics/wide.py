"""Figures with periods as columns, for people who compare years at a glance."""

from datetime import datetime

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.tables import Column, Table, Type
from metrics import columns
from metrics.exports import FIGURES, LABELS, figures_table
from metrics.models import Observation
from metrics.models.observation import ObservationQuerySet
from metrics.periods import Period

MOST_PERIODS = 400  # more columns than this nobody reads, and Postgres has an end to them
SERIES = (*(column for column in columns.KEY if column.name != "period"), columns.UNIT)
# What keeps a value from being read as an exact, plainly published one.
MARK = """
nullif(concat_ws(' ', nullif(f.comparator, 'eq'), 'of ' || f.out_of, nullif(f.obs_status, 'A')), '')
"""
MARKS = Column(
    "marks",
    "string_agg(f.period || ': ' || f.mark, '; ' ORDER BY f.period_end, f.period_start, f.period)",
    gettext_lazy("Marks"),
    gettext_lazy(
        "Periods whose value is not exact or not plainly published: comparison, “of” how many were "
        "ranked, status, by the codes of the long layout."
    ),
    words=(*Observation.Comparator.choices, *Observation.Status.choices),
)


def wide_table(figures: ObservationQuerySet, as_of: datetime | None) -> Table:
    """Return one row for each series of `figures` in force, with a column for each period.

    `figures` are public versions. A BadRequest says so where there are too many periods.
    """
    held = figures.order_by("period_end", "period_start", "period")
    periods = list(held.values_list("period", flat=True).distinct()[: MOST_PERIODS + 1])
    if len(periods) > MOST_PERIODS:
        raise BadRequest(
            _("There are more than %(most)s periods, too many for columns. Leave “layout” out.")
            % {"most": MOST_PERIODS}
        )
    keys = ", ".join(f"f.{column.name}" for column in SERIES)
    selected = ", ".join(f"{column.sql} AS {column.name}" for column in SERIES)
    source = f"""
FROM (
    SELECT {selected}, f.period, f.period_start, f.period_end, {MARK} AS mark,
        {columns.IN_FORCE.format("f.value")} AS value
    {FIGURES} {LABELS} WHERE f.is_current
) f
GROUP BY {keys}
ORDER BY {keys}
"""
    series = [Column(each.name, f"f.{each.name}", each.title, each.meaning) for each in SERIES]
    values = [_column(Period.parse(code)) for code in periods]
    return figures_table((*series, MARKS, *values), source, figures, as_of)


def _column(period: Period) -> Column:
    value = f"max(f.value) FILTER (WHERE f.period = '{period.code}')"
    return Column(period.code, value, str(period), gettext_lazy("The value."), Type.NUMBER)
