"""Single cells: days, periods, choices, truths, marks, and what Excel keeps behind them."""

import re
from datetime import date, datetime, time

import pytest

from events.importing.forums import FORUMS
from events.importing.programme import SESSIONS
from forum_portal.importing.cell_values import Marked, shown
from forum_portal.importing.tables import UnreadableError
from forum_portal.importing.typed import reader_of_cells
from metrics.importing.content import INDICATORS, SOURCES
from metrics.importing.dashboards import DASHBOARDS
from metrics.importing.figures import OBSERVATIONS
from metrics.importing.releases import RELEASES
from tests.importing.offices import (
    csv_file,
    formula,
    notes_of,
    problems_of,
    read,
    rezipped,
    rows_of,
    with_formulas,
    workbook,
)

IN = {"release": "nhap"}
UNCOMPUTED = "Công thức ở ô {} chưa được tính. Hãy mở tệp bằng Excel, lưu lại rồi tải lên lần nữa."


def cell(kind, name, raw):
    column = next(each for each in kind.columns if each.name == name)
    return reader_of_cells(column, "vi")(raw)


def refused(kind, name, raw):
    with pytest.raises(ValueError) as raised:
        cell(kind, name, raw)
    return str(raised.value)


@pytest.mark.parametrize(
    "typed",
    [
        "27/12/2023",
        "27-12-2023",
        "27.12.2023",
        "2023-12-27",
        "ngày 27 tháng 12 năm 2023",
        date(2023, 12, 27),
        datetime(2023, 12, 27, 8, 30),
    ],
)
def test_a_day(typed):
    assert cell(SOURCES, "published_on", typed) == "2023-12-27"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2023", "Không có ngày này trong lịch."),
        ("12/27/2023", "Không có ngày này trong lịch."),
        ("27/12/23", "Đây không phải ngày viết như 27/12/2023."),
        ("tháng 12", "Đây không phải ngày viết như 27/12/2023."),
        (45287.0, "Đây là một con số. Hãy định dạng ô thành ngày tháng."),
    ],
)
def test_no_day(typed, sentence):
    assert refused(SOURCES, "published_on", typed) == sentence


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2023", "2023"),
        (2023.0, "2023"),
        ("Năm 2023", "2023"),
        ("quý IV/2023", "2023-Q4"),
        ("Quý 4 năm 2023", "2023-Q4"),
        ("6 tháng đầu năm 2024", "2024-S1"),
        ("2023-H1", "2023-S1"),
        ("11/2024", "2024-11"),
        ("tháng 3/2024", "2024-03"),
        ("27/12/2023", "2023-12-27"),
        ("2021-2025", "2021/2025"),
        ("giai đoạn 2021–2025", "2021/2025"),
        (date(2023, 12, 27), "2023-12-27"),
        (Marked("month", date(2024, 11, 1)), "2024-11"),
        (Marked("year", date(2023, 1, 1)), "2023"),
    ],
)
def test_a_period(typed, code):
    assert cell(OBSERVATIONS, "period", typed) == code


