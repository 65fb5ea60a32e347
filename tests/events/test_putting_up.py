"""Putting up a forum at the desk: its sessions, its booths, who took part."""

import pytest
from django.contrib.admin.models import LogEntry
from django.utils.translation import override

from events.models import Appearance, Booth, Exhibition, Person, Quote, Session
from tests.desk import errors
from tests.factories import (
    BoothFactory,
    ExhibitionFactory,
    ForumFactory,
    OrganisationFactory,
    PersonFactory,
    ReportFactory,
    SessionFactory,
    SourceFactory,
)
from tests.forms import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    return ForumFactory(
        slug="2026", name="Diễn đàn 2026", year=2026, date_start="2026-12-01", state="announced"
    )


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


def warnings(response):
    return [str(each) for each in response.context["messages"] if each.level_tag == "warning"]


class TestSlips:
    def session(self, staff, forum, **typed):
        address = f"/admin/events/session/add/?forum={forum.pk}"
        return added(staff, address, title="Khai mạc", **typed)

    def test_an_end_without_a_beginning(self, staff, forum):
        response = self.session(staff, forum, end_0="01/12/2026", end_1="10:00")
        assert errors(response) == {"start": ["Ghi cả giờ bắt đầu, hoặc để trống giờ kết thúc."]}

    def test_the_day_is_that_of_the_hours_at_the_forum(self, staff, forum):
        forum.time_zone = "America/Los_Angeles"
        forum.save()
        self.session(staff, forum, start_0="01/12/2026", start_1="20:00")
        session = Session.objects.get()
        assert str(session.date) == "2026-12-01"
        fields = fields_of(staff.get(page_of(session)))
        fields = {name: each for name, each in fields.items() if not name.startswith("materials-0")}
        moved = {"start_0": "02/12/2026", "materials-TOTAL_FORMS": 0}
        assert staff.post(page_of(session), fields | moved).status_code == 302
        session.refresh_from_db()
        assert str(session.date) == "2026-12-02"

    def test_a_session_far_off_and_long_is_told(self, staff, forum):
        hours = {"start_0": "09/12/2026", "start_1": "08:00"}
        hours |= {"end_0": "10/12/2026", "end_1": "08:01"}
        self.session(staff, forum, **hours)
        sentences = [
            "“Khai mạc” ghi ngày 9/12/2026, cách diễn đàn (1/12/2026) hơn một tuần. "
            "Nếu ghi nhầm, hãy sửa lại ngày.",
            "“Khai mạc” kéo dài hơn 24 giờ. Nếu ghi nhầm, hãy sửa lại giờ.",
        ]
        assert warnings(staff.get("/admin/")) == sentences
        staff.post(page_of(forum), fields_of(staff.get(page_of(forum))))
        assert warnings(staff.get("/admin/")) == sentences

    def test_a_week_and_a_day_of_24_hours_are_not(self, staff, forum):
        hours = {"start_0": "08/12/2026", "start_1": "08:00"}
        self.session(staff, forum, **hours, end_0="09/12/2026", end_1="08:00")
        assert warnings(staff.get("/admin/")) == []

    def test_an_exhibition_in_another_year_is_told(self, staff, forum):
        forum.date_start = None
        forum.save()
        address = f"/admin/events/exhibition/add/?forum={forum.pk}"
        added(staff, address, title="Triển lãm", opened_on="01/12/2062")
        assert warnings(staff.get("/admin/")) == [
            "“Triển lãm” ghi ngày 1/12/2062, cách diễn đàn (2026) hơn một tuần. "
            "Nếu ghi nhầm, hãy sửa lại ngày."
        ]

    def test_a_report_of_a_day_to_come_is_told(self, staff):
        report = ReportFactory()
        fields = fields_of(staff.get(page_of(report)))
        fields = {
            name: each for name, each in fields.items() if not name.startswith("attachments-0")
        }
        more = {"published_on": "01/12/2199", "attachments-TOTAL_FORMS": 0}
        assert staff.post(page_of(report), fields | more).status_code == 302
        assert warnings(staff.get("/admin/")) == [
            "Ngày công bố 1/12/2199 chưa tới. Nếu ghi nhầm, hãy sửa lại."
        ]

    @pytest.mark.parametrize(
        ("sides", "refused"),
        [
            ((99999999999999, 0, 3, 3), {"x": ["Ghi số không quá 100.000."]}),
            ((0, 0, 3, 100001), {"height": ["Ghi số không quá 100.000."]}),
            (
                (3000, 0, 3, 3),
                {"x": ["Sơ đồ vươn xa đến thế thì không ai nhìn thấy gian hàng: xem lại số này."]},
            ),
        ],
    )
    def test_a_booth_that_hides_the_others_is_refused(self, staff, forum, sides, refused):
        exhibition = ExhibitionFactory(forum=forum)
        place = dict(zip(("x", "y", "width", "height"), sides, strict=True))
        address = f"/admin/events/booth/add/?exhibition={exhibition.pk}"
        assert errors(added(staff, address, name="Xa", **place)) == refused

    def test_a_place_in_sight_is_saved(self, staff, forum):
        address = f"/admin/events/booth/add/?exhibition={ExhibitionFactory(forum=forum).pk}"
        added(staff, address, name="Gần", x=2997, y=0, width=3, height=3)
        assert Booth.objects.get().x == 2997


