"""A clock that tests move, a mail server, and people who come in."""

from datetime import UTC, datetime, timedelta

import pytest

from forum_portal import mail
from forum_portal.access import guessing


class Clock:
    def __init__(self):
        self.now = datetime(2026, 11, 23, 8, tzinfo=UTC)

    def pass_(self, **time):
        self.now += timedelta(**time)


@pytest.fixture
def clock(monkeypatch):
    """The moment by which waits are measured; `pass_` moves it."""
    clock = Clock()
    monkeypatch.setattr(guessing, "moment", lambda: clock.now)
    return clock


@pytest.fixture
def mail_server(settings, monkeypatch):
    """The portal has one; letters that go out soon go out now, to `mail.outbox`."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.DEFAULT_FROM_EMAIL = "cong@example.vn"
    monkeypatch.setattr(mail, "send_soon", mail.send)
