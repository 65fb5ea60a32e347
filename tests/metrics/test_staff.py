"""Where marks stand on the staff, and which of them are labelled."""

from decimal import Decimal

import pytest
from django.utils import translation

from metrics.staff import (
    EARLIER,
    NEWEST,
    OTHER_SIDE_OF_BREAK,
    TARGET,
    WIDE,
    Mark,
    PlacedMark,
    Staff,
    Tick,
    build_staff,
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def mark(value, period, kind=EARLIER):
    return Mark(Decimal(value), f"{value}%", period, kind)


ONLINE_FILES = [mark("20", "2021"), mark("60.2", "2022"), mark("90.7", "2023", NEWEST)]


def test_a_share_stands_on_its_whole_scale():
    assert build_staff(ONLINE_FILES, scale_min=0, scale_max=100) == Staff(
        size="tile",
        start_label="0",
        end_label="100",
        ticks=(
            Tick("0", 3),
            Tick("10", 2),
            Tick("20", 2),
            Tick("30", 2),
            Tick("40", 2),
            Tick("50", 3),
            Tick("60", 2),
            Tick("70", 2),
            Tick("80", 2),
            Tick("90", 2),
            Tick("100", 3),
        ),
        marks=(
            PlacedMark("20", "earlier", "20%", "2021", True, False, "middle"),
            PlacedMark("60.2", "earlier", "60.2%", "2022", True, False, "middle"),
            PlacedMark("90.7", "newest", "90.7%", "2023", True, False, "middle"),
        ),
        water="90.7",
        label="Scale from 0 to 100. 2021: 20%; 2022: 60.2%; 2023: 90.7% (newest).",
    )


def test_ticks_become_one_path():
    tile = build_staff(ONLINE_FILES, scale_min=0, scale_max=100)
    assert tile.tick_path == (
        "M0 0v9M10 0v4M20 0v4M30 0v4M40 0v4M50 0v9M60 0v4M70 0v4M80 0v4M90 0v4M100 0v9"
    )


def test_a_wide_staff_is_graduated_finer():
    wide = build_staff(ONLINE_FILES, scale_min=0, scale_max=100, size=WIDE)
    assert wide.ticks[:6] == (
        Tick("0", 3),
        Tick("2", 1),
        Tick("4", 1),
        Tick("6", 1),
        Tick("8", 1),
        Tick("10", 2),
    )
    assert len(wide.ticks) == 51


def test_ranks_run_from_last_to_first():
    ranks = [
        Mark(Decimal(20), "20", "2020", OTHER_SIDE_OF_BREAK),
        Mark(Decimal(9), "9", "2023", NEWEST),
    ]
    staff = build_staff(ranks, scale_min=1, scale_max=63, reverse=True)
    assert (staff.start_label, staff.end_label) == ("63", "1")
    assert [placed.x for placed in staff.marks] == ["69.35", "87.1"]
    assert staff.ticks == (
        Tick("0", 3),
        Tick("4.84", 2),
        Tick("20.97", 2),
        Tick("37.1", 2),
        Tick("53.23", 2),
        Tick("69.35", 2),
        Tick("85.48", 2),
        Tick("100", 3),
    )
    assert staff.label == (
        "Scale from 63 to 1. 2020: 20 (before a break in the series); 2023: 9 (newest)."
    )


def test_the_newest_label_goes_before_older_ones_too_near_it():
    marks = [mark("50", "2021"), mark("81", "2022"), mark("90", "2023", NEWEST)]
    staff = build_staff(marks, scale_min=0, scale_max=100)
    assert [placed.labelled for placed in staff.marks] == [True, False, True]


def test_of_two_older_labels_too_near_each_other_the_later_stays():
    marks = [mark("20", "2021"), mark("25", "2022"), mark("90", "2023", NEWEST)]
    staff = build_staff(marks, scale_min=0, scale_max=100)
    assert [placed.labelled for placed in staff.marks] == [False, True, True]


def test_labels_nearer_than_a_tenth_are_left_out_even_where_they_would_fit():
    marks = [mark("81", "22"), mark("90", "23", NEWEST)]
    staff = build_staff(marks, scale_min=0, scale_max=100, size=WIDE)
    assert [placed.labelled for placed in staff.marks] == [False, True]


def test_labels_that_fit_on_a_large_screen_only_are_roomy():
    marks = [mark("60", "2022"), mark("72", "2023", NEWEST)]
    staff = build_staff(marks, scale_min=0, scale_max=100, size=WIDE)
    assert [(placed.labelled, placed.roomy) for placed in staff.marks] == [
        (True, True),
        (True, False),
    ]


@pytest.mark.parametrize(
    ("value", "anchor"), [("0", "start"), ("2.9", "start"), ("50", "middle"), ("99", "end")]
)
def test_labels_at_the_ends_lean_inwards(value, anchor):
    staff = build_staff([mark(value, "2023", NEWEST)], scale_min=0, scale_max=100)
    assert [placed.anchor for placed in staff.marks] == [anchor]


def test_a_target_alone_draws_no_water():
    staff = build_staff([mark("35", "2025", TARGET)], scale_min=0, scale_max=100)
    assert staff.water is None
    assert staff.label == "Scale from 0 to 100. 2025: 35% (target)."


def test_the_ends_can_be_named():
    staff = build_staff(ONLINE_FILES, scale_min=0, scale_max=100, end_label="100%")
    assert (staff.start_label, staff.end_label) == ("0", "100%")


@pytest.mark.parametrize(
    ("marks", "low", "high"),
    [([], 0, 100), ([mark("101", "2023", NEWEST)], 0, 100), ([mark("1", "2023", NEWEST)], 1, 1)],
)
def test_no_staff_where_there_is_nothing_to_place_it_on(marks, low, high):
    assert build_staff(marks, scale_min=low, scale_max=high) is None
