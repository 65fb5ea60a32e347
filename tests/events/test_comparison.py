"""The editions side by side, and their charts."""

import re
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from events.models import Forum
from tests.factories import (
    AreaFactory,
    ExhibitionFactory,
    ForumFactory,
    ForumRoleFactory,
    IndicatorFactory,
    UnitFactory,
    published_figures,
)
from tests.words import section, words

pytestmark = pytest.mark.django_db
ADDRESS = "/dien-dan/so-sanh/"
LATER = datetime(2021, 1, 1, tzinfo=UTC)


def edition(year, **fields):
    area = AreaFactory(code=f"dien-dan-{year}", kind="forum")
    return ForumFactory(slug=str(year), name=f"Diễn đàn {year}", year=year, area=area, **fields)


@pytest.fixture
def visits():
    unit = UnitFactory(kind="count", symbol="", noun="lượt khách", lowest=None, highest=None)
    return IndicatorFactory(name="Lượt khách", slug="luot-khach", unit=unit)


def cells(response):
    """Return each row of the table: what it is about, and the words of its cells."""
    body = response.text.split("<tbody", 1)[1].split("</tbody>", 1)[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in body.split("<tr")[1:]]
    return {words_in(head): [words_in(cell) for cell in row] for head, *row in rows}


def words_in(html):
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def test_each_fact_stands_once_for_each_edition(client, visits):
    old = edition(2023, theme="Dữ liệu số", date_start="2023-12-27")
    edition(2024, theme="Số xanh", sectors="Y tế\nDu lịch")
    edition(2025, state="announced")
    ForumRoleFactory(forum=old, organisation__short_name="UBND")
    ForumRoleFactory(forum=old, organisation__short_name="VINASA", role="patron")
    published_figures(dict(indicator=visits, area=old.area, value="1000", comparator="ge"))
    response = client.get(ADDRESS)
    assert cells(response) == {
        "Ngày": ["chưa rõ", "chưa rõ", "27/12/2023"],
        "Chủ đề": ["chưa rõ", "Số xanh", "Dữ liệu số"],
        "Lĩnh vực trọng tâm": ["chưa rõ", "Y tế; Du lịch", "chưa rõ"],
        "Đơn vị tổ chức": ["chưa rõ", "chưa rõ", "Tổ chức: UBND; Bảo trợ: VINASA"],
        "Lượt khách": ["chưa rõ", "chưa rõ", "hơn 1.000 lượt khách (Đã công bố)"],
    }
    head = response.text.split("<thead", 1)[1].split("</thead>", 1)[0]
    assert words_in(f"<{head}") == "Kỳ diễn đàn 2025 · đã thông báo 2024 2023"
    assert f'href="/chi-so/luot-khach/{old.area.code}/2023/"' in response.text


def test_an_edition_to_come_has_no_figures_yet(client, visits):
    edition(2099, state="announced")
    edition(2098, state="cancelled")
    published_figures(dict(indicator=visits, area=edition(2023).area, value="1000"))
    assert cells(client.get(ADDRESS))["Lượt khách"] == [
        "chưa diễn ra",
        "chưa rõ",
        "1.000 lượt khách (Đã công bố)",
    ]


def test_three_editions_make_a_chart_and_two_a_sentence(client, visits):
    areas = [edition(year).area for year in (2023, 2024, 2025)]
    keys = [
        dict(indicator=visits, area=each, value=str(number)) for number, each in enumerate(areas)
    ]
    published_figures(keys[0] | {"period": "2023"}, keys[1] | {"period": "2024"})
    assert section(client.get(ADDRESS), "years").endswith(
        "Biểu đồ cần số liệu của ít nhất ba kỳ; đến nay mới có 2 kỳ có số liệu."
    )
    published_figures(keys[2] | {"period": "2025"}, at=LATER)
    read = section(client.get(ADDRESS), "years")
    assert "gian hàng. Lượt khách Theo từng kỳ diễn đàn" in read
    assert read.endswith("Kỳ Giá trị 2025 2 2024 1 2023 0")


def test_figures_of_exhibitions_count_too(client, visits):
    fair = ExhibitionFactory(forum=edition(2023), area=AreaFactory(kind="exhibition"))
    published_figures(dict(indicator=visits, area=fair.area, value="20"))
    assert cells(client.get(ADDRESS))["Lượt khách"] == ["20 lượt khách (Đã công bố)"]


def test_what_is_off_the_site_or_no_edition_is_not_compared(client):
    edition(2023, theme="Chủ đề kín", is_published=False)
    ForumFactory(kind="conference", theme="Hội nghị")
    assert words(client.get(ADDRESS)).endswith("Chưa có diễn đàn nào được công bố.")


def test_figures_go_back_in_time(client, visits):
    forum = edition(2023, theme="Dữ liệu")
    published_figures(dict(indicator=visits, area=forum.area, value="20"))
    assert list(cells(client.get(f"{ADDRESS}?as-of=2019-01-01"))) == ["Chủ đề"]
    assert client.get(f"{ADDRESS}?as-of=mai").status_code == 400


def test_no_forum_takes_its_address(client):
    with pytest.raises(ValidationError) as refused:
        Forum(name="So sánh", kind="conference").full_clean()
    assert refused.value.messages == [
        "Địa chỉ này dành cho trang so sánh các kỳ diễn đàn; hãy chọn địa chỉ khác."
    ]


@pytest.mark.parametrize("count", [3, 30])
def test_queries(client, visits, count, django_assert_num_queries):
    editions = [edition(1995 + number) for number in range(count)]
    published_figures(
        *(
            dict(indicator=visits, area=each.area, period=str(each.year), value="5")
            for each in editions
        )
    )
    with django_assert_num_queries(5):
        client.get(ADDRESS)
