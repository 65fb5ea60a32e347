from types import SimpleNamespace as Row

import pytest
from django.core.exceptions import BadRequest
from django.http import QueryDict

from events.programme import zone_of
from events.programme_filter import GRID, ProgrammeFilter

ZONE = zone_of("Asia/Ho_Chi_Minh")


def session(slug, day="2023-12-26", room="Phòng lớn", track=None, kind="panel", position=1):
    return Row(
        slug=slug,
        date=day,
        start=None,
        part_of_day="",
        kind=kind,
        room=Row(name=room, name_en="", position=position),
        track=Row(name=track, name_en="", position=1),
    )


OPENING = session("mo-dau", kind="opening")
DATA = session("du-lieu", "2023-12-27", track="Dữ liệu & “mở”")
SMALL = session("nho", "2023-12-27", room="Ánh sáng", position=2)
UNKNOWN = session("chua-ro", None, room=None)
ALL = [OPENING, DATA, SMALL, UNKNOWN]


def chosen(query):
    return ProgrammeFilter.from_query(QueryDict(query), ALL, ZONE)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ALL),
        ("ngay=&chuyen-de=&phong=&loai=", ALL),
        ("ngay=2023-12-27", [DATA, SMALL]),
        ("chuyen-de=du-lieu-mo", [DATA]),
        ("phong=phong-lon&ngay=2023-12-27", [DATA]),
        ("loai=opening", [OPENING]),
        ("loai=opening&ngay=2023-12-27", []),
    ],
)
def test_sessions_are_kept_that_have_all_that_was_chosen(query, kept):
    assert chosen(query).kept(ALL, ZONE) == kept


@pytest.mark.parametrize(
    "query", ["ngay=mai", "ngay=2023-12-28", "chuyen-de=%00", "phong=Phòng lớn", "loai=x", "xem=x"]
)
def test_what_no_session_has_is_refused_by_name(query):
    with pytest.raises(BadRequest) as refused:
        chosen(query)
    name = query.partition("=")[0]
    assert str(refused.value).startswith(f"Tham số “{name}” trong địa chỉ là “")


def test_fields_offer_what_there_is_in_the_staffs_order():
    days, rooms, kinds = chosen("xem=luoi").fields(ALL, ZONE)
    assert days.options == [
        ("", "Tất cả các ngày"),
        ("2023-12-26", "26/12/2023"),
        ("2023-12-27", "27/12/2023"),
    ]
    assert rooms.options == [
        ("", "Tất cả các phòng"),
        ("phong-lon", "Phòng lớn"),
        ("anh-sang", "Ánh sáng"),
    ]
    assert [value for value, _word in kinds.options] == ["", "opening", "panel"]


def test_a_single_choice_is_none_unless_it_was_made():
    names = [each.name for each in chosen("chuyen-de=du-lieu-mo").fields(ALL, ZONE)]
    assert names == ["ngay", "chuyen-de", "phong", "loai"]


def test_the_choice_is_told_in_words():
    choice = chosen("ngay=2023-12-27&chuyen-de=du-lieu-mo")
    assert choice.words(ALL, ZONE) == ["27/12/2023", "Dữ liệu & “mở”"]
    assert chosen("").words(ALL, ZONE) == []
    assert chosen("xem=luoi").view == GRID


def test_a_room_whose_name_has_no_letter_is_a_room():
    stars, no_room = session("sao", room="★"), session("khong")
    no_room.room = None
    choice = ProgrammeFilter.from_query(QueryDict("phong=★"), [stars, no_room], ZONE)
    assert choice.kept([stars, no_room], ZONE) == [stars]
