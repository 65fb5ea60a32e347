"""The account with which a new portal is opened."""

import secrets

from forum_portal.models import User

FIRST_ACCOUNT = "quantri"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is easily misread


def random_password() -> str:
    """Sixteen letters and digits in groups of four, 79 bits of chance."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def make_first_account() -> str | None:
    """The password of a new administrator, or None where the portal already has one."""
    if User.objects.filter(is_superuser=True, is_active=True).exists():
        return None
    return renew_password(FIRST_ACCOUNT)


def renew_password(username: str) -> str:
    """Give an account a new random password; the first account is made where it is missing.

    Raises User.DoesNotExist for another name that nobody has.
    """
    password = random_password()
    if username == FIRST_ACCOUNT:
        account, _ = User.objects.get_or_create(username=FIRST_ACCOUNT)
        account.is_staff = account.is_superuser = account.is_active = True
    else:
        account = User.objects.get(username=username)
    account.set_password(password)
    account.save()
    return password
