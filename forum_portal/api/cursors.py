"""Where a page of a list ends, as a text that readers hand back and need not understand.

It holds the natural key of the page's last record, never a key of the database.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from django.utils.translation import gettext as _

from forum_portal.api.problems import Problem, shown_value


def cursor_after(key: Sequence[str]) -> str:
    """Return the cursor that goes on after the record with this key."""
    text = json.dumps(list(key), ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def key_of(cursor: str, parts: int) -> list[str]:
    """Return the key in a cursor, which has so many parts; a Problem for any other text."""
    try:
        text = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode()
        key = json.loads(text)
    except (ValueError, RecursionError):
        raise unknown_cursor(cursor) from None
    is_key = isinstance(key, list) and len(key) == parts
    if not is_key or not all(isinstance(each, str) and "\x00" not in each for each in key):
        raise unknown_cursor(cursor)
    if cursor_after(key) != cursor:  # of two texts for one place only one is ours
        raise unknown_cursor(cursor)
    return key


def unknown_cursor(cursor: str) -> Problem:
    """Return the problem of a cursor that no page has given."""
    sentence = _(
        "The parameter “cursor” in the address is “%(given)s”. It can only be what the “next” of a "
        "page of this list has."
    ) % {"given": shown_value(cursor)}
    return Problem("unknown-value", sentence, "cursor")
