"""The accounts with which a portal is opened: an editor, who approves, who runs it."""

import secrets

from django.contrib.auth.models import Group
from django.db import transaction

from forum_portal import roles
from forum_portal.access.guessing import forgive
from forum_portal.access.sessions import end_sessions
from forum_portal.models import Organisation, PortalSettings, User

EDITOR = "bientap"
APPROVER = "duyet"
ADMINISTRATOR = "quantri"
ROLES = {
    EDITOR: (roles.EDITOR, roles.FORUM_EDITOR),  # whoever is new here can try both
    APPROVER: (roles.APPROVER,),
    ADMINISTRATOR: (roles.ADMINISTRATOR,),
}
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is easily misread


def random_password() -> str:
    """Sixteen letters and digits in groups of four, 79 bits of chance."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def open_portal() -> dict[str, str]:
    """Make the accounts of a new portal; return their passwords by name, none where it has any.

    An editor and an approver can work where the settings name the caretaker of the figures; before
    that, it takes an administrator.
    """
    if User.objects.filter(is_staff=True, is_active=True).exists():
        return {}
    names = [EDITOR, APPROVER] if caretaker() else [ADMINISTRATOR]
    return {name: renew_password(name) for name in names}


def usual_account() -> str:
    """Return the account that is meant where none is named: the first that a new portal has."""
    return EDITOR if caretaker() else ADMINISTRATOR


@transaction.atomic
def renew_password(username: str) -> str:
    """Give an account a new random password; the portal's own three are made where missing.

    The administrator's is also the way back in: it gets all its rights again. Raises
    User.DoesNotExist for another name that nobody has.
    """
    password = random_password()
    account = User.objects.filter(username=username).first() or _make(username)
    if username == ADMINISTRATOR:
        account.is_staff = account.is_superuser = account.is_active = True
    account.set_password(password)
    account.save()
    end_sessions(account)
    forgive(username)
    return password


def caretaker() -> Organisation | None:
    """Return the body that keeps up indicators which name none, where the settings say it."""
    settings = PortalSettings.objects.select_related("caretaker").first()
    return settings.caretaker if settings else None


def _make(username: str) -> User:
    if username not in ROLES:
        raise User.DoesNotExist(username)
    organisation = caretaker() if username == EDITOR else None
    account = User.objects.create(username=username, is_staff=True, organisation=organisation)
    account.groups.add(*Group.objects.filter(name__in=ROLES[username]))
    return account
