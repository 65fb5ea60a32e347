"""What cannot be compared is not joined, not computed, and says why."""

from datetime import UTC, datetime

import pytest

from metrics.charts import build_chart
from tests.factories import (
    AreaFactory,
    HomeAreaFactory,
    IndicatorFactory,
    UnitFactory,
    published_figures,
)
from tests.words import section, words

LATER = datetime(2021, 5, 1, tzinfo=UTC)
LEVEL_4 = "/chi-so/dich-vu-cong-truc-tuyen-dat-muc-4/"
END_TO_END = "/chi-so/ty-le-ho-so-truc-tuyen-toan-trinh/"


@pytest.fixture
def rank(db):
    unit = UnitFactory(kind="rank", symbol="", lowest=None, highest=None)
    return IndicatorFactory(slug="dti", name="Xếp hạng DTI", unit=unit)


def ranks(indicator, area, out_of, **values):
    """Figures such as `_2023="8"`, not yet published."""
    return [
        {"indicator": indicator, "area": area, "period": name[1:], "value": value, "out_of": out_of}
        for name, value in values.items()
    ]


def test_ranks_out_of_63_and_of_34_do_not_share_a_chart(rank):
    old, new = AreaFactory(), AreaFactory()
    of_63 = published_figures(*ranks(rank, old, 63, _2021="16", _2022="14", _2023="8"))
    of_34 = published_figures(*ranks(rank, new, 34, _2024="3", _2025="2", _2026="1"), at=LATER)

    assert build_chart([of_63, of_34], [], title="Xếp hạng DTI") is None
    assert build_chart([of_63], [], title="Xếp hạng DTI")["y"]["max"] == 63
    assert build_chart([of_34], [], title="Xếp hạng DTI")["y"]["max"] == 34


def test_ranks_of_one_area_out_of_other_numbers_do_not_share_a_line(rank):
    area = AreaFactory()
    line = published_figures(
        *ranks(rank, area, 63, _2021="16", _2022="14", _2023="8"),
        *ranks(rank, area, 34, _2024="3", _2025="2", _2026="1"),
    )

    [series] = build_chart([line], [], title="Xếp hạng DTI")["series"]

    assert [point["label"] for point in series["points"]] == ["2024", "2025", "2026"]


def test_the_page_says_why_two_ranks_are_not_compared(client, rank):
    area = HomeAreaFactory(area=AreaFactory(code="thanh-pho")).area
    published_figures(*ranks(rank, area, 63, _2023="8"), *ranks(rank, area, 34, _2024="3"))

    page = words(client.get("/chi-so/dti/"))

    assert "Không so được với thứ 8/63 năm 2023: khác số tỉnh, thành được xếp hạng." in page
    assert "tăng 5 bậc" not in page.lower()


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
class TestOfTheCity:
    def test_level_4_and_end_to_end_lead_to_each_other(self, client):
        before, after = client.get(LEVEL_4), client.get(END_TO_END)

        assert f'href="{END_TO_END}"' in before.text
        assert "Được tiếp nối bởi Tỷ lệ hồ sơ trực tuyến toàn trình" in section(before, "meaning")
        assert f'href="{LEVEL_4}"' in after.text
        assert "Tiếp nối Dịch vụ công trực tuyến đạt mức 4" in section(after, "meaning")

    def test_no_change_is_computed_across_a_break(self, client):
        page = client.get("/chi-so/cai-cach-hanh-chinh-par-index/")

        assert "Không so được với" in words(page)
        assert "phương pháp đã đổi" in words(page)
        assert "PAR Index 2024 dùng bộ tiêu chí mới" in section(page, "breaks")
