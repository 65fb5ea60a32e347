"""Files that are no table, or would harm whoever opens them: each has its sentence, at once."""

import contextlib
import random
import struct
import zipfile
from io import BytesIO
from time import perf_counter

import pytest

from forum_portal.importing import archives, guards, sheet_scan
from forum_portal.importing.cell_styles import Shown
from forum_portal.importing.tables import UnreadableError
from tests.importing.offices import read, rezipped, workbook

HEADER = ["Chỉ số", "Địa bàn", "Kỳ", "Giá trị"]
IN = {"release": "nhap"}
SHEET = "xl/worksheets/sheet1.xml"
DAMAGED = "Tệp Excel bị hỏng hoặc chưa tải lên hết. Hãy mở bằng Excel, lưu lại rồi tải lên lần nữa."
SWOLLEN = (
    "Tệp Excel này mở ra nặng tới {} MB mà gần như toàn ô trống. Hãy chép riêng các dòng của bảng "
    "sang một tệp mới rồi tải tệp đó lên."
)
PICTURE = "Đây là ảnh. Hãy tải lên chính bảng số liệu, dạng .xlsx hoặc .csv."
WEB_PAGE = (
    "Tệp này thật ra là một trang web. Hãy mở bằng Excel, chọn “Lưu thành” (Save As), kiểu "
    "“Excel Workbook (.xlsx)”, rồi tải tệp đó lên."
)


def refusal(data, file="bang.xlsx"):
    """Return why a file is refused; it must not take longer than a person waits."""
    begun = perf_counter()
    with pytest.raises(UnreadableError) as raised:
        list(read(data, file=file, given=IN).rows())
    assert perf_counter() - begun < 10  # a second or two on a machine with nothing else to do
    return raised.value.problem.reason


def good():
    return workbook([HEADER, ["ho_so", "cu", "2023", 956000]])


def ole(*parts):
    return guards.OLE + b"\0" * 504 + b"".join(part.encode("utf-16-le") + b"\0\0" for part in parts)


def with_rows(rows):
    """Return a workbook whose sheet has this XML for rows."""

    def change(name, content):
        if name != SHEET:
            return content
        start, end = content.index(b"<sheetData>") + 11, content.index(b"</sheetData>")
        return content[:start] + rows + content[end:]

    return rezipped(good(), change)


@pytest.mark.parametrize(
    ("data", "file", "wanted"),
    [
        (b"", "a.csv", "Tệp trống. Có thể tệp chưa tải lên hết: hãy tải lên lại."),
        (b"\x89PNG\r\n\x1a\n", "a.xlsx", PICTURE),
        (b"\xff\xd8\xff\xe0JFIF", "a.csv", PICTURE),
        (
            b"%PDF-1.7",
            "a.xlsx",
            "Đây là tệp PDF. Hãy tải lên chính bảng số liệu, dạng .xlsx hoặc .csv.",
        ),
        (b"Rar!\x1a\x07", "a.xlsx", "Đây là tệp nén. Hãy giải nén rồi tải lên bảng bên trong."),
        (b"\xef\xbb\xbf<html><table><tr><td>1", "a.xls", WEB_PAGE),
        (b"  <!DOCTYPE html>", "a.xlsx", WEB_PAGE),
        (b"<?xml version='1.0'?><Workbook/>", "a.xlsx", WEB_PAGE),
        (
            ole("Root Entry", "EncryptedPackage"),
            "a.xlsx",
            "Tệp Excel đang đặt mật khẩu. Hãy bỏ mật khẩu trong Excel, lưu lại rồi tải lên.",
        ),
        (
            ole("Root Entry", "Workbook"),
            "a.xls",
            "Đây là tệp Excel kiểu cũ (.xls). Hãy mở bằng Excel, chọn “Lưu thành” (Save As), kiểu "
            "“Excel Workbook (.xlsx)”, rồi tải tệp đó lên.",
        ),
        (
            ole("Root Entry", "WordDocument"),
            "a.doc",
            "Đây không phải tệp Excel, cũng không phải CSV. Hãy lưu bảng thành .xlsx rồi tải lên.",
        ),
        (
            bytes(5000),
            "a.csv",
            "Đây không phải tệp Excel, cũng không phải CSV. Hãy lưu bảng thành .xlsx rồi tải lên.",
        ),
        (b"Chi so,Dia ban", "a.xlsx", DAMAGED),
    ],
)
def test_what_is_no_table_is_told_by_its_bytes(data, file, wanted):
    assert refusal(data, file) == wanted


def test_a_file_that_is_too_large(monkeypatch):
    monkeypatch.setattr(guards, "MAX_BYTES", 2 * guards.MEGABYTE)

    assert refusal(b"a" * (3 * guards.MEGABYTE)) == (
        "Tệp nặng 3 MB, quá mức 2 MB. Hãy tách thành nhiều tệp."
    )


def test_a_word_document_and_an_open_document():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as word:
        word.writestr("word/document.xml", "<a/>")
    assert refusal(out.getvalue(), "a.docx") == (
        "Tệp này không phải tệp Excel. Hãy lưu bảng thành .xlsx rồi tải lên."
    )
    with zipfile.ZipFile(out, "w") as calc:
        calc.writestr("content.xml", "<a/>")
    assert refusal(out.getvalue(), "a.ods") == (
        "Không đọc được dạng tệp bảng tính này. Hãy lưu thành “Excel Workbook (.xlsx)”."
    )


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9, 0.999])
def test_a_workbook_that_arrived_in_part(share):
    data = good()

    assert refusal(data[: int(len(data) * share)]) == DAMAGED


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET, "xl/sharedStrings.xml"]
)
def test_a_workbook_without_one_of_its_parts(part):
    reason = refusal(rezipped(good(), lambda name, content: None if name == part else content))

    assert reason in (
        DAMAGED,
        "Tệp này không phải tệp Excel. Hãy lưu bảng thành .xlsx rồi tải lên.",
    )


