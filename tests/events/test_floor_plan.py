"""The geometry of a plan, in numbers that can be reckoned by hand."""

from decimal import Decimal
from types import SimpleNamespace as Row

import pytest

from events.beside import neighbours_of
from events.floor_plan import (
    FOUND,
    HERE,
    build_plan,
    fitted,
    found_plan,
    in_order_of_numbers,
    near_plan,
)
from events.plan_pen import Box, cut


def booth(number="", x=None, y=None, width=3, height=2, **more):
    place = dict(x=x, y=y, width=width, height=height) if x is not None else dict.fromkeys(SIDES)
    return Row(**dict(slug=number, number=number, name=f"Gian {number}", zone="") | place | more)


SIDES = ("x", "y", "width", "height")
A1, A2, B1 = booth("A1", 0, 0), booth("A2", 4, 0), booth("B1", 0, 4)


def test_without_a_place_there_is_no_plan():
    assert build_plan([]) is None
    assert build_plan([booth("A1"), booth("A2")]) is None
    assert build_plan([booth("A1", 0, 0, width=0)]) is None


def test_booths_keep_their_places_to_one_scale():
    plan = build_plan([A1, A2, B1])
    first, second, below = plan.spots
    scale = float(first.width) / 3
    assert (first.x, first.y) == ("0", "0")
    assert float(second.x) == pytest.approx(4 * scale, abs=0.1)
    assert float(below.y) == pytest.approx(4 * scale, abs=0.1)
    assert float(first.height) == pytest.approx(2 * scale, abs=0.1)


def test_a_plan_is_as_large_as_it_is_said_to_be():
    small, large = build_plan([A1, A2]), build_plan([A1, A2], Decimal(14), Decimal(10))
    assert float(small.hall[2]) / float(small.spots[0].width) == pytest.approx(7 / 3, abs=0.2)
    assert float(large.hall[2]) / float(large.spots[0].width) == pytest.approx(14 / 3, abs=0.01)
    assert float(large.hall[3]) / float(large.spots[0].height) == pytest.approx(10 / 2, abs=0.01)


def test_what_stands_off_the_plan_is_drawn_still():
    plan = build_plan([booth("A1", 12, 0)], 10, 10)
    left, _top, width, _height = map(float, plan.view_box.split())
    assert float(plan.spots[0].x) + float(plan.spots[0].width) < left + width


def test_what_was_found_is_marked_and_says_so():
    plan = build_plan([A1, A2], kind_of=lambda each: FOUND if each is A2 else "")
    assert [(each.kind, each.name) for each in plan.spots] == [
        ("", "A1, Gian A1"),
        ("found", "A2, Gian A2, tìm thấy"),
    ]


def test_numbers_stand_in_the_order_of_counting():
    numbers = ["A10", "A2", "", "B1", "A1"]
    booths = sorted((booth(each) for each in numbers), key=in_order_of_numbers)
    assert [each.number for each in booths] == ["A1", "A2", "A10", "B1", ""]


def test_zones_are_outlined_where_no_other_booth_stands_within():
    apart = build_plan([booth("A1", 0, 0, zone="A"), booth("B1", 9, 0, zone="B")])
    mixed = build_plan(
        [booth("A1", 0, 0, zone="A"), booth("B1", 4, 0, zone="B"), booth("A2", 8, 0, zone="A")]
    )
    assert [(each.label, bool(each.outline)) for each in apart.zones] == [("A", True), ("B", True)]
    assert [(each.label, bool(each.outline)) for each in mixed.zones] == [("A", False), ("B", True)]


def test_the_name_of_a_zone_reaches_to_the_next():
    long = "Khu Chính quyền số và dịch vụ công"
    first, second = booth("A1", 0, 0, zone=long), booth("B1", 9, 0, zone=f"{long} hai")
    zones = build_plan([first, second], 60, 10).zones
    assert [each.label for each in zones] == ["Khu Chính quyề…", f"{long} hai"]


@pytest.mark.parametrize(("aisle", "names"), [(2, ["A", "B"]), (0, ["A", ""])])
def test_names_of_zones_stand_beside_booths(aisle, names):
    first = [booth(f"A{place}", 3 * place, 0, zone="A") for place in range(20)]
    second = [booth(f"B{place}", 3 * place, 2 + aisle, zone="B") for place in range(20)]
    third = [booth(f"C{place}", 3 * place, 4 + aisle) for place in range(20)]
    plan = build_plan([*first, *second, *third])
    assert [each.label for each in plan.zones] == names


def test_a_name_without_room_above_stands_below():
    plan = build_plan([booth("A1", 0, 0, zone="A"), booth("B1", 0, 2, zone="B"), booth("C1", 0, 6)])
    below = plan.zones[1]
    first, second, third = (float(each.y) for each in plan.spots)
    assert (below.label, second + (second - first) < float(below.y) < third) == ("B", True)


def test_a_name_ends_before_the_edge():
    zone = "Khu Doanh nghiệp công nghệ số của thành phố"
    plan = build_plan([booth("A1", 0, 0, zone=zone)], 5, 5)
    assert [each.label for each in plan.zones] == ["Khu Doanh nghiệp công nghệ số…"]


