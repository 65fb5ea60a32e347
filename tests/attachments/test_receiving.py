"""What staff may attach, and how everything else is refused; nothing of that is written."""

import time
from io import BytesIO
from pathlib import Path

import pytest
from django.core import signing
from PIL import Image

from forum_portal.attachments.formats import RefusedFileError
from forum_portal.attachments.receiving import LONGEST, PORTRAIT, SALT, Kept, receive
from tests.attachments import made

SVG = "Đây là hình SVG, loại tệp có thể chứa mã chạy được. Xuất thành PNG rồi tải lên."
WEB_PAGE = "Đây là trang web, dù tên tệp ghi gì. In ra PDF rồi tải lên."
DAMAGED = "Tệp bị hỏng hoặc chưa tải lên hết. Mở tệp, lưu lại rồi tải lên."
ONLY = "Cổng nhận PDF, PPTX, ODP, JPEG, PNG hoặc WebP. Lưu tệp thành một trong các loại này."
NOT_PDF = (
    "Tệp mang tên .pdf nhưng bên trong không phải PDF. Hãy mở tệp, lưu lại thành PDF rồi tải lên."
)
ONLY_SLIDES = (
    "Trong các tệp Office, cổng chỉ nhận tệp trình chiếu (.pptx, .odp). Lưu văn bản hay bảng "
    "tính thành PDF."
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """The folder of attached files, empty at first."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(name: str, content: bytes) -> Kept:
    return receive(name, len(content), lambda: content)


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(RefusedFileError) as raised:
        upload(name, content)
    return str(raised.value)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Báo cáo.PDF", made.PDF, "application/pdf"),
        ("bai.pptx", made.pptx(), f"{made.SLIDES}.presentation"),
        ("bai.odp", made.odp(), "application/vnd.oasis.opendocument.presentation"),
    ],
)
def test_documents_are_kept_as_they_are(folder, name, content, media_type):
    kept = upload(name, content)

    assert (kept.media_type, kept.size, kept.width) == (media_type, len(content), None)
    assert (folder / kept.path).read_bytes() == content
    assert files(folder) == [folder / kept.path]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("hinh.svg", made.SVG, SVG),
        ("hinh.png", made.SVG, SVG),
        ("bao-cao.pdf", made.HTML, WEB_PAGE),
        ("hinh.jpg", b"\xef\xbb\xbf \n<html><body>x</body></html>", WEB_PAGE),
        ("bao-cao.pdf", made.PDF[:-30], DAMAGED),
        ("anh.jpg", made.picture()[:-200], DAMAGED),
        ("anh.png", made.picture("PNG")[:200], DAMAGED),
        ("bai.pptx", made.pptx()[:-40], DAMAGED),
        ("bai.pptx", made.pptx(**{"../../x.xml": b"x"}), DAMAGED),
        ("bai.pptx", made.pptx(**{"ppt/slide.xml": bytes(5_000_000)}), DAMAGED),
        (
            "bai.pptx",
            made.pptx(**{"ppt/vbaProject.bin": b"x"}),
            "Tệp trình chiếu này có macro. Lưu thành .pptx không có macro.",
        ),
        ("so.xlsx", made.office(made.SLIDES.replace("present", "spread")), ONLY_SLIDES),
        ("van-ban.odt", made.odp("text"), ONLY_SLIDES),
        ("goi.zip", made.archive(x=b"x"), ONLY),
        ("chuong-trinh.exe", b"MZ\x90\x00" + bytes(600), ONLY),
        ("loi.pdf", b"Kh\xc3\xb4ng ph\xe1\xba\xa3i PDF", NOT_PDF),
        (
            "cu.ppt",
            made.OLD_OFFICE,
            "Đây là tệp Office đời cũ hoặc có mật khẩu. Lưu thành .pptx hoặc PDF, không đặt mật "
            "khẩu, rồi tải lên.",
        ),
        (
            "anh.gif",
            made.picture("GIF"),
            "Cổng nhận ảnh JPEG, PNG hoặc WebP. Lưu ảnh thành một trong các loại này.",
        ),
        ("trong.pdf", b"", "Tệp rỗng, có thể chưa tải lên hết. Hãy tải lại."),
        (
            "anh.jpg",
            made.picture("PNG"),
            "Tệp mang tên “anh.jpg” nhưng bên trong là PNG. Nếu đúng tệp cần gửi, hãy để tên kết "
            "thúc bằng .png.",
        ),
        (
            "x",  # what is left of "../x" once the way to it is cut off
            made.PDF,
            "Tệp mang tên “x” nhưng bên trong là PDF. Nếu đúng tệp cần gửi, hãy để tên kết thúc "
            "bằng .pdf.",
        ),
        (
            "lon.pdf",
            made.PDF + bytes(15 * 1024 * 1024),
            "Tệp nặng 15 MB; cổng nhận đến 15 MB. Làm tệp nhỏ lại hoặc tách thành nhiều tệp.",
        ),
        (
            "lon.png",
            made.picture("PNG") + bytes(11 * 1024 * 1024),
            "Tệp nặng 11 MB; cổng nhận đến 10 MB. Làm tệp nhỏ lại hoặc tách thành nhiều tệp.",
        ),
        (
            "lon.png",
            made.png_of(13_000, 13_000),
            "Ảnh có 13.000 × 13.000 điểm ảnh; cổng nhận đến 25 triệu. Thu nhỏ ảnh rồi tải lên.",
        ),
    ],
)
def test_everything_else_is_refused_in_words(folder, name, content, sentence):
    begun = time.monotonic()
    assert refusal(name, content) == sentence
    assert (files(folder), time.monotonic() - begun < 2) == ([], True)


def test_a_photo_forgets_where_and_by_whom_it_was_taken(folder):
    kept = upload("anh.jpg", made.photo())

    content = (folder / kept.path).read_bytes()
    with Image.open(BytesIO(content)) as image:
        assert (dict(image.getexif()), set(image.info) - {"jfif", "jfif_version"}) == (
            {},
            {"jfif_unit", "jfif_density", "progressive", "progression"},
        )
        assert (kept.width, kept.height) == image.size == (480, 640)  # it stands upright now
        top, bottom = image.getpixel((240, 20)), image.getpixel((240, 620))
    assert [sum(top) < 100, sum(bottom) > 600] == [True, True]
    assert [word in content for word in (b"Exif", b"Nguy", b"phong hop")] == [False] * 3


def test_a_photo_of_a_phone_may_be_large(folder):
    kept = upload("anh.jpg", made.picture(size=(8160, 6120)))  # fifty million pixels
    assert (kept.width, kept.height) == (2400, 1800)


def test_a_portrait_is_small_and_white_where_it_was_clear(folder):
    content = made.picture("PNG", size=(900, 1200), mode="LA")  # half of it is clear
    kept = receive("anh.png", len(content), lambda: content, PORTRAIT)
    assert (kept.media_type, kept.width, kept.height) == ("image/jpeg", 480, 640)
    with Image.open(folder / kept.path) as image:
        assert (image.format, image.mode) == ("JPEG", "RGB")
        assert min(image.getpixel((100, 300))) > 250


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_clear_pixels_stay_clear(folder, kind):
    kept = upload(f"dau.{kind.lower()}", made.picture(kind, mode="RGBA"))
    with Image.open(folder / kept.path) as image:
        assert (image.mode, image.size) == ("RGBA", (640, 480))


def test_a_large_picture_gets_the_size_of_a_page(folder):
    kept = upload("anh.jpg", made.picture(size=(6000, 3000)))
    assert (kept.width, kept.height) == (2400, 1200)


def test_the_same_file_is_kept_once(folder):
    assert upload("mot.pdf", made.PDF).path == upload("hai.pdf", made.PDF).path
    assert len(files(folder)) == 1


def test_a_disk_that_takes_nothing_is_told_as_such(settings, tmp_path, caplog):
    (tmp_path / "full").touch()
    settings.MEDIA_ROOT = tmp_path / "full"
    assert refusal("bao-cao.pdf", made.PDF) == (
        "Cổng chưa lưu được tệp, có thể ổ đĩa đã đầy. Hãy báo người vận hành và thử lại sau. "
        "Những gì đã gõ vẫn còn."
    )
    assert [each.message for each in caplog.records] == ["An attached file cannot be written"]


def test_colours_of_a_palette_are_mixed_when_it_shrinks(folder):
    kept = upload("so-do.png", made.picture("PNG", size=(4801, 100), mode="P"))
    with Image.open(folder / kept.path) as image:
        assert (image.mode, image.size) == ("RGB", (2400, 50))


def test_a_file_suggests_its_title():
    assert upload("../Bao_cao  so\u200b 12.pdf", made.PDF).title == "Bao cao so 12"


def test_a_form_brings_back_only_what_was_signed():
    kept = upload("bao-cao.pdf", made.PDF)
    assert Kept.from_signed(kept.signed()) == kept
    assert Kept.from_signed(kept.signed()[:-1]) is None
    assert Kept.from_signed("") is None


@pytest.mark.parametrize("content", [{"path": "x"}, ["x"], "x", None, {"other": 1}, 7])
def test_what_another_version_signed_is_no_file(content):
    assert Kept.from_signed(signing.dumps(content, salt=SALT)) is None


def test_what_was_signed_long_ago_is_no_file(monkeypatch):
    kept, now = upload("bao-cao.pdf", made.PDF), time.time()
    text = kept.signed()
    monkeypatch.setattr(time, "time", lambda: now + LONGEST - 60)
    assert Kept.from_signed(text) == kept
    monkeypatch.setattr(time, "time", lambda: now + LONGEST + 60)
    assert Kept.from_signed(text) is None
