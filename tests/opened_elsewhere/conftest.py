"""Files that other programs find hard to read, and where to keep them for these programs.

None of the programs is needed to work on the portal: without one its tests are skipped.
"""

from importlib.util import find_spec
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from forum_portal.tables import looks_like_formula
from tests.factories import (
    CitationFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    UnitFactory,
    publish,
)

SAID = (
    *("=1+1", "+cmd|' /C calc'!A0", "-5,2", "@SUM(A1)", "\t=2+2", "một\t=1+1;=2+2,=3+3"),
    *('nói "thẳng"\nxuống dòng; phẩy, chấm', "'=đã có nháy", "<r><f>1+1</f></r>", "cấp_xa_"),
    "ằ ẵ ở ự Ằ Ẵ Ở Ự ữ ỡ ặ Nguyễn Thị Ngọc Huyền",
)
VALUES = ("-5.2", "0", "0.543", "956000", "1234.5", "90.70", "-0.3", "100", "12.25", "1", "7.1")
IN_CSV = [f"'{each}" if looks_like_formula(each) else each for each in SAID]
FIRST_YEAR = 2000


def needs(module: str):
    """Skip a test without this package, before anything is made for it."""
    reason = f"no {module}: docs/operators.md says how to get it"
    return pytest.mark.skipif(find_spec(module) is None, reason=reason)


@pytest.fixture
def figures(db):
    """Figures whose comments are `SAID` and whose values are `VALUES`, year by year."""
    unit = UnitFactory(code="phan_tram", kind="measure", lowest=None, highest=None)
    key = {"indicator": IndicatorFactory(code="ho_so_cap_xa_pct", slug="ho-so", unit=unit)}
    key["area"] = HomeAreaFactory(area__name="Hải Phòng").area
    release = ReleaseFactory(slug="kho")
    source = SourceFactory(title='=HYPERLINK("http://x";"y")')
    for step, (said, value) in enumerate(zip(SAID, VALUES, strict=True)):
        figure = ObservationFactory(
            **key, release=release, period=str(FIRST_YEAR + step), value=value, comment=said
        )
        CitationFactory(observation=figure, source=source, locator="đoạn 1")
    publish(release)


@pytest.fixture
def saved(client, tmp_path):
    """Return what keeps the file at an address under a name, and returns where."""

    def keep(address: str, name: str) -> Path:
        path = tmp_path / name
        response = client.get(address)
        assert response.status_code == 200
        path.write_bytes(response.getvalue())
        return path

    return keep


@pytest.fixture
def origin(city, settings):
    """The address at which the city's pages are served to programs that read by HTTP."""
    server = LiveServer("localhost")
    settings.PORTAL_ORIGIN = server.url
    yield server.url
    server.stop()
