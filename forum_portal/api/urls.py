"""Addresses of the API; they are a public promise."""

from django.urls import URLPattern, URLResolver, path, re_path

from forum_portal.api.answers import api_answer
from forum_portal.api.views import api, api_page, nothing_here, openapi

app_name = "api"


def _answering(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    """Let a route of ninja's answer as the whole API does."""
    if isinstance(pattern, URLPattern):
        pattern.callback = api_answer(pattern.callback)
    return pattern


routes = [each for each in api.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"]
urlpatterns = [
    path("v1/", api_answer(api_page), name="page"),
    path("v1/openapi.json", api_answer(openapi), name="openapi"),
    path("v1/", ([_answering(each) for each in routes], "api", "v1")),
    re_path("", api_answer(nothing_here)),  # any other, even with an end of line in it
]