@pytest.mark.parametrize("hall", [(), (80, 10)])
def test_a_plan_begins_where_its_column_does_and_is_no_wider(hall):
    plan = build_plan([booth(f"A{place}", 4 * place, 0) for place in range(20)], *hall)
    left, _top, width, _height = map(float, plan.view_box.split())
    assert (float(plan.hall[0]) - left, width <= 928) == (0.5, True)
    assert (float(plan.width), float(plan.height)) == (width, _height)


def test_a_number_without_room_is_left_out_until_the_plan_is_enlarged():
    row = [booth(f"A{place}", place, 0, width=1) for place in range(10, 60)]
    assert {(each.label, float(each.size)) for each in build_plan(row).spots} == {("", 12)}
    large = build_plan(row, is_large=True).spots
    assert [each.label for each in large] == [each.number for each in row]
    assert {float(each.size) for each in large} == {24}


def test_around_a_booth_stand_those_that_a_phone_shows():
    row = [booth(f"A{place}", 4 * place, 0) for place in range(20)]
    whole = build_plan(row, kind_of=lambda each: HERE if each is row[9] else "")
    near = near_plan(whole)
    assert [each.name[:3] for each in near.spots] == [
        "A5,",
        *(f"A{n}," for n in range(6, 10)),
        "A10",
        "A11",
        "A12",
        "A13",
    ]
    here = near.spots[4]
    left, top, width, height = map(float, near.view_box.split())
    middle = (left + width / 2, top + height / 2)
    assert middle == pytest.approx((float(here.middle_x), float(here.middle_y)), abs=0.1)
    assert near_plan(build_plan(row)) is None


def test_a_booth_in_a_corner_is_shown_with_little_beyond_the_edge():
    rows = [booth(f"{row}{place}", 4 * place, 3 * row) for row in range(9) for place in range(20)]
    for corner in (rows[0], rows[-1]):
        whole = build_plan(rows, kind_of=lambda each, here=corner: HERE if each is here else "")
        near = near_plan(whole)
        part, paper = (
            (left, top, left + width, top + height)
            for left, top, width, height in (
                map(float, each.view_box.split()) for each in (near, whole)
            )
        )
        beyond = (paper[0] - part[0], paper[1] - part[1], part[2] - paper[2], part[3] - paper[3])
        assert (beyond[:2] if corner is rows[0] else beyond[2:]) == pytest.approx((52, 0), abs=0.2)


def test_a_small_hall_is_shown_whole():
    assert near_plan(build_plan([A1, A2], kind_of=lambda each: HERE)) is None


def test_labels_fit_their_booths():
    assert fitted("A1", 66, 44) == ("A1", 16)
    label, size = fitted("Ngân hàng Hàng hải Việt Nam", 66, 44)
    assert label == "Ngân hà…"
    assert len(label) * size * 0.62 <= 66
    assert fitted("Viettel", 8, 8) == ("", pytest.approx(5.6))
    assert cut("Viettel", 7) == "Viettel"


def test_marks_that_turn_a_line_around_are_left_out_of_labels():
    [spot] = build_plan([booth("", 0, 0, name="A\u202eB\x07")]).spots
    assert spot.label == "A B"


def test_to_stand_side_by_side_is_no_overlap():
    here = Box(*map(Decimal, (0, 0, 3, 2)))
    assert here.overlaps(Box(*map(Decimal, ("2.9", "1.9", 3, 2))))
    assert not here.overlaps(Box(*map(Decimal, (3, 0, 3, 2))))
    assert not here.overlaps(Box(*map(Decimal, (0, 2, 3, 2))))


def test_an_enlarged_plan_begins_at_what_was_found():
    row = [booth(f"A{n}", 4 * n, 0) for n in range(40)]
    kinds = {"A20": FOUND}
    whole = build_plan(row, kind_of=lambda each: kinds.get(each.number, ""), is_large=True)
    part = found_plan(whole)
    found = next(each for each in part.spots if each.kind == FOUND)
    left, _top, width, _height = map(float, part.view_box.split())
    assert (float(found.x) - left, part.height) == (100, whole.height)
    assert float(part.width) == width == 930
    assert part.spots[0].name[:3] == "A18"
    assert found_plan(build_plan(row, is_large=True)) == build_plan(row, is_large=True)


def test_neighbours_are_the_nearest_in_each_direction():
    far = booth("Z9", 90, 0)
    assert neighbours_of(A1, [A1, A2, B1, far]) == [("Bên phải", A2), ("Phía dưới", B1)]
    assert neighbours_of(A2, [A1, A2, B1, far]) == [("Bên trái", A1)]
    assert neighbours_of(booth("A1"), [A2]) == []
    assert neighbours_of(far, [A1, far]) == []


@pytest.mark.parametrize("size", ["0.000001", "1", "100000000000"])
def test_whatever_the_measure_it_is_drawn_to_be_seen(size):
    side = Decimal(size)
    plan = build_plan([booth("A1", 0, 0, side, side), booth("A2", side * 2, 0, side, side)])
    assert plan.view_box == build_plan([booth("A1", 0, 0, 1, 1), booth("A2", 2, 0, 1, 1)]).view_box
