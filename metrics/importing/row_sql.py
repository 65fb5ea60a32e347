"""The SQL that every import into the record begins with: cells with their types, names with ids.

The temporary table `import_row` has a line for each staged row: its cells as `…_cell`, numbers as
`read_…`, what they name as `…_id`, and the period with its days. From it come `import_version`, the
version of the record that each row is held against, `import_many`, what several rows say, and
`import_verdict`, what each row would do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

NUMBERS = ("value", "out_of", "numerator", "denominator")
KEY = ("indicator_id", "area_id", "kind", "instrument_id", "period")  # of a figure
NAMED = {"indicator": "indicator", "area": "area", "instrument": "source", "source": "source"}
CHOICES = {
    "kind": "observed target",
    "comparator": "eq ge gt le lt approx",
    "obs_status": "A E P F G I O L M Q U V withdrawn",
    "stance": "states agrees rounds republishes disagrees",
}
IS_NUMBER = "~ '^[+-]?[0-9]+([.][0-9]+)?$' AND length({0}) <= 42"  # a bounded one is slow


# Whether the uploader may not look at a `release`: nothing of it may show in what a row is told.
IS_HIDDEN = "NOT coalesce(release.id = ANY(%(seen)s::bigint[]), true)"
# The condition, and the number of another such row.
ONE_OF_MANY = (
    "many.first_line IS NOT NULL",
    "CASE n.line WHEN first_line THEN last_line ELSE first_line END",
)


@dataclass(frozen=True)
class Fault:
    """What may be wrong with a cell: its column, a code for the sentence, when, and a detail."""

    name: str
    code: str
    condition: str
    detail: str = "''"


def _number(name: str) -> str:
    cell = f"s.{name}_cell"
    return f"CASE WHEN {cell} {IS_NUMBER.format(cell)} THEN {cell}::numeric END AS read_{name}"


@dataclass(frozen=True)
class RowSql:
    """The statements for a table whose cells are those of `columns`; others cost nothing.

    Their parameters: upload, draft (the release that the rows go into, null for a new one), cleared
    (columns whose empty cells empty what is there), mine (indicators kept up, null for all), seen
    (releases that the uploader may look at, null for all), and for each of indicator, area and
    source the names and their ids: indicators, indicator_ids …; for periods: periods, codes,
    frequencies, starts, ends.
    """

    columns: tuple[str, ...]

    @cached_property
    def given(self) -> frozenset[str]:
        return frozenset(self.columns)

    def cell(self, name: str, table: str = "") -> str:
        """Return the SQL of a cell, an empty text where the table has no such column."""
        return f"{table}{name}_cell" if name in self.given else "''"

    def _array(self, names: Iterable[str], ending: str = "_cell") -> str:
        """Return the SQL that takes cells out of a row's array."""
        places = {name: self.columns.index(name) + 1 for name in names}
        return ", ".join(f"cells[{place}] AS {name}{ending}" for name, place in places.items())

    @cached_property
    def distinct(self) -> str:
        """The query of all texts that name something: one row for each, in its own column."""
        names = [name for name in (*NAMED, "period") if name in self.given]
        cells = self._array(names, "")
        sets = ", ".join(f"({name})" for name in names)
        return (
            f"SELECT {', '.join(names)} FROM (SELECT {cells} FROM forum_portal_stagedrow "
            f"WHERE upload_id = %(upload)s) s GROUP BY GROUPING SETS ({sets})"
        )

    @cached_property
    def rows(self) -> str:
        """The statement that makes `import_row`."""
        columns = [f"s.{name}_cell" for name in self.columns if name != "kind"]
        columns += [_number(name) for name in NUMBERS if name in self.given]
        columns += [
            f"{name}.id AS {name}_id" if name in self.given else f"NULL::bigint AS {name}_id"
            for name in NAMED
        ]
        columns.append(f"coalesce(nullif({self.cell('kind', 's.')}, ''), 'observed') AS kind")
        joins = [
            f"LEFT JOIN unnest(%({table}s)s::text[], %({table}_ids)s::bigint[]) {name} (name, id) "
            f"ON {name}.name = s.{name}_cell"
            for name, table in NAMED.items()
            if name in self.given
        ]
        return f"""
CREATE TEMPORARY TABLE import_row ON COMMIT DROP AS
SELECT s.line, s.unread, {", ".join(columns)},
    period.code AS period, period.frequency, period.first_day, period.last_day,
    coalesce(indicator.id = ANY(%(mine)s::bigint[]), true) AS is_mine
FROM (
    SELECT line, faults AS unread, {self._array(self.columns)}
    FROM forum_portal_stagedrow WHERE upload_id = %(upload)s OFFSET 0
) s
{chr(10).join(joins)}
LEFT JOIN unnest(%(periods)s::text[], %(codes)s::text[], %(frequencies)s::text[],
        %(starts)s::date[], %(ends)s::date[]) period (name, code, frequency, first_day, last_day)
    ON period.name = s.period_cell
"""

    # What several rows say

    key: ClassVar[Any] = KEY  # two rows that have it in common are about the same
    counted: ClassVar[str]

    @cached_property
    def many(self) -> str:
        """The statement that makes `import_many`: each key that several rows have."""
        return f"""
CREATE TEMPORARY TABLE import_many ON COMMIT DROP AS
SELECT {", ".join(self.key)}, min(line) AS first_line, max(line) AS last_line
FROM import_row
WHERE indicator_id > 0 AND area_id > 0 AND period IS NOT NULL AND {self.counted}
GROUP BY {", ".join(self.key)} HAVING count(*) > 1
"""

    @property
    def is_one_of_many(self) -> str:
        """The SQL that finds a row `n` in `import_many`."""
        equal = (f"n.{name} = many.{name}" for name in self.key if name != "instrument_id")
        return " AND ".join((*equal, "n.instrument_id IS NOT DISTINCT FROM many.instrument_id"))

    # What a row would do

    result: ClassVar[Any]
    verdict: ClassVar[str]

    @property
    def verdicts(self) -> str:
        """The statement that makes `import_verdict`: `result` with what the page shows of it."""
        return f"""
CREATE TEMPORARY TABLE import_verdict ON COMMIT DROP AS
SELECT *, {self.verdict} FROM ({self.result}) result
"""

    # What speaks against a row

    def faults_found(self, faults: Iterable[Fault]) -> str:
        """Return the SQL of all that is wrong with a row `n`, as JSON; first the cheap question."""
        known = [fault for fault in faults if fault.name in self.given or fault.name in ALWAYS]
        each = ", ".join(
            f"CASE WHEN {fault.condition} "
            f"THEN jsonb_build_array('{fault.name}', '{fault.code}', {fault.detail}) END"
            for fault in known
        )
        return (
            f"CASE WHEN n.unread <> '[]' OR {' OR '.join(fault.condition for fault in known)} "
            f"THEN n.unread || to_jsonb(array_remove(ARRAY[{each}], NULL)) ELSE '[]' END"
        )

    def faults_of_names(self) -> Iterable[Fault]:
        """Yield what may be wrong with the cells that name the figure."""
        for name in ("indicator", "area", "period"):
            yield Fault(name, "missing", f"n.{name}_cell = ''")
        for name in NAMED:
            if name in self.given:
                yield Fault(name, "unknown", f"n.{name}_cell <> '' AND n.{name}_id IS NULL")
                yield Fault(name, "ambiguous", f"n.{name}_id = -1")
        yield Fault("indicator", "not yours", "n.indicator_id > 0 AND NOT n.is_mine")
        yield Fault("period", "unknown", "n.period_cell <> '' AND n.period IS NULL")
        if "instrument" in self.given:
            stray = "n.kind <> 'target' AND n.instrument_cell <> ''"
            yield Fault("instrument", "only targets", stray)

    def faults_of_codes(self) -> Iterable[Fault]:
        """Yield what may be wrong with codes and numbers that the reader let through."""
        for name, codes in CHOICES.items():
            quoted = ", ".join(f"'{code}'" for code in ("", *codes.split()))
            column = "kind" if name == "kind" else f"{name}_cell"
            if name in self.given:
                yield Fault(name, "choice", f"n.{column} NOT IN ({quoted})")
        for name in NUMBERS:
            if name in self.given:
                condition = f"n.{name}_cell <> '' AND n.read_{name} IS NULL"
                yield Fault(name, "number", condition)


# Columns that have a value whether or not the table has them.
ALWAYS = {"indicator", "area", "period", "value", "out_of", "numerator", "denominator"}
