"""Progress to targets: the rule, each case that it cannot serve, and the words for both."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from metrics.models import Break, Indicator, Observation, Source, Unit
from metrics.progress import State, direction_of, meets, percent, progress_text, progress_to

SHARE = Unit(kind="share", symbol="%")
RANK = Unit(kind="rank")
TODAY = date(2024, 6, 30)


def indicator(unit=SHARE, direction="up"):
    return Indicator(pk=1, unit=unit, direction=direction)


def figure(value, period="2023", of=None, area=1, **values):
    made = Observation(
        indicator=of or indicator(), area_id=area, period=period, value=Decimal(value), **values
    )
    made.prepare()
    made.value = Decimal(value)
    return made


def target(value, period="2025", **values):
    return figure(value, period, kind="target", **values)


def series(of=None, **values):
    """Figures such as `_2021="20"`."""
    return [figure(value, period[1:], of) for period, value in values.items()]


def told(*arguments, language="vi"):
    """The state, the share and the words of what the rule gives."""
    found = progress_to(*arguments)
    with translation.override(language):
        text = progress_text(found)
    assert text.is_computed is (found.share is not None)
    return found.state, found.share, text.sentence


def test_progress_with_its_inputs():
    found = target("80"), series(_2021="20", _2022="40", _2023="60"), [], TODAY

    assert told(*found) == (
        State.UNDER_WAY,
        Decimal(2) / 3,
        "Đã đi được 66,6% quãng đường: số gốc 20% năm 2021, số mới nhất 60% năm 2023",
    )
    assert told(*found, language="en")[2] == (
        "66.6% of the way: baseline 20% in 2021, newest 60% in 2023"
    )


def test_the_baseline_is_the_last_figure_before_the_plan():
    plan = Source(published_on=date(2023, 3, 1))

    found = progress_to(
        target("80", instrument=plan), series(_2021="20", _2022="40", _2023="60"), []
    )

    assert (found.baseline.period, found.share) == ("2022", Decimal("0.5"))


def test_a_plan_takes_effect_when_it_says_so():
    plan = Source(published_on=date(2022, 12, 1), effective_on=date(2023, 1, 1))

    found = progress_to(target("80", instrument=plan), series(_2022="40", _2023="60"), [])

    assert found.baseline.period == "2022"


def test_what_lies_behind_the_figures_that_were_read_is_not_guessed():
    line = series(_2020="20", _2021="30", _2022="40", _2023="60")
    plan = Source(published_on=date(2023, 3, 1))

    def read(*arguments):
        found = progress_to(*arguments, [], most=3)
        with translation.override("vi"):
            return found.state, progress_text(found).sentence

    unknown = "Không tính ở đây: cần những số cũ hơn các số trên trang này"
    assert read(target("80"), line) == (State.NOT_READ, unknown)
    assert read(target("80", period="2020"), line) == (State.NOT_READ, unknown)
    assert read(target("50"), line) == (State.MET, "Đã đạt mức này: 60% năm 2023")
    assert read(target("80", instrument=plan), line) == (
        State.UNDER_WAY,
        "Đã đi được 50% quãng đường: số gốc 40% năm 2022, số mới nhất 60% năm 2023",
    )


def test_lower_is_better():
    less = indicator(direction="down")
    goal = target("10", of=less)

    assert told(goal, series(less, _2022="50", _2023="20"), []) == (
        State.UNDER_WAY,
        Decimal("0.75"),
        "Đã đi được 75% quãng đường: số gốc 50% năm 2022, số mới nhất 20% năm 2023",
    )
    assert told(goal, series(less, _2022="50", _2023="9"), []) == (
        State.MET,
        None,
        "Đã đạt mức này: 9% năm 2023",
    )


def test_among_the_first_ten():
    rank = indicator(RANK, direction="none")
    goal = target("10", of=rank, comparator="le", out_of=63)
    line = [figure("20", "2022", rank, out_of=63), figure("15", "2023", rank, out_of=63)]

    assert told(goal, line, []) == (
        State.UNDER_WAY,
        Decimal("0.5"),
        "Đã đi được 50% quãng đường: số gốc thứ 20/63 năm 2022, số mới nhất thứ 15/63 năm 2023",
    )
    line.append(figure("8", "2024", rank, out_of=63))
    assert told(goal, line, [])[2] == "Đã đạt mức này: thứ 8/63 năm 2024"


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        (34, "Không so được với thứ 8/63 năm 2023: khác số tỉnh, thành được xếp hạng"),
        (None, "Không so được với thứ 8/63 năm 2023: văn bản không nêu xếp hạng trên bao nhiêu"),
    ],
)
def test_ranks_out_of_other_numbers_give_no_progress(places, sentence):
    rank = indicator(RANK)
    goal = target("5", of=rank, comparator="le", out_of=places)

    found = told(goal, [figure("8", "2023", rank, out_of=63)], [])

    assert found == (State.NOT_COMPARABLE, None, sentence)


def test_no_figure():
    assert told(target("80"), [], [], TODAY) == (
        State.NO_FIGURE,
        None,
        "Chưa có số nào so được với mục tiêu này",
    )


def test_figures_of_other_areas_frequencies_and_later_periods_do_not_count():
    others = [
        figure("50", "2023", area=2),
        figure("50", "2023-Q4"),
        figure("50", "2026"),
        target("70", "2024"),
    ]
    assert progress_to(target("80"), others, []).state is State.NO_FIGURE


def test_a_withdrawn_figure_does_not_count():
    gone = figure("50", obs_status="withdrawn")
    assert progress_to(target("80"), [gone], []).state is State.NO_FIGURE


def test_a_single_figure():
    assert told(target("80"), series(_2023="60"), [], TODAY) == (
        State.TOO_FEW,
        None,
        "Chưa đủ dữ liệu: mới có 60% năm 2023 làm số gốc",
    )


def test_nothing_was_measured_since_the_plan():
    plan = Source(published_on=date(2024, 1, 1))

    found = told(target("80", instrument=plan), series(_2022="40", _2023="60"), [])

    assert found == (State.TOO_FEW, None, "Chưa đủ dữ liệu: mới có 60% năm 2023 làm số gốc")


def test_a_single_figure_of_the_period_itself():
    assert told(target("80"), series(_2025="60"), []) == (
        State.TOO_FEW,
        None,
        "Không đạt: 60% năm 2025",
    )


def test_met_and_met_from_the_beginning():
    assert told(target("80"), series(_2021="20", _2023="80"), []) == (
        State.MET,
        None,
        "Đã đạt mức này: 80% năm 2023",
    )
    assert told(target("80"), series(_2021="20", _2025="80"), [])[2] == "Đạt: 80% năm 2025"
    assert told(target("80"), series(_2021="85", _2023="90"), []) == (
        State.MET_BEFORE,
        None,
        "Đã đạt mức này: 90% năm 2023; số gốc cũng đã đạt: 85% năm 2021",
    )


def test_a_figure_that_is_not_final_says_so():
    early = [figure("80", "2025", obs_status="P")]
    assert told(target("80"), early, [])[2] == "Đạt: 80% năm 2025 (sơ bộ)"


def test_met_at_first_and_no_longer():
    assert told(target("80"), series(_2021="80", _2023="70"), []) == (
        State.NO_LONGER_MET,
        None,
        "Chưa đạt mức này: 70% năm 2023; số gốc từng đạt: 80% năm 2021",
    )


def test_no_distance_to_go():
    goal = target("80", comparator="gt")

    assert told(goal, series(_2021="80", _2023="70"), []) == (
        State.NO_DISTANCE,
        None,
        "Chưa đạt mức này: 70% năm 2023; số gốc 80% năm 2021 bằng đúng mục tiêu",
    )


def test_further_away_than_at_the_start():
    assert told(target("80"), series(_2021="40", _2023="30"), []) == (
        State.AWAY,
        Decimal("-0.25"),
        "Xa mục tiêu hơn lúc đầu (-25%): số gốc 40% năm 2021, số mới nhất 30% năm 2023",
    )


def test_the_target_s_own_period_decides():
    assert told(target("80"), series(_2021="20", _2025="65"), []) == (
        State.UNDER_WAY,
        Decimal("0.75"),
        "Không đạt: 65% năm 2025. "
        "Đã đi được 75% quãng đường: số gốc 20% năm 2021, số mới nhất 65% năm 2025",
    )


def test_a_period_that_passed_without_a_figure():
    later = date(2026, 1, 1)

    assert told(target("80"), series(_2021="20", _2023="50"), [], later) == (
        State.UNDER_WAY,
        Decimal("0.5"),
        "Đã đi được 50% quãng đường: số gốc 20% năm 2021, số mới nhất 50% năm 2023. "
        "Kỳ của mục tiêu đã qua mà chưa có số của kỳ đó",
    )
    assert told(target("80"), [], [], later)[2] == (
        "Kỳ của mục tiêu đã qua mà chưa có số của kỳ đó"
    )
    assert progress_to(target("80"), [], [], date(2025, 12, 31)).is_over is False


def test_a_break_ends_the_series_that_counts():
    parted = [Break(kind="method", starts_on=date(2022, 1, 1), indicator_id=1)]
    line = series(_2021="20", _2022="40", _2023="60")

    assert progress_to(target("80"), line, parted).baseline.period == "2022"
    assert told(target("80"), series(_2021="20"), parted) == (
        State.NOT_COMPARABLE,
        None,
        "Không so được với 20% năm 2021: phương pháp đã đổi",
    )


def test_an_inexact_figure():
    vague = [figure("20", "2021"), figure("60", "2023", comparator="approx")]
    assert told(target("80"), vague, []) == (
        State.INEXACT,
        None,
        "Số mới nhất là khoảng 60% năm 2023; không tính tiến độ từ số không chính xác",
    )
    below = [figure("20", "2021"), figure("60", "2023", comparator="lt")]
    assert told(target("80"), below, [])[0] is State.INEXACT
    sure = [figure("20", "2021"), figure("80", "2023", comparator="ge")]
    assert told(target("80"), sure, [])[2] == "Đã đạt mức này: hơn 80% năm 2023"


@pytest.mark.parametrize(
    ("comparator", "direction", "reached", "missed"),
    [
        ("ge", "none", "80", "79"),
        ("gt", "down", "81", "80"),
        ("le", "up", "80", "81"),
        ("lt", "down", "79", "80"),
        ("eq", "up", "81", "79"),
        ("eq", "down", "79", "81"),
        ("approx", "up", "80", "79"),
        ("eq", "none", "80", "81"),
        ("lt", "up", "80", "79"),
    ],
)
def test_which_way_a_target_lies(comparator, direction, reached, missed):
    goal = target("80", of=indicator(direction=direction), comparator=comparator)

    way = direction_of(goal, baseline=None)
    assert meets(figure(reached), goal, way) is True
    assert meets(figure(missed), goal, way) is False


@pytest.mark.parametrize(("first", "newest"), [("20", "85"), ("95", "75")])
def test_where_neither_way_is_good_it_lies_beyond_the_baseline(first, newest):
    goal = target("80", of=indicator(direction="none"))

    found = progress_to(goal, series(indicator(direction="none"), _2021=first, _2023=newest), [])

    assert found.state is State.MET


def test_what_is_not_whole_never_reads_so():
    with translation.override("vi"):
        assert [percent(Decimal(share)) for share in ("0.99999", "1", "0.5", "-0.251")] == [
            "99,9%",
            "100%",
            "50%",
            "-25,1%",
        ]
