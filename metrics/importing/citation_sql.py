"""The SQL that compares a table of citations with the record, and writes it into a draft.

A citation belongs to the version of a figure in its own draft, or to the one in force. A row that
names a public release repeats what that release holds. What is public stays as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from metrics.importing.row_sql import IS_HIDDEN, KEY, ONE_OF_MANY, Fault, RowSql

PLACE = ("locator", "printed")
DEFAULTS = {
    "stance": "'states'",
    "position": "NULL::integer",  # behind the others
    "sentence": "''",
    "original": "''",
    "note": "''",
    "note_en": "''",
}


@dataclass(frozen=True)
class CitationSql(RowSql):
    """The statements for a table of citations; `result` is the query of what each row would do."""

    @cached_property
    def versions(self) -> str:
        """The statement that makes `import_version`: the version that a row's citation is of.

        What stands in a release that the uploader may not look at is not there for the row.
        """
        return f"""
CREATE TEMPORARY TABLE import_version ON COMMIT DROP AS
SELECT DISTINCT ON (line) *
FROM (
    SELECT r.line, v.id AS version_id, release.published_at, v.release_id AS version_release_id,
        CASE
            WHEN v.release_id = %(draft)s THEN 'draft'
            WHEN release.published_at <= portal_now() THEN 'public'
            ELSE 'elsewhere'
        END AS stands
    FROM import_row r
    JOIN metrics_observation v ON v.indicator_id = r.indicator_id AND v.period = r.period
        AND v.area_id = r.area_id AND v.kind = r.kind
        AND v.instrument_id IS NOT DISTINCT FROM r.instrument_id
    JOIN metrics_release release ON release.id = v.release_id AND release.state <> 'abandoned'
        AND NOT ({IS_HIDDEN})
) found
ORDER BY line, array_position(ARRAY['draft', 'public', 'elsewhere'], stands),
    published_at DESC, version_release_id DESC
"""

    @cached_property
    def result(self) -> str:
        """The query of what every row would write and change, and what speaks against it."""
        cells = [name for name in self.columns if name != "kind"]
        return f"""
WITH c AS (
    SELECT DISTINCT ON (r.line) r.line, cited.id AS citation_id,
        {", ".join(f"cited.{name} AS old_{name}" for name in DEFAULTS)},
        cited.release_id IS NOT DISTINCT FROM %(draft)s AS is_in_draft
    FROM import_row r
    JOIN import_version v USING (line)
    JOIN metrics_observation o ON o.indicator_id = r.indicator_id AND o.period = r.period
        AND o.area_id = r.area_id AND o.kind = r.kind
        AND o.instrument_id IS NOT DISTINCT FROM r.instrument_id
    JOIN metrics_citation cited ON cited.observation_id = o.id AND cited.source_id = r.source_id
        AND {" AND ".join(f"cited.{name} = {self.cell(name, 'r.')}" for name in PLACE)}
    JOIN metrics_release release ON release.id = cited.release_id
        AND (release.published_at <= portal_now() OR cited.release_id = %(draft)s)
    WHERE o.id = v.version_id OR release.slug = {self.cell("release", "r.")}
    ORDER BY r.line, release.slug = {self.cell("release", "r.")} DESC, cited.id DESC
), n AS (
    SELECT r.line, r.unread, {", ".join(f"r.{name}_cell" for name in cells)},
        r.indicator_id, r.area_id, r.instrument_id, r.source_id, r.kind, r.period, r.is_mine,
        v.version_id, v.stands, v.version_release_id, c.citation_id, c.is_in_draft,
        {", ".join(f"c.old_{name}" for name in DEFAULTS)},
        {", ".join(map(self._written, DEFAULTS))}
    FROM import_row r
    LEFT JOIN import_version v USING (line)
    LEFT JOIN c USING (line)
)
SELECT n.*, {", ".join(f"{self.cell(name, 'n.')} AS said_{name}" for name in PLACE)},
    {self._changes} AS changes, {self.faults_found(self._faults)} AS faults
