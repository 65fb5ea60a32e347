"""The chapter of a forum's programme, full and sparse."""

import re
from datetime import UTC, datetime

import pytest

from tests.clock import set_clock
from tests.factories import EvidenceFactory, ForumFactory, SessionFactory
from tests.full_forum import full_forum
from tests.words import section, words

pytestmark = pytest.mark.django_db
PROGRAMME = "/dien-dan/2026/chuong-trinh/"


@pytest.fixture
def full():
    return full_forum()


def sessions_of(response):
    """The titles of the sessions in the programme, as they stand."""
    programme = response.text.split('id="programme"')[1].split('aria-labelledby="sources"')[0]
    return re.findall(r'href="/phien/[^"]*">([^<]*)<', programme)


def test_a_full_programme_stands_by_day(client, full, django_assert_num_queries):
    with django_assert_num_queries(3):
        response = client.get(PROGRAMME)
    titles = sessions_of(response)
    assert (len(titles), titles[0], titles[-1]) == (60, "Phiên khai mạc", "Phiên chưa có ngày")
    assert re.findall(r'<h2 id="day-\d">([^<]*)', response.text) == [
        *("Thứ Ba, 1/12/2026", "Thứ Tư, 2/12/2026", "Thứ Năm, 3/12/2026", "Chưa rõ ngày"),
    ]
    read = words(response)
    note = "60 phiên. Chương trình dự kiến. Giờ ghi theo giờ nơi tổ chức (UTC+7)."
    assert [each in read for each in (note, "Phiên đã hủy (Đã hủy)", "Phiên đã dời (Đã dời)")] == [
        True,
        True,
        True,
    ]
    assert "22:30–0:30 hôm sau Đêm hội" in read
    left_out = re.findall(r"bỏ qua (\d+ phiên (?:vì|đã hủy))", read.replace("\xa0", " "))
    assert left_out == ["3 phiên vì", "1 phiên đã hủy"]
    heads = response.text.count('class="band-head" data-forum="Diễn đàn Chuyển đổi số đầy đủ"')
    for_screens = re.findall(
        '<section class="band no-print" aria-labelledby="(.*?)"', response.text
    )
    assert (heads, for_screens) == (
        4,
        ["calendar", "take"],
    )  # each sheet of paper has day and forum
    assert section(response, "day-4").startswith("Chưa rõ ngày Chưa rõ giờ Phiên chưa có ngày")

    first = section(response, "day-1").split("8:00–9:30")[2]
    assert first.strip() == (
        "Phiên số 2: dữ liệu và dịch vụ "
        "Phát biểu: Nguyễn Văn Bình, Giám đốc; Phạm Văn Bình, Giám đốc "
        "Phòng Bạch Đằng · Tham luận · Kinh tế số"
    )


def test_the_filter_lives_in_the_address(client, full):
    response = client.get(f"{PROGRAMME}?ngay=2026-12-02&phong=phong-do-son&chuyen-de=&loai=")
    assert sessions_of(response) == [
        *("Phiên số 24: dữ liệu và dịch vụ", "Phiên số 29: dữ liệu và dịch vụ"),
        *("Phiên đã hủy", "Phiên số 39: dữ liệu và dịch vụ"),
    ]
    assert "4 phiên: 2/12/2026, Phòng Đồ Sơn." in words(response)
    assert '<option value="phong-do-son" selected>Phòng Đồ Sơn</option>' in response.text
    assert f'hx-get="{PROGRAMME}" hx-select="#programme" hx-target="#programme"' in response.text

    response = client.get(f"{PROGRAMME}?loai=opening&ngay=2026-12-02")
    assert sessions_of(response) == []
    told = words(response)
    assert "Không có phiên nào khớp lựa chọn này. Xem toàn bộ chương trình" in told


def test_a_wrong_value_is_a_400_that_names_it(client):
    SessionFactory(forum=ForumFactory(slug="2026"))
    for query in ("ngay=x", "chuyen-de=x", "phong=x", "loai=x", "xem=x", "loai=%00"):
        response = client.get(f"{PROGRAMME}?{query}")
        assert response.status_code == 400
        assert f"Tham số “{query.partition('=')[0]}”" in words(response)
        assert f'<a class="button" href="{PROGRAMME}">' in response.text
    assert 'class="button" href' not in client.get(f"{PROGRAMME}?as-of=x").text


def test_a_day_has_its_calendar_and_its_weekday(client):
    forum = ForumFactory(slug="2026")
    for day, start in ((1, None), (1, None), (2, datetime(2026, 12, 2, 1, tzinfo=UTC))):
        SessionFactory(forum=forum, date=f"2026-12-0{day}", start=start)
    whole = client.get(PROGRAMME)
    response = client.get(f"/en{PROGRAMME}?ngay=2026-12-01")
    assert "?day=" not in whole.text
    [address] = re.findall(r'href="([^"]*\?day=[^"]*)"', response.text)
    assert (address, client.get(address).status_code) == (
        "/en/dien-dan/2026/schedule.ics?day=2026-12-01",
        200,
    )
    assert section(response, "day-1").startswith("Tuesday, 1 December 2026 Hours not known")
    refused = client.get("/dien-dan/2026/schedule.ics?ngay=2026-12-01")
    assert (
        refused.status_code,
        "“ngay”. Các tham số dùng được: as-of, day." in words(refused),
    ) == (400, True)


