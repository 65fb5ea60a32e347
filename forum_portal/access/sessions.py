"""The sessions of somebody: to be looked at and ended by their owner, and ended by a new start."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from forum_portal.access.models import DeskSession


def sessions_of(account: Any) -> QuerySet[DeskSession]:
    """Return where somebody is logged in, what was used last first."""
    mine = DeskSession.objects.filter(user=account.pk, expire_date__gt=timezone.now())
    return mine.order_by("-used_at", "-started_at", "pk")


def end_sessions(account: Any, *, but: str | None = None) -> int:
    """Log somebody out everywhere, but for the session with the key `but`; return from how many."""
    ended = DeskSession.objects.filter(user=account.pk).exclude(session_key=but or "")
    return ended.delete()[0]


def forget_expired() -> None:
    """Remove sessions, of whomever, that open nothing any more."""
    DeskSession.objects.filter(expire_date__lt=timezone.now()).delete()
