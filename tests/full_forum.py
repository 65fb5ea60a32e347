"""A forum as full as a large one: what every page has to hold, with the odd cases of a programme.

3 days, 5 rooms, 60 sessions, 90 appearances, 120 booths of 60 organisations, quotes with figures.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from events.models import (
    Appearance,
    Booth,
    Exhibition,
    Forum,
    ForumRole,
    Material,
    Person,
    Quote,
    Room,
    Session,
    Track,
)
from forum_portal.models import Organisation
from metrics.models import Area, Source
from tests.factories import IndicatorFactory, published_figures

FIRST_DAY = date(2026, 12, 1)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HOURS = [((8, 0), (9, 30)), ((10, 0), (11, 30)), ((13, 30), (15, 0)), ((15, 30), (17, 0))]
ROOMS = ["Hội trường lớn", "Phòng Bạch Đằng", "Phòng Cát Bà", "Phòng Đồ Sơn", "Sảnh triển lãm"]
TRACKS = ["Chính quyền số", "Kinh tế số", "Xã hội số", "Dữ liệu"]
KINDS = ["plenary", "talk", "panel", "consultation"]
FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ"]
GIVEN = ["An", "Bình", "Cường", "Dung", "Đạt", "Giang", "Hòa", "Kha", "Lan", "Minh"]
ROLES = ["chair", "speaker", "panelist"]
CATEGORIES = ["department", "district", "school", "enterprise"]


def full_forum(slug: str = "2026", first_day: date = FIRST_DAY) -> Forum:
    """Return the forum; of all its records only the indicators are made one by one."""
    area = Area.objects.create(code=f"dien-dan-{slug}", name=f"Diễn đàn {slug}", kind="forum")
    forum = Forum.objects.create(
        slug=slug,
        name="Diễn đàn Chuyển đổi số đầy đủ",
        name_en="The full forum",
        year=first_day.year,
        theme="Dữ liệu số, giá trị thật",
        date_start=first_day,
        date_end=first_day + timedelta(days=2),
        venue="Trung tâm Hội nghị thành phố",
        state=Forum.State.ANNOUNCED,
        area=area,
    )
    bodies = _many(Organisation, (dict(name=f"Đơn vị số {n:02}") for n in range(60)))
    _many(ForumRole, (dict(forum=forum, organisation=each) for each in bodies[:3]))
    sessions = _programme(forum)
    people = _people(forum, sessions, bodies)
    _exhibition(forum, bodies)
    _quotes(forum, sessions, people)
    return forum


def _many(model: Any, fields: Any) -> list[Any]:
    """Return new records, in one insert; each is prepared as its own saving would."""
    records = [model(**each) for each in fields]
    for each in records:
        each.prepare()
    return model.objects.bulk_create(records)


def _programme(forum: Forum) -> Sequence[Session]:
    rooms = _many(Room, (_named(forum, ROOMS, n) for n in range(len(ROOMS))))
    tracks = _many(Track, (_named(forum, TRACKS, n) for n in range(len(TRACKS))))
    fields = [_session(forum, rooms, tracks, number) for number in range(60)]
    fields[0] |= dict(title="Phiên khai mạc", kind="opening", track=None)
    sessions = _many(
        Session, (each | _odd(forum, rooms).get(n, {}) for n, each in enumerate(fields))
    )
    material = dict(kind="recording", url="https://example.vn/ghi-hinh")
    _many(Material, (dict(session=each, title="Ghi hình", **material) for each in sessions[:5]))
    return sessions


def _named(forum: Forum, names: Sequence[str], number: int) -> dict[str, Any]:
    return dict(forum=forum, name=names[number], position=number + 1)


def _session(forum: Forum, rooms: list, tracks: list, number: int) -> dict[str, Any]:
    """Return one of 60: 4 times a day in each of 5 rooms, on 3 days."""
    day, within = divmod(number, 20)
    (start, end), room = HOURS[within // 5], rooms[within % 5]
    return dict(
        forum=forum,
        title=f"Phiên số {number + 1}: dữ liệu và dịch vụ",
        kind=KINDS[number % 4],
        state=Session.State.PLANNED,
        date=forum.date_start + timedelta(days=day),
        start=_at(forum, day, *start),
        end=_at(forum, day, *end),
        room=room,
        track=tracks[number % 4],
        abstract="Các đơn vị trình bày việc đã làm và việc còn lại.",
    )


def _odd(forum: Forum, rooms: list) -> dict[int, dict[str, Any]]:
    """Return what programmes have beside the usual, by the session's number."""
    no_hours = dict(start=None, end=None)
    return {
        33: dict(title="Phiên đã hủy", state=Session.State.CANCELLED),
        34: dict(title="Phiên đã dời", state=Session.State.MOVED),
        39: dict(title="Đêm hội", start=_at(forum, 1, 22, 30), end=_at(forum, 2, 0, 30)),
        55: dict(title="Phiên chồng giờ", room=rooms[1], start=_at(forum, 2, 14, 30)),
        56: dict(title="Phiên chưa rõ giờ kết thúc", end=None),
        57: dict(title="Phiên chưa có phòng", room=None),
        58: dict(title="Phiên chưa có giờ", part_of_day="2_afternoon", **no_hours),
        59: dict(title="Phiên chưa có ngày", date=None, room=None, track=None, **no_hours),
    }


