"""What every address of the API does, whatever it answers."""

import logging
from collections.abc import Callable
from functools import cache, wraps

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from psycopg_pool import PoolTimeout

from forum_portal.access.addresses import client_address, subscriber
from forum_portal.api.limits import Limit
from forum_portal.api.problems import Problem, unknown_value
from forum_portal.errors import RETRY_AFTER
from forum_portal.pages import public_page

LANGUAGES = ("vi", "en")
METHODS = "GET, HEAD, OPTIONS"
TOLD = (
    "ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, "
    "RateLimit-Policy"
)
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": TOLD}
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
NOT_KEPT = {"Cache-Control": "no-store"}
DATABASE_GONE = (OperationalError, InterfaceError, PoolTimeout)
logger = logging.getLogger(__name__)

type View = Callable[..., HttpResponseBase]


def api_answer(view: View) -> View:
    """Let a view answer as the whole API does.

    For GET, HEAD and OPTIONS alone, to every origin, so often a minute, with an ETag, from one
    snapshot, in the language of `?lang=`; whatever goes wrong has the one shape of errors.
    """
    answered = public_page(_as_get(_with_problems(view)))

    @csrf_exempt  # a POST is to hear that this can only be read
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        language = request.GET.get("lang", "")
        request.LANGUAGE_CODE = language if language in LANGUAGES else LANGUAGES[0]
        translation.activate(request.LANGUAGE_CODE)
        response, limits = _limited(answered, request, *args, **kwargs)
        for name, text in (CORS | limits).items():
            response.headers[name] = text
        return response

    return answer


@cache
def limit() -> Limit:
    """Return this process's count of who has asked."""
    return Limit(settings.API_PER_MINUTE)


def _limited(view: View, request: HttpRequest, *args, **kwargs):
    """Return the answer of a view, and the headers that tell how it stands to the limit."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=PREFLIGHT), {}
    taken = limit().take(subscriber(client_address(request))) if settings.API_PER_MINUTE else None
    told = taken.headers() if taken else {}
    if taken and taken.wait:
        return _too_many(taken.wait).answer(request), told
    if request.method not in ("GET", "HEAD"):
        return _read_only().answer(request), told
    try:
        return view(request, *args, **kwargs), told
    except DATABASE_GONE as error:
        return _gone(request, error), told
    except Exception as error:
        logger.error("Error at %s", request.path, exc_info=error)
        sentence = _("Something went wrong. The operators of the portal have been told.")
        return Problem("error", sentence, headers=NOT_KEPT).answer(request), told


def _as_get(view: View) -> View:
    """Let a view answer HEAD as it answers GET; the server leaves the body out."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        method, request.method = request.method, "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = method

    return answer


def _with_problems(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        try:
            _require_language(request)
            return view(request, *args, **kwargs)
        except Problem as problem:
            return problem.answer(request)

    return answer


def _require_language(request: HttpRequest) -> None:
    language = request.GET.get("lang", "")
    if language and language not in LANGUAGES:
        raise unknown_value("lang", language, LANGUAGES)


def _read_only() -> Problem:
    sentence = _("The API only answers questions: use GET or HEAD.")
    return Problem("read-only", sentence, headers={"Allow": METHODS} | NOT_KEPT)


def _too_many(wait: int) -> Problem:
    sentence = _(
        "More than %(most)s requests a minute came from your address. "
        "Ask again in %(wait)s seconds."
    ) % {"most": settings.API_PER_MINUTE, "wait": wait}
    return Problem("too-many", sentence, headers=NOT_KEPT)


def _gone(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("No answer from the database for %s", request.path, exc_info=error)
    sentence = _("The portal's database does not answer. Ask again in half a minute.")
    again = {"Retry-After": str(RETRY_AFTER)} | NOT_KEPT
    return Problem("unavailable", sentence, headers=again).answer(request)
