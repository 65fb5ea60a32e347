"""Two who act at once at the desk, each in a browser and on a connection of their own.

A race is a function of `Two` that lets one pair act and asserts what came of it. `race` says which
addresses of the desk it proves; tests/races/test_inventory.py knows whether any is missing.
"""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from itertools import count
from typing import Any

from django.db import connection
from django.test import Client

from forum_portal import postgres
from tests.factories import UserFactory
from tests.forms import fields_of, form_fields

type Race = Callable[["Two"], None]

SAVED, REFUSED, CONFLICT, GONE = 302, 200, 409, 410
SOAKED = 12  # pairs of each race; otherwise one pair in some of them
SHARES = 5  # a race that does not always run does so every fifth day

RACES: dict[Race, tuple[str, ...]] = {}


def race(*names: str) -> Callable[[Race], Race]:
    """Note that a race proves the addresses of these names."""

    def decorate(each: Race) -> Race:
        RACES[each] = names
        return each

    return decorate


class Two:
    """Two administrators at their desks; `number` is another one for each pair."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(2, initializer=_serve)
        self._numbers = count(1)
        self.number = 0
        self.texts = ("", "")  # what each types, other words for each pair
        self.users = [UserFactory(is_superuser=True) for _ in range(2)]
        self.clients = [logged_in(each) for each in self.users]

    def run(self, races: list[Race], soak: bool, always: Iterable[Race] = ()) -> None:
        """Let pairs meet in the races; then fail with the first error of each.

        Without `soak`, those of `always` and the day's share of the others run, once.
        """
        errors = []
        today = date.today().timetuple().tm_yday % SHARES
        some = [each for each in races if each in [*always, *races[today::SHARES]]]
        for each in races if soak else some:
            try:
                for _ in range(SOAKED if soak else 1):
                    self._run(each)
            except Exception as error:
                error.add_note(f"pair {self.number}, share {today}: {each}")
                errors.append(error)
        if errors:
            raise ExceptionGroup("something was lost", errors)

    def _run(self, each: Race) -> None:
        self.number = next(self._numbers)
        self.texts = f"Lời thứ nhất {self.number}", f"Lời thứ hai {self.number}"
        each(self)

    def at_once(self, *acts: Callable[[], Any]) -> list[Any]:
        """Return what both came to; an exception of either is raised."""
        start = threading.Barrier(len(acts))
        return [each.result() for each in [self._pool.submit(_act, start, act) for act in acts]]

    def send(self, *forms: tuple[str, dict[str, Any]]) -> list[Any]:
        """Send the form of each to an address; return the answers."""
        pairs = zip(self.clients, forms, strict=True)
        return self.at_once(*(partial(each.post, *form) for each, form in pairs))

    def opened(self, place: int, page: str, **typed: Any) -> dict[str, Any]:
        """Return the form of a page as one of them has opened it, with what they typed."""
        return fields_of(self.clients[place].get(page)) | typed

    def returned(self, answer: Any) -> dict[str, Any]:
        """Return the form of an answer that refused one, as it would be sent again."""
        return form_fields(answer.text)

    def leave(self) -> None:
        everybody = threading.Barrier(2)
        for each in [self._pool.submit(_close, everybody) for _ in range(2)]:
            each.result()
        self._pool.shutdown()


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def codes_of(answers: Iterable[Any]) -> list[int]:
    return [each.status_code for each in answers]


def the_one_saved(answers: list[Any], refused: int = CONFLICT) -> int:
    """Return the place of who saved, or fail: the other was refused with this status."""
    assert sorted(codes_of(answers)) == sorted([SAVED, refused])
    return codes_of(answers).index(SAVED)


def _serve() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {postgres.APP}")


def _act(start: threading.Barrier, act: Callable[[], Any]) -> Any:
    start.wait()
    return act()


def _close(everybody: threading.Barrier) -> None:
    everybody.wait()
    connection.close()
