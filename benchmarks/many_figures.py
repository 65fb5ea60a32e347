"""A record that grows under a benchmark: figures of many indicators, and a long daily series."""

from datetime import timedelta

from throwaway import manage

INDICATORS, AREAS = 200, 100
FIRST_ID = 10_000_000
IN_A_RELEASE = 100_000
# The figure with which the forum of the city opens: its page draws the figures before it, too.
DAILY = "ho_so_truc_tuyen_pct"
DAILY_AREA, LAST_DAY = "hai-phong-den-2025-06", "2025-06-30"
RATE = "/chi-so/ty-le-ho-so-truc-tuyen"
# Pages that show figures, or which of them are public.
GROWN = [
    "/",
    "/dien-dan/",
    "/dien-dan/2023/",
    "/dien-dan/2023/ket-qua/",
    "/dien-dan/2024/",
    "/bao-cao/ket-qua-dien-dan-2023/",
    "/chi-so/",
    "/chi-so/?page=2",
    f"{RATE}/",
    "/chi-so/chi-so-0/",
    "/chi-so/xep-hang-chuyen-doi-so-dti/",
    f"{RATE}/hai-phong-den-2025-06/2023/",
    f"{RATE}/hai-phong-den-2025-06/1700-06-30/",
    "/chi-so/chi-so-0/do-5/1970/",
    f"/nhung{RATE}/",
    f"{RATE}.svg",
    f"{RATE}.png",
    "/bang-so-lieu/",
    "/bang-so-lieu/chinh-quyen-so/",
    "/bang-so-lieu/chinh-quyen-so/?tu=1900&den=1905",
    "/bang-so-lieu/kinh-te-so/",
    "/bang-so-lieu/chinh-quyen-so/2.svg",
    "/phat-hanh/",
    "/phat-hanh/tong-hop-tu-nguon-cong-khai/",
    "/phat-hanh/do-0/",
    "/phat-hanh/do-110000/",
    "/phat-hanh/tung-ngay/",
    "/phat-hanh/tung-ngay/?page=9999",
    "/phat-hanh/atom.xml",
    f"{RATE}/atom.xml",
    "/dien-dan/2023/atom.xml",
    "/nguon/",
    "/nguon/bai-viet-thu-nhat-dien-dan-2023/",
    "/nguon/do-1/",
    "/du-lieu/",
    "/du-lieu/catalog.jsonld",
    "/sitemap.xml",
    "/api/v1/indicators",
    "/api/v1/areas",
    "/api/v1/sources",
    "/api/v1/releases",
    "/api/v1/observations",
    "/api/v1/observations?indicator=ho_so_truc_tuyen_pct",
    "/api/v1/observations?area=hai-phong-den-2025-06",
    "/api/v1/observations?kind=target",
    "/api/v1/observations?from=2024",
    "/api/v1/observations/ho_so_truc_tuyen_pct/hai-phong-den-2025-06/2023",
    "/tim-kiem/?q=truc+tuyen",
    "/tim-kiem/?q=90,7",
]
MADE = """
CREATE TABLE IF NOT EXISTS made (place bigint, indicator_id bigint, area_id bigint,
    period text, frequency text, period_start date, period_end date, source_id bigint);
TRUNCATE made;
"""
MANY = f"""
INSERT INTO made SELECT place, indicators.ids[1 + place %% {INDICATORS}],
    areas.ids[1 + place / {INDICATORS} %% {AREAS}], year::text, 'A',
    make_date(year, 1, 1), make_date(year, 12, 31), sources.ids[1 + place %% 20]
FROM generate_series(%s::bigint, %s::bigint - 1) place,
    LATERAL (SELECT 1970 + (place / {INDICATORS * AREAS})::int AS year) years,
    (SELECT array_agg(id ORDER BY id) AS ids FROM metrics_indicator
     WHERE code LIKE 'do_%%') indicators,
    (SELECT array_agg(id ORDER BY id) AS ids FROM metrics_area
     WHERE code LIKE 'do-%%' OR code = 'hai-phong-tu-2025-07') areas,
    (SELECT array_agg(id ORDER BY id) AS ids FROM metrics_source WHERE slug LIKE 'do-%%') sources
"""
DAYS = """
INSERT INTO made SELECT place, indicator.id, area.id, day::text, 'D', day, day, source.id
FROM generate_series(%s::bigint, %s::bigint - 1) place,
    LATERAL (SELECT %s::date - (place %% 1000000)::int AS day) days,
    metrics_indicator indicator, metrics_area area, metrics_source source
WHERE indicator.code = %s AND area.code = %s AND source.slug = 'do-1'
"""
FIGURES = """
INSERT INTO metrics_observation (id, release_id, indicator_id, area_id, kind, period, frequency,
    period_start, period_end, value, comparator, obs_status, comment, comment_en)
SELECT place + %s, %s, indicator_id, area_id, 'observed', period, frequency, period_start,
    period_end, round((place + %s) %% 1000 / 10.0, 1), 'eq', 'A', '', ''
FROM made WHERE place %% %s = 0
"""
CITATIONS = """
INSERT INTO metrics_citation (release_id, observation_id, source_id, stance, position, locator,
    printed, sentence, original, note, note_en)
SELECT %s, place + %s, source_id, 'states', 1, 'trang ' || place %% 300, '', '', '', '', ''
FROM made WHERE place %% %s = 0
"""


