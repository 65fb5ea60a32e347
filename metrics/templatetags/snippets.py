"""Lines to copy that read a file of figures into another program."""

from typing import Any

from django import template
from django.conf import settings

from forum_portal.addresses import reverse
from metrics.asof import carried
from metrics.templatetags.asof import moment_given

register = template.Library()


@register.inclusion_tag("snippets/snippets.html", takes_context=True)
def snippets(context, name: str, *args: Any) -> dict[str, str]:
    """Show how programs read the CSV of a route, as of the page's own moment."""
    path = f"{reverse(name, args=[*args, 'csv'])}?dialect=data"
    address = settings.PORTAL_ORIGIN + carried(path, moment_given(context))
    return {"address": address}
