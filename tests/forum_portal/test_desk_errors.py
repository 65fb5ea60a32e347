"""What went wrong at the desk is told in the desk's frame; readers get the public one."""

import pytest

from tests.factories import UserFactory, published_figure
from tests.words import words

pytestmark = pytest.mark.django_db

WAY_BACK = '<a class="button default" href="/admin/">Về Bàn biên tập</a>'
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


def test_elsewhere_they_read_what_everybody_does(staff, client):
    assert "Về Bàn biên tập" not in staff.get("/khong-co/").text


def test_others_read_the_public_page(client):
    assert "Về Bàn biên tập" not in client.get("/khong-co/").text
    client.force_login(UserFactory(is_staff=False))
    assert "Về Bàn biên tập" not in client.get("/admin/khong-co/", follow=True).text
