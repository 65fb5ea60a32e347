"""The SQL that compares a table of figures with the record: whole sets, never row by row.

Beside `import_row` stands a second temporary table, `import_version`: the version of the figure
that each row is held against. What a row would write, what changes by it and what speaks against it
is the query `FigureSql.result`.

A version is given whole: what a row leaves open stays while the value does, else it is empty.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from metrics.importing.row_sql import IS_HIDDEN, KEY, NUMBERS, ONE_OF_MANY, Fault, RowSql

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
SAID = ("locator", "printed", "sentence")  # of the source, as the row says it
WITHOUT_VALUE = "('O', 'L', 'M', 'Q', 'withdrawn')"
LOWEST = "coalesce(unit.lowest, CASE WHEN unit.kind = 'share' AND unit.highest IS NULL THEN 0 END)"
HIGHEST = (
    "coalesce(unit.highest, CASE WHEN unit.kind = 'share' AND unit.lowest IS NULL THEN 100 END)"
)


def _seen(name: str) -> str:
    """Return the SQL of a column of a version, null where the uploader may not look at it."""
    return f"CASE WHEN NOT release.is_hidden THEN {name} END"


@dataclass(frozen=True)
class FigureSql(RowSql):
    """The statements for a table of figures."""

    # The version that a row is held against

    @cached_property
    def versions(self) -> str:
        """The statement that makes `import_version`.

        It is that of the row's own draft, one that the row itself names as history, one in another
        release on its way, or the one in force. Of one in a release that the uploader may not
        look at the row learns that it is there, if the figure is the uploader's own, and no more.
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
    SELECT r.line, r.source_id{self._places}, {_seen("v.id")} AS version_id,
        {", ".join(f"{_seen(f'v.{name}')} AS old_{name}" for name in WRITTEN)},
        NOT release.is_hidden AND {self._is_same} AS is_same,
        release.published_at, {_seen("v.release_id")} AS version_release_id,
        CASE
            WHEN release.is_hidden THEN 'hidden'
            WHEN v.release_id = %(draft)s THEN 'draft'
            WHEN release.published_at > portal_now() OR release.published_at IS NULL
                THEN 'elsewhere'
            WHEN {is_history} THEN 'history'
            ELSE 'public'
        END AS stands
    FROM import_row r
    JOIN metrics_observation v ON v.indicator_id = r.indicator_id AND v.period = r.period
        AND v.area_id = r.area_id AND v.kind = r.kind
        AND coalesce(v.instrument_id, 0) = coalesce(r.instrument_id, 0)
    JOIN (SELECT *, {IS_HIDDEN} AS is_hidden FROM metrics_release release) release
        ON release.id = v.release_id AND release.state <> 'abandoned'
        AND (r.is_mine OR NOT release.is_hidden)
) found
ORDER BY line,
    array_position(ARRAY['history', 'draft', 'elsewhere', 'hidden', 'public'], stands),
    published_at DESC, version_release_id DESC
"""

    @property
    def _is_same(self) -> str:
        """Whether a row leaves the value of its version, or the lack of one, as it is."""
        return f"""({self._new_value("v.value")} IS NOT DISTINCT FROM v.value
            OR {self.cell("obs_status", "r.")} = 'withdrawn' AND v.obs_status = 'withdrawn')"""

    def _new_value(self, old: str) -> str:
        return f"""CASE WHEN r.value_cell <> '' THEN r.read_value
            WHEN {self.cell("obs_status", "r.")} IN {WITHOUT_VALUE} THEN NULL ELSE {old} END"""

    @property
    def _places(self) -> str:
        names = [name for name in ("locator", "printed") if name in self.given]
        return "".join(f", r.{name}_cell" for name in names)

    def _says_nothing_else(self, name: str) -> str:
        cell = self.cell(name, "r.")
        return f"coalesce(nullif({cell}, ''), v.{name}) = v.{name}"

    counted = "line NOT IN (SELECT line FROM import_version WHERE stands = 'history')"

    # What a row would do

    @cached_property
    def result(self) -> str:
        """The query of what every row would write and change, and what speaks against it."""
        cells = [name for name in self.columns if name != "kind"]
        return f"""
