"""A workbook of sixty rows as a department sends it, read to the last cell."""

from tests.importing.offices import notes_of, problems_of, read, rows_of, workbook

WARDS = [f"Phường {number}" for number in range(1, 29)]
IN = {"release": "quy-iv-2023"}


def department_report():
    """Title rows, a header of two rows with merged cells, figures as text, totals, marks."""
    rows = [
        ["ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG"],
        ["SỞ THÔNG TIN VÀ TRUYỀN THÔNG"],
        ["BÁO CÁO KẾT QUẢ CHUYỂN ĐỔI SỐ NĂM 2023 (đơn vị: hồ sơ, %)"],
        [],
        ["STT", "Mã chỉ số", "Địa bàn", "Kỳ", "Kết quả", "", "Ghi chú"],
        ["", "", "", "", "Giá trị (*)", "So sánh", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    ]
    for place, ward in enumerate(WARDS):
        typed = ["956.000", "1.234", "-", "x", "…", "không có số liệu", "1.700"][place % 7]
        rows.append(
            [
                place + 1,
                "ho_so",
                ward,
                "Năm 2023",
                typed,
                ["hơn", "", "tốp", "≈", "cỡ"][place % 5],
                "",
            ]
        )
    rows.append(["", "Tổng cộng", "", "", "26.600.000", "", ""])
    rows.append([])
    for place, ward in enumerate(WARDS):
        share = "90,7" if place % 2 else (0.602, "0.0%")
        rows.append([place + 1, "ho_so_pct", ward, "quý IV/2023", share, "", "theo báo cáo"])
    rows.append(["Cộng", "", "", "", "", "", ""])
    merges = [("E5:F5", "Kết quả"), ("G5:G6", "Ghi chú")]
    merges += [(f"{letter}5:{letter}6", rows[4][place]) for place, letter in enumerate("ABCD")]
    return workbook(rows, merges=merges)


def test_the_header_is_found_below_the_titles():
    reading = read(department_report(), given=IN)

    assert (reading.header_line, reading.columns, reading.questions, reading.problems) == (
        6,
        ("indicator", "area", "value", "comparator", "comment", "period", "release"),
        (),
        [],
    )
    assert [(each.letter, each.text, each.name) for each in reading.headings] == [
        ("A", "STT", ""),
        ("B", "Mã chỉ số", "indicator"),
        ("C", "Địa bàn", "area"),
        ("D", "Kỳ", "period"),
        ("E", "Giá trị (*)", "value"),
        ("F", "So sánh", "comparator"),
        ("G", "Ghi chú", "comment"),
    ]


def test_every_cell_has_its_canonical_text_and_its_line_in_excel():
    reading = read(department_report(), given=IN)

    rows = rows_of(reading, "indicator", "area", "period", "value", "comment", "release")

    assert rows[:4] == [
        (8, "ho_so", "Phường 1", "2023", "956000", None, "quy-iv-2023"),
        (9, "ho_so", "Phường 2", "2023", "1234", None, "quy-iv-2023"),
        (10, "ho_so", "Phường 3", "2023", None, None, "quy-iv-2023"),
        (11, "ho_so", "Phường 4", "2023", None, None, "quy-iv-2023"),
    ]
    assert rows[28:30] == [
        (38, "ho_so_pct", "Phường 1", "2023-Q4", "60.2", "theo báo cáo", "quy-iv-2023"),
        (39, "ho_so_pct", "Phường 2", "2023-Q4", "90.7", "theo báo cáo", "quy-iv-2023"),
    ]
    assert len(rows) == 56


def test_words_and_signs_stand_for_codes():
    reading = read(department_report(), given=IN)

    comparators = [comparator for _line, comparator in rows_of(reading, "comparator")]

    assert comparators[:5] == ["ge", None, "le", "approx", "cỡ"]


def test_a_cell_that_cannot_be_read_is_named_and_stays_as_typed():
    problems = problems_of(read(department_report(), given=IN))

    assert [(line, column, typed) for line, column, typed, _sentence in problems] == [
        (line, "comparator", "cỡ") for line in (12, 17, 22, 27, 32)
    ]
    assert problems[0][3] == (
        "Ghi một trong các mã: eq (bằng), ge (hơn (từ … trở lên)), gt (trên), "
        "le (không quá, tốp), lt (gần), approx (khoảng)."
    )


def test_what_was_understood_is_said():
    assert notes_of(read(department_report(), given=IN)) == [
        ("Phần nằm trên dòng tên cột được bỏ qua.", ()),
        ("Tên cột nằm trên hai dòng.", (5, 6)),
        ("Số được hiểu theo kiểu 956.000 · 90,7.", ()),
        ("Không nhận ra các cột này nên không đọc: “STT” (A).", ()),
        ("Dòng đánh số các cột được bỏ qua.", (7,)),
        ("Dòng tổng được bỏ qua.", (36, 66)),
        ("16 ô ghi “-”, “…” hoặc “x” được hiểu là chưa có số liệu.", ()),
        ("14 ô định dạng phần trăm được đọc đúng như hiển thị: 0,907 là 90,7.", ()),
    ]


def signed(*rows):
    head = ["Mã chỉ số", "Địa bàn", "Kỳ", "Giá trị", "Ghi chú"]
    figures = [["ho_so", "Phường 1", "2023", "956,5", ""], ["ho_so", "Phường 2", "2023", "7", ""]]
    return read(workbook([head, *figures, *rows]), given=IN)


def test_who_signs_below_the_table_is_passed_over():
    reading = signed(
        [],
        ["", "", "", "Hải Phòng, ngày 20/11/2026", ""],
        ["Người lập biểu", "", "", "Giám đốc Sở", ""],
        ["", "Nguyễn Văn A", "", "", ""],
    )

    assert ([line for line, *_cells in reading.rows()], reading.problems) == ([2, 3], [])
    assert notes_of(reading)[-1] == ("Dòng chữ dưới bảng được bỏ qua.", (5, 6, 7))


def test_a_row_of_data_with_a_slip_stays_refused():
    wrong = [
        ["Hồ sơ", "Phường 3", "", "", ""],
        ["ho so moi", "", "2023", "", ""],
        ["", "", "", "8", ""],
        ["", "Phường 4", "", "9", ""],
        ["ho_so", "Phường 5", "năm kia", "9", ""],
    ]
    for row in wrong:
        reading = signed(row)
        assert [line for line, *_cells in reading.rows()] == [2, 3, 4]
        assert {each.line for each in reading.problems} == {4}


def test_text_between_rows_of_data_stays_refused():
    reading = signed(["Khu vực nội thành", "", "", "", ""], ["ho_so", "Phường 3", "2023", "8", ""])

    assert [line for line, *_cells in reading.rows()] == [2, 3, 4, 5]
    assert {each.line for each in reading.problems} == {4}
