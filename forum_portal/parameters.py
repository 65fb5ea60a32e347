"""What the parameters of an address hold: names as addresses write them, refusals in words."""

from collections.abc import Iterable
from functools import lru_cache

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from forum_portal.text import nfc, printable, vietnamese_slug

QUESTION, LONGEST_QUESTION = "q", 200  # signs, as many as a field for it takes


def cut_question(request: HttpRequest) -> None:
    """Cut what is typed to what a field takes: every link of a list repeats it."""
    asked = request.GET.get(QUESTION, "")
    if len(asked) > LONGEST_QUESTION:
        query = request.GET.copy()
        query[QUESTION] = nfc(asked)[:LONGEST_QUESTION]
        request.META["QUERY_STRING"] = query.urlencode()
        request.GET = QueryDict(query.urlencode())


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


class UnknownValue(BadRequest):
    """A choice in an address that there is not, or no more: the page is there without it."""


def unknown_value(parameter: str, given: str) -> UnknownValue:
    """Return the refusal of a value, to be raised."""
    text = _("The parameter “%(parameter)s” in the address is “%(given)s”, which is unknown.")
    return UnknownValue(text % {"parameter": parameter, "given": printable(given[:40])})
