"""Every public figure is the same on every surface, and the same as in the record.

Each surface is asked for and read as its user reads it, and compared with plain SQL: number, unit,
period, comparison, places of a rank, status, version. What a surface leaves out it leaves out by a
rule that its module states; what it shows has to be exactly what the rule says.
"""

from collections.abc import Callable

import pytest

from tests.same_number import api, feeds, figures, files, indicators, pages, pictures
from tests.same_number.asking import Portal
from tests.same_number.files import Compared
from tests.same_number.hard_cases import CORRECTED_ONCE, publish_hard_cases
from tests.same_number.record import Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

# Catalogues (DCAT, sitemap) name figures' files and tell no value; a PNG is drawn from its SVG.
SURFACES: dict[str, Callable[[Portal, Record], Compared]] = {
    **{f"all figures, {kind}": files.long(kind) for kind in files.KINDS},
    **{f"all figures, {kind}, wide": files.wide(kind) for kind in files.KINDS if kind != "json"},
    **{f"what changed, {kind}": files.changes(kind) for kind in files.KINDS},
    "files of indicators": files.of_indicators,
    "file of a pillar": files.of_pillar,
    "file of a dashboard": files.of_dashboard,
    "files of releases": files.of_releases,
    "zip of everything": files.of_everything,
    "sealed texts of releases": files.sealed_texts,
    "API, list": api.listed,
    "API, single figures": api.single,
    "pages of figures": figures.pages,
    "pages of indicators": indicators.pages,
    "list of indicators": indicators.listed,
    "pages of releases": pages.releases,
    "pages of plans": pages.targets_of_sources,
    "home page": pages.home,
    "dashboards": pages.dashboards,
    "search for a number": pages.search,
    "reports": pages.reports,
    "results of forums": pages.forums,
    "feed of releases": feeds.of_releases,
    "feeds of indicators": feeds.of_indicators,
    "pictures of figures": pictures.of_figures,
    "pictures of indicators, embedded ones": pictures.of_indicators,
    "pictures of indicators without a line": pictures.of_indicators_without_line,
    "pictures of panels": pictures.of_panels,
}


@pytest.mark.parametrize(("as_of", "part"), [(None, 0.5), (CORRECTED_ONCE, 0.25)])
def test_every_surface_shows_what_the_record_holds(soak, as_of, part):
    """Now, and as of a moment between two corrections."""
    publish_hard_cases()
    record = Record(as_of)
    portal = Portal(record, soak=soak, part=part)

    compared = {name: surface(portal, record) for name, surface in SURFACES.items()}

    assert {name: differences(*each) for name, each in compared.items() if each[0] != each[1]} == {}
    assert [name for name, (recorded, _shown) in compared.items() if not recorded] == []


def differences(recorded: dict, shown: dict) -> dict:
    """Return what is told otherwise than it is recorded, or on one side alone: both sides."""
    return {
        key: (recorded.get(key), shown.get(key))
        for key in {**recorded, **shown}
        if recorded.get(key) != shown.get(key)
    }
