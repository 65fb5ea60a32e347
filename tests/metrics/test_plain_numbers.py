"""Which numbers of a text look like figures without a reference."""

import pytest

from events.models import Report
from metrics.plain_numbers import plain_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Đạt 90,7% hồ sơ, tức 956.000 hồ sơ.", ["90,7%", "956.000"]),
        ("Có 28 đơn vị và 75 nhiệm vụ; 28 đơn vị.", ["28", "75"]),
        ("Xếp 8/63, kinh phí 400 tỷ đồng.", ["8/63", "400"]),
        ("Đạt {{so: ho_so_pct 2023}} năm 2023 và 2024-2025.", []),
        ("Ngày 27/12/2023, tháng 12/2023, lúc 8 giờ 30 và 14h.", []),
        ("Kế hoạch 12/KH-UBND, Quyết định 749/QĐ-TTg.", []),
        ("Mức 4, quý 3, giai đoạn 2, Phiên thứ 2, hội trường 3.", []),
        ("1. Một việc\n2. Hai việc", []),
        ("> “Đạt 90%”, ông nói.\n\nVà 80%.", ["80%"]),
        ("[Xem](https://example.vn/a/12) `so 13` https://example.vn/14", []),
        ("Mức 95% là cao.", ["95%"]),
    ],
)
def test_numbers(text, numbers):
    assert plain_numbers(text) == numbers


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_on_the_report_of_2023_every_figure_is_a_reference():
    report = Report.objects.get(slug="ket-qua-dien-dan-2023")
    assert plain_numbers(report.body) == []
