from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from metrics.charts import build_chart, printed_number
from metrics.models import Area, Break, Citation, Indicator, Observation, Unit

SHARE = Unit(kind="share", symbol="%", lowest=Decimal(0), highest=Decimal(100))
RANK = Unit(kind="rank")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def series(values, unit=SHARE, area=None, **fields):
    """Figures of one indicator: {"2021": "20"}; `out_of` and the like are for all of them."""
    indicator = Indicator(pk=1, slug="ho-so", name="Hồ sơ", name_en="Files", unit=unit)
    area = area or Area(pk=1, code="thanh-pho", name="Thành phố", name_en="City")
    figures = []
    for key, (period, value) in enumerate(values.items(), start=1):
        figure = Observation(
            pk=key, indicator=indicator, area=area, period=period, value=value, **fields
        )
        figure.prepare()
        figure.value = Decimal(value)
        figure.public_citations = []
        figures.append(figure)
    return figures


def test_a_line_of_shares():
    line = series({"2021": "20", "2022": "60.2", "2024": "90.7"})
    line[1].public_citations = [Citation(stance="disagrees", printed="trung bình 55%/năm")]
    line[2].obs_status = "E"

    chart = build_chart([line], [], title="Files, %")

    point = {"status": "published", "status_text": "", "newest": False}
    page = "/en/chi-so/ho-so/thanh-pho"
    assert chart == {
        "type": "line",
        "title": "Files, %",
        "area": "City",
        "unit": "",
        "unit_symbol": "%",
        "language": "en",
        "labels": ["2021", "2022", "2023", "2024"],
        "y": {"min": 0.0, "max": 100.0, "step": 25.0, "reverse": False},
        "series": [
            {
                "name": "Files",
                "points": [
                    point | {"label": "2021", "value": 20.0, "text": "20%", "url": f"{page}/2021/"},
                    point
                    | {"label": "2022", "value": 60.2, "text": "60.2%", "url": f"{page}/2022/"},
                    {
                        "label": "2024",
                        "value": 90.7,
                        "text": "90.7%",
                        "status": "estimated",
                        "status_text": "estimated",
                        "newest": True,
                        "url": f"{page}/2024/",
                    },
                ],
            }
        ],
        "breaks": [],
        "empty_labels": [{"label": "2023", "text": "no figure"}],
        "targets": [],
        "disagreements": [{"label": "2022", "value": 55.0, "text": "55%, another source"}],
        "hatch": [],
    }


def test_a_rank_runs_downwards():
    line = series({"2021": "16", "2022": "14", "2023": "8"}, RANK, out_of=63)

    chart = build_chart([line], [], title="Rank")

    assert chart["y"] == {"min": 1.0, "max": 63.0, "step": 21, "reverse": True}


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        (["1200", "45000", "956000"], (0, 1_000_000)),
        (["-300", "45000", "956000"], (-100_000, 1_000_000)),
        (["1", "2", "4"], (0, 4)),
        (["-3", "-2", "-1"], (-3, 1)),
    ],
)
def test_the_axis_of_an_open_measure_reaches_beyond_every_value(values, ends):
    line = series(dict(zip(["2021", "2022", "2023"], values, strict=True)), Unit(kind="count"))

    axis = build_chart([line], [], title="")["y"]

    assert (axis["min"], axis["max"]) == ends


def test_two_points_are_no_chart():
    assert build_chart([series({"2022": "1", "2023": "2"})], [], title="") is None


def test_only_the_newest_frequency_and_scale_are_drawn():
    line = series({"2021": "10", "2022-01": "12", "2022": "20", "2023": "30"})

    chart = build_chart([line], [], title="")

    assert [point["label"] for point in chart["series"][0]["points"]] == ["2021", "2022", "2023"]


def test_a_break_is_drawn_before_the_new_series():
    line = series({"2021": "10", "2022": "12", "2023": "20"})
    broken = Break(indicator_id=1, kind="method", period="2022")
    broken.prepare()

    chart = build_chart([line], [broken], title="")

    assert chart["breaks"] == [{"before_label": "2022", "text": "The method changed"}]
    assert chart["area"] == "City"


def test_many_breaks_are_told_once_below_the_title():
    line = series({"2021": "10", "2022": "12", "2023": "20"})
    breaks = [Break(indicator_id=1, kind="method", period=period) for period in ("2022", "2023")]
    for broken in breaks:
        broken.prepare()

    chart = build_chart([line], breaks, title="")

    assert [broken["text"] for broken in chart["breaks"]] == ["", ""]
    assert chart["area"] == (
        "City. Dashed lines: the method changed. Nothing is joined across them"
    )


def test_an_area_that_ceased_to_exist_is_hatched():
    area = Area(pk=1, code="cu", name="Cũ", valid_to=date(2025, 6, 30))

    chart = build_chart([series({"2022": "1", "2023": "2", "2024": "3"}, area=area)], [], title="")

    assert chart["labels"] == ["2022", "2023", "2024", "2025"]
    assert chart["breaks"] == [{"before_label": "2025", "text": "until 30 June 2025"}]
    assert chart["hatch"] == [
        {"from": "2025", "to": "2025", "text": "no figures for the new area yet"}
    ]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("90.7%", Decimal("90.7")),
        ("gần 48%", Decimal(48)),
        ("0,7857", Decimal("0.7857")),
        ("từ 20% lên 30%", None),
        ("một nửa", None),
    ],
)
def test_the_number_in_what_is_printed(printed, number):
    assert printed_number(printed) == number
