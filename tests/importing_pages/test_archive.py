"""All content in one file: what a new portal makes of it is what the old one holds."""

import csv
import re
import zipfile
from io import BytesIO, StringIO

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from forum_portal.importing.archiving import is_let_out
from forum_portal.importing.cell_texts import INERT
from forum_portal.importing.cells import Holds
from forum_portal.importing.contents import csv_blocks, record_contents
from forum_portal.importing.tables import key_text
from forum_portal.management.commands.load_city import KINDS
from forum_portal.roles import ADMINISTRATOR, EDITOR, FORUM_EDITOR
from forum_portal.tables import DIALECTS
from metrics.importing.content import SOURCES
from metrics.models import Break
from tests.city import load
from tests.conftest import connected_to
from tests.factories import (
    AppearanceFactory,
    AreaFactory,
    BoothFactory,
    CitationFactory,
    DashboardFactory,
    EvidenceFactory,
    ExhibitionFactory,
    ForumFactory,
    ForumRoleFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    OrganisationFactory,
    PanelFactory,
    PanelIndicatorFactory,
    PersonFactory,
    PillarFactory,
    PortalSettingsFactory,
    QuoteFactory,
    ReleaseFactory,
    ReportFactory,
    SessionFactory,
    SolutionFactory,
    SourceFactory,
    UnitFactory,
    UserFactory,
    published_figure,
    staff,
)
from tests.importing_pages.uploading import IMPORTS

pytestmark = pytest.mark.django_db

ARCHIVE = f"{IMPORTS}content.zip"
MARK = "Bí mật"
# What the city wrote down, though nothing public names it, so that no reader knows of it.
UNNAMED = {
    "organisations": ["bao-hiem-xa-hoi", "chinh-phu", "thu-tuong-chinh-phu"],
    "sources": [
        "hai-phong-chuyen-doi-so-manh-me-de-but-pha",
        "ke-hoach-12-kh-ubnd-2023",
        "nghi-dinh-42-2022-nd-cp",
        "quyet-dinh-1726-qd-btttt-2020",
    ],
    "people": ["luong-hai-au"],
}
HAI_PHONG = settings.BASE_DIR / "data" / "haiphong"


def archive(client):
    """Return the files of the archive by name."""
    response = client.get(ARCHIVE)
    assert response.status_code == 200
    packed = zipfile.ZipFile(BytesIO(b"".join(response)))
    return {name: packed.read(name).decode() for name in packed.namelist()}


def administrator():
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def rows(text):
    return list(csv.DictReader(StringIO(text, newline="")))


@pytest.fixture(scope="module")
def city_files(city_database, django_db_blocker):
    """What the portal of Hải Phòng hands out."""
    with django_db_blocker.unblock(), connected_to(city_database), transaction.atomic():
        files = archive(administrator())
        transaction.set_rollback(True)
    return files


def by_key(kind, table):
    """Return by key what the rows of a table say of what the base keeps."""
    return {
        tuple(said(row[name]) for name in kind.key): dict(cells_said(kind, row)) for row in table
    }


def cells_said(kind, row):
    for column in kind.columns:
        text = said(row.get(column.name, ""))
        if not text or not (column.stored or kind.told or column.name in kind.key):
            continue
        if column.holds is Holds.YES_NO:
            text = {"1": "true", "0": "false"}.get(text, text)
        yield column.name, sorted(text.split(";")) if column.many else text


def said(cell):
    return cell.removeprefix("'" if INERT.match(cell) else "").strip()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_it_says_what_the_citys_files_say(city_files, kind):
    told = by_key(kind, rows(city_files[kind.file]))
    written = by_key(kind, rows((HAI_PHONG / kind.file).read_text(encoding="utf-8")))
    unnamed = [written.pop((slug,)) for slug in UNNAMED.get(kind.name, ())]
    assert len(unnamed) == len(UNNAMED.get(kind.name, ()))
    assert told.keys() == written.keys()
    assert {
        key: {name: told[key].get(name) for name in cells} for key, cells in written.items()
    } == written


def test_an_empty_portal_loads_it(city_files, tmp_path):
    for name, text in city_files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    load(tmp_path)
    again = archive(administrator())
    # One source is public for it replaces another, which is not: no table says what it replaced.
    again["sources.csv"] = without_gate(SOURCES)
    assert sorted(again) == sorted(kind.file for kind in KINDS)
    for name, text in city_files.items():
        assert (name, sorted(map(str, rows(again[name])))) == (name, sorted(map(str, rows(text))))


