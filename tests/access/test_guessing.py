"""Guessing is slowed by account and by address; nobody and no office is locked out."""

from datetime import timedelta
from ipaddress import ip_address

import pytest

from forum_portal.access.guessing import TooFastError, attempt, forgive, once_in
from forum_portal.access.models import Guesses

pytestmark = pytest.mark.django_db
OFFICE, HOME = ip_address("203.113.152.10"), ip_address("14.225.1.2")


def stranger(number):
    return ip_address(f"198.51.{number // 250}.{number % 250}")


def wait(name, address):
    """Return how long somebody has to wait; without a wait, a wrong password is counted."""
    try:
        attempt(name, address)
    except TooFastError as error:
        return error.seconds
    return 0


def waits(count, name, address, clock):
    """Guess wrong, wait as told, and guess again: return what each guess had to wait."""
    told = []
    for _ in range(count):
        told.append(wait(name, address))
        clock.pass_(seconds=told[-1])
        if told[-1]:
            assert wait(name, address) == 0
    return told


def test_the_waits_of_an_account_at_an_address_double(clock):
    assert waits(13, "lan", OFFICE, clock) == [
        *[0] * 5,
        *(30, 60, 120, 240, 480, 900, 900, 900),
    ]


def test_the_wait_becomes_shorter_as_time_passes(clock):
    waits(5, "lan", OFFICE, clock)
    clock.pass_(seconds=12)
    assert (wait("lan", OFFICE), wait("lan", OFFICE)) == (18, 18)


def test_what_was_not_looked_at_does_not_count(clock):
    waits(5, "lan", OFFICE, clock)
    assert [wait("lan", OFFICE) for _ in range(100)] == [30] * 100


def test_an_hour_later_all_is_forgotten(clock):
    waits(9, "lan", OFFICE, clock)
    clock.pass_(hours=1)
    assert waits(5, "lan", OFFICE, clock) == [0] * 5


def test_a_right_password_begins_anew(clock):
    waits(4, "lan", OFFICE, clock)
    attempt("lan", OFFICE).was_right()
    assert waits(6, "lan", OFFICE, clock) == [0, 0, 0, 0, 0, 30]


def test_however_it_is_spelled_it_is_one_account(clock):
    waits(5, "lan", OFFICE, clock)
    assert [wait(name, OFFICE) for name in ("LAN", "\uff4can", "Lan")] == [30] * 3


def test_another_address_of_the_account_does_not_wait(clock):
    waits(10, "lan", OFFICE, clock)
    assert wait("lan", HOME) == 0


def test_another_account_at_the_address_does_not_wait(clock):
    waits(10, "lan", OFFICE, clock)
    assert wait("minh", OFFICE) == 0


class TestGuessersFromEverywhere:
    @pytest.fixture(autouse=True)
    def guessed(self, clock):
        for number in range(40):
            clock.pass_(seconds=wait("lan", stranger(number)))
            wait("lan", stranger(number))

    def test_strangers_share_the_waits_of_an_account(self, clock):
        assert [wait("lan", stranger(number)) for number in range(300, 303)] == [60] * 3

    def test_its_owner_waits_a_minute_at_a_new_address(self, clock):
        assert wait("lan", HOME) == 60
        clock.pass_(seconds=60)
        assert wait("lan", HOME) == 0

    def test_its_owner_does_not_wait_where_they_logged_in_before(self, clock):
        clock.pass_(seconds=60)
        attempt("lan", HOME).was_right()
        waits(3, "lan", stranger(301), clock)
        assert wait("lan", HOME) == 0


class TestOffice:
    """Many people behind one address, one of them a guesser."""

    @pytest.fixture(autouse=True)
    def guesser(self, clock):
        attempt("lan", OFFICE).was_right()
        for number in range(60):
            clock.pass_(seconds=wait(f"ai-do-{number}", OFFICE))

    def test_who_tries_many_accounts_waits(self, clock):
        assert wait("ai-do-nua", OFFICE) == 60

    def test_its_people_do_not(self, clock):
        assert waits(3, "lan", OFFICE, clock) == [0] * 3

    def test_a_colleague_who_guesses_for_one_of_them_makes_them_wait_a_minute_at_most(self, clock):
        assert waits(10, "lan", OFFICE, clock) == [0] * 5 + [30, 60, 60, 60, 60]

    def test_a_new_colleague_waits_a_minute_at_most(self, clock):
        clock.pass_(seconds=60)
        attempt("minh", OFFICE).was_right()
        assert wait("minh", OFFICE) == 0

    def test_the_mistakes_of_its_people_make_nobody_wait(self, clock):
        clock.pass_(hours=1)
        for _ in range(30):
            wait("lan", OFFICE)
            clock.pass_(minutes=15)
        assert wait("nguoi-moi", OFFICE) == 0


def test_a_thousand_at_once_are_slowed_too(clock):
    """Each counts before its password is looked at, so it matters not that none has failed yet."""
    begun = [wait("lan", OFFICE) for _ in range(1000)]
    assert (begun[:5], set(begun[5:])) == ([0] * 5, {30})


def test_a_line_of_ipv6_is_one_address(clock):
    waits(5, "lan", ip_address("2001:db8:1:2::a"), clock)
    others = ["2001:db8:1:2:ffff::b", "2001:db8:1:3::a"]
    assert [wait("lan", ip_address(each)) for each in others] == [30, 0]


def test_nothing_that_was_typed_is_kept(clock):
    wait("mat-khau-go-nham", OFFICE)
    assert [name in str(row) for row in Guesses.objects.values() for name in ("mat", "203")] == (
        [False] * 6
    )


def test_what_counts_no_more_is_removed(clock):
    wait("lan", HOME)
    clock.pass_(hours=2)
    attempt("minh", OFFICE).was_right()
    assert Guesses.objects.count() == 3
    clock.pass_(days=61)
    attempt("minh", HOME).was_right()
    assert Guesses.objects.count() == 3


def test_a_new_password_forgives_all_wrong_ones(clock):
    waits(9, "lan", OFFICE, clock)
    waits(9, "minh", OFFICE, clock)
    forgive("Lan")
    assert [wait(name, OFFICE) > 0 for name in ("lan", "minh")] == [False, True]


def test_once_in_a_while(clock):
    pause = timedelta(minutes=10)
    first = [once_in(pause, "letter", each) for each in ("a", "a", "b")]
    clock.pass_(minutes=10)
    assert (first, once_in(pause, "letter", "a")) == ([True, False, True], True)