def test_no_period():
    refusal = refused(OBSERVATIONS, "period", "31/02/2023")
    assert refusal == "Không có ngày 31/02/2023 trong lịch."
    assert refused(OBSERVATIONS, "period", "") == "Ô này bắt buộc phải ghi."
    assert refused(OBSERVATIONS, "period", "-") == "Ô này bắt buộc phải ghi."


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (956000.0, "956000"),
        (90.7, "90.7"),
        (0.1 + 0.2, "0.3"),  # Excel shows fifteen digits
        (1e15, "1000000000000000"),
        (1.5e-7, "0.00000015"),
        (-0.0, "0"),
        (Marked("percent", 0.907), "90.7"),
        (Marked("percent", 1.0), "100"),
        (" 956.000 ", "956000"),
        ("+5", "5"),
        ("-", None),
        ("…", None),
        ("...", None),
        ("x", None),
        ("X", None),
        ("N/A", None),
        ("Không có số liệu", None),
        ("", None),
        ("  ", None),
    ],
)
def test_a_number(typed, text):
    assert cell(OBSERVATIONS, "value", typed) == text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (float("nan"), "Số này dài bất thường, hãy kiểm tra lại."),
        (float("inf"), "Số này dài bất thường, hãy kiểm tra lại."),
        (1.7e308, "Số này dài bất thường, hãy kiểm tra lại."),
        (Marked("truth", True), "Đây không phải số."),
        (date(2023, 12, 27), "Excel coi ô này là ngày tháng. Hãy định dạng ô thành số."),
        (Marked("error", "#DIV/0!"), "Ô đang báo lỗi #DIV/0!. Hãy sửa công thức trong Excel."),
        (
            Marked("formula", ("C5", "=A1+B1")),
            "Công thức ở ô C5 chưa được tính. Hãy mở tệp bằng Excel, lưu lại rồi tải lên lần nữa.",
        ),
        (
            Marked("merged", 5.0),
            "Một số gộp chung cho nhiều dòng: hãy ghi cho từng dòng số của riêng nó.",
        ),
    ],
)
def test_no_number(typed, sentence):
    assert refused(OBSERVATIONS, "value", typed) == sentence


def test_a_whole_number():
    assert cell(OBSERVATIONS, "out_of", 63.0) == "63"
    assert cell(OBSERVATIONS, "out_of", "63,0") == "63"
    assert refused(OBSERVATIONS, "out_of", 63.5) == "Đây không phải số nguyên."
    assert refused(OBSERVATIONS, "out_of", "99.999") == (
        "Giá trị này phải nhỏ hơn hoặc bằng 32767."
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [("observed", "observed"), ("Số đo được", "observed"), ("MUC TIEU", "target"), ("-", None)],
)
def test_a_choice_by_code_or_words(typed, code):
    assert cell(OBSERVATIONS, "kind", typed) == code


def test_several_choices():
    column = next(each for each in FORUMS.columns if each.name == "time_zone")
    assert reader_of_cells(column, "vi")("Asia/Ho_Chi_Minh") == "Asia/Ho_Chi_Minh"
    assert cell(INDICATORS, "frequency", "hằng năm") == "A"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("có", "true"),
        ("Không", "false"),
        ("TRUE", "true"),
        (Marked("truth", False), "false"),
        (1.0, "true"),
    ],
)
def test_a_truth(typed, text):
    assert cell(DASHBOARDS, "is_home", typed) == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("2026-11-22T07:00:00+07:00", "2026-11-22T07:00:00+07:00"),
        ("22/11/2026 07:00", "2026-11-22T07:00:00+07:00"),
        ("7h00 22/11/2026", "2026-11-22T07:00:00+07:00"),
        (datetime(2026, 11, 22, 7, 0), "2026-11-22T07:00:00+07:00"),
    ],
)
def test_a_moment(typed, text):
    assert cell(RELEASES, "published_at", typed) == text


def test_no_moment():
    wanted = "Ghi cả ngày và giờ, như 27/12/2023 08:30."
    assert [
        refused(RELEASES, "published_at", typed)
        for typed in ("22/11/2026", "2026-11-22T07:00:00", date(2026, 11, 22), 5.0)
    ] == [wanted] * 4
    assert refused(RELEASES, "published_at", "22/11/2026 25:00") == (
        "Đây không phải giờ viết như 08:30."
    )


@pytest.mark.parametrize("typed", ["08:30", "8h30", "8 giờ 30", "8:30", time(8, 30)])
def test_an_hour(typed):
    assert cell(SESSIONS, "start", typed) == "08:30"