def hide_one_of_every_kind():
    """Make of every table a record that no reader knows, each with the mark in its cells."""
    forum = ForumFactory(slug="bi-mat", name=MARK, is_published=False)
    body, source = OrganisationFactory(name=MARK), SourceFactory(title=MARK)
    person, unit = PersonFactory(name=MARK), UnitFactory(code="bi-mat")
    AppearanceFactory(person=person, forum=forum)
    ForumRoleFactory(organisation=body, forum=forum)
    SessionFactory(forum=forum, title=MARK)
    exhibition = ExhibitionFactory(forum=forum, title=MARK)
    BoothFactory(exhibition=exhibition, name=MARK)
    SolutionFactory(forum=forum, name=MARK)
    ReportFactory(title=MARK, is_published=False)
    QuoteFactory(person=person, forum=forum, text=MARK)
    EvidenceFactory(forum=forum, source=source)
    figure = ObservationFactory(
        indicator=IndicatorFactory(
            code="bi_mat", name=MARK, unit=unit, pillar=PillarFactory(name=MARK), responsible=body
        ),
        area=AreaFactory(code="bi-mat", name=MARK),
        release=ReleaseFactory(title=MARK),
        comment=MARK,
    )
    CitationFactory(observation=figure, source=source, printed=MARK)
    Break.objects.create(
        indicator=figure.indicator, period="2023", kind="method", explanation=MARK, source=source
    )
    dashboard = DashboardFactory(title=MARK, slug="bi-mat", is_published=False)
    PanelFactory(dashboard=dashboard, title=MARK, kind="text")
    return figure.indicator, body


def refer_to(indicator, body):
    """Make public records that refer to what no reader knows."""
    figure = published_figure(comment="Công khai", indicator__predecessor=indicator)
    panel = PanelFactory(dashboard__slug="cong-khai")
    for each in (indicator, figure.indicator):
        PanelIndicatorFactory(panel=panel, indicator=each)
    quote = QuoteFactory(forum__slug="2031", text="Công khai")
    quote.indicators.set([indicator])
    SessionFactory(forum=quote.forum, is_published=False, title=MARK)
    AreaFactory(code="bi-mat-2", name=MARK, kind="forum")
    PortalSettingsFactory(caretaker=body)
    HomeAreaFactory()


def is_marked(text):
    return any(mark in text for mark in (MARK, "bi-mat", "bi_mat"))


def without_gate(kind):
    """Return all that the base holds of a table, public or not."""
    contents = record_contents(kind, KINDS)
    return b"".join(csv_blocks(contents, DIALECTS["data"])).decode()


def test_it_holds_nothing_that_is_not_public():
    """Of drafts and of what was taken off the site there is no word, in whichever table."""
    refer_to(*hide_one_of_every_kind())
    could_leak = {kind.name for kind in KINDS if is_marked(without_gate(kind))}
    assert could_leak == {kind.name for kind in KINDS} - {"home_areas"}
    files = archive(administrator())
    assert {name for name, text in files.items() if is_marked(text)} == set()
    assert "Công khai" in files["observations.csv"]
    assert "Công khai" in files["quotes.csv"]
    assert [row["dashboard"] for row in rows(files["panels.csv"])] == ["cong-khai"]
    assert_closed(files)


def assert_closed(files):
    """Every key in a table stands in the table that it refers to."""
    tables = [(kind, rows(files[kind.file])) for kind in KINDS]
    keys = {
        kind.model: {key_text(*(row[name] for name in kind.key)) for row in table}
        for kind, table in tables
    }
    named = [
        (column.refers, key)
        for kind, table in tables
        for row in table
        for column in kind.columns
        if column.refers and row.get(column.name)
        for key in column.keys(row)
    ]
    assert [each for each in named if each[1] not in keys[each[0]]] == []


def test_every_table_says_what_of_it_is_public():
    """A table of which nobody said so would come out empty."""
    assert {kind.name for kind in KINDS if not is_let_out(kind.model)} == {
        "observations",
        "citations",
    }


@pytest.mark.parametrize("role", [EDITOR, FORUM_EDITOR])
def test_it_is_for_who_may_import_everything(client, role):
    client.force_login(staff(role, organisation=OrganisationFactory()))
    response = client.get(ARCHIVE)
    assert response.status_code == 403
    assert "Tài khoản của bạn không có quyền nhập mọi bảng." in response.text
    assert ARCHIVE not in client.get(IMPORTS).text


def test_the_administrator_finds_it_on_the_page(client):
    client.force_login(staff(ADMINISTRATOR))
    assert f'href="{ARCHIVE}"' in client.get(IMPORTS).text
    name = client.head(ARCHIVE)["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="noi-dung_\d{4}-\d\d-\d\d_\d\dh\d\d\.zip"', name)
