"""The desk knows what is still to come: a new forum is announced, and "held" ahead is told."""

from datetime import UTC, datetime

import pytest

from events.models import Forum, Room, Session, Track
from tests.factories import ForumFactory, SessionFactory
from tests.forms import fields_of

pytestmark = pytest.mark.django_db
NEW = "/admin/events/session/add/"
HINT = "Hãy chọn diễn đàn và lưu trước; sau đó ô này mới có mục để chọn."


def told(name, when):
    return (
        f"“{name}” đã lưu với tình trạng “Đã tổ chức”, nhưng thời gian còn ở phía trước: {when}. "
        "Hãy đổi tình trạng nếu đây là nhầm lẫn."
    )


def sent(staff, record, **changes):
    """Save the page of a record as it stands, but for `changes`; return what it warns of."""
    page = f"/admin/events/{record._meta.model_name}/{record.pk}/change/"
    fields = fields_of(staff.get(page))
    fields = {name: values for name, values in fields.items() if not name.startswith("materials-0")}
    response = staff.post(page, fields | {"materials-TOTAL_FORMS": 0} | changes)
    assert response.status_code == 302
    listed = staff.get(response.url).context["messages"]
    return [str(each) for each in listed if each.level_tag == "warning"]


def first_choice(staff, page):
    return fields_of(staff.get(page))["state"]


def test_what_is_new_is_to_come_unless_its_forum_was_held(staff):
    past, ahead = (
        ForumFactory(date_start="2023-12-26"),
        ForumFactory(year=2099, date_start="2099-12-26"),
    )
    announced = ForumFactory(date_start="2023-12-26", state="announced")
    assert first_choice(staff, "/admin/events/forum/add/") == ["announced"]
    pages = [NEW, *(f"{NEW}?forum={each.pk}" for each in (past, ahead, announced))]
    states = [first_choice(staff, page) for page in pages]
    assert states == [["planned"], ["held"], ["planned"], ["planned"]]


@pytest.mark.parametrize(
    ("forum", "day", "state"),
    [
        ({"date_start": "2023-12-26"}, "", "held"),
        ({"date_start": "2023-12-26"}, "27/12/2099", "planned"),
        ({"state": "announced"}, "", "planned"),
        ({"year": 2099}, "", "planned"),
    ],
)
def test_a_session_entered_with_its_forum_has_the_state_that_follows(staff, forum, day, state):
    row = {"sessions-TOTAL_FORMS": 1, "sessions-0-title": "Mới", "sessions-0-kind": "talk"}
    sent(staff, ForumFactory(**forum), **row, **{"sessions-0-date": day})
    assert Session.objects.get().state == state


def test_a_forum_that_is_held_ahead_is_saved_with_a_warning(staff):
    forum = ForumFactory(name="Diễn đàn 2099", year=2099, state="announced")
    SessionFactory(forum=forum, title="Khai mạc", date="2099-12-27", state="held")
    told_of_session = told("Khai mạc", "27/12/2099")
    assert sent(staff, forum) == [told_of_session]
    assert sent(staff, forum, state="held") == [told("Diễn đàn 2099", "2099"), told_of_session]
    days = {"date_start": "26/12/2099", "date_end": "27/12/2099"}
    assert sent(staff, forum, **days)[0] == told("Diễn đàn 2099", "26/12/2099")
    assert Forum.objects.get().state == "held"


def test_a_session_that_is_held_ahead_is_saved_with_a_warning(staff):
    start = datetime(2099, 12, 26, 1, 30, tzinfo=UTC)
    session = SessionFactory(title="Khai mạc", start=start, state="planned", forum__year=None)
    assert sent(staff, session) == []
    assert sent(staff, session, state="held") == [told("Khai mạc", "8:30 26/12/2099")]
    past = {"start_0": "26/12/2023", "state": "held"}
    assert sent(staff, session, **past) == []


class TestRoomsAndTracks:
    @pytest.fixture
    def room(self):
        room = Room.objects.create(forum=ForumFactory(), name="Phòng Đồ Sơn")
        Track.objects.create(forum=room.forum, name="Dữ liệu")
        Room.objects.create(forum=ForumFactory(), name="Phòng lạ")
        return room

    def offered(self, response):
        fields = response.context["adminform"].form.fields
        rooms, tracks = (
            [word for _key, word in fields[name].choices] for name in ("room", "track")
        )
        return rooms, tracks, response.text.count(HINT)

    def test_those_of_the_forum_of_the_address_are_offered(self, staff, room):
        response = staff.get(f"{NEW}?forum={room.forum.pk}")
        assert self.offered(response) == (["—", "Phòng Đồ Sơn"], ["—", "Dữ liệu"], 0)

    @pytest.mark.parametrize("query", ["", "?forum=x", "?forum=0", f"?forum={'9' * 5000}"])
    def test_without_a_forum_a_sentence_says_what_to_do(self, staff, room, query):
        assert self.offered(staff.get(NEW + query)) == (["—"], ["—"], 2)

    def test_those_of_a_refused_form_are_of_the_forum_it_was_sent_with(self, staff, room):
        fields = fields_of(staff.get(NEW)) | {"forum": room.forum.pk, "title": ""}
        rows = {"materials-TOTAL_FORMS": 0, "materials-0-title": ""}
        response = staff.post(NEW, fields | rows)
        assert self.offered(response) == (["—", "Phòng Đồ Sơn"], ["—", "Dữ liệu"], 0)
