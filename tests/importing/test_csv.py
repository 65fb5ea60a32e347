"""CSV files of every make: encodings, delimiters, records over several lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_portal.importing.cell_texts import clean
from forum_portal.importing.tables import UnreadableError
from metrics.importing.content import PILLARS
from tests.importing.offices import csv_file, notes_of, read, rows_of

HEADER = ["Mã", "Tên", "Tên tiếng Anh", "Thứ tự trong danh sách"]
ROW = ["cqs", "Chính quyền số", "Digital government", "1"]


def pillars(data, **answers):
    return read(data, PILLARS, "trụ cột.csv", **answers)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_found_out(encoding, delimiter):
    reading = pillars(csv_file([HEADER, ROW], delimiter, encoding))

    assert rows_of(reading, "code", "name", "position") == [(2, "cqs", "Chính quyền số", "1")]


def test_letters_of_macos_and_its_line_ends():
    data = "Ma\u0303,Te\u0302n\rcqs,Chi\u0301nh quye\u0302\u0300n\r".encode()

    assert rows_of(pillars(data), "code", "name") == [(2, "cqs", "Chính quyền")]


def test_the_delimiter_that_excel_is_told():
    data = ("sep=;\r\n" + csv_file([HEADER, ROW], ";").decode()).encode()

    assert rows_of(pillars(data), "code") == [(2, "cqs")]  # as Excel counts its rows


def test_commas_inside_cells_do_not_make_it_a_comma_file():
    rows = [["Mã", "Tên"], *([f"a{n}", "một, hai, ba, bốn"] for n in range(5))]

    reading = pillars("\r\n".join(";".join(row) for row in rows).encode())

    assert rows_of(reading, "code", "name")[0] == (2, "a0", "một, hai, ba, bốn")


def test_a_record_over_several_lines_has_the_number_of_its_row_in_excel():
    data = csv_file([HEADER, ["a", "Một\r\nhai\nba", "", "1"], ["b", "B", "", "2"]])

    assert rows_of(pillars(data), "code", "name") == [(2, "a", "Một\nhai\nba"), (3, "b", "B")]


def test_blank_lines_and_cells_behind_the_table():
    data = "\r\nMã;Tên;;\r\n;;;\r\n\r\na;A;;\r\n  ;;;\r\n".encode()

    reading = pillars(data)

    assert rows_of(reading, "code", "name") == [(5, "a", "A")]
    assert notes_of(reading) == [("Phần nằm trên dòng tên cột được bỏ qua.", ())]


@pytest.mark.parametrize(
    ("data", "line", "wanted"),
    [
        (
            "Mã,Tên\na,Chính quyền".encode("cp1258", "replace"),
            1,
            "Tệp không theo bảng mã UTF-8. Hãy lưu lại dạng “CSV UTF-8”.",
        ),
        (
            "M·,Tªn\na,ChÝnh quyÒn sè\nb,Kinh tÕ sè\nc,X· héi sè, d÷ liÖu".encode("latin-1"),
            0,
            "Tệp gõ theo phông cũ (TCVN3), không phải Unicode. Hãy chuyển sang Unicode (bằng "
            "UniKey), lưu lại rồi tải lên.",
        ),
        (
            "Maõ,Teân\na,Chính quyeàn soá\nb,Kinh teá soá\nc,Döõ lieäu".encode(),
            0,
            "Tệp gõ theo phông cũ (VNI), không phải Unicode. Hãy chuyển sang Unicode (bằng "
            "UniKey), lưu lại rồi tải lên.",
        ),
        (
            'Mã,Tên\na,"Chính\n'.encode(),
            2,
            "Dòng không đúng dạng CSV: unexpected end of data.",
        ),
    ],
)
def test_what_cannot_be_read(data, line, wanted):
    with pytest.raises(UnreadableError) as raised:
        list(pillars(data).rows())

    assert (raised.value.problem.file, raised.value.problem.line, raised.value.problem.reason) == (
        "trụ cột.csv",
        line,
        wanted,
    )


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(
    st.lists(st.tuples(texts, texts), min_size=1, max_size=10),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8-sig", "utf-16"]),
)
def test_any_text_comes_back(cells, delimiter, encoding):
    rows = [[f"a{place}", f"N{name}", f"E{english}"] for place, (name, english) in enumerate(cells)]

    reading = pillars(csv_file([HEADER[:3], *rows], delimiter, encoding))

    assert [
        (code, name.strip(), english.strip())
        for _line, code, name, english in rows_of(reading, "code", "name", "name_en")
    ] == [(code, clean(name), clean(english)) for code, name, english in rows]
