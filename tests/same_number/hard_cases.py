"""Figures that trip renderers, beside those of the city: sizes, signs, decimals, words, states."""

from datetime import UTC, datetime, timedelta

from metrics.models import Area, Dashboard, Indicator, Release, Source
from tests.factories import (
    CitationFactory,
    DashboardFactory,
    IndicatorFactory,
    ObservationFactory,
    PanelFactory,
    PanelIndicatorFactory,
    PillarFactory,
    ReleaseFactory,
    SourceFactory,
    UnitFactory,
    publish,
)

FIRST = datetime(2026, 11, 22, 1, tzinfo=UTC)  # an hour after the city's own release
STEP = timedelta(minutes=10)
CORRECTED_ONCE = FIRST + 1.5 * STEP
DASHBOARD = "so-kho"
MANY = 52
UNITS = {
    "ho_so_kho": {"kind": "count", "symbol": "", "noun": "hồ sơ", "noun_en": "files"},
    "tang_kho": {"kind": "measure", "symbol": "%"},
    "toc_do_kho": {"kind": "measure", "symbol": "Mbps"},
    "ty_le_kho": {"kind": "share", "symbol": "%", "lowest": 0, "highest": 100},
    "hang_kho": {"kind": "rank", "symbol": ""},
    "diem_kho": {"kind": "index", "symbol": "", "lowest": 0, "highest": 1},
    "nhieu_kho": {"kind": "count", "symbol": "", "noun": "lượt", "noun_en": "visits"},
}
PANELS = [
    (code, kind) for code in UNITS for kind in ("figure", "line", "column", "table", "progress")
]
FIGURES = {
    "ho_so_kho": [
        {"period": "2018", "value": "0"},
        {"period": "2019", "value": "956"},
        {"period": "2020", "value": "956000", "comparator": "ge"},
        {"period": "2021", "value": "1000000"},
        {"period": "2022", "value": "1234567890123"},
        {"period": "2023", "value": "1000", "comparator": "gt"},
        {"period": "2021/2023", "value": "2235567", "comparator": "approx"},
        {"period": "2010/2015", "value": "1234567890123456789.25"},
    ],
    "tang_kho": [
        {"period": "2019", "value": "-5.2"},
        {"period": "2020", "value": "-0.05", "obs_status": "P"},
        {"period": "2021", "value": "0"},
        {"period": "2022", "value": "1234.5", "obs_status": "F"},
        {"period": "2023-S1", "value": "-1000.25"},
        {"period": "2023-S2", "value": "-12", "comparator": "lt"},
    ],
    "toc_do_kho": [
        {"period": "2024-01", "value": "12.345678"},
        {"period": "2024-02", "value": "0.0001", "obs_status": "E"},
        {"period": "2024-03", "value": "60.00", "comparator": "approx"},
        {"period": "2024-03-15", "value": "61.5", "obs_status": "G"},
        {"period": "2024-Q4", "value": "9.75", "obs_status": "V"},
        {"period": "2023", "value": "1234567.891", "obs_status": "I"},
    ],
    "ty_le_kho": [
        {"period": "2021", "value": "81.5", "numerator": "1579", "denominator": "1937"},
        {"period": "2022", "value": "100", "comparator": "le"},
        {"period": "2023", "value": "90.7", "obs_status": "E"},
        {"period": "2024", "value": None, "obs_status": "O"},
        {"period": "2025", "value": "33.333333333", "obs_status": "U"},
        {"period": "2025-01", "value": None, "obs_status": "Q"},
        {"period": "2025-02", "value": None, "obs_status": "L"},
        {"period": "2025-03", "value": None, "obs_status": "M"},
        {"period": "2026", "value": "95", "comparator": "ge", "kind": "target"},
        {"period": "2026", "value": "96.5", "kind": "target", "instrument": "ke-hoach-kho"},
        {"period": "2023", "value": "80", "kind": "target", "instrument": "ke-hoach-kho"},
    ],
    "hang_kho": [
        {"period": "2020", "value": "21", "out_of": 63},
        {"period": "2021", "value": "10", "out_of": 63, "comparator": "le"},
        {"period": "2022", "value": "14", "out_of": 63},
        {"period": "2023", "value": "8", "out_of": 63, "obs_status": "P"},
        {"period": "2024", "value": "3"},
        {"period": "2026", "value": "5", "comparator": "le", "kind": "target"},
    ],
    "diem_kho": [{"period": "2022", "value": "0.5500"}, {"period": "2023", "value": "0.7857"}],
    # More than a table shows on one page, a feed in one entry, a panel in its rows.
    "nhieu_kho": [
        {"period": f"{2019 + month // 12}-{month % 12 + 1:02}", "value": str(month * 1001)}
        for month in range(MANY)
    ],
}
# What later releases did to them: corrected twice, withdrawn, withdrawn and published again.
CORRECTED = {
    "error_correction": {
        ("ho_so_kho", "2021"): {"value": "1000001"},
        ("hang_kho", "2022"): {"value": "15", "out_of": 63},
        ("tang_kho", "2021"): {"value": "-0.4", "obs_status": "P"},
        ("diem_kho", "2022"): {"value": None, "obs_status": "withdrawn"},
        ("toc_do_kho", "2024-Q4"): {"value": None, "obs_status": "withdrawn"},
    },
    "routine_revision": {
        ("ho_so_kho", "2021"): {"value": "956000", "comparator": "lt"},
        ("tang_kho", "2021"): {"value": "0.40"},
        ("toc_do_kho", "2024-Q4"): {"value": "9.8"},
        ("ho_so_kho", "2023"): {"value": None, "obs_status": "O"},
    },
}


