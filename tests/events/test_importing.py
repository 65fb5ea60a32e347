"""The tables of forums: what is read, and what is refused."""

from datetime import date

import pytest

from events.models import (
    Appearance,
    Booth,
    Evidence,
    Exhibition,
    Forum,
    ForumRole,
    Quote,
    Report,
    Session,
    Solution,
)
from events.models.evidence import SUBJECTS
from tests.city import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(tmp_path):
    return City(tmp_path)


def test_forum_with_roles_in_the_order_of_their_lines(city):
    city.load()

    forum = Forum.objects.get()
    assert (forum.slug, forum.aims.splitlines(), forum.year) == ("2023", ["Một", "Hai"], 2023)
    assert list(ForumRole.objects.values_list("position", "organisation__slug", "role")) == [
        (1, "so-tttt", "host"),
        (2, "fpt", "sponsor"),
    ]


def test_parts_of_a_forum_have_its_slug_before_theirs(city):
    city.load()

    session = Session.objects.get()
    booth = Booth.objects.get()
    assert (session.slug, booth.slug) == ("2023-khai-mac", "2023-fpt")
    assert sorted(body.slug for body in booth.organisations.all()) == ["fpt", "so-tttt"]
    assert Exhibition.objects.get().groups == ["school", "enterprise"]
    assert Solution.objects.get().booth == booth


def test_a_booth_has_its_place_on_the_plan(city):
    city.change("exhibitions", 0, plan_width="40", plan_height="12.5")
    city.change("booths", 0, x="1.5", y="0", width="3", height="2")
    city.load()

    booth = Booth.objects.get()
    assert [str(each) for each in (booth.x, booth.y, booth.width, booth.height)] == [
        *("1.5", "0", "3", "2"),
    ]
    assert str(booth.exhibition.plan_height) == "12.5"


def test_booths_are_held_against_each_other_and_their_plan(city):
    city.change("exhibitions", 0, plan_width="4", plan_height="4")
    city.change("booths", 0, number="A1", x="1", y="0", width="4", height="2")
    city.add("booths", exhibition="tl-2023", slug="msb", name="MSB", number="a 1")
    assert city.problems() == [
        "booths.csv, dòng 2, cột width: “4” Vượt ra ngoài sơ đồ: gian hàng kết thúc ở 5 tính từ "
        "trái, sơ đồ rộng 4.",
        "booths.csv, dòng 3, cột number: “a 1” Gian hàng “FPT” của “Triển lãm” đã mang số A1.",
    ]


def test_session_in_the_time_zone_of_its_forum(city):
    city.change("forums", 0, time_zone="Asia/Tokyo")
    city.load()

    session = Session.objects.get()
    assert (session.date, session.part_of_day) == (date(2023, 12, 27), "1_morning")
    assert session.start.isoformat() == "2023-12-26T23:30:00+00:00"
    assert session.end.isoformat() == "2023-12-27T01:00:00+00:00"
    assert session.room.name == "Hội trường"
    assert [body.slug for body in session.hosts.all()] == ["so-tttt"]


def test_people_quotes_and_reports(city):
    city.load()

    appearance = Appearance.objects.get()
    assert (appearance.person.slug, appearance.role) == ("nguyen-van-a", "opening")
    assert appearance.session.slug == "2023-khai-mac"
    quote = Quote.objects.get()
    assert (quote.text, quote.session.slug) == ("“Nguyên văn”", "2023-khai-mac")
    assert [indicator.code for indicator in quote.indicators.all()] == ["ho_so_pct"]
    assert Report.objects.published().get().slug == "ket-qua"


def test_evidence_belongs_to_what_its_key_names(city):
    city.load()

    subjects = [
        [name for name in SUBJECTS if getattr(evidence, name) is not None]
        for evidence in Evidence.objects.order_by("pk")
    ]
    assert subjects == [
        ["forum"],
        ["session"],
        ["appearance"],
        ["forum_role"],
        ["exhibition"],
        ["booth"],
    ]
    assert Evidence.objects.get(forum__slug="2023").sentence == "Câu 1."


