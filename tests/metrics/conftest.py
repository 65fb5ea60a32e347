"""A release at the desk, in the states that it goes through, and the two who lead it."""

import pytest

from tests.factories import approved, submitted
from tests.metrics.release_desk import a_draft, an_approver, an_editor


@pytest.fixture
def editor():
    return an_editor()


@pytest.fixture
def approver():
    return an_approver()


@pytest.fixture
def draft(editor):
    return a_draft(editor)


@pytest.fixture
def in_review(draft, editor):
    return submitted(draft, editor)


@pytest.fixture
def accepted(in_review, approver):
    return approved(in_review, approver)


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def as_approver(client, approver):
    client.force_login(approver)
    return client