WITH n AS (
    SELECT r.line, r.unread, {", ".join(f"r.{name}_cell" for name in cells)},
        {", ".join(f"r.read_{name}" for name in NUMBERS if name in self.given)},
        r.indicator_id, r.area_id, r.instrument_id, r.source_id, r.kind, r.period, r.frequency,
        r.first_day, r.last_day, r.is_mine, v.version_id, v.stands, v.version_release_id,
        {", ".join(f"v.old_{name}" for name in WRITTEN)},
        CASE WHEN v.is_same THEN v.old_value ELSE {self._new_value("v.old_value")} END AS value,
        {", ".join(map(self._written, DEFAULTS))}
    FROM import_row r LEFT JOIN import_version v USING (line)
), {self._cited}
SELECT n.line, {", ".join(f"n.{name}" for name in KEY)}, n.frequency, n.first_day, n.last_day,
    {", ".join(f"n.{name}, n.old_{name}" for name in WRITTEN)},
    n.version_id, n.stands, n.source_id, c.citation_id, c.is_in_draft,
    {", ".join(f"{self.cell(name, 'n.')} AS said_{name}" for name in SAID)},
    {self._figure_changes} AS figure_changes,
    {self._source_changes} AS source_changes,
    {self.faults_found(self._faults)} AS faults
FROM n
LEFT JOIN c USING (line)
LEFT JOIN import_many many ON n.stands IS DISTINCT FROM 'history' AND {self.is_one_of_many}
LEFT JOIN (metrics_indicator indicator JOIN metrics_unit unit ON unit.id = indicator.unit_id)
    ON indicator.id = n.indicator_id
"""

    verdict = """CASE WHEN faults <> '[]' THEN 3 WHEN version_id IS NULL THEN 2
        WHEN stands <> 'history' AND (figure_changes <> '[]' OR source_changes <> '[]') THEN 1
        ELSE 4 END AS state,
    CASE WHEN version_id IS NULL OR stands = 'history' THEN '[]'
        ELSE figure_changes || source_changes END AS changes"""

    def _written(self, name: str) -> str:
        """Return what becomes of a column: what the row says, what stays, or the default."""
        default = DEFAULTS[name]
        if name == "obs_status":  # of a new figure without a value, as it was answered for the file
            is_answered = "v.version_id IS NULL AND r.value_cell = '' AND %(missing)s::text <> ''"
            default = f"CASE WHEN {is_answered} THEN %(missing)s::text ELSE {default} END"
        if name not in self.given:
            return f"CASE WHEN v.is_same THEN v.old_{name} ELSE {default} END AS {name}"
        cell = f"r.{name}_cell"
        read = f"r.read_{name}" if name in NUMBERS else f"coalesce(nullif({cell}, ''), {default})"
        said = f"({cell} <> '' OR '{name}' = ANY(%(cleared)s))"
        kept = f"WHEN v.is_same THEN v.old_{name} ELSE {default} END"
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
            f" AND (v.{name}_cell = '' OR v.{name}_cell = cited.{name})"
            for name in ("locator", "printed")
            if name in self.given
        )
        return f"""c AS (
    SELECT DISTINCT ON (line) line, cited.id AS citation_id, cited.sentence,
        cited.release_id IS NOT DISTINCT FROM %(draft)s AS is_in_draft
    FROM import_version v
    JOIN metrics_citation cited ON cited.observation_id = v.version_id
        AND cited.source_id = v.source_id{places}
    WHERE cited.release_id IN (SELECT id FROM metrics_release WHERE published_at <= portal_now())
        OR cited.release_id = %(draft)s OR cited.release_id = v.version_release_id
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
        yield Fault("period", "twice", *ONE_OF_MANY)
        yield from self.faults_of_codes()
        yield from self._faults_of_value
        yield from self._faults_of_rest

    @property
    def _faults_of_value(self) -> Iterable[Fault]:
        yield Fault("value", "prepared", "n.stands = 'hidden'")  # whatever the row says
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
