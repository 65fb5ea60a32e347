"""Forms at the desk: what must be filled in is marked, and what is wrong comes first."""

import re

import pytest
from django import forms
from django.contrib import admin
from django.urls import reverse

from events.models import Booth
from forum_portal.office.fields import ChosenSelectMultiple
from tests.factories import ReportFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

INVITE = "/admin/forum_portal/user/add/"
MARKED = re.compile(r'<(?:label|legend)[^>]*>([^<]*)</(?:label|legend)>\s*<span class="needed">')
SUMMARY = re.compile(
    r'<div class="errornote summary" role="alert" tabindex="-1" autofocus>.*?</div>'
)


def pages_to_add():
    for model, page in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_add"
        if page.has_add_permission.__func__ is admin.ModelAdmin.has_add_permission:
            yield reverse(name)


def is_waiting(bound):
    """Whether somebody has to answer; a choice that is made already waits for nobody."""
    is_chosen = isinstance(bound.field.widget, forms.Select) and bool(bound.value())
    return bound.field.required and not bound.is_hidden and not is_chosen


def test_every_field_that_must_be_filled_is_marked(staff):
    found = {}
    for address in pages_to_add():
        response = staff.get(address)
        form = response.context["adminform"].form
        shown = response.text.split('class="js-inline-admin-formset')[0]
        waiting = {bound.label for bound in form if is_waiting(bound)}
        found[address] = waiting ^ set(MARKED.findall(shown)) & {bound.label for bound in form}
    assert (len(found) > 10, {at: labels for at, labels in found.items() if labels}) == (True, {})


def test_an_invitation_says_what_it_needs(staff):
    marked = MARKED.findall(staff.get(INVITE).text)
    assert marked == ["Họ", "Tên", "Địa chỉ email", "Vai trò"]


LANGUAGES = [("vi", "Tiếng Việt"), ("en", "Tiếng Anh")]


def languages(response):
    return list(response.context["adminform"].form.fields["language"].choices)


def test_a_language_is_chosen(staff):
    assert languages(staff.get("/admin/events/report/add/")) == LANGUAGES
    others = [("ja", "Tiếng Nhật Bản"), ("ko", "Tiếng Hàn Quốc"), ("fr", "Tiếng Pháp")]
    assert languages(staff.get("/admin/metrics/source/add/")) == LANGUAGES + others


def test_a_language_that_is_there_stays(staff):
    report = ReportFactory(language="ja")
    page = f"/admin/events/report/{report.pk}/change/"
    assert languages(staff.get(page)) == [*LANGUAGES, ("ja", "Tiếng Nhật Bản")]


def test_a_refused_form_begins_with_what_is_wrong(staff):
    response = staff.post(INVITE, {"last_name": "Lê", "first_name": "Lan"})
    assert re.findall(r"<title>(.*?) \|", response.text) == ["Lỗi: Mời người mới"]
    [summary] = SUMMARY.findall(response.text)
    assert words_of(summary) == (
        "Lỗi: có 2 chỗ phải sửa Địa chỉ email: Hãy điền ô này. "
        "Vai trò: Đánh dấu ít nhất một vai trò."
    )
    assert re.findall('href="#([^"]*)"', summary) == ["id_email", "id_groups"]
    assert '<ul class="errorlist" id="id_email_error"><li>Lỗi: Hãy điền ô này.</li></ul>' in (
        response.text
    )
    assert "data-model-name" not in response.text  # whose script takes the focus elsewhere


def test_so_do_the_forms_at_the_door(client, staff):
    refused = client.post("/admin/login/", {"username": "lan", "password": "sai"}).text
    assert words_of(SUMMARY.findall(refused)[0]) == (
        "Lỗi: chưa đăng nhập được Tên đăng nhập hoặc mật khẩu không đúng. "
        "Chữ hoa và chữ thường là khác nhau."
    )
    refused = staff.post("/admin/password_change/", {"old_password": "sai"}).text
    assert re.findall('href="#([^"]*)"', SUMMARY.findall(refused)[0]) == [
        "id_old_password",
        "id_new_password1",
        "id_new_password2",
    ]


def test_a_search_for_several_records_has_no_cross_in_its_list():
    field = Booth._meta.get_field("organisations")
    written = ChosenSelectMultiple(field, admin.site).build_attrs({})
    assert written["data-allow-clear"] == "false"
