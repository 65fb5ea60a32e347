"""One-time links to set a password: for who is invited, and for who has lost theirs.

They are Django's tokens: signed, and spent by what they lead to. A link that an administrator makes
spends all earlier ones, and switching the account off spends every one.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from forum_portal.models import User


class LinkTokens(PasswordResetTokenGenerator):
    key_salt = "forum_portal.access.links"

    def _make_hash_value(self, user, timestamp):
        made = user.link_made_at.isoformat() if user.link_made_at else ""
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}{made}"


tokens = LinkTokens()


def new_link(account: Any) -> str:
    """Return a link for an administrator to hand over; no earlier one works any more."""
    account.link_made_at = timezone.now()
    User.objects.filter(pk=account.pk).update(link_made_at=account.link_made_at)
    return link_for(account)


def link_for(account: Any) -> str:
    """Return the address at which the account's owner sets a password, once."""
    uid = urlsafe_base64_encode(force_bytes(account.pk))
    path = reverse("admin:set_password", args=[uid, tokens.make_token(account)])
    return f"{settings.PORTAL_ORIGIN}{path}"


def works_until() -> datetime:
    """Return until when a link that is made now works."""
    return timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def account_of(uid: str, to_change: bool = False) -> Any:
    """Return the account in use that a link names; None where there is none.

    `to_change` holds it until the transaction ends: of two who open one link, the second meets
    what the first has made of it.
    """
    try:
        key = int(urlsafe_base64_decode(uid))
    except ValueError:
        return None
    accounts = User.objects.select_for_update() if to_change else User.objects.all()
    return accounts.filter(pk=key, is_active=True).first() if 0 < key < 2**63 else None
