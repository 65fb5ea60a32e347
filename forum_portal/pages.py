"""What every public page has in common: it is read only, sets no cookie and may be cached."""

from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


def public_page(view):
    """Answer GET and HEAD alone and let a shared cache keep the answer for a second.

    Longer would give away the moment at which an embargoed release becomes public.
    """
    return require_safe(cache_control(public=True, s_maxage=1)(view))