@pytest.mark.parametrize(
    ("file", "cells", "wanted"),
    [
        (
            "forums",
            {"date_start": "2023-12-27", "date_end": "2023-12-26"},
            "forums.csv, dòng 2, cột date_end: “2023-12-26” Ngày cuối nằm trước ngày đầu.",
        ),
        (
            "forums",
            {"time_zone": "Hà Nội"},
            "forums.csv, dòng 2, cột time_zone: “Hà Nội” Đây không phải múi giờ như "
            "Asia/Ho_Chi_Minh.",
        ),
        (
            "forums",
            {"area": "dien-dan"},
            "forums.csv, dòng 2, cột area: “dien-dan” Không có “dien-dan” trong areas.csv cũng "
            "như trên cổng.",
        ),
        (
            "forum_roles",
            {"organisation": "vinasa"},
            "forum_roles.csv, dòng 2, cột organisation: “vinasa” Không có “vinasa” trong "
            "organisations.csv cũng như trên cổng.",
        ),
        (
            "exhibitions",
            {"groups": "school;bank"},
            "exhibitions.csv, dòng 2, cột groups: “school;bank” Ghi một trong các mã: department, "
            "district, school, enterprise, other.",
        ),
        (
            "exhibitions",
            {"plan_width": "0", "plan_height": "9.5"},
            "exhibitions.csv, dòng 2, cột plan_width: “0” Ghi số lớn hơn 0.",
        ),
        (
            "booths",
            {"x": "1", "y": "-2", "width": "3", "height": "2"},
            "booths.csv, dòng 2, cột y: “-2” Ghi số từ 0 trở lên.",
        ),
        (
            "solutions",
            {"booth": "tl-2023/vnpt"},
            "solutions.csv, dòng 2, cột booth: “tl-2023/vnpt” Không có “tl-2023/vnpt” trong "
            "booths.csv cũng như trên cổng.",
        ),
        (
            "sessions",
            {"part_of_day": "sáng"},
            "sessions.csv, dòng 2, cột part_of_day: “sáng” Ghi một trong các mã: morning, "
            "afternoon, evening.",
        ),
        (
            "sessions",
            {"start": "8 giờ"},
            "sessions.csv, dòng 2, cột start: “8 giờ” Đây không phải giờ viết như 08:30.",
        ),
        (
            "sessions",
            {"end": "08:30"},
            "sessions.csv, dòng 2, cột end: “08:30” Phiên kết thúc trước khi bắt đầu.",
        ),
        (
            "sessions",
            {"date": "", "end": ""},
            "sessions.csv, dòng 2, cột start: “08:30” Có giờ thì phải có ngày, ở cột date.",
        ),
        (
            "quotes",
            {"session": "be-mac"},
            "quotes.csv, dòng 2, cột session: “be-mac” Không có “2023/be-mac” trong sessions.csv "
            "cũng như trên cổng.",
        ),
        (
            "reports",
            {"body": "Có {{so: khong_co 2023}} hồ sơ."},
            "reports.csv, dòng 2, cột body: “{{so: khong_co 2023}}” Không có số liệu nào ứng với "
            "chỗ dẫn này.",
        ),
        (
            "reports",
            {"body": "Có {{so: dti_rank 2023 moi}}."},
            "reports.csv, dòng 2, cột body: “{{so: dti_rank 2023 moi}}” Không có số liệu nào ứng "
            "với chỗ dẫn này.",
        ),
        (
            "reports",
            {"body": "Có {{so: dti_rank}}."},
            "reports.csv, dòng 2, cột body: “{{so: dti_rank}}” Viết số liệu dưới dạng "
            "{{so: chỉ-số kỳ}}.",
        ),
        (
            "evidence",
            {"booth": "tl-2023/fpt"},
            "evidence.csv, dòng 2, cột booth: “tl-2023/fpt” Mỗi căn cứ thuộc về đúng một bản ghi.",
        ),
        (
            "evidence",
            {"field": "ngày"},
            "evidence.csv, dòng 2, cột field: “ngày” Bản ghi ở cột forum không có trường này.",
        ),
        (
            "evidence",
            {"forum": ""},
            "evidence.csv, dòng 2, cột forum: Mỗi căn cứ thuộc về đúng một bản ghi.",
        ),
        (
            "evidence",
            {"forum": "", "field": "", "appearance": "2023/nguyen-van-a/opening"},
            "evidence.csv, dòng 2, cột appearance: “2023/nguyen-van-a/opening” Không có "
            "“2023/nguyen-van-a/opening” trong appearances.csv cũng như trên cổng.",
        ),
    ],
)
def test_refusals(city, file, cells, wanted):
    city.change(file, 0, **cells)

    assert city.problems() == [wanted]
    assert not Forum.objects.exists()


def test_a_report_may_refer_to_a_figure_that_the_base_has(city):
    city.load()
    city.only("reports")
    city.add("reports", slug="b", title="B", body="{{ so: ho_so_pct 2023 }}")
    city.add("reports", slug="c", title="C", body="{{so: ho_so_pct 2022}}")

    assert city.problems() == [
        "reports.csv, dòng 4, cột body: “{{so: ho_so_pct 2022}}” Không có số liệu nào ứng với "
        "chỗ dẫn này."
    ]
