"""What is said of references that lead nowhere, or not to one figure."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from events.models import Report
from metrics.references import find_references, resolve
from metrics.text_check import Remark, remarks_on
from tests.factories import (
    AreaFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    publish,
    published_figure,
    published_figures,
)

pytestmark = pytest.mark.django_db
NOT_PUBLIC = "Chưa có số công khai: Hồ sơ, năm 2023. Người đọc thấy “số chưa công bố”."


@pytest.fixture
def home():
    return HomeAreaFactory(position=2, area__code="cu", area__name="Hải Phòng cũ").area


@pytest.fixture
def files():
    return IndicatorFactory(code="ho_so", name="Hồ sơ", unit__symbol="%")


def sentences(text):
    return [(each.written, each.sentence, each.is_wrong) for each in remarks_on(text)]


def test_a_reference_to_one_public_figure_needs_no_remark(home, files):
    published_figure(indicator=files, area=home)
    assert remarks_on("Đạt {{so: ho_so 2023}} và {{so:ho_so  2023 cu}}.") == []


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("{{so ho_so 2023}}", "Viết số liệu dưới dạng {{so: chỉ-số kỳ}}."),
        ("{{so: khac 2023}}", "Không có chỉ số nào mang mã “khac”."),
        ("{{so: ho_so 2023-99}}", "“2023-99” không có trong lịch."),
        ("{{so: ho_so 2023 dau-do}}", "Không có địa bàn nào mang mã “dau-do”."),
    ],
)
def test_what_can_never_be_a_figure_is_wrong(home, files, written, sentence):
    assert sentences(f"Đạt {written}.") == [(written, sentence, True)]


def test_what_is_not_public_is_said_alike_whatever_is_prepared(home, files):
    text = "Đạt {{so: ho_so 2023}}."
    expected = [("{{so: ho_so 2023}}", NOT_PUBLIC, False)]
    assert sentences(text) == expected

    embargoed = ObservationFactory(indicator=files, area=home, value="41.7")
    assert sentences(text) == expected
    publish(embargoed.release, timezone.now() + timedelta(days=1))
    assert sentences(text) == expected


def test_a_withdrawn_figure(home, files):
    published_figure(indicator=files, area=home)
    withdrawal = ReleaseFactory()
    key = dict(indicator=files, area=home, value=None, obs_status="withdrawn")
    ObservationFactory(release=withdrawal, **key)
    publish(withdrawal, datetime(2021, 1, 1, tzinfo=UTC))
    assert sentences("{{so: ho_so 2023}}") == [
        (
            "{{so: ho_so 2023}}",
            "Hồ sơ, năm 2023: số đã bị rút. Người đọc thấy “số đã rút”.",
            False,
        )
    ]


def test_two_own_areas_have_the_figure(home, files):
    new = HomeAreaFactory(position=1, area__code="moi", area__name="Hải Phòng mới").area
    published_figures(
        dict(indicator=files, area=home, value="90.7"), dict(indicator=files, area=new, value="88")
    )
    assert [each.sentence for each in remarks_on("{{so: ho_so 2023}} {{so: ho_so 2023 cu}}")] == [
        "Có 2 số của các địa bàn của cổng: Hải Phòng cũ (cu) 90,7%; Hải Phòng mới (moi) 88%. "
        "Bài đang hiện số của Hải Phòng mới (moi); ghi mã địa bàn sau kỳ cho rõ."
    ]


def test_only_another_area_has_the_figure(home, files):
    published_figure(indicator=files, area=AreaFactory(code="dien-dan-2023"))
    assert remarks_on("{{so: ho_so 2023}}") == [
        Remark(
            "{{so: ho_so 2023}}",
            "Các địa bàn của cổng không có số này, nhưng địa bàn sau thì có: dien-dan-2023. "
            "Ghi mã địa bàn sau kỳ.",
        )
    ]


def test_a_long_text_takes_few_queries(home, files, django_assert_num_queries):
    text = " ".join(f"{{{{so: ho_so {year}}}}} {{{{so: khac {year}}}}}" for year in range(50))
    with django_assert_num_queries(4):
        remarks_on(text)
    with django_assert_num_queries(0):
        remarks_on("Không có số nào.")


@pytest.mark.usefixtures("city")
def test_every_reference_of_the_report_of_2023_leads_to_one_figure():
    body = Report.objects.get(slug="ket-qua-dien-dan-2023").body
    assert remarks_on(body) == []
    assert (len(find_references(body)), set(resolve(body))) == (16, set(find_references(body)))
