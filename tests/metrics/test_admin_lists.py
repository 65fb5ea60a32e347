"""Lists at the desk: what they find, what they refuse, how much they ask."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from tests.desk import FIGURES
from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    published_figure,
    submitted,
)
from tests.words import words_of

pytestmark = pytest.mark.django_db


class TestSearch:
    @pytest.mark.parametrize("typed", ["ho so", "HỒ SƠ", "hồ  sơ 2023", "so ho hai-phong"])
    def test_figures_are_found_without_accents(self, staff, typed):
        area = AreaFactory(code="hai-phong")
        indicator = IndicatorFactory(name="Hồ sơ trực tuyến")
        found = ObservationFactory(indicator=indicator, area=area, period="2023")
        ObservationFactory(indicator__name="Thanh toán")
        response = staff.get(FIGURES, {"q": typed})
        assert list(response.context["cl"].result_list) == [found]

    @pytest.mark.parametrize("typed", ["Đính chính tháng", "dinh thang", "bo-7f"])
    def test_releases_are_found_by_title_and_address(self, staff, typed):
        found = ReleaseFactory(title="Đính chính tháng 3", slug="bo-7f")
        ReleaseFactory(title="Số liệu quý IV", slug="quy-iv")
        response = staff.get("/admin/metrics/release/", {"q": typed})
        assert list(response.context["cl"].result_list) == [found]

    def test_sources_are_found_in_the_select(self, staff):
        source = SourceFactory(title="Báo Hải Phòng")
        SourceFactory(title="Báo Đầu tư")
        question = {"app_label": "metrics", "model_name": "citation", "field_name": "source"}
        answer = staff.get(reverse("admin:autocomplete"), question | {"term": "hai phong"}).json()
        assert answer["results"] == [{"id": str(source.pk), "text": "Báo Hải Phòng"}]

    def test_the_select_offers_first_what_begins_with_the_words(self, staff):
        names = ["Mục tiêu tỷ lệ hồ sơ trực tuyến", "Tỷ lệ hồ sơ trực tuyến toàn trình"]
        for name in [*names, "Tỷ lệ hồ sơ trực tuyến"]:
            IndicatorFactory(name=name)
        question = {"app_label": "metrics", "model_name": "observation", "field_name": "indicator"}
        question["term"] = "ty le ho so truc tuyen"
        answer = staff.get(reverse("admin:autocomplete"), question).json()
        assert [each["text"] for each in answer["results"]] == [
            "Tỷ lệ hồ sơ trực tuyến",
            "Tỷ lệ hồ sơ trực tuyến toàn trình",
            "Mục tiêu tỷ lệ hồ sơ trực tuyến",
        ]

    def test_areas_are_found_by_name_and_code(self, staff):
        area = AreaFactory(code="hai-phong-2025-06", name="Hải Phòng (đến 30/6/2025)")
        AreaFactory(code="hai-phong-2025-07", name="Hải Phòng")
        question = {"app_label": "metrics", "model_name": "observation", "field_name": "area"}
        for term in ("den 30", "hai-phong-2025-06"):
            answer = staff.get(reverse("admin:autocomplete"), question | {"term": term}).json()
            assert [each["id"] for each in answer["results"]] == [str(area.pk)]

    def test_a_nul_in_the_select_finds_nothing_worse(self, staff):
        question = {"app_label": "metrics", "model_name": "citation", "field_name": "source"}
        answer = staff.get(reverse("admin:autocomplete"), question | {"term": "\0"})
        assert answer.status_code == HTTPStatus.OK


class TestAbsurdAddresses:
    @pytest.mark.parametrize(
        ("records", "query"),
        [
            ("forum_portal/user", "date_joined__year=99999999"),
            ("forum_portal/user", "username__regex=((("),
            ("forum_portal/user", "password__startswith=md5"),
            ("forum_portal/user", "id__in=abc"),
            ("metrics/observation", "value__gt=1e999999"),
            ("metrics/observation", "release__published_at__year=99999999"),
            ("metrics/observation", "state=%00"),
            ("metrics/observation", "q=%00"),
            ("metrics/release", "reason__exact=%00"),
            ("metrics/release", "slug__regex=((("),
            ("metrics/source", "_to_field=title"),
        ],
    )
    def test_a_lookup_of_ones_own_is_a_400(self, staff, records, query):
        response = staff.get(f"/admin/{records}/?{query}")
        assert response.status_code == HTTPStatus.BAD_REQUEST

    @pytest.mark.parametrize(
        "query",
        [
            "p=99999999999999999999",
            "p=-1",
            "release__id__exact=abc",
            "indicator__id__exact=" + "9" * 5000,
            "e=1",
        ],
    )
    def test_values_out_of_reach_lead_back_to_the_list(self, staff, query):
        ObservationFactory()
        response = staff.get(f"{FIGURES}?{query}", follow=True)
        assert response.status_code == HTTPStatus.OK

    @pytest.mark.parametrize(
        "query", ["o=99.x.-7", "q=%22", "state=none", "release__id__exact=" + "9" * 25]
    )
    def test_the_rest_is_ignored(self, staff, query):
        ObservationFactory()
        assert staff.get(f"{FIGURES}?{query}", follow=True).status_code == HTTPStatus.OK

    @pytest.mark.parametrize("pk", ["abc", "0", "99999999999999999999"])
    def test_an_unknown_record_is_not_found(self, staff, pk):
        assert staff.get(f"{FIGURES}{pk}/change/").status_code == HTTPStatus.NOT_FOUND

    @pytest.mark.parametrize("name", ["correct", "withdraw"])
    def test_an_unknown_figure_has_no_correction(self, staff, name):
        addresses = [f"{FIGURES}{pk}/{name}/" for pk in ("0", "9" * 25)]
        assert [staff.get(address).status_code for address in addresses] == [404, 404]


class TestState:
    """The list of figures says how sure a public one is, and of another that it is not public."""

    def state(self, staff):
        row = staff.get(FIGURES).text.split('class="field-state')[1].split("</td>")[0]
        return words_of(row.split(">", 1)[1])

    def test_of_a_public_figure(self, staff):
        published_figure()
        assert self.state(staff) == "Đã công bố"

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({}, "Chưa công khai: bản thảo"),
            ({"obs_status": "E"}, "Chưa công khai: bản thảo Ước tính"),
            ({"obs_status": "withdrawn", "value": None}, "Chưa công khai: bản thảo Rút số liệu"),
        ],
    )
    def test_of_a_draft(self, staff, changes, said):
        ObservationFactory(**changes)
        assert self.state(staff) == said

    def test_of_what_waits_for_approval(self, staff):
        submitted(CitationFactory(source__url="https://bao.example/1").release)
        assert self.state(staff) == "Chưa công khai: chờ duyệt"


def rows(kind, count):
    """Fill the list that is counted with `count` records, each with its relations."""
    for _ in range(count):
        match kind:
            case "observation":
                citation = CitationFactory()
                CitationFactory(observation=citation.observation)
            case "release":
                ObservationFactory()
            case "indicator":
                IndicatorFactory()
            case "source":
                CitationFactory()
            case "area":
                AreaFactory(parent=AreaFactory())


# Session, user and the portal's name; count and rows; then filters and what is fetched with rows.
QUERIES = {"observation": 8, "release": 5, "indicator": 6, "source": 5, "area": 5}


@pytest.mark.parametrize("kind", QUERIES)
@pytest.mark.parametrize("count", [1, 30])
def test_a_list_asks_the_same_whatever_its_length(staff, kind, count, django_assert_num_queries):
    rows(kind, count)
    with django_assert_num_queries(QUERIES[kind]):
        staff.get(f"/admin/metrics/{kind}/")