def _at(forum: Forum, day: int, hour: int, minute: int) -> datetime:
    on = forum.date_start + timedelta(days=day)
    return datetime.combine(on, time(hour, minute), ZONE)


def _people(forum: Forum, sessions: Sequence[Session], bodies: list) -> list[Person]:
    """Make 60 people: the first half speak at one session, the others at two."""
    names = (f"{family} Văn {given}" for family in FAMILIES for given in GIVEN)
    people = _many(Person, (dict(name=name) for name in names))
    who = [*range(60), *range(30, 60)]
    _many(
        Appearance,
        (
            dict(
                forum=forum,
                person=people[person],
                session=sessions[number % 60],
                role=ROLES[number % 3],
                job_title="Giám đốc",
                organisation=bodies[person],
            )
            for number, person in enumerate(who)
        ),
    )
    return people


def _exhibition(forum: Forum, bodies: list) -> None:
    """Make 6 zones of 20 booths in rows."""
    fields = dict(forum=forum, title="Triển lãm đầy đủ", opened_on=forum.date_start)
    exhibition = Exhibition.objects.create(**fields)
    booths = _many(Booth, (_booth(exhibition, *divmod(number, 20)) for number in range(120)))
    links = Booth.organisations.through
    links.objects.bulk_create(
        links(booth=each, organisation=bodies[number % 60]) for number, each in enumerate(booths)
    )


def _booth(exhibition: Exhibition, row: int, column: int) -> dict[str, Any]:
    zone = "ABCDEF"[row]
    return dict(
        exhibition=exhibition,
        name=f"Gian hàng {zone}{column + 1:02}",
        number=f"{zone}{column + 1:02}",
        zone=f"Khu {zone}",
        category=CATEGORIES[column % 4],
        showed="Dịch vụ công trực tuyến và dữ liệu mở.",
        **dict(x=column * 4, y=row * 6, width=3, height=4),
    )


def _quotes(forum: Forum, sessions: Sequence[Session], people: list[Person]) -> None:
    """Let 6 people of the first sessions each speak of one of 2 public figures."""
    indicators = [IndicatorFactory(), IndicatorFactory()]
    published_figures(*(dict(indicator=each, area=forum.area) for each in indicators))
    source = Source.objects.create(title="Bài báo về diễn đàn đầy đủ")
    fields = dict(forum=forum, source=source, text="Dữ liệu phải đi trước một bước.")
    quotes = _many(
        Quote,
        (dict(person=people[n], session=sessions[n], position=n + 1, **fields) for n in range(6)),
    )
    links = Quote.indicators.through
    links.objects.bulk_create(
        links(quote=each, indicator=indicators[number % 2]) for number, each in enumerate(quotes)
    )
