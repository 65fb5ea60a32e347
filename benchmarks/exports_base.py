"""The record that the export benchmark reads: as many figures as asked for, like a city's.

What is measured of one indicator is the same in every base, and so are the names of whatever has
figures. The rest of the figures hang from the other indicators, for every area and month, and every
twentieth of them was revised once.
"""

import psycopg

INDICATORS, AREAS, SOURCES, RELEASES = 200, 400, 500, 24
OF_ONE = 1_000  # figures of the indicator that is measured in each base: 100 areas, 10 years
ONE = "do-0"  # its slug
SERIES = (INDICATORS - 1) * AREAS  # of the others; the two numbers have no common factor
REVISED = 20  # every so many figures
FIRST_ID = 1_000_000_000  # above those of the city
# A figure's place decides on everything that it says. Places run by month, as releases do, then by
# indicator, then by area; the table is filled in this order, which is no index's.
FIGURES = f"""
CREATE TEMPORARY TABLE place AS
SELECT n AS id, n % {RELEASES} AS release, 0 AS indicator, n % 100 AS area,
    (2015 + n / 100)::text AS period, 'A' AS frequency,
    make_date(2015 + n / 100, 1, 1) AS first, make_date(2015 + n / 100, 12, 31) AS last
FROM generate_series(0, {OF_ONE - 1}) n
UNION ALL
SELECT {OF_ONE} - 1 + row_number() OVER (ORDER BY month, 1 + n % {INDICATORS - 1}, n % {AREAS}),
    month * {RELEASES} / months, 1 + n % {INDICATORS - 1}, n % {AREAS}, to_char(first, 'YYYY-MM'),
    'M', first, (first + interval '1 month' - interval '1 day')::date
FROM generate_series(0, {{rows}} - {OF_ONE + 1}) n,
    LATERAL (SELECT n / {SERIES} AS month, 1 + ({{rows}} - {OF_ONE + 1}) / {SERIES} AS months) age,
    LATERAL (SELECT (date '2010-01-01' + month * interval '1 month')::date AS first) day
"""
OBSERVATIONS = f"""
INSERT INTO metrics_observation (id, release_id, indicator_id, area_id, kind, period, frequency,
    period_start, period_end, value, comparator, obs_status, comment, comment_en)
SELECT {{id}} + {FIRST_ID}, release.id, indicator.id, area.id, 'observed', p.period, p.frequency,
    p.first, p.last,
    {{value}}, 'eq', 'A', CASE WHEN p.id % 50 = 7 THEN 'Số liệu sơ bộ, làm tròn' ELSE '' END, ''
FROM place p
JOIN metrics_indicator indicator ON indicator.code = 'do_' || p.indicator
JOIN metrics_area area ON area.code = 'do-' || p.area
JOIN metrics_release release ON release.slug = 'do-' || {{release}}
{{rest}} ORDER BY {{id}}
"""
VALUE = "(p.id::bigint * 7919 % 100000) / 10.0"
CITATIONS = f"""
INSERT INTO metrics_citation (release_id, observation_id, source_id, stance, position, locator,
    printed, sentence, original, note, note_en)
SELECT f.release_id, f.id, source.id, 'states', 1, 'trang ' || f.id % 300,
    replace(f.value::text, '.', ','), '', '', '', ''
FROM metrics_observation f
JOIN metrics_source source ON source.slug = 'do-' || f.id % {SOURCES}
WHERE f.id > {FIRST_ID} AND f.id % 10 < 9 ORDER BY f.id
"""
# A second source agrees with every tenth figure.
MORE_CITATIONS = f"""
INSERT INTO metrics_citation (release_id, observation_id, source_id, stance, position, locator,
    printed, sentence, original, note, note_en)
SELECT f.release_id, f.id, source.id, 'agrees', 2, 'đoạn 3', '', '', '', '', ''
FROM metrics_observation f JOIN metrics_source source ON source.slug = 'do-0'
WHERE f.id > {FIRST_ID} AND f.id % 10 = 4
"""


# One release a month, in the past of every release of the city.
RELEASED = """
UPDATE metrics_release SET state = 'approved', published_at =
    timestamptz '2012-01-01 09:00+07' + split_part(slug, '-', 2)::int * interval '1 month'
WHERE slug LIKE 'do-%'
"""
# All but those of keys that other tables point at, which would go, too.
INDEXES = """
SELECT index.relname, index.indrelid, index.made, index.definition FROM (
    SELECT c.relname, i.indrelid::regclass::text, pg_get_constraintdef(k.oid) AS made,
        pg_get_indexdef(i.indexrelid) AS definition
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype = 'u'
    WHERE i.indrelid IN ('metrics_observation'::regclass, 'metrics_citation'::regclass)
        AND NOT i.indisprimary
) index
"""


def make_what_figures_hang_from() -> None:
    """Make pillar, unit, indicators, areas, sources, and releases, the last one of revisions."""
    from metrics.models import Area, Indicator, Pillar, Release, Source, Unit

    unit = Unit.objects.create(code="do", kind="measure")
    pillar = Pillar.objects.create(code="do", name="Đo tốc độ")
    for place in range(INDICATORS):
        key = {"code": f"do_{place}", "slug": f"do-{place}", "name": f"Số hồ sơ loại {place}"}
        Indicator.objects.create(**key, unit=unit, pillar=pillar)
    for place in range(AREAS):
        Area.objects.create(code=f"do-{place}", name=f"Phường số {place}", kind="commune")
    for place in range(SOURCES):
        url = f"https://thongke.example.gov.vn/bao-cao/{place}.pdf"
        Source.objects.create(slug=f"do-{place}", title=f"Báo cáo số {place}", url=url)
    for place in range(RELEASES + 1):
        Release.objects.create(slug=f"do-{place}", title=f"Đợt công bố {place}")


def fill(database: psycopg.Connection, rows: int) -> None:
    """Put `rows` figures in force beside those of the city, as a superuser without triggers."""
    run = database.execute
    run("SET session_replication_role = replica; SET maintenance_work_mem = '1GB'")
    run(RELEASED)
    kept = _without_indexes(database)
    run(FIGURES.format(rows=rows))
    run(OBSERVATIONS.format(id="p.id", release="p.release", value=VALUE, rest=""))
    new = {"id": f"p.id + {rows}", "release": RELEASES, "value": f"{VALUE} + 0.1"}
    run(OBSERVATIONS.format(**new, rest=f"WHERE p.id % {REVISED} = 3"))
    run(CITATIONS)
    run(MORE_CITATIONS)
    for statement in kept:
        run(statement)
    run("DROP TABLE place")
    run("VACUUM ANALYZE")


def _without_indexes(database: psycopg.Connection) -> list[str]:
    """Take the indexes off the two large tables; return the statements that put them back."""
    statements = []
    for name, table, constraint, definition in database.execute(INDEXES).fetchall():
        if constraint:
            database.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE")
            statements.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {constraint}")
        else:
            database.execute(f"DROP INDEX {name}")
            statements.append(definition)
    return statements