class TestBombs:
    def test_a_part_that_swells_a_thousandfold(self):
        swell = lambda name, content: b" " * (50 << 20) if "theme" in name else content  # noqa: E731

        assert refusal(rezipped(good(), swell)) == SWOLLEN.format(50)

    def test_many_parts_that_are_large_together(self, monkeypatch):
        monkeypatch.setattr(archives, "MAX_UNPACKED", 5 << 20)
        out = BytesIO(good())
        with zipfile.ZipFile(out, "a", 8) as book:
            for number in range(8):
                book.writestr(f"xl/media/{number}.xml", b" " * (1 << 20))

        assert refusal(out.getvalue()) == SWOLLEN.format(8)

    def test_more_parts_than_any_workbook_has(self):
        out = BytesIO(good())
        with zipfile.ZipFile(out, "a") as book:
            for number in range(archives.MAX_PARTS):
                book.writestr(f"xl/{number}.xml", "")

        assert refusal(out.getvalue()) == DAMAGED

    def test_a_part_that_lies_about_its_size(self):
        data = rezipped(good(), lambda name, content: content + b" " * 999 * (name == SHEET))
        with zipfile.ZipFile(BytesIO(data)) as book:
            size = book.getinfo(SHEET).file_size
        directory = data.rindex(SHEET.encode()) - 46
        lying = data[: directory + 24] + struct.pack("<L", size - 999) + data[directory + 28 :]

        assert refusal(lying) == DAMAGED

    def test_a_part_that_is_there_twice(self):
        out = BytesIO(good())
        with pytest.warns(UserWarning), zipfile.ZipFile(out, "a") as book:
            book.writestr(SHEET, "<worksheet/>")

        assert refusal(out.getvalue()) == DAMAGED

    def test_entities_that_multiply(self):
        bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">]><workbook>&b;</workbook>'
        swap = lambda name, content: bomb if name == "xl/workbook.xml" else content  # noqa: E731

        assert refusal(rezipped(good(), swap)) == DAMAGED

    def test_a_million_empty_formatted_rows(self):
        rows = b"".join(
            b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(1, 1_048_577)
        )

        assert refusal(with_rows(rows)) == (
            "Trang tính “Số liệu” dài hơn 200000 dòng, có thể phần lớn là dòng trống đã định dạng. "
            "Hãy chép riêng các dòng của bảng sang tệp mới, mỗi tệp không quá 200000 dòng."
        )

    @pytest.mark.parametrize(
        "far",
        [
            b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
            b'<row><c r="B999999"><v>1</v></c></row>',
        ],
    )
    def test_one_cell_far_below(self, far):
        assert refusal(with_rows(b'<row r="1"><c r="A1"><v>1</v></c></row>' + far)) == (
            "Trang tính “Số liệu” dài hơn 200000 dòng, có thể phần lớn là dòng trống đã định dạng. "
            "Hãy chép riêng các dòng của bảng sang tệp mới, mỗi tệp không quá 200000 dòng."
        )

    def test_one_cell_far_to_the_right_of_many_rows(self, monkeypatch):
        monkeypatch.setattr(sheet_scan, "MAX_CELLS", 10_000)
        rows = b'<row r="1"><c r="XFD1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'

        assert refusal(with_rows(rows)) == (
            "Trang tính “Số liệu” có dữ liệu tới tận cột XFD. Hãy xóa phần nằm bên phải bảng rồi "
            "tải lên lại."
        )

    def test_empty_formatted_cells_far_away_do_no_harm(self):
        rows = b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>'

        assert refusal(with_rows(rows)).startswith("Không thấy dòng tên cột.")


def test_a_damaged_byte_never_escapes_as_anything_else(soak):
    """Bytes flipped at random give a reading or a refusal, and no other failure."""
    chance, data = random.Random(7), good()
    for _round in range(2000 if soak else 150):
        broken = bytearray(data)
        for _flip in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            list(read(bytes(broken), given=IN).rows())
        except (UnreadableError, ValueError) as error:
            assert str(error)


def test_the_name_of_the_file_is_shown_without_its_path():
    with pytest.raises(UnreadableError) as raised:
        read(b"", file="C:\\Users\\../x\r\n.csv")

    assert raised.value.problem.file == "x  .csv"


@pytest.mark.parametrize(
    "noise", [b'<c s="1" t="e" ', b'<c r="AA1" ', b"<f ", b"<row ", b'hidden="1" <row', b"<v> "]
)
def test_xml_that_never_ends_a_cell_takes_no_hours(noise):
    text = b"<worksheet><sheetData>" + noise * (3_000_000 // len(noise))
    pieces = [text[start : start + archives.PIECE] for start in range(0, len(text), archives.PIECE)]
    begun = perf_counter()

    with contextlib.suppress(UnreadableError):
        sheet_scan.scan_sheet(pieces, "A", {"1": Shown.PERCENT}, True)

    assert perf_counter() - begun < 20


@pytest.mark.parametrize("data", [b"," * 3_000_000, b"a;" * 1_000_000 + b"\n", b"\n" * 1_000_000])
def test_a_file_of_nothing_but_signs(data):
    assert refusal(data, "a.csv").startswith(("Không thấy dòng tên cột.", "Trong tệp không có gì."))
