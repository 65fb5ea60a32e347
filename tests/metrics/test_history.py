"""A figure's own history: each version with its difference, reason, release, approver, source."""

from datetime import UTC, datetime

import pytest

from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    OrganisationFactory,
    ReleaseFactory,
    SourceFactory,
    UserFactory,
    publish,
)
from tests.words import section

pytestmark = pytest.mark.django_db
SPRING = datetime(2023, 4, 1, tzinfo=UTC)
SUMMER = datetime(2023, 7, 1, tzinfo=UTC)
AUTUMN = datetime(2023, 10, 1, tzinfo=UTC)
PAGE = "/chi-so/ho-so/thanh-pho/2022/"


@pytest.fixture
def key():
    return {
        "indicator": IndicatorFactory(slug="ho-so"),
        "area": AreaFactory(code="thanh-pho"),
        "period": "2022",
    }


@pytest.fixture
def approver():
    return UserFactory(username="duyet", last_name="Trần Thị", first_name="Duyệt")


def version(at, key, source, approver=None, title="", reason="planned", note="", **values):
    title = title or f"Theo {source}"
    release = ReleaseFactory(title=title, reason=reason, note=note, approver=approver)
    figure = ObservationFactory(**key | values, release=release)
    CitationFactory(observation=figure, source=SourceFactory(title=source), locator="trang 3")
    publish(release, at)


def test_every_version_tells_its_story(client, key, approver):
    version(SPRING, key, "Báo cáo quý", title="Lần đầu", value="90.7")
    why = {"reason": "error_correction", "note": "Gõ nhầm."}
    version(SUMMER, key, "Báo cáo năm", approver, title="Đính chính", value="91", **why)

    assert section(client.get(PAGE), "history").split(" Xem như")[0] == (
        "Lịch sử "
        "90,7% → thành 91%, trong Đính chính "
        "Tính toán: Tăng 0,3 điểm phần trăm so với phiên bản trước. "
        "Lý do: Đính chính sai sót. Gõ nhầm. Người duyệt: Trần Thị Duyệt. "
        "Nguồn: Báo cáo năm, trang 3 Đã đính chính 1/7/2023 "
        "Công bố lần đầu: 90,7%, trong Lần đầu Nguồn: Báo cáo quý, trang 3 "
        "Công bố lần đầu 1/4/2023"
    )


def test_a_withdrawn_figure_keeps_it(client, key, approver):
    version(SPRING, key, "Báo cáo quý", value="90.7")
    gone = {"value": None, "obs_status": "withdrawn", "reason": "withdrawal"}
    version(SUMMER, key, "Công văn", approver, note="Tính sai.", **gone)

    history = section(client.get(PAGE), "history")

    assert "Lý do: Rút số liệu. Tính sai. Người duyệt: Trần Thị Duyệt. Nguồn: Công văn" in history
    assert "Công bố lần đầu: 90,7%" in history


def test_a_difference_is_not_told_from_a_bound(client, key):
    version(SPRING, key, "Báo cáo quý", value="90", comparator="ge")
    version(SUMMER, key, "Báo cáo năm", value="91")

    assert "so với phiên bản trước" not in section(client.get(PAGE), "history")


@pytest.mark.parametrize(
    ("person", "shown"),
    [
        ({}, ""),
        ({"organisation": None, "first_name": "Lan"}, "Người duyệt: Lan."),
    ],
)
def test_an_account_s_name_is_never_shown(client, key, person, shown):
    user = UserFactory(username="tai-khoan-bi-mat", **person)
    version(SPRING, key, "Báo cáo quý", user)

    page = client.get(PAGE)

    assert "tai-khoan-bi-mat" not in page.text
    assert shown in section(page, "history")


def test_a_body_stands_for_a_person_without_a_name(client, key):
    body = OrganisationFactory(name="Sở Khoa học và Công nghệ")
    version(SPRING, key, "Báo cáo quý", UserFactory(organisation=body))

    assert "Người duyệt: Sở Khoa học và Công nghệ." in section(client.get(PAGE), "history")


@pytest.mark.parametrize("count", [1, 30])
def test_six_queries_whatever_the_versions(client, key, approver, count, django_assert_num_queries):
    for number in range(count):
        at = SPRING.replace(day=number + 1) if number < 30 else AUTUMN
        version(at, key, f"Báo cáo {number}", approver, value=str(number + 1))

    with django_assert_num_queries(6):
        client.get(PAGE)
