"""What public pages have in common: they only read, may be cached, and their lists have pages."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, datetime
from functools import wraps

from django.core.exceptions import BadRequest
from django.core.handlers.exception import response_for_exception
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.functional import Promise
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from forum_portal.former_addresses import redirect_to_new
from forum_portal.parameters import cut_question
from forum_portal.snapshot import KeptOpen, snapshot

# Which headers a program on another page may read, beside those that it always may.
TOLD_TO_PROGRAMS = "Content-Disposition, ETag, Link, Repr-Digest, Retry-After"

NOT_IN_HTML = bytes([*(each for each in range(32) if each not in b"\t\n\r"), 127])


def public_page(view):
    """Answer GET and HEAD alone, from one snapshot, and let a shared cache keep it for a second.

    Longer would give away the moment at which an embargoed release becomes public.
    """
    cached = cache_control(public=True, s_maxage=1)
    page = _open_to_programs(cached(_with_etag(_as_html(_in_one_snapshot(view)))))
    return require_safe(_with_short_question(page))


def _with_short_question(view):
    """Let a page read and repeat no more of a question than its field takes."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        cut_question(request)
        return view(request, *args, **kwargs)

    return answer


def _open_to_programs(view):
    """Let a program on any other page read data, feeds and pictures: they are the same for all."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if not _is_html(response):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = TOLD_TO_PROGRAMS
        return response

    return answer


def _as_html(view):
    """Leave out of a page the control characters that came in with a text: HTML may hold none."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if _is_html(response) and not response.streaming:
            response.content = response.content.translate(None, NOT_IN_HTML)
        return response

    return answer


def _is_html(response):
    return response.headers.get("Content-Type", "").startswith("text/html")


def _in_one_snapshot(view):
    """Let a page, its error page and its stream to the last byte read one state of the record."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        with ExitStack() as stack:
            stack.enter_context(snapshot())
            try:
                response = view(request, *args, **kwargs)
            except Http404 as error:
                way_on = redirect_to_new(request, view, kwargs)
                return way_on or response_for_exception(request, error)
            except BadRequest as error:
                return response_for_exception(request, error)
            is_read = request.method != "HEAD" and not isinstance(response, FileResponse)
            if response.streaming and is_read:  # a file lies on the disk and asks no more
                end = stack.pop_all().close
                response.streaming_content = KeptOpen(iter(response.streaming_content), end)
        return response

    return answer


def _with_etag(view):
    """Answer 304 to who has the page as it is; its ETag is made of what it shows, nothing else."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if "ETag" not in response:  # a file brings its own
            set_response_etag(response)
        etag = response.get("ETag")
        return get_conditional_response(request, etag, response=response)

    return answer


def found_or_404[Record](record: Record | None, sentence: Promise) -> Record:
    """Return `record`; where there is none, raise a 404 that tells the reader so in `sentence`."""
    if record is None:
        raise Http404(sentence)
    return record


class NotYetPublished(Http404):
    """Nothing at this address was public by the day, or the moment, up to which somebody looks."""

    def __init__(self, until: date | datetime):
        super().__init__()
        self.until = until


def page_of(request: HttpRequest, rows: QuerySet | Sequence, size: int = 50) -> Page:
    """Return the page that `?page=` asks for; nonsense means the first, too far the last."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
