"""What forms refuse across records, tables are refused for too: each row, before all is written."""

import pytest

from events.models import Booth, Exhibition
from forum_portal.models import Verdict
from tests.factories import (
    BoothFactory,
    ExhibitionFactory,
    ForumFactory,
    PersonFactory,
    SessionFactory,
)
from tests.importing_pages.uploading import address, changes, confirm, press, upload, verdicts
from tests.words import words_of

pytestmark = pytest.mark.django_db

TAKEN = "Gian hàng “Viettel” của “Triển lãm số” đã mang số A1."


@pytest.fixture
def fair():
    forum = ForumFactory(slug="2023")
    fields = dict(plan_width=20, plan_height=10)
    fair = ExhibitionFactory(slug="tl", forum=forum, title="Triển lãm số", **fields)
    place = dict(x=0, y=0, width=3, height=2)
    BoothFactory(exhibition=fair, slug="2023-viettel", name="Viettel", number="A1", **place)
    return fair


def told(table):
    """Return what is said against each row, with the column."""
    rows = Verdict.objects.filter(upload=table).order_by("line")
    return [[(column, sentence) for column, _code, sentence in row.faults] for row in rows]


def test_a_number_that_the_edition_has(desk, fair):
    ExhibitionFactory(slug="tl-2", forum=fair.forum)
    rows = [
        ["exhibition", "slug", "name", "number"],
        ["tl-2", "fpt", "FPT", "a 1"],
        ["tl-2", "msb", "MSB", "A2"],
        ["tl", "vnpt", "VNPT", "a2"],
        ["tl", "viettel", "VTL", "A1"],
    ]
    table = upload(desk, "booths", rows)
    assert verdicts(table) == ["refused", "new", "refused", "changed"]
    second = f"Gian hàng “MSB” của “{Exhibition.objects.get(slug='tl-2').title}” đã mang số A2."
    first = TAKEN.replace("Viettel", "VTL")  # as it would be called
    assert told(table)[::2] == [[("number", first)], [("number", second)]]
    assert first in words_of(desk.get(address(table)).text)


def test_numbers_that_are_exchanged(desk, fair):
    BoothFactory(exhibition=fair, slug="2023-fpt", name="FPT", number="A2")
    rows = [["exhibition", "slug", "number"], ["tl", "viettel", "A2"], ["tl", "fpt", "A1"]]
    table = upload(desk, "booths", rows)
    assert verdicts(table) == ["changed", "changed"]
    refused = press(desk, table, "confirm", take=["2"])  # the other one keeps A2
    assert (refused.status_code, Booth.objects.get(name="Viettel").number) == (409, "A1")
    assert "Một gian hàng khác của kỳ diễn đàn này đã mang số đó" in refused.text
    confirm(desk, table, take=["2", "3"])
    assert dict(Booth.objects.values_list("name", "number")) == {"Viettel": "A2", "FPT": "A1"}


def test_a_place_off_the_plan(desk, fair):
    rows = [["exhibition", "slug", "x"], ["tl", "viettel", "18"]]
    table = upload(desk, "booths", rows)
    end = "Vượt ra ngoài sơ đồ: gian hàng kết thúc ở 21 tính từ trái, sơ đồ rộng 20."
    assert told(table) == [[("width", end)]]


def test_a_plan_too_small_for_what_stands_on_it(desk, fair):
    table = upload(desk, "exhibitions", [["slug", "plan_width"], ["tl", "2"]])
    end = "Gian hàng A1 (Viettel) sẽ nằm ngoài sơ đồ: gian này kết thúc ở 3."
    assert told(table) == [[("plan_width", end)]]
    table = upload(desk, "exhibitions", [["slug", "plan_width"], ["tl", "3"]])
    assert changes(table) == [["plan_width", "20", "3"]]


def test_an_exhibition_that_comes_to_an_edition_with_its_numbers(desk, fair):
    other = ExhibitionFactory(slug="tl-2024", forum=ForumFactory(slug="2024"))
    BoothFactory(exhibition=other, number="a1")
    table = upload(desk, "exhibitions", [["slug", "forum"], ["tl-2024", "2023"]])
    assert told(table) == [[("forum", TAKEN)]]


def test_a_solution_at_a_booth_of_another_forum(desk, fair):
    ForumFactory(slug="2024")
    rows = [["slug", "name", "forum", "booth"]]
    rows += [[f"so-{forum}", f"Một cửa {forum}", forum, "tl/viettel"] for forum in (2023, 2024)]
    table = upload(desk, "solutions", rows)
    reason = f"“tl/viettel” là gian hàng của “{fair.forum}”."
    assert (verdicts(table), told(table)[1]) == (["new", "refused"], [("booth", reason)])


def test_a_session_is_one_of_the_forum_of_its_row(desk):
    SessionFactory(slug="2023-khai-mac", forum=ForumFactory(slug="2023"))
    ForumFactory(slug="2024")
    PersonFactory(slug="an")
    rows = [["person", "forum", "session"], ["an", "2024", "khai-mac"], ["an", "2023", "khai-mac"]]
    table = upload(desk, "appearances", rows)
    reason = "Không có “2024/khai-mac” trong sessions.csv cũng như trên cổng."
    assert (verdicts(table), told(table)[0]) == (["refused", "new"], [("session", reason)])
