"""Putting up a forum at the desk: its sessions, its booths, who took part."""

import pytest

from events.models import Appearance, Booth, Exhibition, Quote, Session
from tests.desk import errors
from tests.factories import (
    BoothFactory,
    ExhibitionFactory,
    ForumFactory,
    PersonFactory,
    SessionFactory,
    SourceFactory,
)
from tests.forms import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    return ForumFactory(slug="2026", name="Diễn đàn 2026", year=2026, date_start="2026-12-01")


def added(staff, address, **typed):
    """Fill in and send the page of a new record; it has no files."""
    fields = fields_of(staff.get(address))
    fields = {name: values for name, values in fields.items() if not name.startswith("materials-0")}
    if "materials-TOTAL_FORMS" in fields:
        fields["materials-TOTAL_FORMS"] = ["0"]
    return staff.post(address, fields | typed)


def rows(prefix, *listed):
    """Return new rows as a page sends them."""
    sent = {f"{prefix}-TOTAL_FORMS": len(listed)}
    for number, row in enumerate(listed):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def page_of(record):
    return f"/admin/events/{record._meta.model_name}/{record.pk}/change/"


def in_rows(response, prefix):
    """Return what stands above the rows of a page, and the errors in each."""
    sets = (each.formset for each in response.context["inline_admin_formsets"])
    [found] = (each for each in sets if each.prefix == prefix)
    return list(found.non_form_errors()), found.errors


class TestNewSession:
    def test_is_saved_with_who_took_part(self, staff, forum):
        person = PersonFactory()
        who = rows("appearances", {"person": person.pk, "role": "chair"})
        address = f"/admin/events/session/add/?forum={forum.pk}"
        hours = {"start_0": "01/12/2026", "start_1": "08:30"}
        assert added(staff, address, title="Khai mạc", **hours, **who).status_code == 302
        made = Appearance.objects.values_list("forum", "session__title", "person", "role")
        assert list(made) == [(forum.pk, "Khai mạc", person.pk, "chair")]

    def test_refuses_a_person_twice_in_a_role(self, staff, forum):
        row = {"person": PersonFactory().pk, "role": "chair"}
        address = f"/admin/events/session/add/?forum={forum.pk}"
        response = added(staff, address, title="Khai mạc", **rows("appearances", row, row))
        assert in_rows(response, "appearances")[1][1] == {
            "person": ["Người này đã có vai trò đó ở đây."]
        }
        assert not Session.objects.exists()


class TestNamesakes:
    def test_sessions_in_one_save(self, staff, forum):
        SessionFactory(forum=forum, title="Giải lao")
        row = {"title": "Giải lao", "kind": "other"}
        fields = fields_of(staff.get(page_of(forum)))
        sent = {
            "sessions-TOTAL_FORMS": 3,
            **{f"sessions-{at}-{name}": each for at in (1, 2) for name, each in row.items()},
        }
        assert staff.post(page_of(forum), fields | sent).status_code == 302
        assert sorted(Session.objects.values_list("slug", flat=True)) == [
            "2026-giai-lao",
            "2026-giai-lao-2",
            "2026-giai-lao-3",
        ]

    def test_booths_of_a_new_exhibition(self, staff, forum):
        row = {"name": "Viettel", "category": "enterprise"}
        booths = rows("booths", row | {"number": "C1"}, row | {"number": "C2"})
        address = f"/admin/events/exhibition/add/?forum={forum.pk}"
        assert added(staff, address, title="Triển lãm", **booths).status_code == 302
        assert list(Booth.objects.order_by("slug").values_list("slug", "number")) == [
            ("2026-viettel", "C1"),
            ("2026-viettel-2", "C2"),
        ]

    def test_on_a_page_of_its_own(self, staff, forum):
        BoothFactory(exhibition=ExhibitionFactory(forum=forum), name="Viettel")
        address = f"/admin/events/booth/add/?exhibition={Exhibition.objects.get().pk}"
        assert added(staff, address, name="Viettel").status_code == 302
        assert sorted(Booth.objects.values_list("slug", flat=True)) == [
            "2026-viettel",
            "2026-viettel-2",
        ]

    def test_an_address_that_is_typed_stays_refused(self, staff, forum):
        session = SessionFactory(forum=forum, title="Giải lao")
        address = f"/admin/events/session/add/?forum={forum.pk}"
        assert list(errors(added(staff, address, title="Khác", slug=session.slug))) == ["slug"]

    def test_one_that_is_saved_again_keeps_its_address(self, forum):
        first, second = (SessionFactory(forum=forum, title="Giải lao") for _ in range(2))
        first.delete()
        second.save()
        assert second.slug == "2026-giai-lao-2"


class TestTheNext:
    def test_session_is_one_of_the_same_forum(self, staff, forum):
        address = f"/admin/events/session/add/?forum={forum.pk}"
        response = added(staff, address, title="Một", _addanother="1")
        assert response.url == address
        assert fields_of(staff.get(response.url))["forum"] == [str(forum.pk)]
        [session] = Session.objects.all()
        fields = fields_of(staff.get(page_of(session)))
        fields = {name: each for name, each in fields.items() if not name.startswith("materials-0")}
        more = {"materials-TOTAL_FORMS": 0, "_addanother": "1"}
        assert staff.post(page_of(session), fields | more).url == address

    def test_quote_is_one_of_the_same_forum(self, staff, forum):
        address = f"/admin/events/quote/add/?forum={forum.pk}"
        typed = {"person": PersonFactory().pk, "source": SourceFactory().pk, "text": "Lời"}
        assert added(staff, address, **typed, _addanother="1").url == address
        assert Quote.objects.get().forum == forum
