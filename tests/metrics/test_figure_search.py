"""The search for figures to refer to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from metrics.figure_search import SHOWN, FoundFigure, search_figures
from metrics.references import Reference, resolve
from tests.factories import (
    AreaFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    publish,
    published_figure,
    published_figures,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return HomeAreaFactory(position=2, area__code="cu", area__name="Hải Phòng cũ").area


@pytest.fixture
def files():
    return IndicatorFactory(code="ho_so", slug="ho-so", name="Tỷ lệ hồ sơ", unit__symbol="%")


@pytest.fixture
def figures(home, files):
    forum = AreaFactory(code="dien-dan-2023", name="Diễn đàn 2023")
    visits = IndicatorFactory(code="khach", name="Lượt khách", unit__symbol="", unit__noun="khách")
    return published_figures(
        dict(indicator=files, area=home, period="2022", value="20"),
        dict(indicator=files, area=home, period="2023", value="90.7"),
        dict(indicator=files, area=home, period="2023-Q4", value="91"),
        dict(indicator=visits, area=forum, period="2023-12-27", value="1000", comparator="ge"),
    )


def references(question):
    return [each.reference for each in search_figures(question)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("ty le ho so 2022", ["{{so: ho_so 2022}}"]),
        ("hồ sơ", ["{{so: ho_so 2023}}", "{{so: ho_so 2023-Q4}}", "{{so: ho_so 2022}}"]),
        ("ho_so", ["{{so: ho_so 2023}}", "{{so: ho_so 2023-Q4}}", "{{so: ho_so 2022}}"]),
        ("quý IV/2023 hồ sơ", ["{{so: ho_so 2023-Q4}}"]),
        ("ho so quy 4 2023", ["{{so: ho_so 2023-Q4}}"]),
        ("2023-Q4", ["{{so: ho_so 2023-Q4}}"]),
        ("khach dien dan", ["{{so: khach 2023-12-27 dien-dan-2023}}"]),
        ("27/12/2023", ["{{so: khach 2023-12-27 dien-dan-2023}}"]),
        ("90,7", ["{{so: ho_so 2023}}"]),
        ("hò sơ", []),
        ("", []),
        ("   \0 ", []),
        ("năm 2019", []),
    ],
)
def test_by_name_period_area_or_value(figures, question, expected):
    assert references(question) == expected


def test_what_is_told_of_a_figure(figures):
    [found] = search_figures("khach")
    assert found == FoundFigure(
        reference="{{so: khach 2023-12-27 dien-dan-2023}}",
        name="Lượt khách, ngày 27/12/2023",
        area="Diễn đàn 2023",
        text="hơn 1.000 khách",
        badge=found.badge,
        url=figures[3].get_absolute_url(),
    )
    assert (found.badge.shape, found.badge.text) == ("published", "Đã công bố")


def test_a_reference_can_mean_no_other_figure(home, files):
    new = HomeAreaFactory(position=1, area__code="moi").area
    own, other = published_figures(
        dict(indicator=files, area=home), dict(indicator=files, area=new)
    )
    assert references("ho so") == ["{{so: ho_so 2023 moi}}", "{{so: ho_so 2023 cu}}"]
    assert resolve(" ".join(references("ho so"))) == {
        Reference("ho_so", "2023", "moi"): other,
        Reference("ho_so", "2023", "cu"): own,
    }


def test_what_is_not_public_is_not_found(home, files):
    ObservationFactory(indicator=files, area=home, period="2024", value="41.7")
    embargoed = ObservationFactory(indicator=files, area=home, value="41.7")
    publish(embargoed.release, timezone.now() + timedelta(days=1))
    published_figure(indicator=files, area=home, kind="target", period="2025")
    assert [references(each) for each in ("ho so", "41,7", "2023", "2025")] == [[]] * 4


@pytest.mark.parametrize("count", [1, 40])
def test_queries(home, files, count, django_assert_num_queries):
    years = [dict(indicator=files, area=home, period=str(1980 + each)) for each in range(count)]
    published_figures(*years)
    with django_assert_num_queries(3):
        found = search_figures("ho so")
    assert len(found) == min(count, SHOWN + 1)