def publish_hard_cases() -> None:
    """Publish the hard figures of the portal's own area in three releases, and a dashboard."""
    area = Area.objects.filter(home__isnull=False).order_by("home__position").last()
    pillar = PillarFactory(code="so-kho", name="Số khó")
    SourceFactory(slug="ke-hoach-kho", title="Kế hoạch khó", kind="legal")
    for code, unit in UNITS.items():
        slug = code.replace("_", "-")
        named = {"code": code, "slug": slug, "name": f"Số {slug}", "name_en": f"Hard {slug}"}
        IndicatorFactory(**named, pillar=pillar, unit=UnitFactory(code=code, **blank(unit)))
    first = ReleaseFactory(slug="kho", title="Số khó")
    for code, figures in FIGURES.items():
        for figure in figures:
            add(first, code, area, figure)
    publish(first, FIRST)
    for place, (reason, changed) in enumerate(CORRECTED.items(), start=1):
        release = ReleaseFactory(slug=f"kho-{place}", title=f"Sửa {place}", reason=reason)
        for (code, period), version in changed.items():
            add(release, code, area, {"period": period} | version)
        publish(release, FIRST + place * STEP)
    arrange(area)


def blank(unit: dict) -> dict:
    """Return a unit without the bounds of a share that the factory gives."""
    return {"lowest": None, "highest": None} | unit


def add(release: Release, code: str, area: Area, figure: dict) -> None:
    plan = figure.get("instrument")
    known = figure | {"instrument": Source.objects.get(slug=plan) if plan else None}
    indicator = Indicator.objects.get(code=code)
    observation = ObservationFactory(release=release, indicator=indicator, area=area, **known)
    CitationFactory(observation=observation, printed="như nguồn in")


def arrange(area: Area) -> Dashboard:
    """Return a dashboard with a panel of each kind for each of the indicators."""
    dashboard = DashboardFactory(slug=DASHBOARD, title="Số khó")
    for place, (code, kind) in enumerate(PANELS, start=1):
        panel = PanelFactory(dashboard=dashboard, kind=kind, position=place)
        panel.areas.add(area)
        PanelIndicatorFactory(panel=panel, indicator=Indicator.objects.get(code=code))
    return dashboard
