import pytest

from forum_portal.attachments.wording import file_line, size_text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1, "1 KB"),
        (640 * 1024, "640 KB"),
        (1024 * 1024, "1 MB"),
        (1_258_291, "1,2 MB"),
        (15 * 1024 * 1024, "15 MB"),
    ],
)
def test_size(size, text):
    assert size_text(size) == text


def test_line_of_a_file():
    assert file_line("application/pdf", 1_258_291, "vi") == "PDF, 1,2 MB, tiếng Việt"
    assert file_line("image/png", 2048, "") == "PNG, 2 KB"
