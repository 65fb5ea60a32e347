"""Column names in any language, order, case and accents, wherever the header stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_portal.importing.headers import Names, find_header
from forum_portal.importing.tables import UnreadableError
from metrics.importing.content import SOURCES
from metrics.importing.figures import CITATIONS, OBSERVATIONS
from tests.importing.offices import csv_file, notes_of, problems_of, read, rows_of, workbook

ROW = ["ho_so", "cu", "2023", "956000"]
IN = {"release": "nhap"}


def headings(*names, kind=OBSERVATIONS):
    return [Names(kind).name_of(name) for name in names]


def test_names_in_vietnamese_english_and_of_programs():
    assert headings("Chỉ số", "indicator", "Indicator", "MÃ CHỈ SỐ", "chi so") == ["indicator"] * 5
    assert headings("Giá trị", "Giá trị (%)", " gia  tri*", "Value", "Số liệu") == ["value"] * 5
    assert headings("obs_status", "Trạng thái", "Status", "OBS STATUS") == ["obs_status"] * 4
    assert headings("Kỳ báo cáo", "Năm:", "period") == ["period"] * 3
    assert headings("Địa chỉ trang", "url", "Mã", kind=SOURCES) == ["url", "url", "slug"]


def test_columns_that_only_the_portals_own_files_have():
    assert headings("indicator_name", "Tên chỉ số", "unit", "url") == [
        "indicator_name",
        "indicator_name",
        "unit",
        "url",
    ]
    assert headings("Nguồn nói gì", "Như in", kind=CITATIONS) == ["stance", "printed"]


def test_what_is_not_known():
    assert headings("Cán bộ nhập", "", "STT", "%") == ["", "", "", ""]


@given(st.permutations(["Chỉ số", "Địa bàn", "Kỳ", "Giá trị", "Ghi chú"]), st.integers(0, 20))
def test_any_order_below_any_number_of_titles(order, titles):
    rows = [["BÁO CÁO SỐ LIỆU", "", "", "", ""]] * titles + [order]

    header = find_header(Names(OBSERVATIONS), rows)

    assert (header.first, [heading.text for heading in header.headings]) == (titles + 1, order)


def test_a_header_that_begins_in_another_column():
    data = workbook([[], ["", "", "Chỉ số", "Địa bàn", "Kỳ"], ["", "", *ROW[:3]]])

    reading = read(data, given=IN)

    assert [heading.letter for heading in reading.headings] == ["C", "D", "E"]
    assert rows_of(reading, "indicator", "period") == [(3, "ho_so", "2023")]


def test_two_rows_of_names_in_a_csv_file():
    rows = [
        ["Chỉ số", "Địa bàn", "Thời gian", "Kết quả", ""],
        ["", "", "", "Giá trị", "So sánh"],
        [*ROW, "ge"],
    ]

    reading = read(csv_file(rows), file="a.csv", given=IN)

    assert (reading.header_line, reading.columns) == (
        2,
        ("indicator", "area", "value", "comparator", "period", "release"),
    )


def test_missing_columns_are_named_by_their_titles():
    reading = read(csv_file([["Chỉ số", "Giá trị"], ["ho_so", "1"]]), file="a.csv")

    assert [(each.line, each.column, each.reason) for each in reading.problems] == [
        (1, "release", "Thiếu cột “lần phát hành”."),
        (1, "area", "Thiếu cột “địa bàn”."),
        (1, "period", "Thiếu cột “kỳ”."),
    ]


def test_two_columns_for_one():
    reading = read(csv_file([["Chỉ số", "Địa bàn", "Kỳ", "Năm"], ROW]), file="a.csv", given=IN)

    assert [each.reason for each in reading.problems] == [
        "Cột C và cột D đều được hiểu là “kỳ”. Hãy đổi tên một cột."
    ]


def test_headings_may_be_given_another_meaning_or_none():
    data = csv_file([["Chỉ số", "Địa bàn", "Kỳ", "Năm", "Đạt"], [*ROW, "90"]])
    answers = {"columns": {"Năm": "", "Đạt": "value"}}

    reading = read(data, file="a.csv", given=IN, **answers)

    assert reading.problems == []
    assert rows_of(reading, "period", "value") == [(2, "2023", "90")]


def test_unknown_and_unneeded_columns_are_told():
    header = ["indicator", "indicator_name", "area", "period", "value", "Cán bộ nhập", ""]
    data = workbook([header, ["ho_so", "Hồ sơ", "cu", "2023", 5, "Lan", "gì đó"]])

    assert notes_of(read(data, given=IN)) == [
        ("Không nhận ra các cột này nên không đọc: “Cán bộ nhập” (F).", ()),
        ("Các cột này không cần khi nhập nên không đọc: indicator_name.", ()),
        ("Cột không có tên thì không đọc: G.", ()),
    ]


def test_a_given_column_wins_over_the_file():
    data = csv_file([["release", "indicator", "area", "period"], ["cu", "ho_so", "a", "2023"]])

    reading = read(data, file="a.csv", given=IN)

    assert rows_of(reading, "release", "indicator") == [(2, "nhap", "ho_so")]


def test_no_header_at_all():
    with pytest.raises(UnreadableError) as raised:
        read(workbook([["Kính gửi"], ["Ông", "Bà"]]))

    assert raised.value.problem.reason == (
        "Không thấy dòng tên cột. Phía trên dữ liệu cần một dòng có ít nhất các tên: lần phát "
        "hành, chỉ số, địa bàn, kỳ. Tệp mẫu có đủ các cột."
    )


class TestSheets:
    header = ["Chỉ số", "Địa bàn", "Kỳ", "Giá trị"]

    def test_the_sheet_with_the_best_header_is_read(self):
        data = workbook([["Bìa"]], name="Bìa", others=[("Bảng", [self.header, ROW])])

        reading = read(data, given=IN)

        assert (reading.sheet, reading.sheets, reading.questions) == ("Bảng", ("Bìa", "Bảng"), ())
        assert notes_of(reading)[0] == ("Chỉ đọc trang tính “Bảng”, không đọc: Bìa.", ())

    def test_two_that_are_as_good_are_a_question(self):
        other = ("Quý II", [self.header, ["ho_so", "cu", "2024", 5]])
        data = workbook([self.header, ROW], name="Quý I", others=[other])

        reading = read(data, given=IN)

        question = reading.questions[0]
        assert (question.name, question.options) == (
            "sheet",
            (("Quý I", "Quý I"), ("Quý II", "Quý II")),
        )
        answered = read(data, given=IN, sheet="Quý II")
        assert rows_of(answered, "period", "value") == [(2, "2024", "5")]

    def test_nothing_in_it(self):
        with pytest.raises(UnreadableError) as raised:
            read(workbook([]))

        assert raised.value.problem.reason == "Trong tệp không có gì."


def test_repeated_headers_and_totals_of_pages():
    header = ["Chỉ số", "Địa bàn", "Kỳ", "Giá trị"]
    rows = [header, ROW, header, ["Tổng số:", "", "", 5], ["Tổng cộng", "cu", "2023", 7]]

    reading = read(workbook(rows), given=IN)

    assert rows_of(reading, "indicator", "value") == [(2, "ho_so", "956000"), (5, "Tổng cộng", "7")]
    assert problems_of(reading) == []
    assert notes_of(reading) == [
        ("Dòng tên cột lặp lại được bỏ qua.", (3,)),
        ("Dòng tổng được bỏ qua.", (4,)),
    ]
