"""Writing a compared table of figures into a draft: new versions and their sources, set by set.

Where only a remark of a public figure changes, its citations hold for the new version too: they are
copied behind the row's own.
"""

from metrics.importing.figure_sql import WRITTEN
from metrics.importing.row_sql import KEY

NUMBER = ("value", "comparator", "out_of", "numerator", "denominator")
_NEXT = "nextval(pg_get_serial_sequence('metrics_observation', 'id'))"
QUOTED = ("source_id", "stance", "locator", "printed", "sentence", "original", "note", "note_en")


# The rows that write something, but for those that were left out. A new version has its id already,
# so that what cites it need not look for it.
CHOSEN = f"""
CREATE TEMPORARY TABLE import_result ON COMMIT DROP AS
SELECT chosen.*, CASE WHEN is_new THEN {_NEXT} ELSE version_id END AS observation_id
FROM (
    SELECT *, version_id IS NULL OR stands = 'public' AND figure_changes <> '[]' AS is_new
    FROM import_verdict
    WHERE faults = '[]' AND NOT line = ANY(%(left_out)s)
        AND (version_id IS NULL
            OR stands IN ('draft', 'public') AND (figure_changes <> '[]' OR source_changes <> '[]'))
) chosen
"""

CHANGE = f"""
UPDATE metrics_observation o
SET {", ".join(f"{name} = r.{name}" for name in WRITTEN)}
FROM import_result r
WHERE o.id = r.version_id AND r.stands = 'draft' AND r.figure_changes <> '[]'
"""

# In the order of the key, so that foreign keys are checked against pages that are at hand.
ADD = f"""
INSERT INTO metrics_observation
    (id, release_id, {", ".join(KEY)}, frequency, period_start, period_end, {", ".join(WRITTEN)})
SELECT observation_id, %(draft)s, {", ".join(KEY)}, frequency, first_day, last_day,
    {", ".join(WRITTEN)}
FROM import_result WHERE is_new ORDER BY indicator_id, period, area_id
"""


def _cite(which: str, position: str) -> str:
    return f"""
INSERT INTO metrics_citation (release_id, observation_id, position, {", ".join(QUOTED)})
SELECT %(draft)s, r.observation_id, {position},
    r.source_id, 'states', r.said_locator, r.said_printed, r.said_sentence, '', '', ''
FROM import_result r WHERE r.source_id > 0 AND {which} ORDER BY r.observation_id
"""


_BEHIND = """coalesce(
    (SELECT max(c.position) + 1 FROM metrics_citation c WHERE c.observation_id = r.observation_id),
    1
)"""
CITE_NEW = _cite("r.is_new", "1")
CITE_OLD = _cite("NOT r.is_new AND r.citation_id IS NULL", _BEHIND)

KEEP = f"""
INSERT INTO metrics_citation (release_id, observation_id, position, {", ".join(QUOTED)})
SELECT %(draft)s, r.observation_id,
    row_number() OVER (PARTITION BY r.observation_id ORDER BY c.position, c.id)
        + CASE WHEN r.source_id > 0 THEN 1 ELSE 0 END,
    {", ".join(f"c.{name}" for name in QUOTED)}
FROM import_result r
JOIN metrics_citation c ON c.observation_id = r.version_id
JOIN metrics_release release ON release.id = c.release_id
    AND release.published_at <= portal_now()
WHERE r.is_new AND ({", ".join(f"r.{name}" for name in NUMBER)})
        IS NOT DISTINCT FROM ({", ".join(f"r.old_{name}" for name in NUMBER)})
    AND NOT (c.source_id IS NOT DISTINCT FROM r.source_id AND c.locator = r.said_locator)
"""

QUOTE = """
UPDATE metrics_citation c SET sentence = r.said_sentence
FROM import_result r
WHERE c.id = r.citation_id AND r.is_in_draft AND r.said_sentence NOT IN ('', c.sentence)
"""

# In their order; what stands in the draft already is cited before its neighbours are added.
STATEMENTS = (CHANGE, ADD, CITE_OLD, CITE_NEW, KEEP, QUOTE)