class TestTheSameTwice:
    def saved(self, staff, forum, prefix, *listed):
        fields = fields_of(staff.get(page_of(forum)))
        return in_rows(staff.post(page_of(forum), fields | rows(prefix, *listed)), prefix)

    def test_rooms(self, staff, forum):
        room = {"name": "Hội trường", "position": 1}
        assert self.saved(staff, forum, "rooms", room, room) == (
            ["Diễn đàn này đã có phòng mang tên đó."],
            [{}, {"__all__": ["Trùng với một mục ở trên."]}],
        )

    def test_hosts(self, staff, forum):
        host = {"organisation": OrganisationFactory().pk, "role": "host", "position": 1}
        assert self.saved(staff, forum, "roles", host, host) == (
            ["Tổ chức này đã có vai trò đó."],
            [{}, {"__all__": ["Trùng với một mục ở trên."]}],
        )

    def test_the_log_says_a_role_in_vietnamese(self, staff, forum):
        host = {"organisation": OrganisationFactory(name="FPT").pk, "role": "host", "position": 1}
        fields = fields_of(staff.get(page_of(forum)))
        staff.post(page_of(forum), fields | rows("roles", host))
        with override("vi"):
            words = LogEntry.objects.latest("pk").get_change_message()
        assert words == "Đã thêm vai trò của tổ chức “FPT: tổ chức”."

    def test_a_person(self, staff):
        there = PersonFactory(name="Nguyễn Văn An")
        PersonFactory(name="Trần An", slug="nguyen-van-an-2")
        add = "/admin/events/person/add/"
        typed = {"name": "Nguyễn Văn An", **rows("photo")}
        assert errors(added(staff, add, **typed)) == {
            "slug": [
                f'Đã có <a href="{page_of(there)}">“Nguyễn Văn An”</a> ở địa chỉ này. Nếu đây là '
                "bản ghi khác trùng tên, hãy ghi một địa chỉ riêng, ví dụ nguyen-van-an-3."
            ]
        }
        assert added(staff, add, **typed, slug="nguyen-van-an-3").status_code == 302


def test_wrong_days_and_addresses_of_a_forum_stand_beside_their_fields(staff):
    days = {"date_start": "02/12/2026", "date_end": "01/12/2026", "year": "2027"}
    add = "/admin/events/forum/add/"
    assert errors(added(staff, add, name="Diễn đàn", slug="so-sanh", **days)) == {
        "date_start": ["Ngày đầu không thuộc năm đã ghi."],
        "date_end": ["Ngày cuối nằm trước ngày đầu."],
        "slug": ["Địa chỉ này dành cho trang so sánh các kỳ diễn đàn; hãy chọn địa chỉ khác."],
    }


def test_signs_that_turn_writing_around_are_left_out_of_a_name(staff):
    typed = {"name": "Trần\u202e Bình\u2069", "note": "\u202bghi chú", **rows("photo")}
    added(staff, "/admin/events/person/add/", **typed)
    person = Person.objects.get()
    assert (person.name, person.note) == ("Trần Bình", "\u202bghi chú")
