"""What makes a password easy to guess beyond Django's own checks: one's name, runs, repeats."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forum_portal.text import fold

ORDERS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
LEFT = 8  # letters and digits that must remain without a name and without runs
RUN = 4  # from this length on, signs in their usual order are one
NAMES = ("username", "first_name", "last_name", "email")


class GuessableValidator:
    """Refuses a password that is hardly more than one's name, signs in order or a repeat."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError where too little of `password` has to be guessed."""
        signs = _signs(password)
        if _is_plain(signs):
            raise ValidationError(
                _("This password is little more than a run or a repeat, such as 123456 or abcabc."),
                code="password_run",
            )
        if len(_without_names(signs, user)) < min(LEFT, len(signs)):
            raise ValidationError(
                _("This password is little more than your name or your e-mail address."),
                code="password_name",
            )

    def get_help_text(self) -> str:
        return _("A password must not be hardly more than your name, a run or a repeat.")


def _signs(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text))


def _is_plain(signs: str) -> bool:
    """Tell whether the signs repeat themselves, or mostly follow each other in a usual order."""
    if re.fullmatch(r"(.+?)\1+.{0,3}", signs):
        return True
    return len(_without_runs(signs)) < min(LEFT, len(signs))


def _without_runs(signs: str) -> str:
    left, place = "", 0
    while place < len(signs):
        length = _run_at(signs, place)
        if length < RUN:
            left, length = left + signs[place], 1
        place += length
    return left


def _run_at(signs: str, place: int) -> int:
    """Return how many signs from here on are one sign again and again, or in a usual order."""
    orders = (signs[place] * len(signs), *ORDERS, *(each[::-1] for each in ORDERS))
    end = place + 1
    while end < len(signs) and any(signs[place : end + 1] in order for order in orders):
        end += 1
    return end - place


def _without_names(signs: str, user: Any) -> str:
    """Return the signs without what the account is called by, whole or in parts of three."""
    texts = [str(getattr(user, name, "") or "") for name in NAMES]
    parts = {_signs(part) for text in texts for part in (text, *re.split(r"[\W_]+", text))}
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= 3:
            signs = signs.replace(part, "")
    return signs
