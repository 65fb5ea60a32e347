"""What public pages have in common: they only read, may be cached, and their lists have pages."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


def public_page(view):
    """Answer GET and HEAD alone and let a shared cache keep the answer for a second.

    Longer would give away the moment at which an embargoed release becomes public.
    """
    return require_safe(cache_control(public=True, s_maxage=1)(view))


def found_or_404[Record](record: Record | None, sentence: Promise) -> Record:
    """Return `record`; where there is none, raise a 404 that tells the reader so in `sentence`."""
    if record is None:
        raise Http404(sentence)
    return record


def page_of(request: HttpRequest, rows: QuerySet | Sequence, size: int = 50) -> Page:
    """Return the page that `?page=` asks for; nonsense means the first, too far the last."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
