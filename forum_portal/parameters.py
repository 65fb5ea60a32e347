"""What the parameters of an address hold: names as addresses write them, refusals in words."""

from collections.abc import Iterable
from functools import lru_cache

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from forum_portal.text import printable, vietnamese_slug


@lru_cache(2000)
def code_of(name: str) -> str:
    """Return how an address writes a name: its slug; the name itself where no letter is left."""
    return vietnamese_slug(name) or name


def options_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return codes with their words; names that have one code are one choice, which names each."""
    words: dict[str, dict[str, None]] = {}
    for code, word in pairs:
        words.setdefault(code, {})[word] = None
    return {code: ", ".join(names) for code, names in words.items()}


def unknown_value(parameter: str, given: str) -> BadRequest:
    """Return the refusal of a value, to be raised."""
    text = _("The parameter “%(parameter)s” in the address is “%(given)s”, which is unknown.")
    return BadRequest(text % {"parameter": parameter, "given": printable(given[:40])})
