"""The page of a session: when and where, its files, what was spoken of, what is beside it."""

import re
from datetime import UTC, datetime

import pytest

from events.models import Material, Room, Session, Track
from tests.factories import (
    AppearanceFactory,
    ForumFactory,
    IndicatorFactory,
    MaterialFactory,
    PersonFactory,
    QuoteFactory,
    SessionFactory,
    named_organisation,
    published_figures,
)
from tests.full_forum import full_forum
from tests.programmes import at
from tests.words import section, words

pytestmark = pytest.mark.django_db
SAID = "Phiên một (Đã hủy)"
LATER = datetime(2021, 1, 1, tzinfo=UTC)


@pytest.fixture
def forum():
    return ForumFactory(slug="2023", name="Diễn đàn 2023")


def test_people_stand_by_role_with_the_body_they_spoke_for(client, forum):
    session = SessionFactory(forum=forum, slug="2023-phien", kind="panel")
    parts = [("An", "panelist"), ("Bình", "opening"), ("Cường", "moderator"), ("Dung", "panelist")]
    for name, role in parts:
        AppearanceFactory(forum=forum, session=session, person__name=name, role=role)
    body = named_organisation(name="Tập đoàn VNPT", short_name="VNPT")
    fields = dict(role="speaker", job_title="Giám đốc", organisation=body)
    AppearanceFactory(forum=forum, session=session, person__name="Yến", **fields)
    assert section(client.get("/phien/2023-phien/"), "about") == (
        "Về phiên Diễn đàn Diễn đàn 2023 Khai mạc Bình Điều phối Cường "
        "Phát biểu Yến, Giám đốc · VNPT Tham gia tọa đàm An Dung"
    )


def test_room_and_track_lead_to_their_part_of_the_programme(client, forum):
    room = Room.objects.create(forum=forum, name="Phòng Đồ Sơn")
    track = Track.objects.create(forum=forum, name="Dữ liệu")
    SessionFactory(forum=forum, slug="2023-phien", room=room, track=track)
    page = client.get("/phien/2023-phien/").text
    links = re.findall(r'href="(/dien-dan/2023/chuong-trinh/\?[^"]*)"', page)
    assert links == [
        f"/dien-dan/2023/chuong-trinh/?{x}" for x in ("phong=phong-do-son", "chuyen-de=du-lieu")
    ]
    assert [client.get(each).status_code for each in links] == [200, 200]


def test_files_say_what_they_are(client, forum):
    session = SessionFactory(forum=forum, slug="2023-phien")
    MaterialFactory(session=session, title="Trang trình chiếu", language="en")
    MaterialFactory(session=session, title="Biên bản phiên", kind="minutes")
    address = dict(title="Ghi hình", kind="recording", url="https://example.vn/ghi-hinh")
    Material.objects.create(session=session, **address)
    read = section(client.get("/phien/2023-phien/"), "materials")
    assert re.sub(r"\d+ byte|\d+ KB", "…", read) == (
        "Tài liệu Trang trình chiếu PDF, …, tiếng Anh Biên bản phiên Biên bản, PDF, …, tiếng Việt "
        "Ghi hình Bản ghi, tiếng Việt"
    )


def test_a_moved_and_a_cancelled_session_say_so(client, forum):
    moved = SessionFactory(forum=forum, date="2023-12-26", state="moved")
    cancelled = SessionFactory(forum=forum, date="2023-12-26", state="cancelled")
    pages = [(words(client.get(each.get_absolute_url())), each) for each in (moved, cancelled)]
    told = [page.split("Diễn đàn 2023 ")[1].partition(" Về phiên")[0] for page, each in pages]
    assert told == [
        f"26/12/2023 · Phiên khác {moved.title} Phiên này đã dời.",
        f"26/12/2023 · Phiên khác {cancelled.title} Phiên này đã hủy.",
    ]
    listed = words(client.get("/phien/"))
    assert [word in listed for word in ("(Đã dời)", "(Đã hủy)")] == [True, True]


class TestMovedFrom:
    """A moved session tells when and where it was to be."""

    @pytest.fixture
    def session(self, forum):
        room = Room.objects.create(forum=forum, name="Phòng Cát Bà")
        fields = dict(forum=forum, slug="2023-phien", title="Mở đầu", room=room, state="planned")
        return SessionFactory(start=at(8), end=at(9), **fields)

    def told(self, client):
        response = client.get("/phien/2023-phien/")
        [json] = re.findall(r'"previousStartDate": "([^"]*)"', response.text) or [""]
        return words(response).split("Mở đầu ")[1].partition(" Giờ ghi")[0], json

    def move(self, session, **fields):
        for name, value in fields.items():
            setattr(session, name, value)
        session.state = "moved"
        session.save()

    def test_time_and_room(self, client, session, django_assert_num_queries):
        self.move(session)  # the state first, the rest in a second save
        assert self.told(client) == ("Phiên này đã dời.", "")
        self.move(session, start=at(14), end=at(15), room=None)
        said = "Phiên này dời từ 8:00–9:00 26/12/2023, Phòng Cát Bà."
        assert self.told(client) == (said, "2023-12-26T08:00:00+07:00")
        self.move(session, start=at(16), end=at(17))  # from the time that was planned
        with django_assert_num_queries(3):
            assert self.told(client)[0] == said

    def test_a_room_alone(self, client, forum, session):
        self.move(session, room=Room.objects.create(forum=forum, name="Phòng Đồ Sơn"))
        assert self.told(client) == ("Phiên này dời từ Phòng Cát Bà.", "")

    def test_what_was_no_more_than_a_draft_is_not_told(self, client, forum, session):
        session.is_published = False
        session.save()
        session.start, session.end = at(10), at(11)
        session.save()
        self.move(session, start=at(14), end=at(15), is_published=True)
        assert self.told(client)[0] == "Phiên này dời từ 8:00–9:00 26/12/2023."
        drafted = SessionFactory(forum=forum, start=at(8), state="planned", is_published=False)
        self.move(drafted, start=at(14), is_published=True)
        assert "Phiên này đã dời." in words(client.get(drafted.get_absolute_url()))


