"""All content in one file: what a new portal makes of it is what the old one holds."""

import csv
import re
import zipfile
from io import BytesIO, StringIO

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from forum_portal.importing.cell_texts import INERT
from forum_portal.importing.cells import Holds
from forum_portal.management.commands.load_city import KINDS
from forum_portal.roles import ADMINISTRATOR, EDITOR, FORUM_EDITOR
from tests.city import load
from tests.conftest import connected_to
from tests.factories import (
    ForumFactory,
    ObservationFactory,
    OrganisationFactory,
    ReportFactory,
    SessionFactory,
    UserFactory,
    published_figure,
    staff,
)
from tests.importing_pages.uploading import IMPORTS

pytestmark = pytest.mark.django_db

ARCHIVE = f"{IMPORTS}content.zip"
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
    assert told.keys() == written.keys()
    assert {
        key: {name: told[key].get(name) for name in cells} for key, cells in written.items()
    } == written


def test_an_empty_portal_loads_it(city_files, tmp_path):
    for name, text in city_files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    load(tmp_path)
    again = archive(administrator())
    assert sorted(again) == sorted(kind.file for kind in KINDS)
    for name, text in city_files.items():
        assert (name, sorted(map(str, rows(again[name])))) == (name, sorted(map(str, rows(text))))


def test_it_holds_nothing_that_is_not_public(city_files):
    """Of drafts and of what was taken off the site there is no word."""
    hidden = ForumFactory(slug="bi-mat-2030", is_published=False)
    SessionFactory(forum=hidden, title="Bí mật một")
    SessionFactory(forum__slug="2031", is_published=False, title="Bí mật hai")
    ReportFactory(title="Bí mật ba", is_published=False)
    figure = published_figure(comment="Công khai")
    ObservationFactory(
        indicator=figure.indicator, release__title="Bí mật bốn", comment="Bí mật năm"
    )
    text = "".join(archive(administrator()).values())
    assert ("Công khai" in text, "2031" in text) == (True, True)
    assert ("bi-mat" in text, "Bí mật" in text) == (False, False)


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
