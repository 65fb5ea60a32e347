"""The SQL that compares a table of figures with the record: whole sets, never row by row.

After `import_row` comes a second temporary table, `import_version`: the version of the figure that
each row is held against. What a row would write, what changes by it and what speaks against it is
the query `FigureSql.result`.

A version is given whole: what a row leaves open stays while the value does, else it is empty.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from metrics.importing.row_sql import NUMBERS, Fault, RowSql

# What a row writes beside the value, and what it is where nobody says it.
DEFAULTS = {
    "comparator": "'eq'",
    "obs_status": "'A'",
    "out_of": "NULL::numeric",
    "numerator": "NULL::numeric",
    "denominator": "NULL::numeric",
    "comment": "''",
    "comment_en": "''",
}
WRITTEN = ("value", *DEFAULTS)
WITHOUT_VALUE = "('O', 'L', 'M', 'Q', 'withdrawn')"
LOWEST = "coalesce(unit.lowest, CASE WHEN unit.kind = 'share' AND unit.highest IS NULL THEN 0 END)"
HIGHEST = (
    "coalesce(unit.highest, CASE WHEN unit.kind = 'share' AND unit.lowest IS NULL THEN 100 END)"
)


@dataclass(frozen=True)
class FigureSql(RowSql):
    """The statements for a table of figures."""

    # The version that a row is held against

    @cached_property
    def versions(self) -> str:
        """The statement that makes `import_version`.

        It is that of the row's own draft, one that the row itself names as history, one in another
        release on its way, or the one in force.
        """
        is_history = "false"
        if "release" in self.given:
            is_history = f"""release.slug = r.release_cell
                AND r.read_value IS NOT DISTINCT FROM v.value
                AND {self._says_nothing_else("comparator")}
                AND {self._says_nothing_else("obs_status")}"""
        return f"""
CREATE TEMPORARY TABLE import_version ON COMMIT DROP AS
SELECT DISTINCT ON (line) *
FROM (
    SELECT r.line, v.id AS version_id, {", ".join(f"v.{name} AS old_{name}" for name in WRITTEN)},
        release.published_at, v.release_id AS version_release_id,
        CASE
            WHEN v.release_id = %(draft)s THEN 'draft'
            WHEN release.published_at > portal_now() OR release.published_at IS NULL
                THEN 'elsewhere'
            WHEN {is_history} THEN 'history'
            ELSE 'public'
        END AS stands
    FROM import_row r
    JOIN metrics_observation v ON v.indicator_id = r.indicator_id AND v.period = r.period
        AND v.area_id = r.area_id AND v.kind = r.kind
        AND v.instrument_id IS NOT DISTINCT FROM r.instrument_id
    JOIN metrics_release release ON release.id = v.release_id AND release.state <> 'abandoned'
) found
ORDER BY line, array_position(ARRAY['history', 'draft', 'elsewhere', 'public'], stands),
    published_at DESC, version_release_id DESC
"""

    def _says_nothing_else(self, name: str) -> str:
        cell = self.cell(name, "r.")
        return f"coalesce(nullif({cell}, ''), v.{name}) = v.{name}"

    # What a row would do

    @cached_property
    def result(self) -> str:
        """The query of what every row would write and change, and what speaks against it."""
        cells = [name for name in self.columns if name != "kind"]
        return f"""
