"""The chapter on an exhibition: directory, filter, plan; and the page of a booth."""

import re
from html import unescape

import pytest

from tests.factories import (
    BoothFactory,
    ExhibitionFactory,
    ForumFactory,
    OrganisationFactory,
    SolutionFactory,
)
from tests.full_forum import full_forum
from tests.words import section, words

pytestmark = pytest.mark.django_db

CHAPTER = "/dien-dan/2023/trien-lam/"
ODD = "<b>\"Số\" & 'dữ liệu'</b> \u202eABC\u200f"


@pytest.fixture
def exhibition():
    return ExhibitionFactory(
        forum=ForumFactory(slug="2023"), slug="trien-lam", title="Triển lãm số"
    )


def stand(exhibition, number, x=None, **more):
    """Return a booth, with a place in the first row where `x` is given."""
    place = {} if x is None else dict(x=x, y=0, width=3, height=2)
    fields = dict(name=f"Gian {number}", slug=f"2023-{number.lower()}", number=number)
    return BoothFactory(exhibition=exhibition, **fields | place | more)


def listed(response) -> list[str]:
    """Return the names of the booths in the lists."""
    return [unescape(each) for each in re.findall("<bdi>(.*?)</bdi>", response.text)]


def marked(response) -> dict[str, str]:
    """Return what the plan marks each booth as, by its name for a screen reader."""
    link = r'<a href="[^"]*"(?: class="(\w+)")?(?: id="[^"]*")?><title>(.*?)</title>'
    drawn = re.findall(link, response.text)
    return {unescape(name): kind for kind, name in drawn}


class TestFilter:
    @pytest.fixture(autouse=True)
    def booths(self, exhibition):
        bank = stand(exhibition, "A1", zone="Khu A", category="enterprise", name="Gian MSB")
        bank.organisations.add(OrganisationFactory(name="Ngân hàng Hàng hải", short_name="MSB"))
        school = stand(exhibition, "B1", zone="Khu B", category="school", name="Trường Đường Sắt")
        SolutionFactory(forum=exhibition.forum, booth=school, name="Sổ đầu bài điện tử")
        stand(exhibition, "B2", zone="Khu B", category="school", showed="Học bạ số.", name="Dương")

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("q=ngan+hang", ["Gian MSB"]),
            ("q=NGÂN+HÀNG+msb", ["Gian MSB"]),
            ("q=“ngân,+HÀNG”!", ["Gian MSB"]),
            ("q=hoc+ba", ["Dương"]),
            ("q=dau+bai", ["Trường Đường Sắt"]),
            ("q=b2", ["Dương"]),
            ("q=duong", ["Dương", "Trường Đường Sắt"]),
            ("q=đường", ["Trường Đường Sắt"]),
            ("nhom=truong-hoc", ["Dương", "Trường Đường Sắt"]),
            ("nhom=truong-hoc&q=hoc", ["Dương"]),
            ("khu=khu-a", ["Gian MSB"]),
            ("q=%CC%81&nhom=&khu=", ["Dương", "Trường Đường Sắt", "Gian MSB"]),
        ],
    )
    def test_finds_names_organisations_and_what_was_shown(self, client, asked, found):
        assert listed(client.get(f"{CHAPTER}?{asked}")) == found

    def test_says_how_many(self, client):
        assert "Tìm thấy 2 trong 3 gian hàng." in words(client.get(f"{CHAPTER}?khu=khu-b"))

    @pytest.mark.parametrize(
        "asked", ["q=khong+co", "nhom=khac", "q='%22%00<%25_\\", "q=" + "x" * 9999]
    )
    def test_nothing_found_is_one_sentence(self, client, asked):
        response = client.get(f"{CHAPTER}?{asked}")
        assert response.status_code == 200
        assert "Không có gian hàng nào khớp với lựa chọn này. Xem mọi gian hàng" in words(response)

    @pytest.mark.parametrize("asked", ["nhom=x", "khu=khu-z", "khu=%00"])
    def test_what_there_is_not_is_a_clear_refusal(self, client, asked):
        response = client.get(f"{CHAPTER}?{asked}")
        assert response.status_code == 400
        assert "trong địa chỉ" in words(response)

    def test_files_are_offered_where_there_are_booths(self, client, exhibition):
        other = ExhibitionFactory(forum=ForumFactory(slug="2024"))
        offered = [
            "trien-lam.csv" in client.get(f"/dien-dan/{each.forum.slug}/trien-lam/").text
            for each in (exhibition, other)
        ]
        assert offered == [True, False]

    def test_few_booths_need_no_form_until_it_is_used(self, client):
        assert 'role="search"' not in client.get(CHAPTER).text
        assert 'value="hoc"' in client.get(f"{CHAPTER}?q=hoc").text


