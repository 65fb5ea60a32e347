"""A form for a new record, sent twice."""

from functools import partial

import pytest

from forum_portal.models import Organisation
from tests.forum_portal.test_outdated import logged_in, race

ADD = "/admin/forum_portal/organisation/add/"


def fields(client, **typed):
    """Return what a browser sends from a page that was just opened."""
    token = client.get(ADD).context["token"]
    blank = dict.fromkeys(
        ("name_en", "short_name", "website", "valid_from", "valid_to", "successor", "note", "slug"),
        "",
    )
    return blank | {"name": "Sở Mới", "kind": "department", "_once": token} | typed


@pytest.fixture
def staff(db):
    return logged_in()


def test_a_double_click_makes_one_record(staff):
    form = fields(staff)
    first = staff.post(ADD, form)
    second = staff.post(ADD, form, follow=True)
    made = Organisation.objects.get()
    assert first.status_code == 302
    assert second.redirect_chain == [(f"/admin/forum_portal/organisation/{made.pk}/change/", 302)]
    assert "Bản ghi này đã được lưu rồi." in second.text


def test_the_back_button_with_other_text_asks_first(staff):
    form = fields(staff)
    staff.post(ADD, form)
    made = Organisation.objects.get()

    answer = staff.post(ADD, form | {"name": "Sở Khác"})

    assert answer.status_code == 409
    assert f'<a href="/admin/forum_portal/organisation/{made.pk}/change/">' in answer.text
    assert 'value="Sở Khác"' in answer.text
    assert Organisation.objects.get() == made

    again = staff.post(ADD, form | {"name": "Sở Khác", "_once": answer.context["token"]})
    assert again.status_code == 302
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Sở Mới", "Sở Khác"}


def test_a_form_with_an_error_may_be_sent_again(staff):
    form = fields(staff, name="")
    refused = staff.post(ADD, form)
    assert refused.status_code == 200
    assert str(refused.context["token"]) == str(form["_once"])
    assert staff.post(ADD, form | {"name": "Sở Mới"}).status_code == 302
    assert Organisation.objects.count() == 1


def test_two_pages_make_two_records(staff):
    staff.post(ADD, fields(staff))
    staff.post(ADD, fields(staff, name="Sở Hai"))
    assert Organisation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_racing_clicks_make_one_record(soak):
    staff = logged_in()
    other = type(staff)()
    other.cookies = staff.cookies
    for turn in range(200 if soak else 5):
        form = fields(staff, name=f"Sở {turn}")
        codes = race([partial(each.post, ADD, form) for each in (staff, other)])
        assert codes == [302, 302]
        assert Organisation.objects.filter(name=f"Sở {turn}").count() == 1


def test_a_record_added_in_a_pop_up_stays(staff):
    answer = staff.post(f"{ADD}?_popup=1", fields(staff, _popup="1"))
    assert answer.status_code == 200
    assert Organisation.objects.get().name == "Sở Mới"
