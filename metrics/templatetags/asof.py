"""Links that stay in the past with the reader who looks from there."""

from django import template

from forum_portal.addresses import reverse
from metrics.asof import PARAMETER, carried

register = template.Library()


@register.simple_tag(takes_context=True)
def at(context, url: str) -> str:
    """Return the address `url` of a page, with the `?as-of=` that this page was asked for."""
    return carried(url, moment_given(context)) if url else ""


@register.simple_tag(takes_context=True)
def url_at(context, name: str, *args) -> str:
    """Return what `{% url %}` does, with the same `?as-of=`."""
    return carried(reverse(name, args=args), moment_given(context))


def moment_given(context) -> str:
    """Return `?as-of=` as it was typed; the request is known in `{% include … only %}` too."""
    request = getattr(context, "request", None)
    return request.GET.get(PARAMETER, "").strip() if request else ""
