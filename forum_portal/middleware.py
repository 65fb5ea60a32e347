"""The portal's own middleware."""

import logging

import pghistory
from django.db import InterfaceError, OperationalError
from django.utils import translation
from psycopg_pool import PoolTimeout

from forum_portal import errors

DATABASE_GONE = (OperationalError, InterfaceError, PoolTimeout)
logger = logging.getLogger(__name__)


def language_from_path(get_response):
    """English below /en/, Vietnamese everywhere else.

    Django's LocaleMiddleware would make every page at the root vary on Accept-Language.
    """

    def middleware(request):
        is_english = request.path_info == "/en" or request.path_info.startswith("/en/")
        request.LANGUAGE_CODE = "en" if is_english else "vi"
        translation.activate(request.LANGUAGE_CODE)  # left on: a stream is written after we return
        response = get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    return middleware


def changes_have_an_author(get_response):
    """Tell the triggers of the audit trail who is at work in the admin; readers change nothing."""

    def middleware(request):
        is_change = request.method == "POST" and request.path_info.startswith("/admin/")
        if not (is_change and request.user.is_authenticated):
            return get_response(request)
        with pghistory.context(user=request.user.pk):
            return get_response(request)

    return middleware


class database_gone:  # noqa: N801 -- it stands in MIDDLEWARE beside functions, and only views raise
    """Answer 503 with a clear page when a view cannot reach Postgres or gets no answer in time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, DATABASE_GONE):
            return None
        logger.error("No answer from the database for %s", request.path, exc_info=exception)
        return errors.unavailable(request)
