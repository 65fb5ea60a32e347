"""Addresses of pictures, and the code by which others embed them."""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape

from forum_portal.addresses import reverse
from metrics.asof import carried
from metrics.pictures.query import FORM, picture_query
from metrics.templatetags.asof import moment_given

register = template.Library()
TALL = 640  # pixels: room for the picture and the lines below it at any usual width


@register.simple_tag(takes_context=True)
def picture_at(context, slug: str, query: str = "", form: str = "", suffix: str = "svg") -> str:
    """Return the address of an indicator's picture as of the page's own moment."""
    address = reverse(f"metrics:indicator-{suffix}", args=[slug]) + query
    if form:
        address += f"{'&' if '?' in address else '?'}{FORM}={form}"
    return carried(address, moment_given(context))


@register.simple_tag(takes_context=True)
def card_at(context, name: str, *args: str) -> str:
    """Return the whole address of the picture that social media show."""
    path = reverse(name, args=args) + picture_query(form="card")
    return settings.PORTAL_ORIGIN + carried(path, moment_given(context))


@register.simple_tag
def portal_picture() -> str:
    """Return the whole address of the portal's mark, for pages without a picture."""
    return settings.PORTAL_ORIGIN + static("images/touch-icon.png")


@register.simple_tag(takes_context=True)
def panel_picture_at(context, number: int, suffix: str) -> str:
    """Return the address of the picture of a dashboard's panel, with the reader's choice."""
    query = context["chosen"].query
    path = reverse(f"metrics:panel-{suffix}", args=[context["dashboard"].slug, number])
    return carried(path + (f"?{query}" if query else ""), moment_given(context))


@register.simple_tag(takes_context=True)
def embed_code(context, slug: str, title: str, *, frozen: bool) -> str:
    """Return the HTML to copy; frozen, it keeps the page's own moment, or today."""
    path = reverse("metrics:indicator-embed", args=[slug])
    if frozen:
        path = carried(path, moment_given(context) or timezone.localdate().isoformat())
    return (
        f'<iframe src="{settings.PORTAL_ORIGIN}{path}" title="{escape(title)}" '
        f'width="100%" height="{TALL}" loading="lazy" style="border:0"></iframe>'
    )
