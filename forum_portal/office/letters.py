"""What the portal writes to its staff."""

from typing import Any

from django.utils.translation import gettext as _

from forum_portal.access.links import works_until
from forum_portal.context import read_portal
from forum_portal.words import moment_text, staff_name


def invitation_letter(account: Any, link: str) -> tuple[str, str]:
    """Return subject and text of the letter with the link to a new account."""
    return _letter(
        _("Your account at %(portal)s"),
        _(
            "Dear %(name)s,\n\nan account was made for you at %(portal)s. Open this link and set "
            "your password; it works once, until %(until)s:\n\n%(link)s\n\n"
            "Your login name is: %(username)s\n"
        ),
        account,
        link,
    )


def lost_password_letter(account: Any, link: str) -> tuple[str, str]:
    """Return subject and text of the letter with the link to a new password."""
    return _letter(
        _("A new password at %(portal)s"),
        _(
            "Dear %(name)s,\n\na new password for your account at %(portal)s was asked for. Open "
            "this link and set it; it works once, until %(until)s:\n\n%(link)s\n\n"
            "Your login name is: %(username)s\nIf you did not ask for it, do nothing: your "
            "password stays as it is.\n"
        ),
        account,
        link,
    )


def _letter(subject: str, text: str, account: Any, link: str) -> tuple[str, str]:
    said = {
        "portal": read_portal().name,
        "name": staff_name(account),
        "username": account.get_username(),
        "link": link,
        "until": moment_text(works_until()),
    }
    return " ".join((subject % said).split()), text % said
