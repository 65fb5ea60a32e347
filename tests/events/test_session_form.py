"""The desk's form of a session: what it refuses beside the field, what it warns of and saves."""

from datetime import UTC, datetime

import pytest

from events.models import Appearance, Room, Session, Track
from tests.desk import errors
from tests.factories import (
    AppearanceFactory,
    ForumFactory,
    PersonFactory,
    QuoteFactory,
    SessionFactory,
)
from tests.forms import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(
        forum=ForumFactory(name="Diễn đàn 2023"),
        title="Phiên một",
        date="2023-12-26",
        start=datetime(2023, 12, 26, 2, tzinfo=UTC),
        end=datetime(2023, 12, 26, 3, tzinfo=UTC),
    )


def page_of(record):
    return f"/admin/events/{record._meta.model_name}/{record.pk}/change/"


def sent(staff, record, **changes):
    """Save the page of a record as it stands, but for `changes`."""
    fields = fields_of(staff.get(page_of(record)))
    fields = {name: values for name, values in fields.items() if not name.startswith("materials-0")}
    return staff.post(page_of(record), fields | {"materials-TOTAL_FORMS": 0} | changes)


def warnings(response):
    return [str(each) for each in response.context["messages"] if each.level_tag == "warning"]


def link(session, hours="9:00–10:00"):
    return f'<a href="{page_of(session)}">“{session.title}”</a> ({hours} 26/12/2023)'


class TestRefusals:
    def test_an_end_before_the_beginning(self, staff, session):
        assert errors(sent(staff, session, end_1="08:59")) == {
            "end": ["Phiên kết thúc trước khi bắt đầu."]
        }

    def test_a_day_that_is_not_that_of_the_hours(self, staff, session):
        assert errors(sent(staff, session, date="27/12/2023")) == {
            "date": ["Phiên bắt đầu vào ngày khác: xem lại giờ bắt đầu."]
        }

    def test_rooms_and_tracks_of_another_forum_are_not_offered(self, staff, session):
        other = ForumFactory()
        room = Room.objects.create(forum=other, name="Phòng lạ")
        track = Track.objects.create(forum=other, name="Mạch lạ")
        assert list(errors(sent(staff, session, room=room.pk, track=track.pk))) == ["room", "track"]

    def test_a_room_and_a_track_do_not_move_to_another_forum(self, staff, session):
        session.room = Room.objects.create(forum=session.forum, name="Phòng Đồ Sơn")
        session.track = Track.objects.create(forum=session.forum, name="Dữ liệu")
        session.save()
        way = "Để trống ô này rồi lưu, sau đó chọn lại theo diễn đàn mới."
        assert errors(sent(staff, session, forum=ForumFactory().pk)) == {
            "room": [f"“Phòng Đồ Sơn” là phòng của “Diễn đàn 2023”. {way}"],
            "track": [f"“Dữ liệu” là chuyên đề của “Diễn đàn 2023”. {way}"],
        }

    @pytest.mark.parametrize("factory", [AppearanceFactory, QuoteFactory])
    def test_a_session_with_people_stays_at_its_forum(self, staff, session, factory):
        factory(forum=session.forum, session=session)
        assert errors(sent(staff, session, forum=ForumFactory().pk)) == {
            "forum": [
                "Phiên này đang có người tham gia hoặc phát biểu của diễn đàn cũ: "
                "gỡ họ khỏi phiên trước rồi hãy đổi diễn đàn."
            ]
        }

    def test_a_session_without_people_may_move(self, staff, session):
        forum = ForumFactory()
        assert sent(staff, session, forum=forum.pk).status_code == 302
        session.refresh_from_db()
        assert session.forum == forum

    def test_a_person_twice_in_a_role(self, staff, session):
        person = PersonFactory()
        AppearanceFactory(forum=session.forum, session=session, person=person, role="chair")
        row = {"appearances-TOTAL_FORMS": 2, "appearances-1-person": person.pk}
        response = sent(staff, session, **row, **{"appearances-1-role": "chair"})
        rows = response.context["inline_admin_formsets"][0].formset.errors
        assert rows == [{}, {"person": ["Người này đã có vai trò đó ở đây."]}]
        assert sent(staff, session, **row, **{"appearances-1-role": "opening"}).status_code == 302
        assert set(Appearance.objects.values_list("forum", "role")) == {
            (session.forum.pk, "chair"),
            (session.forum.pk, "opening"),
        }

    def test_a_person_twice_in_a_role_at_the_forum(self, staff, session):
        part = AppearanceFactory(forum=session.forum)
        row = {
            "appearances-TOTAL_FORMS": 2,
            "appearances-1-person": part.person.pk,
            "appearances-1-role": part.role,
        }
        response = sent(staff, session.forum, **row)
        sets = {
            each.formset.prefix: each.formset for each in response.context["inline_admin_formsets"]
        }
        assert sets["appearances"].errors == [
            {},
            {"__all__": ["Người này đã có vai trò đó ở đây."]},
        ]

    def test_an_appearance_keeps_to_the_sessions_of_its_forum(self, staff, session):
        part = AppearanceFactory(forum=session.forum, session=session)
        assert errors(sent(staff, part, forum=ForumFactory().pk)) == {
            "session": [
                "“Phiên một” là phiên của “Diễn đàn 2023”. "
                "Để trống ô này rồi lưu, sau đó chọn lại theo diễn đàn mới."
            ]
        }

    def test_a_row_of_a_person_keeps_its_forum_as_well(self, staff, session):
        part = AppearanceFactory(forum=session.forum, session=session)
        response = sent(staff, part.person, **{"appearances-0-forum": ForumFactory().pk})
        refused = [each.formset.errors for each in response.context["inline_admin_formsets"]]
        sentence = (
            "“Phiên một” là phiên của “Diễn đàn 2023”. "
            "Hãy mở lần tham gia này và gỡ người ra khỏi phiên trước."
        )
        assert [{"forum": [sentence]}] in refused


