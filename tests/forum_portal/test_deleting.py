"""One deletes while another saves: what was saved is looked at first, what was typed is kept."""

import pytest

from events.models import Person
from forum_portal.models import Organisation
from tests.factories import AppearanceFactory, OrganisationFactory, PersonFactory, UserFactory
from tests.forms import fields_of
from tests.words import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return OrganisationFactory(name="Sở Cũ", kind="department")


def page_of(record, name="change"):
    return f"/admin/{record._meta.label_lower.replace('.', '/')}/{record.pk}/{name}/"


def test_what_was_saved_meanwhile_is_not_deleted_unseen(staff, body):
    asked = fields_of(staff.get(page_of(body, "delete")))
    staff.post(page_of(body), fields_of(staff.get(page_of(body))) | {"name": "Sở Mới"})

    answer = staff.post(page_of(body, "delete"), asked)

    assert answer.status_code == 409
    assert Organisation.objects.get().name == "Sở Mới"
    assert "Có người vừa lưu bản ghi này." in words_of(answer.text)
    again = {**asked, "_opened": answer.context["opened"]}
    assert staff.post(page_of(body, "delete"), again).status_code == 302
    assert Organisation.objects.count() == 0


def test_nor_is_what_came_to_hang_from_it(staff):
    person = PersonFactory()
    asked = fields_of(staff.get(page_of(person, "delete")))
    AppearanceFactory(person=person)
    assert staff.post(page_of(person, "delete"), asked).status_code == 409
    assert Person.objects.count() == 1


def test_what_was_typed_into_a_record_that_is_gone_is_shown(staff, body):
    form = fields_of(staff.get(page_of(body))) | {"name": "Sở Mới", "note": "Của tôi"}
    asked = fields_of(staff.get(page_of(body, "delete")))
    staff.post(page_of(body, "delete"), asked)

    answer = staff.post(page_of(body), form)

    assert answer.status_code == 410
    assert [(each.label, each.text) for each in answer.context["typed"]] == [
        ("Tên", "Sở Mới"),
        ("Loại", "Sở, ngành của thành phố"),
        ("Ghi chú", "Của tôi"),
        ("Địa chỉ", "so-cu"),
    ]
    assert "Không còn “Sở Cũ” nữa" in words_of(answer.text)


def test_of_a_merged_one_the_page_leads_to_the_one_that_stayed(staff, body):
    form = fields_of(staff.get(page_of(body))) | {"note": "Của tôi"}
    stays = OrganisationFactory(name="Sở Khác")
    page = f"{page_of(body, 'merge')}?into={stays.pk}"
    staff.post(page_of(body, "merge"), fields_of(staff.get(page)))
    answer = staff.post(page_of(body), form)
    assert (answer.status_code, answer.context["stayed_url"]) == (410, page_of(stays))


def test_deleted_twice_it_is_gone(staff, body):
    asked = fields_of(staff.get(page_of(body, "delete")))
    answers = [staff.post(page_of(body, "delete"), asked).status_code for _ in range(2)]
    assert answers == [302, 404]


def test_whoever_may_not_delete_is_told_so_first(client, body):
    client.force_login(UserFactory())
    assert client.post(page_of(body, "delete"), {"post": "yes", "_opened": "x"}).status_code == 403
