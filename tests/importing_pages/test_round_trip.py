"""What was exported and comes in again changes nothing: every kind, every dialect, and Excel."""

import pytest

from forum_portal.importing.imports import import_of, imports_for
from forum_portal.importing.uploads import StagedRow
from forum_portal.management.commands.load_city import KINDS
from tests.factories import UserFactory
from tests.importing_pages.exporting import FORMS, download
from tests.importing_pages.uploading import difference, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

NAMES = sorted(kind.name for kind in KINDS)


@pytest.fixture
def city_desk(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def staged(table):
    """Return the rows as they were understood."""
    rows = StagedRow.objects.filter(upload=table).order_by("line")
    return [dict(zip(table.shape["columns"], row.cells, strict=True)) for row in rows]


@pytest.mark.parametrize("name", NAMES)
def test_what_goes_out_comes_in_unchanged(city_desk, name):
    contents = import_of(name).contents(UserFactory(is_superuser=True))
    columns = [column.name for column in contents.columns]
    held = [dict(zip(columns, row, strict=True)) for row in contents.rows()]
    for form in FORMS:
        table = upload(city_desk, name, *download(city_desk, name, form))
        assert (form, table.state, table.problem) == (form, "ready", "")
        assert (table.shape["problems"], table.shape["questions"]) == ([], [])
        assert [each for each in difference(table) if each[1] != "unchanged"] == []
        assert staged(table) == held


def test_every_table_can_be_imported(city_desk):
    offered = {each.kind.name for each in imports_for(UserFactory(is_superuser=True))}
    assert sorted(offered) == NAMES
