"""Guessing passwords is slowed: for an account at one address, for the account, for the address.

Each counts its wrong passwords of the last hour. The first few are free; after them, the next one
is not even looked at before a time that doubles. Nobody is locked out:

- Who has logged in from an address before waits there a minute at most, and only for wrong
  passwords that somebody at this address (an office has one) gave for this account.
- Elsewhere the wait grows past a minute only by wrong passwords for the account from that very
  address; those of others, and of strangers elsewhere, make it a minute at most.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from unicodedata import normalize

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from forum_portal.access.addresses import Address, subscriber
from forum_portal.access.models import Guesses

FORGOTTEN = timedelta(hours=1)  # after the last wrong password
WELCOME = timedelta(days=60)  # after the last right one


@dataclass(frozen=True)
class Pace:
    """How many wrong passwords are free, the wait after them, and how long it may grow."""

    free: int
    first: timedelta
    longest: timedelta

    def wait(self, failures: int) -> timedelta:
        """Return how long after its last wrong password the next one is looked at."""
        if failures < self.free:
            return timedelta(0)
        doublings = min(failures - self.free, 20)
        return min(self.first * 2**doublings, self.longest)


HERE = Pace(free=5, first=timedelta(seconds=30), longest=timedelta(minutes=15))
AT_HOME = Pace(free=5, first=timedelta(seconds=30), longest=timedelta(minutes=1))  # welcome
ACCOUNT = Pace(free=20, first=timedelta(seconds=5), longest=timedelta(minutes=1))
ADDRESS = Pace(free=50, first=timedelta(seconds=5), longest=timedelta(minutes=1))


class TooFastError(Exception):
    """The password was not looked at; `seconds` says after how long one will be."""

    def __init__(self, seconds: int):
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Attempt:
    """A password that was counted as wrong before it was looked at."""

    here: str
    others: tuple[str, ...]

    @transaction.atomic
    def was_right(self) -> None:
        """Take it back, and welcome the account at its address."""
        Guesses.objects.filter(pk=self.here).update(failures=0, welcome_at=moment())
        one_less = Greatest(F("failures") - 1, 0)
        for key in self.others:
            Guesses.objects.filter(pk=key).update(failures=one_less)
        _forget_old_ones()


def moment() -> datetime:
    """Return the moment by which waits are measured; tests move it."""
    return timezone.now()


@transaction.atomic
def attempt(name: str, address: Address | None, purpose: str = "password") -> Attempt:
    """Count an attempt to log in by `name` from `address`; TooFastError where it comes too early.

    It is counted before the password is looked at: a thousand at once are slowed, too. Whether
    there is such an account makes no difference.
    """
    account, line = _account(name), subscriber(address)
    here = _key(purpose, "here", account, line)
    paces = {
        here: HERE,
        _key(purpose, "account", account): ACCOUNT,
        _key(purpose, "address", line): ADDRESS,
    }
    rows = {row.key: row for row in _locked(paces, _key("account", account))}
    now = moment()  # others may have gone first
    welcome = rows[here].welcome_at
    if welcome is not None and now - welcome < WELCOME:
        rows, paces[here] = {here: rows[here]}, AT_HOME
    wait = max(_wait(row, paces[key], now) for key, row in rows.items())
    if wait > timedelta(0):
        raise TooFastError(ceil(wait.total_seconds()))
    for row in rows.values():
        row.failures = _failures(row, now) + 1
        row.last_at = now
    Guesses.objects.bulk_update(rows.values(), ["failures", "last_at"])
    return Attempt(here, tuple(key for key in rows if key != here))


def forgive(name: str) -> None:
    """Forget the wrong passwords of an account everywhere: it was given a new one."""
    Guesses.objects.filter(account=_key("account", _account(name))).update(failures=0)


@transaction.atomic
def once_in(pause: timedelta, *what: str) -> bool:
    """Tell whether something was not done within `pause`; then it counts as done now."""
    now = moment()
    row, _is_new = Guesses.objects.select_for_update().get_or_create(
        key=_key(*what), defaults={"last_at": now - pause}
    )
    is_due = now - row.last_at >= pause
    if is_due:
        Guesses.objects.filter(pk=row.pk).update(last_at=now)
    return is_due


def _locked(keys: dict[str, Pace], account: str) -> list[Guesses]:
    """Return the rows of these keys, made where they are missing, for nobody else to change."""
    wanted = sorted(keys)
    missing = [
        Guesses(key=key, last_at=moment(), account="" if keys[key] is ADDRESS else account)
        for key in wanted
    ]
    Guesses.objects.bulk_create(missing, ignore_conflicts=True)
    return list(Guesses.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))


def _account(name: str) -> str:
    return normalize("NFKC", name).casefold()


def _failures(row: Guesses, now: datetime) -> int:
    return row.failures if now - row.last_at < FORGOTTEN else 0


def _wait(row: Guesses, pace: Pace, now: datetime) -> timedelta:
    pause = pace.wait(_failures(row, now))
    return row.last_at + pause - now if pause else pause


def _key(*parts: str) -> str:
    secret = f"forum_portal.access.guessing{settings.SECRET_KEY}".encode()
    return hmac.new(secret, "\0".join(parts).encode(), sha256).hexdigest()


def _forget_old_ones() -> None:
    """Remove what counts for nothing any more, but for rows that somebody is using."""
    now = moment()
    is_welcome = Q(welcome_at__gt=now - WELCOME)
    old = Guesses.objects.filter(~is_welcome | Q(welcome_at=None), last_at__lt=now - FORGOTTEN)
    Guesses.objects.filter(pk__in=old.select_for_update(skip_locked=True).values("pk")).delete()