def prepare() -> None:
    """Make what the figures hang from."""
    _as_owner("_prepare()")


def add_many(first: int, end: int) -> None:
    """Publish figures of all indicators and areas, year by year; one in a hundred is corrected."""
    _as_owner(f"_add_many({first}, {end})")


def add_daily(days: int) -> None:
    """Publish a figure for each of so many days up to the last, all of one indicator and area."""
    _as_owner(f"_add_daily({days})")


def _as_owner(call: str) -> None:
    """Do something in a process that may write everything."""
    code = f"import sys; sys.path.insert(0, 'benchmarks'); import many_figures as m; m.{call}"
    manage("shell", "--verbosity=0", "--command", code)


def _prepare() -> None:
    from metrics.models import Area, Indicator, Pillar, Source, Unit

    unit = Unit.objects.create(code="do-toc-do", kind="measure")
    pillar = Pillar.objects.create(code="do-toc-do", name="Đo tốc độ")
    for place in range(INDICATORS):
        name = f"Chỉ số {place}"
        Indicator.objects.create(code=f"do_{place}", name=name, unit=unit, pillar=pillar)
    for place in range(AREAS - 1):
        Area.objects.create(code=f"do-{place}", name=f"Xã {place}", kind="commune")
    for place in range(20):
        Source.objects.create(slug=f"do-{place}", title=f"Nguồn {place}")


def _add_many(first: int, end: int) -> None:
    for begin in range(first, end, IN_A_RELEASE):
        _publish(MANY, (begin, min(begin + IN_A_RELEASE, end)), f"Đo {begin}")
    _settle()


def _add_daily(days: int) -> None:
    first = 100_000_000
    _publish(DAYS, (first, first + days, LAST_DAY, DAILY, DAILY_AREA), "Từng ngày")
    _settle()


def _publish(made: str, params: tuple, title: str) -> None:
    from django.db import connection
    from django.utils import timezone

    from metrics.models import Release
    from tests.factories import publish

    with connection.cursor() as cursor:
        cursor.execute(MADE)
        cursor.execute(made, params)
        for name, shift, every in ((title, 0, 1), (f"{title}, đính chính", 1, 100)):
            release = Release.objects.create(title=name)
            key = FIRST_ID + shift * 1_000_000_000
            cursor.execute(FIGURES, [key, release.pk, shift, every])
            cursor.execute(CITATIONS, [release.pk, key, every])
            # Each release follows the one before it.
            publish(release, timezone.now() - timedelta(milliseconds=1))


def _settle() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE made")
        cursor.execute("VACUUM ANALYZE")
