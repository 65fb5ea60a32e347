"""Two people at the desk of a portal that is empty but for its settings."""

import pytest

from tests.factories import PortalSettingsFactory
from tests.races.together import Two


@pytest.fixture
def two(transactional_db):
    PortalSettingsFactory()
    both = Two()
    yield both
    both.leave()