def test_only_what_is_shown_is_counted_as_unknown(client, full):
    unknown = "Chưa rõ giờ họp của 2 phiên."
    assert unknown in words(client.get(PROGRAMME))
    assert unknown not in words(client.get(f"{PROGRAMME}?ngay=2026-12-01"))
    assert 'method="get" autocomplete="off"' in client.get(PROGRAMME).text


def test_a_room_of_hidden_sessions_alone_is_unknown(client, full):
    full.sessions.filter(room__name="Phòng Đồ Sơn").update(is_published=False)
    response = client.get(f"{PROGRAMME}?phong=phong-do-son")
    assert response.status_code == 400
    assert "Phòng Đồ Sơn" not in client.get(PROGRAMME).text


def test_the_table_has_rooms_and_hours(client, full, django_assert_num_queries):
    with django_assert_num_queries(3):
        response = client.get(f"{PROGRAMME}?xem=luoi")
    tables = re.findall(r"<table.*?</table>", response.text, re.DOTALL)
    rooms = ["Hội trường lớn", "Phòng Bạch Đằng", "Phòng Cát Bà", "Phòng Đồ Sơn", "Sảnh triển lãm"]
    assert [re.findall(r'<th scope="col">([^<]*)', each) for each in tables] == [
        ["Bắt đầu", *rooms],
        ["Bắt đầu", *rooms],
        ["Bắt đầu", *rooms, "Chưa rõ phòng"],
    ]
    assert [re.findall(r'<th scope="row">([^<]*)', each) for each in tables] == [
        ["8:00", "10:00", "13:30", "15:30"],
        ["8:00", "10:00", "13:30", "15:30", "22:30"],
        ["8:00", "10:00", "13:30", "14:30", "15:30"],
    ]
    assert re.findall(r'<caption id="grid-\d">([^<]*)', response.text) == [
        f"Phòng và giờ, ngày {day}/12/2026" for day in (1, 2, 3)
    ]
    assert len(sessions_of(response)) == 60
    assert response.text.count('role="region" tabindex="0" aria-labelledby="grid-') == 3


def test_now_and_next_on_its_days_alone(client, full):
    assert 'aria-labelledby="now"' not in client.get(PROGRAMME).text
    set_clock(datetime(2026, 12, 2, 1, 30, tzinfo=UTC))
    response = client.get(PROGRAMME)
    read = section(response, "now")
    assert read.startswith("Đang diễn ra 8:00–9:30 Phiên số 21: dữ liệu và dịch vụ Hội trường lớn")
    assert "Tiếp theo 10:00–11:30 Phiên số 26: dữ liệu và dịch vụ Hội trường lớn" in read
    assert response.text.count('<div class="now">') == 10  # five rooms, above and in the list
    assert client.get(f"{PROGRAMME}?xem=luoi").text.count('class="now"') == 10
    assert 'aria-labelledby="now"' not in client.get(f"{PROGRAMME}?as-of=2026-11-01").text


def test_now_and_next_keep_to_the_choice(client, full):
    set_clock(datetime(2026, 12, 2, 1, 30, tzinfo=UTC))
    read = section(client.get(f"{PROGRAMME}?phong=phong-do-son&ngay=2026-12-02"), "now")
    assert read == (
        "Đang diễn ra 8:00–9:30 Phiên số 24: dữ liệu và dịch vụ Phòng Đồ Sơn "
        "Tiếp theo 10:00–11:30 Phiên số 29: dữ liệu và dịch vụ Phòng Đồ Sơn"
    )
    page = client.get(f"{PROGRAMME}?loai=opening").text
    assert '<div id="going-on"></div>' in page
    assert 'hx-select-oob="#going-on"' in page


def test_what_there_is_nothing_to_say_of_has_no_heading(client, full):
    empty = section(client.get(f"{PROGRAMME}?loai=opening&ngay=2026-12-02"), "nothing")
    assert empty.startswith("Không tìm thấy")
    assert 'id="sources"' not in client.get(PROGRAMME).text
    EvidenceFactory(forum=None, session=full.sessions.first())
    assert 'id="sources"' in client.get(PROGRAMME).text


def test_a_sparse_programme_needs_no_filter_and_no_table(client):
    forum = ForumFactory(slug="2023")
    SessionFactory(forum=forum, title="Phiên tham vấn", date="2023-12-26", kind="consultation")
    response = client.get("/dien-dan/2023/chuong-trinh/?xem=luoi")
    assert section(response, "day-1") == "Thứ Ba, 26/12/2023 Chưa rõ giờ Phiên tham vấn Tham vấn"
    assert [each in response.text for each in ("<form", "<table", "htmx", "UTC")] == [False] * 4


def test_hours_are_told_in_the_forums_zone(client):
    forum = ForumFactory(slug="2023", time_zone="Asia/Tokyo")
    start = datetime(2023, 12, 26, 15, 30, tzinfo=UTC)
    SessionFactory(forum=forum, title="Ở Tokyo", start=start)
    response = client.get("/dien-dan/2023/chuong-trinh/")
    assert section(response, "day-1") == "Thứ Tư, 27/12/2023 0:30 Ở Tokyo"
    assert "(UTC+9)" in words(response)