def test_text_and_keys():
    assert cell(OBSERVATIONS, "comment", " Hòa\u0301 \r\n b\u00a0") == "Hòá \n b"
    assert cell(OBSERVATIONS, "comment", "-") is None
    assert cell(OBSERVATIONS, "comment", "x") == "x"
    assert cell(OBSERVATIONS, "comment", "…") == "…"
    assert cell(OBSERVATIONS, "comment", "'-5 điểm") == "-5 điểm"
    assert cell(OBSERVATIONS, "comment", "'=1+1") == "=1+1"
    assert cell(OBSERVATIONS, "comment", "'quoted'") == "'quoted'"
    assert cell(OBSERVATIONS, "comment", Marked("percent", 0.907)) == "90,7%"
    assert cell(OBSERVATIONS, "comment", 12.5) == "12,5"
    assert cell(OBSERVATIONS, "comment", date(2023, 12, 27)) == "27/12/2023"
    assert cell(OBSERVATIONS, "instrument", "–") is None
    assert cell(SESSIONS, "forum", 2023.0) == "2023"
    assert refused(OBSERVATIONS, "comment", "a\0b") == (
        "Ô chứa byte NUL, văn bản không có ký tự này."
    )
    assert refused(OBSERVATIONS, "comment", "Tû lÖ hå s¬ trùc tuyÕn") == (
        "Chữ trong ô gõ theo phông cũ (TCVN3). Hãy chuyển sang Unicode."
    )


def test_what_a_cell_shows():
    raws = [90.7, True, date(2023, 12, 27), time(8, 30), Marked("month", date(2024, 11, 1))]
    raws += [Marked("formula", ("C5", "=A1")), Marked("error", "#N/A"), float("inf")]
    assert [shown(raw) for raw in raws] == [
        "90,7",
        "TRUE",
        "27/12/2023",
        "08:30",
        "11/2024",
        "=A1",
        "#N/A",
        "inf",
    ]


class TestWorkbooks:
    header = ["Chỉ số", "Địa bàn", "Kỳ", "Giá trị", "Ghi chú"]

    def test_shares_months_and_days(self):
        month = (datetime(2024, 11, 1), "mm/yyyy")
        day = (datetime(2023, 12, 27), "dd/mm/yyyy")
        rows = [
            ["a", "cu", month, (0.907, "0.0%"), (0.5, "0%")],
            ["a", "cu", day, (0.24499999999999997, '0.0"%"'), ("90%", "0%")],
            ["a", "cu", (datetime(2023, 1, 1), "yyyy"), (1, "0.00%;[Red]-0.00%"), True],
        ]

        reading = read(workbook([self.header, *rows]), given=IN)

        assert rows_of(reading, "period", "value", "comment") == [
            (2, "2024-11", "90.7", "50%"),
            (3, "2023-12-27", "0.245", "90%"),
            (4, "2023", "100", "TRUE"),
        ]
        assert reading.problems == []

    def test_errors_and_formulas_that_nobody_computed(self):
        """Excel keeps the result beside a formula; other programs write 0 there, or nothing."""
        rows = [
            ["a", "cu", "2023", formula("=1/0", "#DIV/0!"), ""],
            ["a", "cu", "2024", formula("=D1+1", 0), ""],
            ["a", "cu", "2025", formula("=D1+1", ""), ""],
            ["a", "cu", "2026", formula("=40+2", 42), formula('="ok"', "ok")],
            ["Cộng", "", "", formula("=SUM(D2:D5)", ""), ""],
        ]

        reading = read(with_formulas([self.header, *rows]), given=IN)

        assert rows_of(reading, "period", "value", "comment")[-1] == (5, "2026", "42", "ok")
        assert [(each.line, each.text, each.reason) for each in reading.problems] == [
            (2, "#DIV/0!", "Ô đang báo lỗi #DIV/0!. Hãy sửa công thức trong Excel."),
            (3, "=D1+1", UNCOMPUTED.format("D3")),
            (4, "=D1+1", UNCOMPUTED.format("D4")),
        ]

    def test_cells_merged_downwards(self):
        rows = [
            ["a", "phường 1", "2023", 5, ""],
            ["", "phường 2", "2023", "", ""],
            ["b", "phường 3", "2023", 7, ""],
        ]
        merges = [("A2:A3", "a"), ("D2:D3", "5")]

        reading = read(workbook([self.header, *rows], merges=merges), given=IN)

        assert rows_of(reading, "indicator", "area", "value") == [
            (2, "a", "phường 1", "5"),
            (3, "a", "phường 2", "5"),
            (4, "b", "phường 3", "7"),
        ]
        assert [(each.line, each.column) for each in reading.problems] == [
            (2, "value"),
            (3, "value"),
        ]


