"""Pictures say what the chart dict says, inside their edges, with one red mark."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.utils import translation
from PIL import Image

from metrics.badges import BREAK, PUBLISHED, Badge
from metrics.chart_words import chart_in_words
from metrics.charts import build_chart
from metrics.models import Break, Citation, Indicator, Unit
from metrics.pictures.column_chart import draw_column_chart
from metrics.pictures.drawing import RED, SEA
from metrics.pictures.lettering import shortened, width, wrap
from metrics.pictures.line_chart import draw_line_chart
from metrics.pictures.places import Box
from metrics.pictures.raster import png_of
from metrics.pictures.sheet import CARD, FORMS, NARROW, WIDE, Imprint, Matter, draw_sheet
from metrics.pictures.tile import Tile, draw_tile
from metrics.wording import FigureText, figure_text
from tests.metrics.test_charts import RANK, SHARE, series

LONG = (
    "Tỷ lệ hồ sơ thủ tục hành chính đủ điều kiện được tiếp nhận và giải quyết trực tuyến toàn "
    "trình trên địa bàn thành phố theo kế hoạch chuyển đổi số của Ủy ban nhân dân, %"
)
IMPRINT = Imprint(
    "Chuyển đổi số Hải Phòng",
    "Số liệu như đã công bố đến hết ngày 22/11/2026.",
    "https://chuyendoiso.example.gov.vn/chi-so/ty-le-ho-so-thu-tuc-hanh-chinh-du-dieu-kien-tiep-nhan/"
    "?as-of=2026-11-22",
    "vi",
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with translation.override("vi"):
        yield


def picture(chart, form=WIDE, source="Nguồn: Báo Đầu tư, đoạn 4."):
    """Return the picture of a chart as a tree."""
    return sheet(chart["title"], lambda *at: draw_line_chart(at[0], chart, *at[1:]), form, source)


def sheet(title, draw, form=WIDE, source=""):
    shown = [Badge(PUBLISHED, "Đã công bố"), Badge(BREAK, "Đứt chuỗi")]
    matter = Matter(title, "Thành phố Hải Phòng", "Mô tả.", source, shown, draw)
    return ElementTree.fromstring(draw_sheet(matter, IMPRINT, form))


def texts(tree):
    return [each.text for each in tree.iter(f"{SVG}text")]


def overflowing(tree, margin):
    """Return the words that reach beyond the margins."""
    most = float(tree.get("width")) - margin + 0.5
    written = [each for each in tree.iter(f"{SVG}text") if not each.get("transform")]
    boxes = [(each.text, box_of(each)) for each in written]
    return [text for text, box in boxes if box.x < margin - 0.5 or box.right > most]


def box_of(text):
    """Return the rectangle around the letters of a line of text, without their tails."""
    size = float(text.get("font-size"))
    wide = width(text.text, size, int(text.get("font-weight", 400)))
    share = {"end": 1, "middle": 0.5}.get(text.get("text-anchor"), 0)
    return Box(float(text.get("x")) - share * wide, float(text.get("y")) - size * 0.7, wide, size)


def awkward_chart():
    """Return a chart with a break, a gap, a target, another source and an estimate."""
    line = series({"2020": "8.5", "2021": "20", "2022": "60.2", "2024": "90.7"}, comparator="eq")
    line[2].public_citations = [Citation(stance="disagrees", printed="trung bình 55%/năm")]
    line[3].obs_status = "E"
    broken = Break(indicator_id=1, kind="method", period="2021")
    broken.prepare()
    goals = series({"2022": "75"}, kind="target")
    return build_chart([line], [broken], title=LONG, targets=goals)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_picture_writes_the_very_values_of_the_chart(form):
    chart = awkward_chart()

    found = texts(picture(chart, form))

    values = [point["text"] for point in chart["series"][0]["points"]]
    assert sorted(text for text in found if text in values) == sorted(values)
    goal = [text for text in found if text.startswith("mục tiêu")]
    assert goal == [chart["targets"][0]["text"]]
    other = chart["disagreements"][0]["text"]
    assert [text for text in found if text in (other, other.split(", ")[0])] != []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_newest_value_of_many_is_whole(form):
    years = {str(2005 + step): str(3.5 * (step + 1)) for step in range(15)}
    tree = picture(build_chart([series(years, comparator="eq")], [], title=LONG), form)

    assert "52,5%" in texts(tree)
    assert overflowing(tree, form.margin) == []


def test_of_very_many_values_the_newest_and_the_ends_are_written():
    days = {f"2023-{1 + day // 28:02}-{1 + day % 28:02}": str(day) for day in range(90)}
    tree = picture(build_chart([series(days, comparator="eq")], [], title="Ngày"))
    assert sorted(text for text in texts(tree) if text.endswith("%")) == ["0%", "100%", "89%"]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_no_value_covers_the_words_of_a_break(form):
    line = series({"2021": "20", "2022": "60", "2023": "99", "2024": "100"}, comparator="eq")
    broken = Break(indicator_id=1, kind="method", period="2023")
    broken.prepare()
    tree = picture(build_chart([line], [broken], title=LONG), form)

    words, *others = sorted(
        (each for each in tree.iter(f"{SVG}text") if not each.get("transform")),
        key=lambda each: each.text != "Phương pháp đã đổi",
    )
    assert words.text == "Phương pháp đã đổi"
    assert [each.text for each in others if box_of(each).overlaps(box_of(words))] == []


def test_values_are_written_as_the_language_writes_them():
    with translation.override("en"):
        chart = awkward_chart()
        assert [text for text in texts(picture(chart)) if text.startswith("90")] == ["90.7%"]
    assert [text for text in texts(picture(awkward_chart())) if text.startswith("90")] == ["90,7%"]


def test_nothing_is_joined_across_a_break_or_a_gap():
    tree = picture(awkward_chart())

    joined = [line for line in tree.iter(f"{SVG}line") if line.get("stroke") == SEA]
    assert len(joined) == 1  # 2021 to 2022; not 2020 to 2021, not 2022 to 2024


def test_the_newest_figure_is_the_one_red_mark():
    tree = picture(build_chart([series({"2021": "20", "2022": "60", "2023": "90"})], [], title=""))

    red = [
        (each.tag.removeprefix(SVG), each.text)
        for each in tree.iter()
        if RED in each.attrib.values()
    ]
    assert red == [("line", None), ("path", None), ("text", "90%")]


def test_the_first_rank_stands_on_top():
    line = series({"2021": "16", "2022": "14", "2023": "1"}, RANK, out_of=63)

    tree = picture(build_chart([line], [], title="Xếp hạng, thứ hạng trên 63"))

    heights = {each.text: float(each.get("y")) for each in tree.iter(f"{SVG}text")}
    assert heights["1"] < heights["14"] < heights["16"] < heights["63"]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_long_titles_sources_and_addresses_stay_inside(form):
    source = "Nguồn: " + "; ".join(f"Báo Nhân Dân, ngày {day}/12/2023, đoạn 4" for day in range(9))

    tree = picture(awkward_chart(), form, source)

    assert overflowing(tree, form.margin / 2) == []


def three_series(type):
    """Return a chart of three indicators on one scale, their names long."""
    lines = [series({"2021": "20", "2022": "50", "2023": last}) for last in ("70.5", "70", "9")]
    for key, line in enumerate(lines, start=1):
        for figure in line:
            figure.indicator = Indicator(pk=key, slug=f"so-{key}", name=LONG, unit=SHARE)
    return build_chart(lines, [], title=LONG, type=type)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_several_lines_have_their_names_and_newest_values_inside(form):
    tree = picture(three_series("line"), form)

    assert " ".join(texts(tree)).count("%") >= 3
    assert overflowing(tree, form.margin / 2) == []
    assert [each for each in tree.iter() if RED in each.attrib.values()] == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_columns_say_every_value_before_the_name_that_may_be_cut(form):
    chart = three_series("column")

    tree = sheet(LONG, lambda *at: draw_column_chart(at[0], chart, *at[1:]), form)

    values = [point["text"] for series in chart["series"] for point in series["points"]]
    words = [text.split(" ")[0] for text in texts(tree)]
    assert sorted(word for word in words if word in values) == sorted(values)
    assert overflowing(tree, form.margin / 2) == []


def test_columns_of_one_series_mark_break_gap_target_and_the_newest():
    chart = awkward_chart() | {"type": "column"}

    tree = sheet("", lambda *at: draw_column_chart(at[0], chart, *at[1:]))

    red = [
        (each.tag.removeprefix(SVG), each.text) for each in tree.iter() if each.get("fill") == RED
    ]
    assert red == [("text", "90,7%")]  # its bar is hollow: an estimate
    written = set(texts(tree))
    assert {"Phương pháp đã đổi", "Không có số", "mục tiêu 75%", "55%"} <= written


def test_a_card_keeps_its_height_and_others_grow():
    source = "Nguồn: " + "; ".join(f"Báo Nhân Dân, ngày {day}/12/2023, đoạn 4" for day in range(30))

    heights = {
        form.name: picture(awkward_chart(), form, source).get("height") for form in (CARD, WIDE)
    }

    assert heights["card"] == "630"
    assert int(heights["wide"]) > WIDE.height
    assert texts(picture(awkward_chart(), CARD, source))[-1] == IMPRINT.address[-17:]


def test_marks_of_the_language_of_svg_are_words():
    title = "<script>alert(1)</script> \"R&D\" 'x' \x07"

    tree = sheet(title, lambda *at: None)

    assert tree.find(f"{SVG}title").text == title.removesuffix("\x07")
    assert list(tree.iter(f"{SVG}script")) == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_one_figure_stands_large_with_a_red_mark_beside_it(form):
    unit = Unit(kind="count", noun="hồ sơ được tiếp nhận và giải quyết trực tuyến toàn trình")
    figure = series({"2023": "956000"}, unit, comparator="ge")[0]
    tile = Tile(figure_text(figure), "Chưa có kỳ nào khác để so.", None)

    tree = sheet(LONG, lambda *at: draw_tile(at[0], tile, *at[1:]), form)

    assert [text for text in texts(tree) if text in ("hơn", "956.000")] == ["hơn", "956.000"]
    assert [each.tag for each in tree.iter() if RED in each.attrib.values()] == [f"{SVG}line"]
    assert overflowing(tree, form.margin / 2) == []


def test_a_number_of_any_length_fits():
    tile = Tile(FigureText("khoảng", "123.456.789.012.345.678.901.234.567.890", "đồng"), "", None)

    tree = sheet("", lambda *at: draw_tile(at[0], tile, *at[1:]), NARROW)

    assert overflowing(tree, NARROW.margin / 2) == []


def test_png_of_a_card():
    matter = Matter("Số liệu", "", "", "", [], lambda *at: None)

    image = Image.open(BytesIO(png_of(draw_sheet(matter, IMPRINT, CARD))))

    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert image.convert("RGB").getpixel((5, 625)) == (5, 58, 73)  # below the water line


def test_the_words_of_a_chart_say_all_of_it():
    assert chart_in_words(awkward_chart() | {"title": "Hồ sơ, %"}) == (
        "Hồ sơ, %. Thành phố. 2020: 8,5%; 2021: 20%; 2022: 60,2%; 2024: 90,7% (ước tính). "
        "2022: mục tiêu 75%; 2022: 55%, nguồn khác; 2023: Không có số; Phương pháp đã đổi."
    )


def test_lines_break_at_words_and_words_that_are_too_wide_inside():
    assert wrap("một hai ba", width("một hai", 20) + 1, 20) == ["một hai", "ba"]
    assert "".join(wrap("x" * 50, 100, 20)) == "x" * 50
    assert max(width(line, 20) for line in wrap("x" * 50, 100, 20)) <= 100
    assert wrap("", 100, 20) == []


def test_the_last_line_that_fits_ends_in_an_ellipsis():
    assert wrap("một hai ba bốn", width("một hai", 20) + 1, 20, most=1) == ["một…"]
    assert shortened("một", 1000, 20) == "một"