class TestHours:
    def test_they_are_those_of_the_forum(self, staff, session):
        session.forum.time_zone = "Asia/Tokyo"
        session.forum.save()
        fields = fields_of(staff.get(page_of(session)))
        assert fields["start_1"] == ["11:00"]
        assert sent(staff, session, start_1="08:30").status_code == 302
        session.refresh_from_db()
        assert session.start == datetime(2023, 12, 25, 23, 30, tzinfo=UTC)

    def test_those_of_a_new_session_too(self, staff):
        forum = ForumFactory(time_zone="Asia/Tokyo")
        fields = fields_of(staff.get("/admin/events/session/add/"))
        typed = {"title": "Mới", "forum": forum.pk, "start_0": "26/12/2023", "start_1": "08:30"}
        rows = {"materials-TOTAL_FORMS": 0, "materials-0-title": ""}
        staff.post("/admin/events/session/add/", fields | typed | rows)
        assert Session.objects.get().start == datetime(2023, 12, 25, 23, 30, tzinfo=UTC)


class TestWarnings:
    @pytest.fixture
    def other(self, session):
        session.room = Room.objects.create(forum=session.forum, name="Phòng Đồ Sơn")
        session.save()
        other = SessionFactory(
            forum=session.forum,
            title="Phiên hai",
            room=session.room,
            start=session.start,
            end=session.end,
        )
        for each in (session, other):
            person = Appearance.objects.first()
            AppearanceFactory(
                forum=session.forum,
                session=each,
                person=person.person if person else PersonFactory(name="Trần Bình"),
            )
        return other

    def sentences(self, one, other):
        both = f"{link(one)} và {link(other)}."
        return [
            f"“Phòng Đồ Sơn” có hai phiên trùng giờ: {both}",
            f"Trần Bình có mặt ở hai phiên trùng giờ: {both}",
        ]

    def test_a_page_that_is_opened_tells_of_both(self, staff, session, other):
        assert warnings(staff.get(page_of(session))) == self.sentences(session, other)
        assert warnings(staff.get(page_of(other))) == self.sentences(other, session)

    def test_what_clashes_is_saved_all_the_same(self, staff, session, other):
        response = sent(staff, session, title="Phiên mới")
        session.refresh_from_db()
        assert (response.status_code, session.title) == (302, "Phiên mới")
        assert warnings(staff.get(response.url)) == self.sentences(session, other)

    def test_one_that_stays_open_tells_it_once(self, staff, session, other):
        response = sent(staff, session, _continue="1")
        assert warnings(staff.get(response.url)) == self.sentences(session, other)

    def test_an_appearance_tells_of_its_person_alone(self, staff, session, other):
        part = session.appearances.get()
        assert warnings(staff.get(page_of(part))) == self.sentences(session, other)[1:]

    def test_the_forum_tells_of_its_first_clashes(self, staff, session, other):
        assert warnings(staff.get(page_of(session.forum))) == self.sentences(other, session)
        for number in range(3):
            more = dict(forum=session.forum, room=session.room, start=session.start)
            SessionFactory(title=f"Thêm {number}", end=session.end, **more)
        found = warnings(staff.get(page_of(session.forum)))
        assert (len(found), found[-1]) == (6, "Và còn 6 chỗ trùng khác.")
