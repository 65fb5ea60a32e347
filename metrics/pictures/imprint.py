"""Whose a picture is, up to which day it sees, and the address under which that stays."""

from django.conf import settings
from django.utils.translation import get_language

from forum_portal.context import read_portal
from metrics.asof import AsOf
from metrics.lasting import lasting_address, until_text
from metrics.pictures.sheet import Imprint


def imprint_of(path: str, as_of: AsOf) -> Imprint:
    """Return the imprint of what stands on the page at `path`; one query."""
    return Imprint(
        portal=read_portal().name,
        until=until_text(as_of),
        address=lasting_address(path, as_of),
        language=get_language() or settings.LANGUAGE_CODE,
    )