class TestPlan:
    def test_there_is_none_without_places(self, client, exhibition):
        stand(exhibition, "A1")
        response = client.get(CHAPTER)
        assert "<title>" not in response.text.split("<main")[1]
        assert listed(response) == ["Gian A1"]

    def test_each_booth_is_a_link_with_a_name(self, client, exhibition):
        stand(exhibition, "A1", x=0, zone="Khu A")
        stand(exhibition, "", name="Không số", slug="khong-so", x=4)
        stand(exhibition, "C9")
        response = client.get(CHAPTER)
        assert marked(response) == {"A1, Gian A1, Khu A": "", "Không số": ""}
        assert '<a href="/gian-hang/2023-a1/"><title>' in response.text
        assert listed(response) == ["Gian A1", "Gian C9", "Không số"]
        assert section(response, "plan-trien-lam").endswith(
            "nêu đủ mọi gian hàng. Chưa rõ vị trí của 1 gian hàng. Khu A "
            "A1, Gian A1, Khu A A1 Không số Không số"
        )

    def test_marks_what_was_found(self, client, exhibition):
        stand(exhibition, "A1", x=0)
        stand(exhibition, "A2", x=4)
        assert marked(client.get(f"{CHAPTER}?q=a2")) == {"A2, Gian A2, tìm thấy": "found"}

    def test_leads_to_what_was_found(self, client, exhibition):
        for place in range(20):
            stand(exhibition, f"A{place}", x=4 * place)
        stand(exhibition, "A12B")
        page = client.get(f"{CHAPTER}?q=a12").text
        assert re.findall('href="(#(?:plan|spot)-[^"]*)"', page) == [
            "#plan-trien-lam",
            "#spot-2023-a12",
        ]
        assert page.count('id="spot-2023-a12"') == page.count('id="plan-trien-lam"') == 1
        assert 'href="#plan-' not in client.get(CHAPTER).text
        assert 'href="#plan-' not in client.get(f"{CHAPTER}?q=a12b").text

    def test_each_exhibition_has_its_own(self, client, exhibition):
        other = ExhibitionFactory(forum=exhibition.forum, slug="trien-lam-hai")
        stand(exhibition, "A1", x=0)
        stand(other, "B1", x=0)
        response = client.get(CHAPTER)
        assert "A1, Gian A1" in section(response, "plan-trien-lam")
        assert "B1, Gian B1" in section(response, "plan-trien-lam-hai")

    def test_its_size_keeps_the_question(self, client, exhibition):
        stand(exhibition, "A1", x=0)
        small = client.get(f"{CHAPTER}?q=a1")
        assert 'href="?q=a1&amp;xem=lon#plan-trien-lam"' in small.text
        assert 'class="plan-view large" role="region" tabindex="0"' not in small.text
        large = client.get(f"{CHAPTER}?q=a1&xem=lon")
        assert 'class="plan-view large" role="region" tabindex="0"' in large.text
        assert '<input type="hidden" name="xem" value="lon">' in large.text

    def test_odd_names_stay_texts(self, client, exhibition):
        stand(exhibition, "1", x=0, name=ODD, zone="<i>")
        page = client.get(CHAPTER)
        assert listed(page) == [ODD]
        assert list(marked(page)) == [f"1, {ODD}, <i>"]
        assert "<i>" not in page.text
        booth = client.get("/gian-hang/2023-1/")
        assert f"Sơ đồ có đánh dấu {ODD}" in unescape(booth.text)
        assert "<b>&quot;" not in booth.text.replace("<b>1</b>", "")


class TestBooth:
    def test_shows_its_place_and_who_stands_beside(self, client, exhibition):
        first = stand(exhibition, "A1", x=0, category="school", zone="Khu Á")
        stand(exhibition, "A2", x=4, category="enterprise")
        response = client.get(first.get_absolute_url())
        assert response.text.count('class="here"') == 1
        assert section(response, "place").endswith(
            "Ô đỏ là gian hàng này. Khu Á A1 A2 Bên phải Gian A2 A2 "
            "Cả sơ đồ, có đường dẫn tới từng gian"
        )
        assert 'href="/dien-dan/2023/trien-lam/?khu=khu-a"' in response.text

    def test_on_a_phone_only_what_is_near_is_drawn(self, client, exhibition):
        for place in range(20):
            stand(exhibition, f"A{place}", x=4 * place)
        page = client.get("/gian-hang/2023-a9/").text
        drawn = re.findall('<svg class="plan ([^"]*)"(.*?)</svg>', page, re.DOTALL)
        assert [(part, svg.count("<g"), svg.count('class="here"')) for part, svg in drawn] == [
            ("near", 9, 1),
            ("whole", 20, 1),
        ]

    def test_leads_to_the_next_in_the_directory(self, client, exhibition):
        stand(exhibition, "A1", category="enterprise")
        stand(exhibition, "A2", category="school")
        stand(exhibition, "A3", category="enterprise")
        read = words(client.get("/gian-hang/2023-a1/"))
        assert read.endswith("Trong danh mục, xếp theo nhóm: Gian trước: Gian A2 Gian sau: Gian A3")
        assert words(client.get("/gian-hang/2023-a3/")).endswith("Gian trước: Gian A1")

    def test_without_a_place_there_is_no_plan(self, client, exhibition):
        alone = stand(exhibition, "A1")
        assert 'class="plan' not in client.get(alone.get_absolute_url()).text


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/dien-dan/2026/trien-lam/", 3),
        ("/dien-dan/2026/trien-lam/?q=du+lieu&nhom=doanh-nghiep&khu=khu-a&xem=lon", 3),
        ("/en/gian-hang/2026-gian-hang-a01/", 2),
    ],
)
def test_a_full_exhibition_asks_little(client, django_assert_num_queries, address, queries):
    full_forum()
    with django_assert_num_queries(queries):
        response = client.get(address)
    assert response.status_code == 200


def test_a_full_exhibition_is_told_in_short_on_the_forum(client):
    full_forum()
    told = section(client.get("/dien-dan/2026/"), "exhibition")
    assert told.endswith(
        "Sở, ngành 30 gian hàng Quận, huyện 30 gian hàng Trường học 30 gian hàng "
        "Doanh nghiệp 30 gian hàng Mọi gian hàng, có ô tìm và sơ đồ"
    )
    chapter = client.get("/dien-dan/2026/trien-lam/")
    assert (len(listed(chapter)), len(marked(chapter))) == (120, 120)
