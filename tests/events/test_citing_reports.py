"""What the checklist of a withdrawal says of public reports."""

import pytest

from metrics.checklist import check
from metrics.models import Release
from tests.factories import (
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    ReportFactory,
    published_figures,
)

pytestmark = pytest.mark.django_db
CITED = "Sẽ rút, nhưng báo cáo công khai “Kết quả 100%” đang dẫn: Hồ sơ, Hải Phòng, năm 2023."


@pytest.fixture
def withdrawal():
    """A draft that withdraws the figure of 2023 alone; 2024 stays."""
    files = IndicatorFactory(code="ho_so", name="Hồ sơ")
    home = HomeAreaFactory(area__code="hai-phong", area__name="Hải Phòng").area
    keys = [dict(indicator=files, area=home, period=each) for each in ("2023", "2024")]
    published_figures(*keys)
    release = ReleaseFactory(reason=Release.Reason.WITHDRAWAL, note="Nguồn đã đính chính.")
    ObservationFactory(release=release, value=None, obs_status="withdrawn", **keys[0])
    return release


@pytest.mark.parametrize(
    ("body", "warnings"),
    [
        ("Đạt {{so: ho_so 2023}}, {{so: ho_so 2023 hai-phong}}.", [CITED]),
        ("Đạt {{so:ho_so 2023}}.", [CITED]),
        ("Đạt {{so: ho_so 2024}}.", []),
        ("Đạt {{so: ho_so 2023 noi-khac}}.", []),
    ],
)
def test_a_withdrawal_names_the_reports_that_cite_the_figure(withdrawal, body, warnings):
    ReportFactory(title="Kết quả 100%", body=body)
    assert check(withdrawal).warnings == warnings


def test_a_report_that_is_not_public_is_not_named(withdrawal):
    ReportFactory(body="Đạt {{so: ho_so 2023}}.", is_published=False)
    assert check(withdrawal).warnings == []


def test_queries_do_not_grow_with_the_reports(withdrawal, django_assert_num_queries):
    from events.citing_reports import warn_of_reports

    gone = list(withdrawal.observations.with_labels())
    ReportFactory.create_batch(5, body="Đạt {{so: ho_so 2023}}.")
    with django_assert_num_queries(2):
        assert len(list(warn_of_reports(gone))) == 5
