"""The pictures that social media show of forums and sessions."""

import re

import pytest

from events.cards import card, forum_card, session_card, years_of
from events.views.forums import forum_record
from events.views.sessions import session_record
from metrics.pictures.drawing import RED, Drawing
from metrics.pictures.places import Box
from metrics.pictures.sheet import CARD
from tests.factories import (
    AppearanceFactory,
    BoothFactory,
    ExhibitionFactory,
    ForumFactory,
    OrganisationFactory,
    PersonFactory,
    ReportFactory,
    SessionFactory,
)

ROOM = Box(48, 200, 1104, 260)


def drawn(matter):
    drawing = Drawing()
    matter.draw(drawing, ROOM, CARD.scale)
    return drawing


@pytest.mark.parametrize("words", ["Số", "Kiến tạo dữ liệu số " * 3, "Dữ liệu " * 60, "x" * 300])
def test_words_stay_inside_the_picture(words):
    drawing = drawn(card("Diễn đàn", words, "27/12/2023", ["2023", "2024"], "2023"))
    heights = [
        float(part.split(' y="')[1].split('"')[0]) for part in drawing.parts if ' y="' in part
    ]
    assert ROOM.y < min(heights) <= max(heights) < ROOM.bottom


def test_the_edition_that_is_shown_is_the_one_red_mark():
    drawing = drawn(card("", "Chủ đề", "", ["2023", "2024", "2025"], "2024"))
    assert drawing.texts == ["Chủ đề", "2023", "2024", "2025"]
    assert sum(RED in part for part in drawing.parts) == 1


def test_a_single_edition_has_no_staff():
    assert drawn(card("", "Chủ đề", "", ["2023"], "2023")).texts == ["Chủ đề"]


@pytest.mark.django_db
def test_a_forum_shows_its_theme_and_its_place_among_the_editions():
    ForumFactory(slug="2023", year=2023, name="Diễn đàn <2023>", theme="Dữ liệu số")
    ForumFactory(slug="2024", year=2024, name="Diễn đàn 2024")
    ForumFactory(slug="hoi-nghi", year=2025, kind="conference", name="Hội nghị")
    ForumFactory(slug="kin", year=2026, is_published=False)
    shown = forum_card(forum_record.first("2023"), "27/12/2023")
    assert (shown.title, shown.alt) == (
        "Diễn đàn <2023>",
        "Diễn đàn <2023>. Dữ liệu số. 27/12/2023",
    )
    assert drawn(shown).texts == ["Dữ liệu số", "2023", "2024"]
    assert drawn(forum_card(forum_record.first("hoi-nghi"), "")).texts == ["Hội nghị"]
    assert years_of(forum_record.first("2024").edition_rows) == ["2023", "2024"]


@pytest.mark.django_db
def test_a_session_shows_its_title_under_its_forum():
    session = SessionFactory(slug="2023-phien", title="Phiên một", forum__name="Diễn đàn 2023")
    shown = session_card(session_record.first(session.slug), "27/12/2023")
    assert shown.alt == "Diễn đàn 2023. Phiên một. 27/12/2023"
    session.state = "cancelled"
    session.save()
    shown = session_card(session_record.first(session.slug), "27/12/2023")
    assert drawn(shown).texts == ["Phiên một (Đã hủy)"]


@pytest.mark.django_db
def test_pages_name_their_picture_and_it_is_there(client):
    forum = ForumFactory(slug="2023", theme="Dữ liệu <số>")
    SessionFactory(forum=forum, slug="2023-phien")
    hidden = ForumFactory(slug="kin", is_published=False)
    SessionFactory(forum=hidden, slug="kin-phien")
    for page in ("/dien-dan/2023", "/phien/2023-phien"):
        assert '<meta property="og:image" content="http' in client.get(f"{page}/").text
        assert f"{page}.png?form=card" in client.get(f"{page}/").text
        picture = client.get(f"{page}.png")
        assert picture.content.startswith(b"\x89PNG")
        assert (
            client.get(f"{page}.png", headers={"If-None-Match": picture["ETag"]}).status_code == 304
        )
    assert [
        client.get(each).status_code for each in ("/dien-dan/kin.png", "/phien/kin-phien.png")
    ] == [404] * 2


@pytest.mark.django_db
def test_chapters_and_the_home_page_show_the_forum(client):
    forum = ForumFactory(slug="2023", name="Diễn đàn 2023", theme="Dữ liệu số")
    SessionFactory(forum=forum, slug="2023-phien", title="Mở đầu", abstract="Mục tiêu")
    for page in ("/", "/dien-dan/2023/chuong-trinh/"):
        text = client.get(page).text
        assert text.count("/dien-dan/2023.png?form=card") == 1
        assert text.count('<meta property="og:image:alt" content="Dữ liệu số">') == 1
    described = '<meta name="description" property="og:description" content="{}">'
    assert described.format("Diễn đàn 2023: Mục tiêu") in client.get("/phien/2023-phien/").text
    assert described.format("Chương trình: Diễn đàn 2023") in text


@pytest.mark.django_db
def test_each_kind_of_page_tells_what_it_is_and_has_one_picture(client):
    forum = ForumFactory(slug="2023", name="Diễn đàn 2023")
    body = OrganisationFactory(slug="so", name="Sở Khoa học và Công nghệ", kind="department")
    person = PersonFactory(slug="an", name="Trần Văn An")
    fields = dict(forum=forum, person=person, job_title="Giám đốc", organisation=body)
    AppearanceFactory(**fields, session=SessionFactory(forum=forum))
    exhibition = ExhibitionFactory(forum=forum, title="Triển lãm số")
    fields = dict(slug="a1", number="A1", name='Gian "số"', zone="Khu A", category="school")
    BoothFactory(exhibition=exhibition, **fields)
    ReportFactory(slug="ket-qua", title="Kết quả", forum=forum, published_on="2023-12-27")
    ReportFactory(slug="chung", title="Chung", forum=None, published_on=None)
    card, mark = "/dien-dan/2023.png?form=card", "/static/images/touch-icon"
    expected = {
        "/dien-gia/an/": ("Trần Văn An, Giám đốc, Sở Khoa học và Công nghệ: Diễn đàn 2023", card),
        "/to-chuc/so/": ("Sở Khoa học và Công nghệ (sở, ngành của thành phố)", card),
        "/gian-hang/a1/": (
            "A1, Gian &quot;số&quot;, Trường học, Khu A: Triển lãm số, Diễn đàn 2023",
            card,
        ),
        "/bao-cao/ket-qua/": ("Kết quả: báo cáo kết quả, 27/12/2023, Diễn đàn 2023", card),
        "/bao-cao/chung/": ("Chung: báo cáo kết quả", mark),
        "/phien/": ("Các phiên của diễn đàn mà nguồn có nêu.", mark),
        "/dien-dan/": ("Mỗi kỳ gồm đơn vị tổ chức, nội dung phát biểu và số liệu được nêu.", card),
    }
    told = {}
    for page in expected:
        text = client.get(page).text
        [picture] = re.findall('"og:image" content="https?://[^/]*(/[^"]*)"', text)
        [words] = re.findall('"og:description" content="([^"]*)"', text)
        told[page] = (words, mark if picture.startswith(mark) else picture)
    assert told == expected