WITH valued AS (
    SELECT r.*, v.version_id, v.stands, v.version_release_id,
        {", ".join(f"v.old_{name}" for name in WRITTEN)},
        CASE WHEN r.value_cell <> '' THEN r.read_value
            WHEN {self.cell("obs_status", "r.")} IN {WITHOUT_VALUE} THEN NULL
            ELSE v.old_value END AS new_value
    FROM import_row r LEFT JOIN import_version v USING (line)
), compared AS (
    SELECT *, version_id IS NOT NULL AND (new_value IS NOT DISTINCT FROM old_value
        OR {self.cell("obs_status")} = 'withdrawn' AND old_obs_status = 'withdrawn') AS is_same
    FROM valued
), n AS (
    SELECT line, unread, {", ".join(f"{name}_cell" for name in cells)},
        {", ".join(f"read_{name}" for name in NUMBERS if name in self.given)},
        indicator_id, area_id, instrument_id, source_id, kind, period, frequency, first_day,
        last_day, is_mine, version_id, stands, version_release_id,
        {", ".join(f"old_{name}" for name in WRITTEN)},
        CASE WHEN is_same THEN old_value ELSE new_value END AS value,
        {", ".join(map(self._written, DEFAULTS))}
    FROM compared
), twice AS (
    SELECT unnest(array_agg(line)) AS line, min(line) AS first_line, max(line) AS last_line
    FROM import_row
    WHERE indicator_id > 0 AND area_id > 0 AND period IS NOT NULL
        AND line NOT IN (SELECT line FROM import_version WHERE stands = 'history')
    GROUP BY indicator_id, area_id, kind, instrument_id, period HAVING count(*) > 1
), {self._cited}
SELECT n.*, c.citation_id, c.is_in_draft,
    {self._figure_changes} AS figure_changes,
    {self._source_changes} AS source_changes,
    {self.faults_found(self._faults)} AS faults
FROM n
LEFT JOIN c USING (line)
LEFT JOIN twice USING (line)
LEFT JOIN metrics_indicator indicator ON indicator.id = n.indicator_id
LEFT JOIN metrics_unit unit ON unit.id = indicator.unit_id
"""

    @cached_property
    def verdicts(self) -> str:
        """The statement that writes the verdicts down."""
        return f"""
INSERT INTO forum_portal_verdict (upload_id, line, state, changes, faults)
SELECT %(upload)s, line,
    CASE WHEN faults <> '[]' THEN 3 WHEN version_id IS NULL THEN 2
        WHEN stands <> 'history' AND (figure_changes <> '[]' OR source_changes <> '[]') THEN 1
        ELSE 4 END,
    CASE WHEN version_id IS NULL OR stands = 'history' THEN '[]'
        ELSE figure_changes || source_changes END,
    faults
