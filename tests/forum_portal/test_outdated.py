"""Two people at one form of the admin: no save is lost."""

import threading
from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from forum_portal.models import Organisation
from forum_portal.office.outdated import OPENED
from forum_portal.roles import APPROVER, apply_roles
from metrics.models import Break
from tests.factories import IndicatorFactory, OrganisationFactory, UserFactory

SENTENCE = "Có người vừa lưu bản ghi này nên phần của bạn chưa được lưu."


def logged_in(**fields):
    client = Client()
    client.force_login(UserFactory(is_superuser=True, **fields))
    return client


def opened(client, url):
    """Return the fields that the form of `url` was opened with."""
    form = client.get(url).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    inlines = client.get(url).context["inline_admin_formsets"]
    fields = {name: "" if value is None else value for name, value in values.items()}
    for each in inlines:
        fields |= {f.html_name: f.value() for f in each.formset.management_form}
        for row in each.formset.initial_forms:
            fields |= {f.html_name: "" if f.value() is None else f.value() for f in row}
    return fields | {OPENED: client.get(url).context["opened"]}


@pytest.fixture
def body(db):
    return OrganisationFactory(name="Sở Cũ", kind="department")


def url_of(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def test_the_first_to_save_saves(body):
    first = logged_in()
    answer = first.post(url_of(body), opened(first, url_of(body)) | {"name": "Sở Mới"})
    assert answer.status_code == 302
    assert Organisation.objects.get().name == "Sở Mới"


def test_the_second_sees_both_and_nothing_is_written(body):
    first, second = logged_in(last_name="Trần", first_name="An"), logged_in()
    form = opened(second, url_of(body))
    first.post(url_of(body), opened(first, url_of(body)) | {"name": "Sở Một"})

    answer = second.post(url_of(body), form | {"name": "Sở Hai", "note": "Của tôi"})

    assert answer.status_code == 409
    assert SENTENCE in answer.text
    assert [(each.label, each.saved, each.typed) for each in answer.context["rivals"]] == [
        ("Tên", "Sở Một", "Sở Hai"),
        ("Ghi chú", "", "Của tôi"),
    ]
    assert "Lần lưu gần nhất: Trần An," in answer.text
    assert 'value="Sở Hai"' in answer.text
    assert Organisation.objects.get().name == "Sở Một"


def test_saved_again_it_counts(body):
    first, second = logged_in(), logged_in()
    form = opened(second, url_of(body))
    first.post(url_of(body), opened(first, url_of(body)) | {"name": "Sở Một"})
    refused = second.post(url_of(body), form | {"name": "Sở Hai"})

    now = refused.context["opened"]
    answer = second.post(url_of(body), form | {"name": "Sở Hai", OPENED: now})

    assert answer.status_code == 302
    assert Organisation.objects.get().name == "Sở Hai"


def test_an_error_of_ones_own_is_no_rival(body):
    first = logged_in()
    form = opened(first, url_of(body))
    answer = first.post(url_of(body), form | {"name": ""})
    assert (answer.status_code, "rivals" in answer.context) == (200, False)
    assert answer.context["opened"] == form[OPENED]


def test_a_row_that_somebody_else_saved_counts_too(db):
    indicator = IndicatorFactory()
    row = Break.objects.create(
        indicator=indicator, period="2023", starts_on="2023-01-01", kind="method", explanation="Cũ"
    )
    first, second = logged_in(), logged_in()
    form = opened(second, url_of(indicator))
    Break.objects.filter(pk=row.pk).update(explanation="Mới")

    answer = second.post(url_of(indicator), form | {"name": "Tên khác"})

    assert answer.status_code == 409
    assert Break.objects.get().explanation == "Mới"
    del first


@pytest.mark.django_db(transaction=True)
def test_racing_saves_lose_nothing(soak):
    clients = [logged_in(), logged_in()]
    for turn in range(500 if soak else 2):
        body = OrganisationFactory(name=f"Sở {turn}")
        forms = [opened(client, url_of(body)) for client in clients]
        posts = [
            partial(client.post, url_of(body), form | {"name": f"Sở {turn} {place}"})
            for place, (client, form) in enumerate(zip(clients, forms, strict=True))
        ]
        codes = race(posts)
        assert sorted(codes) == [302, 409]
        body.refresh_from_db()
        assert body.name == f"Sở {turn} {codes.index(302)}"


def race(posts):
    """Send the posts at once, each on a connection of its own; return the status of each."""
    codes = [0] * len(posts)
    start = threading.Barrier(len(posts))

    def run(place, post):
        try:
            start.wait()
            codes[place] = post().status_code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(posts)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return codes


def test_the_roles_of_an_account_are_not_lost(db):
    apply_roles()
    person = UserFactory()
    first, second = logged_in(), logged_in()
    form = opened(second, url_of(person))
    person.groups.add(Group.objects.get(name=APPROVER))

    answer = second.post(url_of(person), form | {"email": "a@example.vn"})

    assert answer.status_code == 409
    assert [each.name for each in person.groups.all()] == [APPROVER]
    del first
