import pytest

from forum_portal.roles import ADMINISTRATOR, EDITOR, FORUM_EDITOR
from tests.factories import OrganisationFactory, staff


@pytest.fixture
def office(db):
    return OrganisationFactory(name="Sở Khoa học và Công nghệ")


@pytest.fixture
def editor(office):
    """Somebody who keeps up the figures of `office`."""
    return staff(EDITOR, organisation=office)


@pytest.fixture
def forum_editor(db):
    return staff(FORUM_EDITOR)


@pytest.fixture
def administrator(db):
    return staff(ADMINISTRATOR)


@pytest.fixture
def desk(client, administrator):
    """The administrator's browser."""
    client.force_login(administrator)
    return client
