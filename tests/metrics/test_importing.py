"""The tables of figures: what is read, what is refused, and what becomes public when."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from forum_portal.importing.tables import parse
from metrics.bounds import out_of_bounds
from metrics.importing.figures import OBSERVATIONS
from metrics.models import Break, Citation, Observation, Panel, Release, Unit
from tests.city import FIGURE, City
from tests.factories import ReleaseFactory, publish

pytestmark = pytest.mark.django_db

CORRECTION = {
    "slug": "dinh-chinh",
    "title": "Đính chính",
    "reason": "error_correction",
    "published_at": "2024-02-01T07:00:00+07:00",
}


@pytest.fixture
def city(tmp_path):
    return City(tmp_path)


def figures():
    """(release, indicator, kind, value) of every version, in the order of publication."""
    versions = Observation.objects.order_by("release__published_at", "pk")
    return list(versions.values_list("release__slug", "indicator__code", "kind", "value"))


def test_parse_takes_numbered_rows_whatever_they_come_from():
    parsed = parse(
        OBSERVATIONS,
        [
            (5, FIGURE | {"period": "2023-H1", "value": " 956000 ", "comparator": "ge"}),
            (6, FIGURE | {"period": "2023-13", "value": ""}),
        ],
    )

    assert [(row.line, row.key) for row in parsed.rows] == [
        (5, "dau/ho_so_pct/cu/observed//2023-S1")
    ]
    assert parsed.rows[0].values == FIGURE | {
        "kind": "observed",
        "obs_status": "A",
        "period": "2023-S1",
        "value": Decimal("956000"),
        "comparator": "ge",
    }
    assert list(map(str, parsed.problems)) == [
        "observations.csv, dòng 6, cột period: “2023-13” “2023-13” không có trong lịch."
    ]


def test_figures_citations_breaks_and_panels(city):
    city.load()

    assert figures() == [
        ("dau", "ho_so_pct", "observed", Decimal("90.7")),
        ("dau", "dti_rank", "observed", Decimal("8")),
        ("dau", "ho_so_pct", "target", Decimal("80")),
    ]
    target = Observation.objects.targets().get()
    assert (target.instrument.slug, target.comparator, target.frequency) == ("ke-hoach", "ge", "A")
    assert sorted(Citation.objects.values_list("observation__kind", "source__slug", "printed")) == [
        ("observed", "bai-bao", ""),
        ("observed", "bai-bao", "90,7%"),
        ("target", "ke-hoach", ""),
    ]
    assert list(Break.objects.values_list("area__code", "period", "starts_on")) == [
        ("moi", "2025-S2", datetime(2025, 7, 1).date())
    ]
    panel = Panel.objects.get()
    assert [place.indicator.code for place in panel.panel_indicators.all()] == [
        "dti_rank",
        "ho_so_pct",
    ]
    assert sorted(area.code for area in panel.areas.all()) == ["cu", "moi"]
    assert (panel.width, panel.period_from) == (6, "2021")


@pytest.mark.parametrize(
    ("file", "place", "cells", "wanted"),
    [
        (
            "observations",
            0,
            {"value": "956.000"},
            "observations.csv, dòng 2, cột value: “956.000” Hàng nghìn hay phần thập phân? Viết "
            "hàng nghìn không có dấu ngăn; phần thập phân thì thêm một số 0 ở cuối.",
        ),
        (
            "observations",
            0,
            {"value": "1,700"},
            "observations.csv, dòng 2, cột value: “1,700” Hàng nghìn hay phần thập phân? Viết "
            "hàng nghìn không có dấu ngăn; phần thập phân thì thêm một số 0 ở cuối.",
        ),
        (
            "observations",
            0,
            {"value": "NaN"},
            "observations.csv, dòng 2, cột value: “NaN” Đây không phải số viết với dấu chấm thập "
            "phân như 956000 hoặc 90.7.",
        ),
        (
            "observations",
            0,
            {"value": ""},
            "observations.csv, dòng 2, cột value: Ghi giá trị, hoặc ghi tình trạng cho biết vì "
            "sao không có.",
        ),
        (
            "observations",
            0,
            {"instrument": "ke-hoach"},
            "observations.csv, dòng 2, cột instrument: “ke-hoach” Chỉ mục tiêu mới ghi văn bản "
            "đặt ra nó.",
        ),
        (
            "observations",
            0,
            {"denominator": "0"},
            "observations.csv, dòng 2, cột denominator: “0” Mẫu số phải lớn hơn 0.",
        ),
        (
            "observations",
            1,
            {"value": "64"},
            "observations.csv, dòng 3, cột out_of: “63” Thứ hạng lớn hơn số đơn vị được xếp hạng.",
        ),
        (
            "observations",
            1,
            {"indicator": "dti"},
            "observations.csv, dòng 3, cột indicator: “dti” "
            "Không có “dti” trong indicators.csv cũng như trên cổng.",
        ),
        (
            "observations",
            1,
            {"period": "quý 4"},
            "observations.csv, dòng 3, cột period: “quý 4” “quý 4” không phải là kỳ viết như 2023 "
            "hoặc 2023-Q4.",
        ),
        (
            "observations",
            1,
            {"comparator": ">"},
            "observations.csv, dòng 3, cột comparator: “>” Ghi một trong các mã: eq, ge, gt, le, "
            "lt, approx.",
        ),
        (
            "observations",
            1,
            {"indicator": "ho_so_pct"},
            "observations.csv, dòng 3, cột period: “2023” Trùng với dòng 2.",
        ),
        (
            "citations",
            0,
            {"period": "2022"},
            "citations.csv, dòng 2, cột period: “2022” Không có số liệu này để dẫn nguồn: "
            "dau/ho_so_pct/cu/observed//2022.",
        ),
        (
            "citations",
            0,
            {"source": "bao"},
            "citations.csv, dòng 2, cột source: “bao” "
            "Không có “bao” trong sources.csv cũng như trên cổng.",
        ),
        (
            "releases",
            0,
            {"published_at": "2024-01-01"},
            "releases.csv, dòng 2, cột published_at: “2024-01-01” Đây không phải thời điểm viết "
            "như 2026-11-22T07:00:00+07:00.",
        ),
        (
            "indicators",
            0,
            {"sentence": "của hồ sơ"},
            "indicators.csv, dòng 2, cột sentence: “của hồ sơ” "
            "Câu cần có {value} ở chỗ của con số.",
        ),
        (
            "indicators",
            0,
            {"sentence": "{nam} đạt {value}"},
            "indicators.csv, dòng 2, cột sentence: “{nam} đạt {value}” Trong câu chỉ ghi {value} "
            "một lần cho con số và {area} cho tên địa bàn; cổng không thay được “{nam}”.",
        ),
        (
            "units",
            0,
            {"lowest": "100"},
            "units.csv, dòng 2, cột highest: “100” "
            "Giá trị cao nhất phải lớn hơn giá trị thấp nhất.",
        ),
        (
            "areas",
            1,
            {"valid_to": "2025-06-30"},
            "areas.csv, dòng 3, cột valid_to: “2025-06-30” Ngày cuối nằm trước ngày đầu.",
        ),
        (
            "sources",
            1,
            {"legal_number": ""},
            "sources.csv, dòng 3, cột title: Cho biết tên, số hiệu, nơi công bố hoặc địa chỉ.",
        ),
        (
            "breaks",
            0,
            {"area": ""},
            "breaks.csv, dòng 2, cột indicator: Chọn một chỉ số, một địa bàn hoặc cả hai.",
        ),
        (
            "panels",
            0,
            {"indicators": "dti_rank;xyz"},
            "panels.csv, dòng 2, cột indicators: “dti_rank;xyz” "
            "Không có “xyz” trong indicators.csv cũng như trên cổng.",
        ),
        (
            "panels",
            0,
            {"width": "5"},
            "panels.csv, dòng 2, cột width: “5” Ghi một trong các mã: 2, 3, 4, 6.",
        ),
        (
            "dashboards",
            0,
            {"is_published": "x"},
            "dashboards.csv, dòng 2, cột is_published: “x” Ghi true hoặc false.",
        ),
    ],
)
def test_refusals(city, file, place, cells, wanted):
    city.change(file, place, **cells)
    if file == "observations":  # without what would miss the figure that is refused
        city.rows |= {"citations": [], "reports": []}

    assert city.problems() == [wanted]
    assert not Release.objects.exists()


def test_a_value_lies_within_its_unit(city):
    city.change("observations", 0, value="100.5")

    why = out_of_bounds(Decimal("100.5"), Unit(kind="share", highest=100))
    assert city.problems() == [f"observations.csv, dòng 2, cột value: “100.5” {why}"]


def test_home_areas_need_the_settings(city):
    city.only("areas", "home_areas")

    assert city.problems() == [
        f"home_areas.csv, dòng {line}, cột area: “{area}” Cổng chưa có thông tin chung: cần tệp "
        "settings.csv trước."
        for line, area in ((2, "moi"), (3, "cu"))
    ]


# The public record


def test_a_public_figure_that_differs_is_refused_with_both_values(city):
    city.load()
    city.change("observations", 0, value="91.2", comment="Số mới")

    assert city.problems() == [
        "observations.csv, dòng 2, cột value: “91.2” Đã công bố “90.7”, trong tệp là “91.2”. Điều "
        "đã công khai giữ nguyên; hãy ghi giá trị mới vào một lần phát hành đính chính.",
        "observations.csv, dòng 2, cột comment: “Số mới” Đã công bố “”, trong tệp là “Số mới”. "
        "Điều đã công khai giữ nguyên; hãy ghi giá trị mới vào một lần phát hành đính chính.",
    ]
    assert figures()[0] == ("dau", "ho_so_pct", "observed", Decimal("90.7"))


def test_a_public_citation_that_differs_is_refused(city):
    city.load()
    city.change("citations", 0, stance="rounds")

    assert city.problems() == [
        "citations.csv, dòng 2, cột stance: “rounds” Đã công bố “states”, trong tệp là “rounds”. "
        "Điều đã công khai giữ nguyên; hãy ghi giá trị mới vào một lần phát hành đính chính.",
    ]


def test_a_public_release_takes_no_new_rows(city):
    city.load()
    city.add("observations", **FIGURE | {"period": "2022", "value": "60.2"})
    city.add("citations", **FIGURE | {"period": "2022", "source": "bai-bao"})

    sentence = (
        "cột release: “dau” Lần phát hành “dau” đã công khai, không nhận thêm số liệu; hãy thêm "
        "một lần phát hành mới."
    )
    assert city.problems() == [
        f"observations.csv, dòng 5, {sentence}",
        f"citations.csv, dòng 5, {sentence}",
    ]


@pytest.mark.parametrize("value_of_the_first_row", ["90.7", "91.2"])
def test_a_correction_carries_the_new_value(city, value_of_the_first_row):
    city.load()
    city.change("observations", 0, value=value_of_the_first_row)
    city.add("releases", **CORRECTION)
    city.add("observations", **FIGURE | {"release": "dinh-chinh", "value": "91.2"})
    city.add("citations", **FIGURE | {"release": "dinh-chinh", "source": "ke-hoach"})

    assert city.load() == [
        "releases.csv: thêm 1 dòng",
        "observations.csv: thêm 1 dòng",
        "citations.csv: thêm 1 dòng",
    ]
    assert city.load() == ["Không có gì mới."]
    versions = Observation.objects.observed().filter(indicator__code="ho_so_pct")
    assert list(versions.order_by("pk").values_list("release__slug", "value")) == [
        ("dau", Decimal("90.7")),
        ("dinh-chinh", Decimal("91.2")),
    ]
    assert versions.current().get().value == Decimal("91.2")
    assert versions.current().get().citations.get().source.slug == "ke-hoach"


def test_a_planned_release_may_repeat_a_figure_but_not_change_it(city):
    city.load()
    city.add("releases", **CORRECTION | {"reason": "planned"})
    city.add("observations", **FIGURE | {"release": "dinh-chinh", "value": "91.2"})

    assert city.problems() == [
        "observations.csv, dòng 5, cột value: “91.2” Số này đã công bố là 90.7, ở đây thành 91.2: "
        "lần phát hành phải ghi lý do khác “planned”."
    ]
    city.change("observations", 3, value="90.70")
    city.add("citations", **FIGURE | {"release": "dinh-chinh", "source": "ke-hoach"})
    assert city.load() == [
        "releases.csv: thêm 1 dòng",
        "observations.csv: thêm 1 dòng",
        "citations.csv: thêm 1 dòng",
    ]


def test_a_later_release_may_cite_an_older_figure(city):
    city.load()
    city.add("releases", **CORRECTION | {"reason": "planned"})
    city.add("citations", **FIGURE | {"release": "dinh-chinh", "source": "ke-hoach"})

    assert city.load() == ["releases.csv: thêm 1 dòng", "citations.csv: thêm 1 dòng"]
    citation = Citation.objects.get(release__slug="dinh-chinh")
    assert citation.observation.release.slug == "dau"
    assert city.load() == ["Không có gì mới."]


def test_releases_become_public_in_their_own_order(city):
    city.add("releases", slug="thu-ba", title="Ba", published_at="2024-03-01T07:00:00+07:00")
    city.add("releases", **CORRECTION)
    for release in ("thu-ba", "dinh-chinh"):
        figure = FIGURE | {"period": "2022", "release": release}
        city.add("observations", **figure, value="60")
        city.add("citations", **figure, source="bai-bao")

    city.load()

    assert list(Release.objects.public().order_by("published_at").values_list("slug")) == [
        ("dau",),
        ("dinh-chinh",),
        ("thu-ba",),
    ]


DRAFT = FIGURE | {"release": "nhap", "period": "2022"}


@pytest.fixture
def to_come(city):
    """A city whose one release has its moment tomorrow, and a draft with a figure of 2022."""
    tomorrow = timezone.now().replace(microsecond=0) + timedelta(days=1)
    city.change("releases", 0, published_at=tomorrow.isoformat())
    city.add("releases", slug="nhap", title="Nháp")
    city.add("observations", **DRAFT | {"value": "60.2"})
    city.load()
    return city


def test_drafts_and_scheduled_releases_stay_so(to_come):
    dated = Release.objects.get(slug="dau")
    assert (dated.state, dated.published_at.isoformat()) == (
        Release.State.APPROVED,
        to_come.rows["releases"][0]["published_at"],
    )
    draft = Release.objects.get(slug="nhap")
    assert (draft.state, draft.published_at) == (Release.State.DRAFT, None)
    assert not Observation.objects.public().exists()


def test_a_draft_takes_more_and_its_figures_are_left_as_staff_have_them(to_come):
    to_come.change("observations", 3, value="1")
    to_come.add("observations", **DRAFT | {"period": "2021", "value": "20"})
    assert to_come.load() == ["observations.csv: thêm 1 dòng"]
    values = Observation.objects.filter(release__slug="nhap").values_list("period", "value")
    assert dict(values) == {"2022": Decimal("60.2"), "2021": Decimal("20")}


@pytest.mark.parametrize("state", ["approved", "in_review"])
def test_what_is_no_draft_any_more_takes_nothing(to_come, state):
    release = "dau" if state == "approved" else "nhap"
    Release.objects.filter(slug="nhap").update(state="in_review")
    figure = FIGURE | {"release": release, "period": "2020"}
    to_come.add("observations", **figure, value="10")
    to_come.add("citations", **figure, source="bai-bao")

    sentence = (
        f"cột release: “{release}” Lần phát hành “{release}” không còn là bản thảo, không nhận "
        "thêm số liệu."
    )
    assert to_come.problems() == [
        f"observations.csv, dòng 6, {sentence}",
        f"citations.csv, dòng 5, {sentence}",
    ]


class TestSources:
    SENTENCE = (
        "Lần phát hành đã ghi ngày công khai mà số này chưa có nguồn: hãy thêm một dòng vào "
        "citations.csv."
    )

    def test_a_figure_of_a_dated_release_has_one(self, city):
        city.rows["citations"].pop(0)
        city.add("observations", **FIGURE | {"period": "2022", "value": "60.2"})

        assert city.problems() == [
            f"observations.csv, dòng {line}: {self.SENTENCE}" for line in (2, 5)
        ]
        assert not Release.objects.exists()

    def test_one_of_a_scheduled_release_too(self, city):
        city.change("releases", 0, published_at="2999-01-01T07:00:00+07:00")
        city.rows["citations"].pop(0)

        assert city.problems() == [f"observations.csv, dòng 2: {self.SENTENCE}"]

    def test_a_later_release_does_not_stand_in(self, city):
        city.add("releases", **CORRECTION | {"reason": "planned"})
        city.rows["citations"][0] |= {"release": "dinh-chinh"}

        assert city.problems() == [f"observations.csv, dòng 2: {self.SENTENCE}"]

    def test_what_is_withdrawn_or_a_draft_needs_none(self, city):
        city.change("observations", 0, value="", obs_status="withdrawn")
        city.rows["citations"].pop(0)
        city.add("releases", slug="nhap", title="Nháp")
        city.add("observations", **DRAFT | {"value": "60.2"})
        city.rows["reports"] = []

        city.load()
        assert Observation.objects.count() == 4


def test_nothing_becomes_public_before_what_is_public_already(city):
    publish(ReleaseFactory(slug="cua-co-quan"), datetime(2024, 5, 1, 3, tzinfo=UTC))
    city.add("releases", **CORRECTION | {"published_at": "2024-06-01T07:00:00+07:00"})
    city.add("releases", slug="cung-luc", title="C", published_at="2024-06-01T07:00:00+07:00")

    assert city.problems() == [
        "releases.csv, dòng 2, cột published_at: “2024-01-01T07:00:00+07:00” Đã có lần phát hành "
        "công khai ngày 1/5/2024; lần này phải sau lần đó.",
        "releases.csv, dòng 4, cột published_at: “2024-06-01T07:00:00+07:00” Lần phát hành ở dòng "
        "3 cũng công khai đúng lúc này.",
    ]