FROM n LEFT JOIN import_many many ON {self.is_one_of_many}
"""

    @property
    def key(self) -> tuple[str, ...]:
        said = (f"{name}_cell" for name in (*PLACE, "release") if name in self.given)
        return (*KEY, "source_id", *said)

    counted = "source_id > 0"
    verdict = """CASE WHEN faults <> '[]' THEN 3 WHEN citation_id IS NULL THEN 2
        WHEN changes <> '[]' THEN 1 ELSE 4 END AS state"""

    def _written(self, name: str) -> str:
        kept = f"CASE WHEN c.citation_id IS NULL THEN {DEFAULTS[name]} ELSE c.old_{name} END"
        if name not in self.given:
            return f"{kept} AS {name}"
        cell = f"r.{name}_cell"
        read = f"CASE WHEN {cell} ~ '^[0-9]{{1,4}}$' THEN {cell}::integer END"
        said = read if name == "position" else cell
        is_cleared = f"'{name}' = ANY(%(cleared)s)"
        return (
            f"CASE WHEN {cell} <> '' THEN {said} WHEN {is_cleared} THEN {DEFAULTS[name]} "
            f"ELSE {kept} END AS {name}"
        )

    @property
    def _changes(self) -> str:
        differs = {
            name: f"n.{name} IS NOT NULL AND n.{name} <> n.old_{name}"
            for name in DEFAULTS
            if name in self.given
        }
        if not differs:
            return "'[]'::jsonb"
        each = ", ".join(
            f"CASE WHEN {condition} THEN jsonb_build_array('{name}', n.old_{name}::text, "
            f"n.{name}::text) END"
            for name, condition in differs.items()
        )
        return (
            f"CASE WHEN n.citation_id IS NOT NULL AND ({' OR '.join(differs.values())}) "
            f"THEN to_jsonb(array_remove(ARRAY[{each}], NULL)) ELSE '[]' END"
        )

    @property
    def _faults(self) -> Iterable[Fault]:
        yield from self.faults_of_names()
        yield from self.faults_of_codes()
        yield Fault("source", "twice", *ONE_OF_MANY)
        yield Fault("source", "missing", "n.source_cell = ''")
        yield Fault("position", "number", "n.position_cell <> '' AND n.position IS NULL")
        named = "n.indicator_id > 0 AND n.area_id > 0 AND n.period IS NOT NULL"
        yield Fault("period", "no figure", f"{named} AND n.version_id IS NULL")
        yield Fault("period", "elsewhere", "n.stands = 'elsewhere'", "n.version_release_id")
        for name in DEFAULTS:
            if name in self.given:
                differs = f"n.{name} IS NOT NULL AND n.{name} <> n.old_{name}"
                yield Fault(
                    name, "public", f"n.citation_id > 0 AND NOT n.is_in_draft AND {differs}"
                )


CHOSEN = """
CREATE TEMPORARY TABLE import_result ON COMMIT DROP AS
SELECT * FROM import_verdict
WHERE faults = '[]' AND NOT line = ANY(%(left_out)s)
    AND (citation_id IS NULL OR is_in_draft AND changes <> '[]')
"""
CHANGE = f"""
UPDATE metrics_citation c
SET {", ".join(f"{name} = coalesce(r.{name}, c.{name})" for name in DEFAULTS)}
FROM import_result r WHERE c.id = r.citation_id
"""
ADD = """
INSERT INTO metrics_citation (release_id, observation_id, source_id, stance, position, locator,
    printed, sentence, original, note, note_en)
SELECT %(draft)s, r.version_id, r.source_id, r.stance,
    coalesce(r.position, (
        SELECT coalesce(max(c.position), 0) FROM metrics_citation c
        WHERE c.observation_id = r.version_id
    ) + row_number() OVER (PARTITION BY r.version_id ORDER BY r.line)),
    r.said_locator, r.said_printed, r.sentence, r.original, r.note, r.note_en
FROM import_result r WHERE r.citation_id IS NULL ORDER BY r.line
"""
STATEMENTS = (CHANGE, ADD)