FROM ({self.result}) result
"""

    def _written(self, name: str) -> str:
        """Return what becomes of a column: what the row says, what stays, or the default."""
        default = DEFAULTS[name]
        if name == "obs_status":  # of a new figure without a value, as it was answered for the file
            is_answered = "version_id IS NULL AND value_cell = '' AND %(missing)s::text <> ''"
            default = f"CASE WHEN {is_answered} THEN %(missing)s::text ELSE {default} END"
        if name not in self.given:
            return f"CASE WHEN is_same THEN old_{name} ELSE {default} END AS {name}"
        read = (
            f"read_{name}" if name in NUMBERS else f"coalesce(nullif({name}_cell, ''), {default})"
        )
        said = f"({name}_cell <> '' OR '{name}' = ANY(%(cleared)s))"
        kept = f"WHEN is_same THEN old_{name} ELSE {default} END"
        return f"CASE WHEN {said} THEN {read} {kept} AS {name}"

    @property
    def _cited(self) -> str:
        """The citation that says already what the row says of its source."""
        if "source" not in self.given:
            return (
                "c AS (SELECT NULL::integer AS line, NULL::bigint AS citation_id, "
                "''::text AS sentence, false AS is_in_draft)"
            )
        places = "".join(
            f" AND (r.{name}_cell = '' OR r.{name}_cell = cited.{name})"
            for name in ("locator", "printed")
            if name in self.given
        )
        return f"""c AS (
    SELECT DISTINCT ON (line) line, cited.id AS citation_id, cited.sentence,
        cited.release_id IS NOT DISTINCT FROM %(draft)s AS is_in_draft
    FROM import_version v
    JOIN import_row r USING (line)
    JOIN metrics_citation cited ON cited.observation_id = v.version_id
        AND cited.source_id = r.source_id{places}
    JOIN metrics_release release ON release.id = cited.release_id
        AND (release.published_at <= portal_now() OR cited.release_id = %(draft)s
            OR cited.release_id = v.version_release_id)
    ORDER BY line, cited.position, cited.id
)"""

    @property
    def _figure_changes(self) -> str:
        """The changes of a figure as JSON; the cheap question first, for most rows have none."""
        differs = {name: f"n.{name} IS DISTINCT FROM n.old_{name}" for name in WRITTEN}
        each = ", ".join(
            f"CASE WHEN {condition} THEN jsonb_build_array('{name}', "
            f"coalesce(n.old_{name}::text, ''), coalesce(n.{name}::text, '')) END"
            for name, condition in differs.items()
        )
        return (
            f"CASE WHEN n.version_id IS NOT NULL AND ({' OR '.join(differs.values())}) "
            f"THEN to_jsonb(array_remove(ARRAY[{each}], NULL)) ELSE '[]' END"
        )

    @property
    def _source_changes(self) -> str:
        if "source" not in self.given:
            return "'[]'::jsonb"
        another = ""
        if "sentence" in self.given:
            another = """WHEN n.sentence_cell <> c.sentence AND n.sentence_cell <> ''
        THEN jsonb_build_array(jsonb_build_array('sentence', c.sentence, n.sentence_cell))"""
        return f"""CASE WHEN n.version_id IS NULL OR n.stands = 'history' THEN '[]'
        WHEN n.source_id > 0 AND c.citation_id IS NULL
        THEN jsonb_build_array(jsonb_build_array('source', '', n.source_cell))
        {another} ELSE '[]' END"""

    @property
    def _faults(self) -> Iterable[Fault]:
        yield from self.faults_of_names()
        other = "CASE line WHEN first_line THEN last_line ELSE first_line END"
        yield Fault("period", "twice", "twice.first_line IS NOT NULL", other)
        yield from self.faults_of_codes()
        yield from self._faults_of_value
        yield from self._faults_of_rest

    @property
    def _faults_of_value(self) -> Iterable[Fault]:
        nothing = f"n.value IS NULL AND n.value_cell = '' AND n.obs_status NOT IN {WITHOUT_VALUE}"
        yield Fault("value", "needed", nothing)
        yield Fault("value", "digits", "length(n.value_cell) > 20")
        no_rank = "n.value < 1 OR n.value <> trunc(n.value)"
        yield Fault("value", "rank", f"unit.kind = 'rank' AND ({no_rank})")
        yield Fault("value", "count", "unit.kind = 'count' AND n.value < 0")
        yield Fault("value", "low", f"n.value < {LOWEST}", LOWEST)
        yield Fault("value", "high", f"n.value > {HIGHEST}", HIGHEST)
        differs = [f"n.{name} IS DISTINCT FROM n.old_{name}" for name in WRITTEN]
        if "source" in self.given:
            differs.append("n.source_id > 0 AND c.citation_id IS NULL")
        taken = f"n.stands = 'elsewhere' AND ({' OR '.join(differs)})"
        yield Fault("value", "taken", taken, "n.version_release_id")

    @property
    def _faults_of_rest(self) -> Iterable[Fault]:
        no_places = "n.out_of NOT BETWEEN 1 AND 32767 OR n.out_of <> trunc(n.out_of)"
        yield Fault("out_of", "places", no_places)
        yield Fault("out_of", "beyond", "n.value > n.out_of")
        yield Fault("denominator", "positive", "n.denominator <= 0")
        above = "unit.kind = 'share' AND n.numerator > n.denominator"
        yield Fault("numerator", "above whole", above)
        for name, length in (("locator", 120), ("printed", 200)):
            yield Fault(name, "long", f"length(n.{name}_cell) > {length}", str(length))
        other = "n.sentence_cell <> '' AND c.sentence <> n.sentence_cell AND NOT c.is_in_draft"
        yield Fault("sentence", "public", other)
