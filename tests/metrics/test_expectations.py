"""What is expected of figures, on pages: targets with their progress, and when the next is due."""

import re
from datetime import UTC, datetime

import pytest

from tests.factories import (
    AreaFactory,
    DashboardFactory,
    HomeAreaFactory,
    IndicatorFactory,
    OrganisationFactory,
    PanelFactory,
    PanelIndicatorFactory,
    SourceFactory,
    published_figure,
    published_figures,
)
from tests.words import section, words

pytestmark = pytest.mark.django_db
SPRING = datetime(2023, 4, 1, tzinfo=UTC)
AUTUMN = datetime(2025, 10, 1, tzinfo=UTC)
RULE = (
    "Tiến độ = (số mới nhất − số gốc) ÷ (mục tiêu − số gốc). Số gốc là số so được gần nhất trước "
    "khi văn bản được ban hành; nếu không có thì là số cũ nhất."
)


@pytest.fixture
def key():
    area = HomeAreaFactory(area=AreaFactory(code="thanh-pho", name="Thành phố Thử")).area
    return {"area": area, "indicator": IndicatorFactory(slug="ho-so", name="Hồ sơ trực tuyến")}


@pytest.fixture
def figures(key):
    """20 % and 60 % of 2021 and 2022, and two plans that aim at 2025."""
    plans = [SourceFactory(title=f"Kế hoạch {n}", slug=f"ke-hoach-{n}") for n in (1, 2)]
    goal = key | {"kind": "target", "period": "2025"}
    published_figures(
        key | {"period": "2021", "value": "20"},
        key | {"period": "2022", "value": "60"},
        goal | {"instrument": plans[0], "value": "100"},
        goal | {"instrument": plans[1], "value": "50", "comment": "Nay đã thay."},
        at=SPRING,
    )


def test_two_plans_for_one_period_each_show_their_progress(client, figures):
    targets = section(client.get("/chi-so/ho-so/?as-of=2023-06-01"), "targets")

    assert targets == (
        f"Mục tiêu {RULE} "
        "Mục tiêu 100%, năm 2025: Kế hoạch 1 "
        "Tính toán: Đã đi được 50% quãng đường: số gốc 20% năm 2021, số mới nhất 60% năm 2022. "
        "Mục tiêu 50%, năm 2025: Kế hoạch 2 Đã đạt mức này: 60% năm 2022. Nay đã thay."
    )


def test_a_period_is_over_by_the_day_that_is_asked_for(client, figures):
    over = "Kỳ của mục tiêu đã qua mà chưa có số của kỳ đó."

    then = section(client.get("/chi-so/ho-so/?as-of=2023-06-01"), "targets")
    now = section(client.get("/chi-so/ho-so/"), "targets")

    assert (then.count(over), now.count(over)) == (0, 2)


def test_a_panel_s_span_does_not_change_the_baseline(client, figures, key):
    panel = PanelFactory(
        dashboard=DashboardFactory(slug="bang"), kind="progress", period_from="2022"
    )
    PanelIndicatorFactory(panel=panel, indicator=key["indicator"])

    page = words(client.get("/bang-so-lieu/bang/"))

    assert (
        "100% năm 2025 Kế hoạch 1 "
        "Tính toán: Đã đi được 50% quãng đường: số gốc 20% năm 2021, số mới nhất 60% năm 2022. "
        "50% năm 2025 Kế hoạch 2 Đã đạt mức này: 60% năm 2022. "
        "Chưa có số năm 2025, nên chưa nói được đạt mục tiêu hay chưa. " + RULE
    ) in page


def late(client, day):
    """The line of the page that tells when the next figure is due, as of a day; or None."""
    found = re.search(r"Số của năm.*?(?=\.)", words(client.get(f"/chi-so/ho-so/?as-of={day}")))
    return found and found[0]


def test_when_the_next_figure_is_due_and_how_late_it_is(client, figures, key):
    key["indicator"].expected_lag_days = 90
    key["indicator"].responsible = OrganisationFactory(name="Sở Khoa học và Công nghệ")
    key["indicator"].save()

    assert late(client, "2023-06-01") == "Số của năm 2023 cần có chậm nhất ngày 30/3/2024"
    assert late(client, "2024-05-11") == (
        "Số của năm 2023 quá hạn 42 ngày (hạn là 30/3/2024), "
        "cơ quan phụ trách: Sở Khoa học và Công nghệ"
    )
    published_figure(AUTUMN, **key, period="2024")
    assert late(client, "2025-10-02") == "Số của năm 2025 cần có chậm nhất ngày 31/3/2026"


def test_nothing_is_said_of_an_unknown_lag_or_once_another_indicator_took_over(
    client, figures, key
):
    assert late(client, "2024-05-11") is None

    key["indicator"].expected_lag_days = 90
    key["indicator"].save()
    published_figure(AUTUMN, indicator__predecessor=key["indicator"])
    assert late(client, "2024-05-11") is not None
    assert late(client, "2025-10-02") is None
