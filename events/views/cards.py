"""The pictures that social media show of forums and sessions."""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.cards import forum_card, session_card
from events.editions import days_text
from events.programme import session_when, zone_of
from events.views.forums import get_forum
from events.views.sessions import session_record
from forum_portal.context import read_portal
from forum_portal.pages import found_or_404, public_page
from metrics.files.answers import download
from metrics.pictures.raster import png_of
from metrics.pictures.sheet import CARD, Imprint, Matter, draw_sheet


@public_page
def forum_png(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A forum's theme, days and place among the editions."""
    forum = get_forum(slug)
    return _png(request, f"dien-dan-{slug}", forum_card(forum, days_text(forum)), forum)


@public_page
def session_png(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A session's title, time and forum."""
    session = found_or_404(session_record.first(slug), _("There is no session at this address."))
    when = session_when(session, zone_of(session.zone_name))
    return _png(request, f"phien-{slug}", session_card(session, when), session)


def _png(request: HttpRequest, name: str, matter: Matter, record: Any) -> HttpResponseBase:
    """Answer with a PNG; it holds no figures, so it is the same from whatever day it is seen."""
    imprint = Imprint(
        portal=read_portal().name,
        until="",
        address=settings.PORTAL_ORIGIN + record.get_absolute_url(),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    svg = draw_sheet(matter, imprint, CARD)
    headers = {
        "ETag": f'"{sha256(svg.encode()).hexdigest()}"',
        "Content-Disposition": f'inline; filename="{name}.png"',
    }
    return download(
        request,
        whole=lambda: png_of(svg),
        name=f"{name}.png",
        content_type="image/png",
        headers=headers,
    )
