"""Sessions that overlap in a room or with a person."""

from datetime import UTC, datetime

import pytest

from events.clashes import clashes_of, clashes_within
from events.models import Room
from tests.factories import AppearanceFactory, ForumFactory, PersonFactory, SessionFactory
from tests.full_forum import full_forum

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    return ForumFactory()


@pytest.fixture
def room(forum):
    return Room.objects.create(forum=forum, name="Phòng Đồ Sơn")


def at(hour, minute=0):
    return datetime(2023, 12, 26, hour, minute, tzinfo=UTC)


def told(clashes):
    return [(each.other.title, each.same_room, [str(p) for p in each.people]) for each in clashes]


@pytest.mark.parametrize(
    ("start", "end", "state", "clashes"),
    [
        (at(2), at(3), "held", [True]),
        (at(1, 59), at(2, 1), "moved", [True]),
        (at(2, 30), None, "planned", [True]),
        (at(2), at(3), "cancelled", []),
        (at(3), at(4), "held", []),  # begins as the other ends
        (at(1), at(2), "held", []),
        (at(1), None, "held", []),
        (None, None, "held", []),
    ],
)
def test_a_room_is_used_once_at_a_time(forum, room, start, end, state, clashes):
    one = SessionFactory(forum=forum, room=room, start=at(2), end=at(3))
    other = SessionFactory(forum=forum, room=room, start=start, end=end, state=state)
    assert [each.same_room for each in clashes_of(one)] == clashes
    assert [each.same_room for each in clashes_of(other)] == clashes
    assert [each.same_room for each in clashes_within(forum)] == clashes


def test_a_person_is_in_one_session_at_a_time_at_any_forum(forum, room):
    binh, an = PersonFactory(name="Trần Bình"), PersonFactory(name="Lê An")
    one = SessionFactory(forum=forum, room=room, start=at(2), end=at(3))
    elsewhere = SessionFactory(title="Nơi khác", start=at(2, 30), end=at(4))
    for session in (one, elsewhere):
        for person in (binh, an):
            AppearanceFactory(forum=session.forum, session=session, person=person)
    SessionFactory(title="Không ai", start=at(2), end=at(3))
    assert told(clashes_of(one)) == [("Nơi khác", False, ["Lê An", "Trần Bình"])]
    assert clashes_within(forum) == []


def test_no_room_is_no_clash(forum):
    one, _other = (SessionFactory(forum=forum, start=at(2), end=at(3)) for _ in range(2))
    assert clashes_of(one) == []


def test_a_full_forum_is_looked_through_in_two_queries(django_assert_num_queries):
    full = full_forum()
    with django_assert_num_queries(2):
        found = clashes_within(full)
    pairs = [(each.session.title, each.other.title, each.same_room) for each in found]
    assert pairs == [
        ("Phiên số 52: dữ liệu và dịch vụ", "Phiên chồng giờ", True),
        ("Phiên chồng giờ", "Phiên chưa rõ giờ kết thúc", True),
    ]
