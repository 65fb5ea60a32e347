"""The tables of docs/roles.md are true: each role does what they allow, and is refused the rest."""

import re
from copy import deepcopy
from functools import partial

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from forum_portal.roles import ROLES
from tests import deeds as at_the_desk
from tests.deeds import VERBS
from tests.factories import OrganisationFactory, PortalSettingsFactory, UserFactory, staff
from tests.kinds import KINDS, Desk
from tests.roads import ROADS

DEEDS = at_the_desk.DEEDS | ROADS
GUIDE = (settings.BASE_DIR / "docs/roles.md").read_text()
YES, OWN, NO = "✓", "của cơ quan mình", "–"
OF_ANOTHER = "Số liệu của chỉ số này do cơ quan khác cập nhật."


def rows():
    """Return (what is done, its cells by role) of every table, and the heads of the tables."""
    lines = [line for line in GUIDE.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    heads = [row for row in cells if row[0] == "Việc"]
    marked = [row for row in cells if row not in heads and set(row[0]) != {"-"}]
    return heads, [(row[0], dict(zip(ROLES, row[1:], strict=True))) for row in marked]


HEADS, ROWS = rows()


def deeds(action):
    """Return the deeds that a row names, each with whether its record may be another body's."""
    if action in DEEDS:
        return [(DEEDS[action], True)]
    words = re.fullmatch(r"((?:(?:xem|thêm|sửa|xóa)(?:, )?)+) (.+)", action[0].lower() + action[1:])
    verbs, kinds = (part.split(", ") for part in words.groups())
    pairs = [(VERBS[verb], KINDS[kind]) for verb in verbs for kind in kinds]
    return [(partial(do, kind=kind), kind.has_body) for do, kind in pairs]


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def same_browser(client):
    """Return a client with the same session: what a deed does to one, the next does not see."""
    same = Client()
    same.cookies = deepcopy(client.cookies)
    return same


def is_done(answer):
    """Tell whether the desk did what was asked; anything but that or a refusal is an error."""
    if isinstance(answer, bool):
        return answer
    assert answer.wsgi_request.user.is_authenticated
    match answer.wsgi_request.method, answer.status_code:
        case _, 403:
            return False
        case ("GET", 200) | ("POST", 302):
            return True
        case "POST", 409:  # the form comes back, for nobody saves this
            return False
    errors = answer.context["adminform"].form.errors
    assert errors.get("indicator") == [OF_ANOTHER], errors
    return False


def test_every_table_has_a_column_for_each_role():
    assert [head[1:] for head in HEADS] == [list(ROLES)] * 6
    assert {mark for _, cells in ROWS for mark in cells.values()} == {YES, OWN, NO}


def test_no_action_stands_twice():
    actions = [action for action, _ in ROWS]
    assert sorted(set(actions)) == sorted(actions)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("action", "cells"), ROWS, ids=[action for action, _ in ROWS])
def test_a_role_does_what_the_table_says(action, cells, role, soak):
    """Who may with another body's records may with their own; who may not with these, with none."""
    ours, theirs = OrganisationFactory(), OrganisationFactory()
    PortalSettingsFactory()
    user = staff(role, organisation=ours)
    inside, superuser = logged_in(user), logged_in(UserFactory(is_superuser=True))
    for deed, has_body in deeds(action):
        tries = [(ours, cells[role] != NO), (theirs, cells[role] == YES)]
        telling = {NO: tries[:1], YES: tries[1:]}.get(cells[role], tries)
        for body, expected in (tries if soak else telling) if has_body else tries[:1]:
            with transaction.atomic():
                clients = same_browser(inside), same_browser(superuser)
                desk = Desk(user, *clients, body, not expected)
                assert (deed, body, is_done(deed(desk))) == (deed, body, expected)
                transaction.set_rollback(True)
