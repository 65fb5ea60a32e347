"""Whatever a table holds, its file comes back in unchanged, and read to the letter."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from forum_portal.importing.cell_texts import clean
from forum_portal.importing.cells import Holds
from forum_portal.importing.imports import import_of
from forum_portal.importing.legacy_fonts import legacy_font
from forum_portal.models import Organisation, StagedRow
from metrics.models import Observation, Release, Unit
from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    OrganisationFactory,
    ReportFactory,
    SourceFactory,
    UnitFactory,
    UserFactory,
    publish,
)
from tests.importing_pages.exporting import FORMS, download
from tests.importing_pages.uploading import upload, verdicts

pytestmark = pytest.mark.django_db

FEW, MANY = 2, 300
ROWS = 10
PHASES = [each for each in Phase if each != Phase.explain]
ODD = [
    *("=1+1", "+84 225", "-5,2", "-", "--", "@ai", "'=1", "''-", "'nháy'", "007", "1.234", "1,5"),
    *('Sở "KH&CN"; Hải Phòng', "dòng một\ndòng hai", "a,b;c\td", "27/12/2023", "2023-12-27", "x"),
    *(
        "n/a",
        "…",
        "TRUE",
        "không",
        "1e5",
        "100%",
        "Tổng cộng",
        "sep=;",
        "_x000A_",
        "\u2028",
        "<b>&",
    ),
]
letters = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"])
words = (
    st.one_of(
        st.sampled_from(ODD),
        st.text(st.one_of(st.sampled_from("=+-@'\";,\n\t 0ăâđêôơưẠỹ"), letters), max_size=20),
    )
    .map(clean)
    .filter(lambda text: not legacy_font(text))
)
names = words.filter(bool)
days = st.one_of(st.none(), st.dates(date(1000, 1, 1), date(2100, 1, 1)))
numbers = st.one_of(
    st.sampled_from(["-5.2", "0", "1.234", "956000", "90.70", "0.1", "12345678901234567.5"]),
    st.decimals(-(10**9), 10**9, places=4).map(str),
).map(Decimal)


def organisations(draw, place):
    OrganisationFactory(
        slug=f"to-chuc-{place}",
        name=f"{draw(names)} {place}" if draw(st.booleans()) else f"{place}{draw(words)}",
        short_name=draw(words),
        kind=draw(st.sampled_from(Organisation.Kind.values)),
        valid_from=draw(days),
        note=draw(words),
    )


def sources(draw, place):
    SourceFactory(
        slug=f"nguon-{place}",
        title=draw(names),
        label=draw(words),
        publisher=draw(words),
        published_on=draw(days),
        url=draw(st.sampled_from(["", f"https://example.vn/?a=1;b={place}&c=,"])),
        note=draw(words),
    )


def units(draw, place):
    low, high = draw(st.one_of(st.none(), numbers)), draw(st.one_of(st.none(), numbers))
    if low is not None and high is not None and high <= low:
        high = None
    UnitFactory(
        code=f"dv-{place}", kind="measure", symbol="", noun=draw(words), lowest=low, highest=high
    )


def reports(draw, place):
    ReportFactory(
        slug=f"bao-cao-{place}",
        title=draw(names),
        published_on=draw(days),
        body=clean("\n\n".join(draw(st.lists(words, max_size=3)))),
        is_published=draw(st.booleans()),
    )


def figures(draw, place):
    """A figure in the release that they all share, with one citation."""
    unit, _is_new = Unit.objects.get_or_create(code="so", defaults={"kind": "measure"})
    release, _is_new = Release.objects.get_or_create(slug="chung", title="Chung")
    value = draw(st.one_of(st.none(), numbers))
    figure = ObservationFactory(
        release=release,
        indicator=IndicatorFactory(code=f"chi_so_{place}", unit=unit),
        area=AreaFactory(code=f"dia-ban-{place}"),
        period=draw(st.sampled_from(["2023", "2023-Q4", "2024-11", "2023-12-27", "2021/2025"])),
        value=value,
        obs_status="M" if value is None else draw(st.sampled_from("APE")),
        comparator=draw(st.sampled_from(Observation.Comparator.values)),
        numerator=draw(st.one_of(st.none(), numbers)),
        comment=draw(words),
    )
    CitationFactory(
        observation=figure,
        source=SourceFactory(slug=f"nguon-{place}"),
        locator=draw(words),
        printed=draw(words),
        sentence=draw(words),
        original=draw(words),
    )


MAKERS = {
    "organisations": organisations,
    "sources": sources,
    "units": units,
    "reports": reports,
    "observations": figures,
    "citations": figures,
}


def canonical(kind, rows):
    """Return rows whose numbers are numbers: 90.70 is 90.7."""
    numeric = {each.name for each in kind.columns if each.holds is Holds.NUMBER}
    return [
        {
            name: Decimal(text).normalize() if text and name in numeric else text
            for name, text in row.items()
        }
        for row in rows
    ]


def staged(table):
    rows = StagedRow.objects.filter(upload=table).order_by("line")
    return [dict(zip(table.shape["columns"], row.cells, strict=True)) for row in rows]


@pytest.mark.parametrize("name", MAKERS)
def test_random_content_comes_back_unchanged(client, soak, name):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    kind = import_of(name).kind

    @settings(max_examples=MANY if soak else FEW, deadline=None, phases=PHASES)
    @given(st.data())
    def holds(data):
        with transaction.atomic():
            for place in range(ROWS):
                MAKERS[name](data.draw, place)
            for release in Release.objects.all():
                publish(release)
            contents = import_of(name).contents(user)
            columns = [column.name for column in contents.columns]
            held = [dict(zip(columns, row, strict=True)) for row in contents.rows()]
            for form in FORMS:
                table = upload(client, name, *download(client, name, form))
                assert (form, table.state, table.shape["questions"]) == (form, "ready", [])
                assert canonical(kind, staged(table)) == canonical(kind, held)
                assert verdicts(table) == ["unchanged"] * ROWS
            transaction.set_rollback(True)

    holds()
