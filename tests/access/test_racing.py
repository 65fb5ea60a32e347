"""Many at once: guesses are counted one by one, and two administrators cannot undo each other."""

from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from threading import Barrier

import pytest
from django.contrib.auth.models import Group as Role
from django.db import IntegrityError, connection
from django.test import Client

from forum_portal.access.guessing import TooFastError, attempt
from forum_portal.models import User
from forum_portal.roles import ADMINISTRATOR, APPROVER
from tests.factories import UserFactory, staff

OFFICE = ip_address("203.113.152.10")


def together(*tasks):
    """Run the tasks at the same time, each on a connection of its own; return their answers."""
    start = Barrier(len(tasks))

    def run(task):
        try:
            start.wait()
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def guess(name):
    try:
        attempt(name, OFFICE)
    except TooFastError:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_of_guesses_at_once_five_are_looked_at():
    looked_at = together(*[lambda: guess("lan")] * 12)
    assert sorted(looked_at) == [False] * 7 + [True] * 5


@pytest.mark.django_db(transaction=True)
def test_different_accounts_at_once_do_not_wait_crosswise():
    names = [f"can-bo-{number % 4}" for number in range(12)]
    assert together(*[lambda name=name: guess(name) for name in names]) == [True] * 12


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_switch_each_other_off_leave_one():
    one, other = staff(ADMINISTRATOR), staff(ADMINISTRATOR)

    def switch_off(by, account):
        client = Client()
        client.force_login(by)
        return lambda: client.post(f"/admin/forum_portal/user/{account.pk}/off/").status_code

    answers = together(switch_off(one, other), switch_off(other, one))
    assert User.objects.filter(is_active=True).count() == 1
    # The second is refused: by its lock, or because its session had just ended.
    assert sorted(answers)[-1] == 403 or answers.count(302) == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_invite_at_once_give_an_address_once():
    body = {"last_name": "Nguyễn", "first_name": "Văn Minh", "email": "minh@example.vn"}
    body["groups"] = [Role.objects.get(name=APPROVER).pk]

    def invite(name, email):
        client = Client()
        client.force_login(staff(ADMINISTRATOR))
        form = body | {"username": name, "email": email}
        return lambda: client.post("/admin/forum_portal/user/add/", form)

    answers = together(invite("minh", "minh@example.vn"), invite("minh-2", "Minh@example.vn"))
    assert sorted(each.status_code for each in answers) == [200, 302]
    [refused] = [each for each in answers if each.status_code == 200]
    # At the field, or above the form when the other came between its check and the database's.
    form = refused.context["adminform"].form
    assert set() < form.errors.keys() <= {"email", "__all__"}
    assert form["email"].value().lower() == "minh@example.vn"
    assert User.objects.filter(email__iexact="minh@example.vn").count() == 1


@pytest.mark.django_db
def test_the_database_keeps_addresses_apart():
    UserFactory(email="minh@example.vn")
    UserFactory(email=""), UserFactory(email="")
    with pytest.raises(IntegrityError, match="account_has_an_address_of_its_own"):
        UserFactory(email="MINH@example.vn")
