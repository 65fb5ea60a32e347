"""A session that ends while somebody types: nothing typed is lost."""

import re
from html import unescape

import pytest
from django.test import Client

from forum_portal.models import Organisation
from tests.factories import UserFactory

ADD = "/admin/forum_portal/organisation/add/"
PASSWORD = "mat-khau-cua-test"
FORM = {
    "name": "Sở Mới & Cũ",
    "kind": "department",
    **dict.fromkeys(("name_en", "short_name", "website", "valid_from", "valid_to"), ""),
    **dict.fromkeys(("successor", "slug"), ""),
    "note": "Dòng một\r\nDòng hai",
}


def hidden(text):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text)
    return {name: unescape(value) for name, value in found}


@pytest.fixture
def user(db):
    return UserFactory(is_superuser=True)


def log_in(client, user, kept, password=PASSWORD):
    entered = {"username": user.username, "password": password, "next": ""}
    return client.post("/admin/login/", entered | {"_kept": kept})


def test_typed_text_is_saved_after_the_new_login(client, user):
    expired = client.post(ADD, FORM)
    assert expired.status_code == 403
    assert "Phiên làm việc đã hết." in expired.text
    assert Organisation.objects.count() == 0

    resumed = log_in(client, user, hidden(expired.text)["_kept"])
    assert resumed.status_code == 200
    assert f'<form method="post" action="{ADD}">' in resumed.text
    assert "Sở Mới &amp; Cũ" in resumed.text

    fields = hidden(resumed.text)
    fields.pop("csrfmiddlewaretoken", None)
    assert fields == FORM
    assert client.post(ADD, fields).status_code == 302
    made = Organisation.objects.get()
    assert (made.name, made.note) == ("Sở Mới & Cũ", "Dòng một\nDòng hai")


def test_a_wrong_password_keeps_it_too(client, user):
    kept = hidden(client.post(ADD, FORM).text)["_kept"]
    wrong = log_in(client, user, kept, password="sai")
    assert hidden(wrong.text)["_kept"] == kept


def test_passwords_are_not_kept(client, user):
    address = "/admin/forum_portal/user/add/"
    expired = client.post(address, {"username": "moi", "password1": "bi-mat"})
    resumed = log_in(client, user, hidden(expired.text)["_kept"])
    assert ("moi" in resumed.text, "bi-mat" in resumed.text) == (True, False)


def test_a_form_that_the_portal_did_not_keep_is_not_offered(client, user):
    answer = log_in(client, user, "gia-mao:chu-ky")
    assert answer.status_code == 302


def test_the_form_still_needs_its_token(user):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ADD, FORM).status_code == 403
    assert "_kept" not in strict.post(ADD, FORM).text


def test_logging_out_twice_keeps_nothing(client, user):
    answer = client.post("/admin/logout/")
    assert answer.status_code == 302