def test_a_row_of_another_length_is_named_and_kept():
    rows = [
        ["Chỉ số", "Địa bàn", "Kỳ"],
        ["a", "b", "2023", "thừa"],
        ["a", "b"],
        ["a", "b", "2024", ""],
    ]

    reading = read(csv_file(rows), file="a.csv", given=IN)

    assert rows_of(reading, "indicator", "area", "period") == [
        (2, "a", "b", "2023"),
        (3, "a", "b", ""),
        (4, "a", "b", "2024"),
    ]
    assert problems_of(reading) == [
        (2, "", "", "Dòng có 4 ô, dòng tiêu đề có 3."),
        (3, "", "", "Dòng có 2 ô, dòng tiêu đề có 3."),
        (3, "period", "", "Ô này bắt buộc phải ghi."),
    ]


def test_rows_may_be_read_twice():
    reading = read(
        csv_file([["Chỉ số", "Địa bàn", "Kỳ"], ["a", "b", "sai"]]), file="a.csv", given=IN
    )

    assert list(reading.rows()) == list(reading.rows())
    assert len(reading.problems) == 1


def test_a_cell_typed_anew():
    reading = read(
        csv_file([["Chỉ số", "Địa bàn", "Kỳ"], ["a", "b", "2023"]]), file="a.csv", given=IN
    )

    assert reading.read_cell("value", "956.000") == "956000"
    assert reading.read_cell("value", "-") is None
    with pytest.raises(ValueError, match="Ô này bắt buộc phải ghi"):
        reading.read_cell("period", "")


def test_workbooks_of_other_programs():
    """Names with a prefix and attributes in another order are read alike, percentages too."""
    header = ["Chỉ số", "Địa bàn", "Kỳ", "Giá trị"]
    data = workbook([header, ["a", "cu", "2023", (0.907, "0.0%")]])

    reading = read(rezipped(data, in_another_dialect), given=IN)

    assert rows_of(reading, "indicator", "value") == [(2, "a", "90.7")]


def in_another_dialect(name, content):
    if name != "xl/worksheets/sheet1.xml":
        return content
    xml = re.sub(rb'<c r="(\w+)" s="(\w+)"', rb'<c s="\2" r="\1"', content)
    xml = re.sub(rb"<(/?)(?!\?)", rb"<\1x:", xml)
    return xml.replace(b"xmlns=", b"xmlns:x=")


def test_cells_without_a_place_are_refused_where_they_would_mislead():
    header = ["Chỉ số", "Địa bàn", "Kỳ", "Giá trị"]
    data = workbook([header, ["a", "cu", "2023", (0.907, "0.0%")]])

    with pytest.raises(UnreadableError):
        read(rezipped(data, lambda name, xml: re.sub(rb'<c r="\w+"', b"<c", xml)), given=IN)


def test_hidden_rows_are_read_and_told():
    data = workbook([["Chỉ số", "Địa bàn", "Kỳ"], ["a", "cu", "2023"]])
    hide = lambda name, xml: xml.replace(b'<row r="2"', b'<row r="2" hidden="1"')  # noqa: E731

    reading = read(rezipped(data, hide), given=IN)

    assert notes_of(reading) == [("Có 1 dòng đang ẩn, vẫn được đọc như các dòng khác.", ())]
    assert rows_of(reading, "indicator") == [(2, "a")]
