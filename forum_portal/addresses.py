"""The addresses of pages, each worked out once: a page of figures names a hundred."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.urls import get_resolver, get_urlconf
from django.urls import reverse as reverse_anew
from django.utils.translation import get_language

MOST_ADDRESSES = 10_000


def reverse(name: str, args: Sequence[Any] = ()) -> str:
    """Return what Django's `reverse` does, in the active language."""
    return _reversed(get_resolver(get_urlconf()), get_language(), name, tuple(args))


@lru_cache(MOST_ADDRESSES)
def _reversed(resolver: Any, language: str | None, name: str, args: tuple[Any, ...]) -> str:
    return reverse_anew(name, args=args)
