"""How often one address may ask: a bucket of tokens for each, kept by each server process.

Nothing is written to the database: reading must not cost a write.
"""

import os
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from threading import Lock

from django.core.exceptions import ImproperlyConfigured

USUAL = 120
MINUTE = 60.0
MOST_KNOWN = 10_000  # addresses; who has not asked for longest is forgotten first


def per_minute() -> int:
    """Read PORTAL_API_PER_MINUTE: requests a minute from one address, 0 for no limit."""
    given = os.environ.get("PORTAL_API_PER_MINUTE", "")
    if not given:
        return USUAL
    if not (given.isascii() and given.isdigit() and len(given) < 7):
        raise ImproperlyConfigured(
            f"PORTAL_API_PER_MINUTE must be a whole number, 0 for no limit, not '{given}'."
        )
    return int(given)


@dataclass(frozen=True)
class Taken:
    """How a request stands to the limit: `most` a minute, `remaining` now, all again in `reset`.

    `wait` is 0 for a request that may be answered; seconds until one may be for another.
    """

    most: int
    remaining: int
    reset: int
    wait: int

    def headers(self) -> dict[str, str]:
        """Return what the reader is told of it."""
        told = {
            "RateLimit-Limit": str(self.most),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
            "RateLimit-Policy": f"{self.most};w={int(MINUTE)}",
        }
        return told | ({"Retry-After": str(self.wait)} if self.wait else {})


class Limit:
    """`most` requests at once, and as many again in the course of each minute."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic):
        self.most = most
        self._clock = clock
        self._lock = Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str) -> Taken:
        """Count a request of `who`."""
        rate = self.most / MINUTE
        now = self._clock()
        with self._lock:
            tokens, since = self._buckets.pop(who, (float(self.most), now))
            tokens = min(self.most, tokens + (now - since) * rate)
            is_free = tokens >= 1
            tokens -= is_free
            self._buckets[who] = (tokens, now)
            if len(self._buckets) > MOST_KNOWN:
                self._buckets.popitem(last=False)
        wait = 0 if is_free else ceil((1 - tokens) / rate)
        return Taken(self.most, int(tokens), ceil((self.most - tokens) / rate), wait)
