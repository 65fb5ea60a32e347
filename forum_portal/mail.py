"""Letters of the portal, where the operator has named a mail server (PORTAL_MAIL)."""

import logging
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)
_background = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def can_send() -> bool:
    """Tell whether there is a mail server."""
    return bool(settings.MAILERS)


def send(subject: str, text: str, to: str) -> bool:
    """Send a letter now; tell whether the server took it. The log tells why it did not."""
    try:
        EmailMessage(subject, text, to=[to]).send()
    except (OSError, SMTPException, ValueError):
        logger.exception("A letter was not sent")
        return False
    return True


def send_soon(subject: str, text: str, to: str) -> None:
    """Send a letter in a moment: who asked for it cannot tell by the time whether there is one."""
    _background.submit(send, subject, text, to)
