from importlib import import_module

import pytest
from django.core.exceptions import BadRequest
from django.db import OperationalError, connection
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import get_language, gettext_lazy

from forum_portal import errors
from forum_portal.urls import handler400, handler404, handler500  # noqa: F401


def language(request):
    return HttpResponse(f"{request.LANGUAGE_CODE} {get_language()}")


def ask_database(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("an answer")


def raise_bad_request(request):
    raise BadRequest("as-of lies in the future.")


def raise_not_found(request):
    raise Http404(gettext_lazy("Forums"))


def raise_not_found_for_programmers(request):
    raise Http404("No Indicator matches the given query.")


urlpatterns = [
    path("ngon-ngu/", language),
    path("en/ngon-ngu/", language),
    path("enquete/", language),
    path("hoi/", ask_database),
    path("400/", raise_bad_request),
    path("404/", raise_not_found),
    path("404-django/", raise_not_found_for_programmers),
    *import_module("forum_portal.urls").urlpatterns,
]
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(
    "address, code", [("/ngon-ngu/", "vi"), ("/en/ngon-ngu/", "en"), ("/enquete/", "vi")]
)
def test_language_comes_from_the_path_alone(client, address, code):
    response = client.get(address, headers={"accept-language": "fr, en;q=0.5"})
    assert response.content.decode() == f"{code} {code}"
    assert response["Content-Language"] == code
    assert "Vary" not in response


def test_content_security_policy(client):
    assert client.get("/ngon-ngu/")["Content-Security-Policy"] == (
        "default-src 'self'; script-src 'self' https://cdn.jsdelivr.net; style-src 'self'; "
        "img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
        "form-action 'self'"
    )


def test_anonymous_readers_get_no_cookie(client):
    assert not client.get("/ngon-ngu/").cookies


def test_the_admins_cookies_stay_below_admin(client, db):
    cookies = client.get("/admin/login/").cookies
    assert {name: cookie["path"] for name, cookie in cookies.items()} == {"portal-form": "/admin/"}


@pytest.mark.parametrize("address, code", [("/hoi/", 503)])
def test_503_when_postgres_is_gone(client, gone_database, caplog, address, code):
    response = client.get(address)
    assert response.status_code == code
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store"
    assert "Cơ sở dữ liệu" in response.content.decode()
    assert [record.message for record in caplog.records if record.name != "django.request"] == [
        "No answer from the database for /hoi/"
    ]


def test_503_when_a_middleware_misses_postgres(rf):
    try:
        raise OperationalError("server closed the connection unexpectedly")
    except OperationalError:
        response = errors.server_error(rf.get("/"))
    assert response.status_code == 503


def test_500_asks_nothing_of_the_database(rf):
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500


@pytest.mark.parametrize(
    "address, status, sentence",
    [("/400/", 400, "as-of lies in the future."), ("/404/", 404, "Diễn đàn")],
)
def test_a_reason_for_the_reader_is_shown(client, db, address, status, sentence):
    response = client.get(address)
    assert response.status_code == status
    assert response.context["reason"] == sentence


def test_a_reason_for_programmers_is_not_shown(client, db):
    response = client.get("/404-django/")
    assert response.status_code == 404
    assert response.context["reason"] == ""


def test_failed_csrf_check(client, db):
    client.handler.enforce_csrf_checks = True
    response = client.post("/admin/login/", {"username": "quantri"})
    assert response.status_code == 403
    assert next(template.name for template in response.templates) == "403_csrf.html"