def test_a_cancelled_session_says_so_wherever_a_link_leads_to_it(client, forum):
    body, person = named_organisation(slug="ubnd"), PersonFactory(slug="an")
    fields = dict(forum=forum, date="2023-12-26")
    off = SessionFactory(slug="a", title="Phiên một", state="cancelled", **fields)
    after = SessionFactory(slug="b", title="Phiên hai", state="planned", **fields)
    off.hosts.add(body)
    for each in (off, after):
        part = dict(session=each, person=person, organisation=body, job_title="Ông")
        AppearanceFactory(forum=forum, role="opening", **part)
    QuoteFactory(forum=forum, session=off, person=person)
    pages = ("/dien-gia/an/", "/dien-dan/2023/", "/dien-dan/2023/dien-gia/", "/to-chuc/ubnd/")
    pages += ("/phien/b/", "/tim-kiem/?q=phien+mot", "/phien/")
    read = {page: words(client.get(page)) for page in pages}
    told = {page: text.count("Phiên một (Đã hủy)") for page, text in read.items()}
    assert (list(told), all(told.values())) == (list(pages), True), told
    assert [page for page, text in read.items() if "Phiên một" in text.replace(SAID, "")] == []
    assert [page for page in pages if "Phiên hai (" in read[page]] == ["/dien-dan/2023/", "/phien/"]
    page = client.get("/en/phien/a/").text
    assert 'content="Diễn đàn 2023, 26 December 2023 (Cancelled)">' in page
    assert '<meta property="og:image:alt" content="Phiên một (Cancelled)">' in page


def test_figures_of_what_was_said_stand_below(client, forum):
    session = SessionFactory(forum=forum, slug="2023-phien")
    spoken_of, draft = (
        IndicatorFactory(name="Tỷ lệ trực tuyến"),
        IndicatorFactory(name="Chưa công bố"),
    )
    quotes = [QuoteFactory(forum=forum, session=session) for _ in range(2)]
    for quote in quotes:
        quote.indicators.set([spoken_of, draft])
    published_figures(dict(indicator=spoken_of, area__name="Thành phố", value="90.7"), at=LATER)
    response = client.get("/phien/2023-phien/")
    assert section(response, "figures").endswith(
        "Tỷ lệ trực tuyến 90,7%, năm 2023, Thành phố Đã công bố"
    )
    assert "Chưa công bố" not in words(response)
    before = client.get("/phien/2023-phien/?as-of=2020-06-01")
    assert 'aria-labelledby="figures"' not in before.text
    assert client.get("/phien/2023-phien/?as-of=mai").status_code == 400


def test_what_is_before_and_after_follows_the_programme(client, forum):
    def around(slug):
        page = client.get(f"/phien/{slug}/").text
        return re.findall(r'<a rel="(prev|next)" href="/phien/([^/]*)/"', page)

    SessionFactory(forum=forum, slug="z-sang", date="2023-12-26", part_of_day="1_morning")
    SessionFactory(forum=forum, slug="y-chieu", date="2023-12-26", part_of_day="2_afternoon")
    SessionFactory(forum=forum, slug="a-kin", date="2023-12-26", is_published=False)
    SessionFactory(forum=forum, slug="x-mai", start=datetime(2023, 12, 27, 1, tzinfo=UTC))
    SessionFactory(slug="khac")
    assert [around(each) for each in ("z-sang", "y-chieu", "x-mai", "khac")] == [
        [("next", "y-chieu")],
        [("prev", "z-sang"), ("next", "x-mai")],
        [("prev", "y-chieu")],
        [],
    ]


def test_hours_are_told_in_the_forums_zone(client):
    forum = ForumFactory(time_zone="Asia/Tokyo")
    start, end = (datetime(2023, 12, 26, hour, 30, tzinfo=UTC) for hour in (13, 16))
    SessionFactory(forum=forum, slug="phien", start=start, end=end)
    read = words(client.get("/phien/phien/"))
    assert "22:30–1:30 hôm sau 26/12/2023 · Phiên khác" in read
    assert "Giờ ghi theo giờ nơi tổ chức (UTC+9)." in read


def test_a_session_of_a_full_forum_is_few_queries(client, django_assert_num_queries):
    full_forum()
    session = Session.objects.get(title="Phiên khai mạc")
    client.get("/")
    with django_assert_num_queries(3):
        response = client.get(session.get_absolute_url())
    assert section(response, "around").startswith("Trong chương trình Phiên sau Phiên số 2")


def test_control_characters_are_in_no_page(client):
    session = SessionFactory(
        slug="phien", title="Số\x07 <b>liệu</b>\x1b\x7f", abstract="Một\x0bhai\n\tba"
    )
    text = client.get("/phien/phien/").text
    assert re.findall(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text) == []
    assert "<h1>Số &lt;b&gt;liệu&lt;/b&gt;</h1>" in text
    assert session.title == "Số\x07 <b>liệu</b>\x1b\x7f"  # what was written stays
