"""A grid at the desk for tests: an editor's series, its page, and what is typed into it."""

from typing import Any

from tests.factories import AreaFactory, IndicatorFactory, ReleaseFactory, SourceFactory
from tests.forms import fields_of


def a_grid(editor, **unit):
    """Return (draft, indicator, area) of a series that the editor keeps up; nothing is public."""
    release = ReleaseFactory(title="Quý IV", slug="quy-iv", author=editor)
    indicator = IndicatorFactory(
        name="Hồ sơ trực tuyến",
        code="ho_so",
        responsible=editor.organisation,
        **{f"unit__{name}": value for name, value in unit.items()},
    )
    return release, indicator, AreaFactory(name="Hải Phòng", code="hai-phong")


def grid_url(release, indicator, **query: Any) -> str:
    """Return the address of a grid: areas in a list, periods as they are typed."""
    query = {"periods": "2022; 2023", "area": ["hai-phong"]} | query
    parts = [f"indicator={indicator.code}"]
    for name, value in query.items():
        parts += [f"{name}={each}" for each in (value if isinstance(value, list) else [value])]
    return f"/admin/metrics/release/{release.pk}/grid/?{'&'.join(parts)}"


def opened(client, url: str) -> dict[str, Any]:
    """Return the fields of a grid's page, as a browser sends them untouched."""
    fields = {name: values[0] for name, values in fields_of(client.get(url)).items()}
    return {name: value for name, value in fields.items() if name[0] == "_" or "-" in name}


def typed(area, period: str, **fields: str) -> dict[str, str]:
    """Return what is typed into a cell, by the names of its fields."""
    return {f"{area.pk}_{period.replace('/', '-')}-{name}": text for name, text in fields.items()}


def save(client, url: str, *cells: dict[str, str], **for_all: str):
    """Open a grid, type into its cells, and send it; return the answer and what was sent."""
    form = opened(client, url)
    for cell in cells:
        form |= cell
    form |= {f"all-{name}": text for name, text in for_all.items()}
    return client.post(url, form), form


def cells(response) -> dict[tuple[str, str], Any]:
    """Return the cells of a page by area and period."""
    return {(each.area.code, each.period.code): each for each in response.context["cells"]}


def errors(response) -> dict[str, dict[str, list[str]]]:
    """Return the sentences beside the cells, by period and field; for grids of one area."""
    return {period: cell.errors for (_, period), cell in cells(response).items() if cell.errors}


def held(release) -> list[tuple]:
    """Return what a draft holds: area, period, comparator, value, status, sources."""
    figures = release.observations.order_by("area__code", "period").select_related("area")
    return [
        (
            each.area.code,
            each.period,
            each.comparator,
            each.value,
            each.obs_status,
            [(c.source.title, c.locator) for c in each.citations.preferred_first()],
        )
        for each in figures
    ]


def a_source(title: str = "Báo cáo"):
    return SourceFactory(title=title, url=f"https://haiphong.gov.vn/{len(title)}")
