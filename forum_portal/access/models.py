"""Who is logged in where, and how often somebody guessed wrong."""

from uuid import uuid4

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class DeskSession(AbstractBaseSession):
    """A browser in which somebody is logged in; `user` is empty before that.

    Where it is and what it is, as coarsely as its owner needs to know it again.
    """

    handle = models.UUIDField(default=uuid4, unique=True)  # names it on a page; the key opens it
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    started_at = models.DateTimeField()
    used_at = models.DateTimeField()
    address = models.CharField(max_length=40, blank=True)
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls):
        from forum_portal.access.store import SessionStore  # it reads this model

        return SessionStore


class Guesses(models.Model):
    """Wrong passwords of late: for an account at an address, for the account, or for the address.

    `key` is a keyed hash: what people type for a name is sometimes a password.
    """

    key = models.CharField(max_length=64, primary_key=True)
    account = models.CharField(max_length=64, blank=True, db_index=True)  # a keyed hash, too
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    welcome_at = models.DateTimeField(null=True)  # the last right password, at this address

    class Meta:
        default_permissions = ()
