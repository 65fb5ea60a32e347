"""Many at once: guesses are counted one by one, and two administrators cannot undo each other."""

from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from forum_portal.access.guessing import TooFastError, attempt
from forum_portal.models import User
from forum_portal.roles import ADMINISTRATOR
from tests.factories import staff

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
