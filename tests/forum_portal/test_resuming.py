"""A session that ends while somebody types: nothing typed is lost."""

import re
from html import unescape

import pytest
from django.test import Client

from forum_portal.models import Organisation
from tests.factories import OrganisationFactory, UserFactory, submitted
from tests.metrics.release_desk import (
    a_draft,
    an_approver,
    an_editor,
    approval,
    page_of,
    state,
)
from tests.words import words

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
    assert "tệp" not in resumed.text.partition('id="content-main"')[2]

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


def resumed(client, user, address, form):
    """Send a form after the session's end, log in again and return the page that follows."""
    kept = hidden(client.post(address, form).text)["_kept"]
    return log_in(client, user, kept)


def listed(response):
    """The lines of what was typed, as (label, text)."""
    return response.context["typed"]


def test_each_field_has_its_label_and_choices_their_words(client, user):
    answer = resumed(client, user, ADD, FORM | {"_save": "Lưu"})
    assert listed(answer) == [
        ("Tên", "Sở Mới & Cũ"),
        ("Loại", "Sở, ngành của thành phố"),
        ("Ghi chú", "Dòng một\r\nDòng hai"),
    ]
    assert "Thêm tổ chức" in words(answer)
    assert "Phiên làm việc đã hết khi bạn bấm “Lưu” nên chưa có gì" in words(answer)


def test_a_record_that_was_chosen_is_named(client, user):
    successor = OrganisationFactory(name="Sở Kế Tục")
    answer = resumed(client, user, ADD, FORM | {"successor": successor.pk})
    assert ("Tổ chức kế thừa", "Sở Kế Tục") in listed(answer)


def test_an_approval_says_of_which_release_and_that_it_is_not_done(client, db):
    release = submitted(a_draft(an_editor()))
    approver = an_approver()
    moment = {"at_0": "04/03/2099", "at_1": "08:30"}
    form = approval(release, then="at", comment="Khớp.", **moment)
    answer = resumed(client, approver, page_of(release, "approve"), form)
    assert listed(answer) == [
        ("Sau khi duyệt", "Hẹn giờ, cổng tự công bố vào lúc ghi dưới đây"),
        ("Công khai từ, Ngày", "04/03/2099"),
        ("Công khai từ, Giờ", "08:30"),
        ("Ý kiến", "Khớp."),
    ]
    page = words(answer)
    assert "Duyệt: Quý IV" in page
    assert "Phiên làm việc đã hết khi bạn bấm “Duyệt” nên chưa có gì được thực hiện." in page
    assert '<button class="button default">Duyệt</button>' in answer.text
    assert state(release) == "in_review"


def test_a_row_that_was_added_has_its_number(client, user):
    form = {"citations-1-locator": "đoạn 9", "citations-TOTAL_FORMS": "2"}
    answer = resumed(client, user, "/admin/metrics/observation/add/", form)
    assert listed(answer) == [("Vị trí trong nguồn (2)", "đoạn 9")]


def test_of_a_page_that_opens_no_more_all_is_shown_without_labels(client, user):
    form = {"comment": "Đã xem.", "_once": "x"}
    answer = resumed(client, user, "/admin/metrics/release/0/submit/", form)
    assert listed(answer) == [("", "Đã xem.")]
    assert "Chưa lưu" in words(answer)
