"""Templates: what they say is what the reader takes."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from forum_portal.importing.cell_texts import text_reader
from forum_portal.importing.headers import Names, key_of
from forum_portal.importing.reading import read_table
from forum_portal.importing.templates_out import heading, template_name, template_workbook
from forum_portal.management.commands.load_city import KINDS
from metrics.importing.figures import OBSERVATIONS

EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def sheets_of(data):
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_template_of_figures():
    sheets = sheets_of(template_workbook(OBSERVATIONS, without=["release"]))

    assert sheets["Số liệu"] == [
        [
            "Chỉ số *",
            "Địa bàn *",
            "Loại",
            "Văn bản đặt mục tiêu",
            "Giá trị",
            "So sánh",
            "Trên tổng số",
            "Tử số",
            "Mẫu số",
            "Trạng thái",
            "Ghi chú",
            "Ghi chú tiếng Anh",
            "Kỳ *",
        ]
    ]
    explained = [row[:5] for row in sheets["Giải thích"]]
    assert explained[4:8] == [
        ["Cột", "Bắt buộc", "Ghi gì", "Giá trị được nhận", "Tên cho phần mềm"],
        ["Chỉ số", "có", "Mã hoặc tên (chỉ số).", "", "indicator"],
        ["Địa bàn", "có", "Mã hoặc tên (địa bàn).", "", "area"],
        [
            "Loại",
            "không",
            "Một trong các giá trị ở cột bên, ghi bằng chữ hoặc bằng mã.",
            "số đo được (observed)\nmục tiêu (target)",
            "kind",
        ],
    ]
    assert template_name(OBSERVATIONS) == "mau-so-lieu.xlsx"


@EACH_KIND
def test_every_heading_of_a_template_leads_to_its_column(kind):
    names = Names(kind)
    found = {column.name: names.name_of(heading(column)) for column in kind.columns}

    assert found == {column.name: column.name for column in kind.columns}
    assert len({key_of(heading(column)) for column in kind.columns}) == len(kind.columns)


@EACH_KIND
def test_a_template_can_be_uploaded_as_it_is(kind):
    reading = read_table(kind, template_workbook(kind), template_name(kind))

    assert (list(reading.rows()), reading.problems, reading.questions, reading.sheets) == (
        [],
        [],
        (),
        reading.sheets[:1],
    )
    assert reading.columns == tuple(column.name for column in kind.columns)


@EACH_KIND
def test_every_word_that_a_template_offers_is_understood(kind):
    for column in kind.columns:
        for code, words in column.words.items():
            read = text_reader(column, "vi")
            assert (read(str(words)), read(code), read(str(words).upper())) == (code, code, code)
