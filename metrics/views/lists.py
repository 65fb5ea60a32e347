"""Pages of lists."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 50


def page_of(request: HttpRequest, rows: QuerySet | Sequence, size: int = ROWS) -> Page:
    """Return the page that `?page=` asks for; nonsense means the first, too far the last."""
    return Paginator(rows, size).get_page(request.GET.get("page", ""))
