"""Sessions that their owners know again."""

from functools import partial

from django.contrib.sessions.middleware import SessionMiddleware

from forum_portal.access.addresses import client_address, neighbourhood
from forum_portal.access.browsers import browser_and_system


class KnownSessions(SessionMiddleware):
    """Django's, and each session keeps where it was used last, and when."""

    def process_request(self, request):
        super().process_request(request)
        request.session.place = partial(place_of, request)  # most readers have no session

    def process_response(self, request, response):
        response = super().process_response(request, response)
        if hasattr(request, "session"):
            request.session.note_use()
        return response


def place_of(request) -> dict[str, str]:
    """Return the fields of a session that tell where a request comes from."""
    browser, system = browser_and_system(request.headers.get("User-Agent", ""))
    address = neighbourhood(client_address(request))
    return {"address": address, "browser": browser, "system": system}
