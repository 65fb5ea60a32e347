"""A forum's programme with all its traps."""

from datetime import date

import pytest

from events.models import Material, Room, Track
from tests.factories import AppearanceFactory, ForumFactory, SessionFactory
from tests.programmes import ODD, at


@pytest.fixture
def forum():
    fields = dict(name="Diễn đàn 2023", name_en="Forum 2023", date_start=date(2023, 12, 26))
    return ForumFactory(slug="2023", **fields)


@pytest.fixture
def opening(forum):
    """A session with hours and a room."""
    room = Room.objects.create(forum=forum, name="Hội trường lớn", name_en="Great hall")
    fields = dict(title="Khai mạc", title_en="Opening", room=room, slug="2023-khai-mac")
    return SessionFactory(forum=forum, start=at(8, 30), end=at(10), **fields)


@pytest.fixture
def programme(forum, opening):
    """Two days: what has all parts, what crosses midnight, and what has no room, end or hours."""
    track = Track.objects.create(forum=forum, name="Dữ liệu")
    AppearanceFactory(forum=forum, session=opening, person__name="Nguyễn Văn An", role="chair")
    Material.objects.create(session=opening, title="Bản trình bày", url="https://example.vn/a?b&c")
    fields = dict(forum=forum, track=track, venue="Quảng trường")
    night = dict(start=at(22, day=27), end=at(0, 30, day=28), abstract="Đêm\x07\x7f\nhội")
    SessionFactory(slug="dem-hoi", title=ODD, **fields, **night)
    SessionFactory(slug="khong-phong", title="Không phòng", forum=forum, start=at(9), end=at(10))
    SessionFactory(slug="khong-het", title="Không hết", **fields, start=at(14))
    SessionFactory(
        slug="chieu", title="Chiều", **fields, date=at(9).date(), part_of_day="2_afternoon"
    )
    SessionFactory(slug="khong-ngay", title="Không ngày", **fields)
