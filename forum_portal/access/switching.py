"""Accounts are switched off and on, never deleted; one administrator is always left."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.access.sessions import end_sessions
from forum_portal.models import User

MAY_NOT = gettext_lazy("Your account may not do this.")


class SwitchRefusedError(Exception):
    """Nothing was done; the text is a sentence for the administrator."""


def administrators() -> Any:
    """Return the accounts that may keep up accounts."""
    codename = {"content_type__app_label": "forum_portal", "codename": "change_user"}
    with_role = {f"groups__permissions__{name}": value for name, value in codename.items()}
    may = User.objects.filter(Q(is_superuser=True) | Q(**with_role)).values("pk")
    return User.objects.filter(pk__in=may, is_active=True, is_staff=True)


def lock_administrators(by: Any) -> list[Any]:
    """Return all administrators, whose rights nobody changes until the transaction ends.

    Of two that take each other's rights away at once, the second meets PermissionDenied.
    """
    locked = list(administrators().select_for_update().order_by("pk"))
    still = list(administrators().filter(pk__in=[each.pk for each in locked]))
    if by not in still:
        raise PermissionDenied(MAY_NOT)
    return still


@transaction.atomic
def switch_off(account: Any, *, by: Any) -> int:
    """Switch an account off and end its sessions; return how many.

    SwitchRefusedError where it is one's own.
    """
    left = [each for each in lock_administrators(by) if each != account]
    if not left:
        raise SwitchRefusedError(
            _("You are the only administrator: appoint another one, who can switch you off.")
        )
    if account == by:
        raise SwitchRefusedError(_("You cannot switch your own account off; ask a colleague."))
    User.objects.filter(pk=account.pk).update(is_active=False)
    return end_sessions(account)


@transaction.atomic
def switch_on(account: Any, *, by: Any) -> None:
    """Switch an account on again; it begins without a session."""
    lock_administrators(by)
    end_sessions(account)
    User.objects.filter(pk=account.pk).update(is_active=True)
