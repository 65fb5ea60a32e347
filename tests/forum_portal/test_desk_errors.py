"""What went wrong at the desk is told in the desk's frame; readers get the public one."""

import pytest

from tests.factories import UserFactory, published_figure
from tests.words import words

pytestmark = pytest.mark.django_db

WAY_BACK = 'href="/admin/">Về Bàn biên tập</a>'
SENTENCES = {
    "/admin/khong-co/": (404, "Có thể trang đã bị xóa, hoặc địa chỉ gõ nhầm."),
    "/admin/metrics/observation/0/correct/": (404, "Có thể trang đã bị xóa, hoặc địa chỉ gõ nhầm."),
    "/admin/metrics/release/?q=%00": (400, "Địa chỉ có ký tự không hợp lệ."),
}


@pytest.mark.parametrize("address", SENTENCES)
def test_staff_keep_the_frame_of_the_desk(staff, address):
    response = staff.get(address)
    status, sentence = SENTENCES[address]
    assert (response.status_code, WAY_BACK in response.text) == (status, True)
    assert sentence in words(response)
    assert 'id="logout-form"' in response.text


def test_so_they_do_where_they_have_no_right(client):
    client.force_login(UserFactory())
    response = client.get(f"/admin/metrics/observation/{published_figure().pk}/correct/")
    assert (response.status_code, WAY_BACK in response.text) == (403, True)
    assert "Bạn chưa được mở trang này" in words(response)


@pytest.mark.parametrize("page", ["change", "history", "delete"])
@pytest.mark.parametrize("key", ["999999", "khong-co", "0", "9" * 30])
def test_a_record_that_is_not_there_is_not_found(staff, page, key):
    response = staff.get(f"/admin/metrics/indicator/{key}/{page}/")
    sentence = "Không có chỉ số nào ở địa chỉ này: có thể đã bị xóa, hoặc địa chỉ gõ nhầm."
    assert (response.status_code, sentence in words(response)) == (404, True)
    assert '<a class="button default" href="/admin/metrics/indicator/">' in response.text


def test_the_list_is_offered_to_those_who_may_see_it(client):
    client.force_login(UserFactory())
    response = client.get("/admin/metrics/indicator/999999/change/")
    assert (response.status_code, "/admin/metrics/indicator/" in response.text) == (403, False)


def test_elsewhere_they_read_what_everybody_does(staff, client):
    assert "Về Bàn biên tập" not in staff.get("/khong-co/").text


def test_others_read_the_public_page(client):
    assert "Về Bàn biên tập" not in client.get("/khong-co/").text
    client.force_login(UserFactory(is_staff=False))
    assert "Về Bàn biên tập" not in client.get("/admin/khong-co/", follow=True).text
