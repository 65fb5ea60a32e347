"""The editors' desk for figures: what is drafted may be edited, what is public is looked at."""

from datetime import timedelta
from decimal import Decimal
from http import HTTPStatus

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertRedirects

from forum_portal.models import PortalSettings
from metrics.models import Citation, Observation, Release, Source
from tests.factories import (
    AreaFactory,
    CitationFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    PanelFactory,
    PanelIndicatorFactory,
    PortalSettingsFactory,
    ReleaseFactory,
    SourceFactory,
    UnitFactory,
    UserFactory,
    published_figure,
)

pytestmark = pytest.mark.django_db

RELEASES = "/admin/metrics/release/"
FIGURES = "/admin/metrics/observation/"


@pytest.fixture
def staff(client):
    """A browser in which an administrator is logged in."""
    client.force_login(UserFactory(is_superuser=True))
    return client


def errors(response):
    """The errors of the page's form, field by field."""
    return dict(response.context["adminform"].form.errors)


def figure_form(**changes):
    """The fields of a new figure with one source; None leaves a field out."""
    values = {
        "release": "",
        "indicator": "",
        "area": "",
        "period": "2023",
        "kind": "observed",
        "instrument": "",
        "value": "90,7",
        "comparator": "eq",
        "obs_status": "A",
        "out_of": "",
        "numerator": "",
        "denominator": "",
        "comment": "",
        "comment_en": "",
        "citations-TOTAL_FORMS": 1,
        "citations-INITIAL_FORMS": 0,
        "citations-0-source": "",
        "citations-0-locator": "đoạn 8",
        "citations-0-printed": "90.7%",
        "citations-0-sentence": "Đạt 90.7%.",
        "citations-0-stance": "states",
        "citations-0-position": 1,
    } | changes
    return {name: value for name, value in values.items() if value is not None}


def without_citation(**changes):
    return figure_form(**{f"citations-0-{name}": "" for name in ("locator", "printed")}) | {
        "citations-TOTAL_FORMS": 0,
        **changes,
    }


class TestFirstPage:
    def test_lists_what_staff_do_in_the_order_of_their_work(self, staff):
        groups = staff.get("/admin/").context["app_list"]
        assert [(group["name"], [str(e["name"]) for e in group["models"]]) for group in groups] == [
            ("Số liệu", ["Lần phát hành", "Số liệu", "Chỉ số", "Nguồn", "Bảng số liệu"]),
            ("Diễn đàn", ["Diễn đàn", "Nhân vật", "Tổ chức", "Báo cáo"]),
            (
                "Thiết lập",
                ["Thiết lập của cổng", "Tài khoản", "Địa bàn", "Đơn vị tính", "Trụ cột"],
            ),
        ]

    def test_every_entry_says_what_it_is_for(self, staff):
        groups = staff.get("/admin/").context["app_list"]
        assert [e["name"] for group in groups for e in group["models"] if not e["purpose"]] == []

    def test_staff_without_rights_read_whom_to_ask(self, client):
        client.force_login(UserFactory())
        response = client.get("/admin/")
        assert response.context["app_list"] == []
        assert "Hãy hỏi người quản trị" in response.text

    def test_a_packages_own_page_leads_to_the_first_page(self, staff):
        assertRedirects(staff.get("/admin/metrics/"), "/admin/")


class TestDoor:
    def test_strangers_are_asked_to_log_in(self, client):
        figure = published_figure()
        for page in ["change", "correct", "withdraw"]:
            address = f"{FIGURES}{figure.pk}/{page}/"
            assertRedirects(client.get(address), f"/admin/login/?next={address}")

    def test_staff_without_rights_are_refused(self, client):
        figure, draft = published_figure(), CitationFactory().observation
        client.force_login(UserFactory())
        addresses = [
            FIGURES,
            f"{FIGURES}{figure.pk}/change/",
            f"{FIGURES}{figure.pk}/correct/",
            f"{FIGURES}{figure.pk}/withdraw/",
            f"{RELEASES}{draft.release.pk}/publish/",
        ]
        assert [client.get(address).status_code for address in addresses] == [403] * 5
        assert [client.post(address).status_code for address in addresses[2:]] == [403] * 3
        assert Observation.objects.public().count() == 1


class TestPublicFigure:
    def test_is_shown_without_any_field_to_edit(self, staff):
        figure = published_figure(value="90.7")
        response = staff.get(f"{FIGURES}{figure.pk}/change/")
        assert response.context["adminform"].form.fields == {}
        assert response.context["title"] == "Xem số liệu"

    def test_is_neither_changed_nor_deleted(self, staff):
        figure = published_figure(value="90.7")
        page = f"{FIGURES}{figure.pk}"
        changed = staff.post(f"{page}/change/", figure_form(value="1"))
        deleted = staff.post(f"{page}/delete/", {"post": "yes"})
        assert (changed.status_code, deleted.status_code) == (403, 403)
        figure.refresh_from_db()
        assert figure.value == Decimal("90.7")

    def test_its_release_is_neither_changed_nor_deleted(self, staff):
        release = published_figure().release
        changed = staff.post(f"{RELEASES}{release.pk}/change/", {"title": "Khác"})
        deleted = staff.post(f"{RELEASES}{release.pk}/delete/", {"post": "yes"})
        assert (changed.status_code, deleted.status_code) == (403, 403)
        assert "Số đã công khai không xóa được." in deleted.text

    def test_nothing_is_added_to_its_release(self, staff):
        figure = published_figure()
        form = figure_form(
            release=figure.release.pk, indicator=figure.indicator.pk, area=figure.area.pk
        )
        response = staff.post(f"{FIGURES}add/", form | {"period": "2024"})
        assert list(errors(response)) == ["release"]
        assert Observation.objects.count() == 1


class TestFirstFigure:
    @pytest.fixture
    def form(self):
        return figure_form(
            **{
                "release": ReleaseFactory().pk,
                "indicator": IndicatorFactory().pk,
                "area": AreaFactory().pk,
                "citations-0-source": SourceFactory().pk,
            }
        )

    def test_is_entered_with_its_source_in_one_form(self, staff, form):
        response = staff.post(f"{FIGURES}add/", form)
        assertRedirects(response, FIGURES)
        citation = Citation.objects.get()
        assert citation.observation.value == Decimal("90.7")
        assert citation.release == citation.observation.release
        assert (citation.locator, citation.printed) == ("đoạn 8", "90.7%")

    @pytest.mark.parametrize(
        ("typed", "value"),
        [("956.000", "956000"), ("0,7857", "0.7857"), ("1.234,5", "1234.5"), ("0", "0")],
    )
    def test_numbers_are_read_as_vietnamese(self, staff, form, typed, value):
        form["indicator"] = IndicatorFactory(unit=UnitFactory(kind="measure", highest=None)).pk
        staff.post(f"{FIGURES}add/", form | {"value": typed})
        assert Observation.objects.get().value == Decimal(value)

    @pytest.mark.parametrize(
        ("typed", "chosen", "value", "comparator"),
        [
            ("91,2 %", "eq", "91.2", "eq"),
            ("91,2%", "eq", "91.2", "eq"),
            ("hơn 90", "eq", "90", "ge"),
            ("Gần 90 %", "eq", "90", "lt"),
            ("gần 90", "lt", "90", "lt"),
            ("90", "approx", "90", "approx"),
        ],
    )
    def test_a_value_may_bring_its_word_and_unit(
        self, staff, form, typed, chosen, value, comparator
    ):
        staff.post(f"{FIGURES}add/", form | {"value": typed, "comparator": chosen})
        figure = Observation.objects.get()
        assert (figure.value, figure.comparator) == (Decimal(value), comparator)

    def test_another_unit_and_a_second_word_are_refused(self, staff, form):
        response = staff.post(f"{FIGURES}add/", form | {"value": "hơn 90 km", "comparator": "lt"})
        assert errors(response) == {
            "value": ["“km” không phải là đơn vị của chỉ số này. Hãy chỉ ghi số."],
            "comparator": ["Ô giá trị ghi “hơn”, ô so sánh chọn “gần”: hãy giữ một."],
        }

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("90.7", "Dấu chấm là dấu hàng nghìn. Hãy viết 90,7."),
            ("chín mươi", "“chín mươi” không phải là số viết như 956.000 hoặc 90,7."),
            ("9" * 400, "Số có quá nhiều chữ số."),
            ("NaN", "“NaN” không phải là số viết như 956.000 hoặc 90,7."),
            ("907", "Giá trị vượt 100, mức cao nhất của đơn vị."),
        ],
    )
    def test_a_wrong_number_gets_its_sentence_and_stays_typed(self, staff, form, typed, sentence):
        response = staff.post(f"{FIGURES}add/", form | {"value": typed})
        assert errors(response) == {"value": [sentence]}
        assert response.context["adminform"].form["value"].value() == typed
        assert Observation.objects.count() == 0

    @pytest.mark.parametrize(
        ("typed", "period"),
        [
            ("2023-H1", "2023-S1"),
            ("2023-q4", "2023-Q4"),
            ("2024-11", "2024-11"),
            ("6 tháng đầu năm 2024", "2024-S1"),
        ],
    )
    def test_periods_are_kept_in_one_spelling(self, staff, form, typed, period):
        staff.post(f"{FIGURES}add/", form | {"period": typed})
        assert Observation.objects.get().period == period

    @pytest.mark.parametrize("typed", ["2023-13", "quý 4", "2023-02-30"])
    def test_a_wrong_period_is_refused(self, staff, form, typed):
        assert list(errors(staff.post(f"{FIGURES}add/", form | {"period": typed}))) == ["period"]

    def test_the_same_figure_twice_in_a_release_is_refused(self, staff, form):
        staff.post(f"{FIGURES}add/", form)
        response = staff.post(f"{FIGURES}add/", form)
        assert errors(response) == {"__all__": ["Lần phát hành này đã có số liệu đó."]}

    def test_forged_choices_are_an_error_of_the_form(self, staff, form):
        forged = {"indicator": "abc", "area": "9" * 30, "citations-0-source": "-1"}
        response = staff.post(f"{FIGURES}add/", form | forged)
        assert response.status_code == HTTPStatus.OK
        assert sorted(errors(response)) == ["area", "indicator"]

    def test_nonsense_in_the_address_fills_nothing_in(self, staff):
        response = staff.get(f"{FIGURES}add/?release=abc&indicator=x&area=%00&period=%00")
        assert response.status_code == HTTPStatus.OK

    def test_a_source_may_come_later_in_a_draft(self, staff, form):
        staff.post(f"{FIGURES}add/", without_citation(**{k: form[k] for k in KEY}))
        assert Observation.objects.count() == 1

    def test_but_not_once_the_release_has_its_moment(self, staff, form):
        Release.objects.update(published_at=timezone.now() + timedelta(days=1))
        response = staff.post(f"{FIGURES}add/", without_citation(**{k: form[k] for k in KEY}))
        [formset] = response.context["inline_admin_formsets"]
        assert formset.formset.non_form_errors() == [
            "Lần phát hành này đã hẹn giờ: số liệu phải có nguồn."
        ]
        assert Observation.objects.count() == 0

    def test_moves_to_another_draft_with_its_source(self, staff):
        citation, other = CitationFactory(), ReleaseFactory()
        figure = citation.observation
        form = figure_form(
            **{
                "release": other.pk,
                "indicator": figure.indicator.pk,
                "area": figure.area.pk,
                "citations-INITIAL_FORMS": 1,
                "citations-0-id": citation.pk,
                "citations-0-observation": figure.pk,
                "citations-0-source": citation.source.pk,
            }
        )
        assertRedirects(staff.post(f"{FIGURES}{figure.pk}/change/", form), FIGURES)
        citation.refresh_from_db()
        assert (citation.release, citation.observation.release) == (other, other)


KEY = ("release", "indicator", "area")


class TestRelease:
    def form(self, **changes):
        values = {"title": "Số liệu quý IV", "reason": "planned", "title_en": "", "note": ""}
        moment = {"published_at_0": "", "published_at_1": "", "note_en": "", "slug": ""}
        return values | moment | changes

    def at(self, moment):
        local = timezone.localtime(moment)
        return {
            "published_at_0": local.strftime("%d/%m/%Y"),
            "published_at_1": local.strftime("%H:%M"),
        }

    def test_is_begun_as_a_draft_of_its_author(self, staff):
        assertRedirects(staff.post(f"{RELEASES}add/", self.form()), RELEASES)
        release = Release.objects.get()
        assert (release.slug, release.published_at) == ("so-lieu-quy-iv", None)
        assert release.author.username == staff.get("/admin/").context["user"].username

    def test_an_address_that_exists_is_refused(self, staff):
        ReleaseFactory(title="Số liệu quý IV")
        response = staff.post(f"{RELEASES}add/", self.form())
        assert list(errors(response)) == ["slug"]

    def test_a_title_without_letters_needs_an_address(self, staff):
        response = staff.post(f"{RELEASES}add/", self.form(title="!!!"))
        assert errors(response) == {"slug": ["Tên không có chữ cái để tạo địa chỉ: hãy tự điền."]}

    def test_is_scheduled_for_a_moment_to_come(self, staff):
        release = CitationFactory().observation.release
        moment = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
        staff.post(f"{RELEASES}{release.pk}/change/", self.form(**self.at(moment)))
        release.refresh_from_db()
        assert release.published_at == moment
        assert list(Observation.objects.public()) == []

    def test_is_not_scheduled_in_the_past(self, staff):
        release = CitationFactory().observation.release
        moment = timezone.now() - timedelta(days=2)
        response = staff.post(f"{RELEASES}{release.pk}/change/", self.form(**self.at(moment)))
        assert errors(response) == {
            "published_at": ["Thời điểm này đã qua. Hãy để trống rồi chọn “Công bố ngay”."]
        }

    def test_is_not_scheduled_before_it_is_ready(self, staff):
        release = ObservationFactory().release
        moment = timezone.now() + timedelta(days=2)
        response = staff.post(f"{RELEASES}{release.pk}/change/", self.form(**self.at(moment)))
        [problem] = errors(response)["published_at"]
        assert problem.startswith("Chưa có nguồn cho: ")

    def test_days_are_read_as_vietnamese(self, staff):
        release = CitationFactory().observation.release
        year = timezone.now().year + 1
        form = self.form(published_at_0=f"03/04/{year}", published_at_1="08:30")
        staff.post(f"{RELEASES}{release.pk}/change/", form)
        release.refresh_from_db()
        assert timezone.localtime(release.published_at).strftime("%Y-%m-%d %H:%M") == (
            f"{year}-04-03 08:30"
        )
        page = staff.get(f"{RELEASES}{release.pk}/change/").text
        assert f'value="03/04/{year}"' in page

    @pytest.mark.parametrize("typed", ["31/02/2030", "12/31/2030", "01/01/0001", "hôm nay"])
    def test_a_wrong_day_is_refused(self, staff, typed):
        form = self.form(published_at_0=typed, published_at_1="08:00")
        response = staff.post(f"{RELEASES}add/", form)
        assert list(errors(response)) == ["published_at"]

    def test_is_published_after_a_look_at_what_becomes_public(self, staff):
        figure = CitationFactory(observation__value="90.7").observation
        page = f"{RELEASES}{figure.release.pk}/publish/"
        shown = staff.get(page)
        assert shown.context["problems"] == []
        assert [str(text) for _, text in shown.context["figures"]] == ["90,7%"]
        response = staff.post(page)
        assertRedirects(response, f"{RELEASES}{figure.release.pk}/change/")
        assert list(Observation.objects.in_force()) == [figure]

    def test_what_is_not_ready_is_refused_with_its_sentences(self, staff):
        release = ReleaseFactory()
        response = staff.post(f"{RELEASES}{release.pk}/publish/")
        assert response.status_code == HTTPStatus.CONFLICT
        assert response.context["problems"] == ["Lần phát hành chưa có số liệu nào."]

    def test_is_published_once(self, staff):
        release = published_figure().release
        response = staff.post(f"{RELEASES}{release.pk}/publish/", follow=True)
        assert [str(m) for m in response.context["messages"]] == ["Lần phát hành này đã công khai."]


class TestDrafts:
    def test_a_figure_is_removed_with_its_citations(self, staff):
        citation, kept = CitationFactory(), CitationFactory()
        page = f"{FIGURES}{citation.observation.pk}/delete/"
        assert [str(each) for each in staff.get(page).context["protected"]] == []
        assertRedirects(staff.post(page, {"post": "yes"}), FIGURES)
        assert list(Citation.objects.all()) == [kept]
        assert list(Observation.objects.all()) == [kept.observation]

    def test_a_release_is_abandoned_with_its_figures(self, staff):
        release = CitationFactory().observation.release
        CitationFactory(observation__release=release)
        response = staff.post(f"{RELEASES}{release.pk}/delete/", {"post": "yes"})
        assertRedirects(response, RELEASES)
        assert [model.objects.count() for model in (Release, Observation, Citation)] == [0, 0, 0]

    def test_what_became_public_meanwhile_stays(self, staff, monkeypatch):
        figure = published_figure()
        monkeypatch.setattr("metrics.admin.record.is_public", lambda record: False)
        response = staff.post(f"{FIGURES}{figure.pk}/delete/", {"post": "yes"}, follow=True)
        assert [str(each) for each in response.context["messages"]] == [
            "Mục này đã công khai nên không lưu được. Hãy dùng Đính chính."
        ]
        assert list(Observation.objects.public()) == [figure]


class TestSaving:
    """What the database refuses is said on the form; nothing typed is lost."""

    def test_a_unit_of_public_figures_stays(self, staff):
        indicator = published_figure(indicator__name="Hồ sơ").indicator
        form = {
            "name": "Tên mới",
            "code": indicator.code,
            "pillar": indicator.pillar.pk,
            "unit": UnitFactory().pk,
            "frequency": "A",
            "direction": "none",
            "breaks-TOTAL_FORMS": 0,
            "breaks-INITIAL_FORMS": 0,
        }
        response = staff.post(f"/admin/metrics/indicator/{indicator.pk}/change/", form)
        assert errors(response) == {
            "__all__": [
                "Số liệu đã công khai hoặc đã hẹn giờ gọi mục này bằng mã, địa chỉ hoặc đơn vị "
                "tính của nó: các phần này phải giữ nguyên nên chưa lưu gì."
            ]
        }
        assert response.context["adminform"].form["name"].value() == "Tên mới"
        indicator.refresh_from_db()
        assert indicator.name == "Hồ sơ"

    def test_text_is_stored_in_one_form_so_that_doubles_are_seen(self, staff):
        SourceFactory(title="Đà Nẵng", slug="da-nang")
        decomposed = "\u0110a\u0300 Na\u0306\u0303ng"
        response = staff.post(
            "/admin/metrics/source/add/",
            {"kind": "article", "title": decomposed, "language": "vi"},
        )
        assert list(errors(response)) == ["slug"]
        assert Source.objects.count() == 1

    def test_a_source_that_figures_rest_on_is_not_deleted(self, staff):
        source = CitationFactory().source
        response = staff.post(f"/admin/metrics/source/{source.pk}/delete/", {"post": "yes"})
        assert [str(each) for each in response.context["protected"]] != []
        assert Source.objects.filter(pk=source.pk).exists()


class TestSettings:
    def test_the_list_leads_to_the_one_page(self, staff):
        PortalSettingsFactory()
        assertRedirects(
            staff.get("/admin/forum_portal/portalsettings/"),
            "/admin/forum_portal/portalsettings/1/change/",
        )

    def test_before_there_is_one_it_leads_to_the_form(self, staff):
        assertRedirects(
            staff.get("/admin/forum_portal/portalsettings/"),
            "/admin/forum_portal/portalsettings/add/",
        )

    def test_there_is_no_second_and_none_is_deleted(self, staff):
        HomeAreaFactory()
        page = "/admin/forum_portal/portalsettings/"
        assertRedirects(staff.post(f"{page}add/", {"name": "Cổng khác"}), f"{page}1/change/")
        assert staff.post(f"{page}1/delete/", {"post": "yes"}).status_code == HTTPStatus.FORBIDDEN
        assert PortalSettings.objects.get().name == "Cổng thử"


class TestSearch:
    @pytest.mark.parametrize("typed", ["ho so", "HỒ SƠ", "hồ  sơ 2023", "so ho hai-phong"])
    def test_figures_are_found_without_accents(self, staff, typed):
        area = AreaFactory(code="hai-phong")
        indicator = IndicatorFactory(name="Hồ sơ trực tuyến")
        found = ObservationFactory(indicator=indicator, area=area, period="2023")
        ObservationFactory(indicator__name="Thanh toán")
        response = staff.get(FIGURES, {"q": typed})
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
        ("page", "query"),
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
    def test_a_lookup_of_ones_own_is_a_400(self, staff, page, query):
        response = staff.get(f"/admin/{page}/?{query}")
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
    def test_an_unknown_record_is_not_an_error(self, staff, pk):
        assertRedirects(staff.get(f"{FIGURES}{pk}/change/"), "/admin/")

    @pytest.mark.parametrize("page", ["correct", "withdraw"])
    def test_an_unknown_figure_has_no_correction(self, staff, page):
        addresses = [f"{FIGURES}{pk}/{page}/" for pk in ("0", "9" * 25)]
        assert [staff.get(address).status_code for address in addresses] == [404, 404]


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


def test_a_panel_without_a_title_is_called_by_its_indicators(staff):
    panel = PanelFactory()
    for position, name in enumerate(["Hồ sơ", "Dịch vụ"], 1):
        PanelIndicatorFactory(panel=panel, indicator__name=name, position=position)
    page = staff.get(f"/admin/metrics/dashboard/{panel.dashboard.pk}/change/")
    [formset] = [each.formset for each in page.context["inline_admin_formsets"]]
    assert [str(form.instance) for form in formset.initial_forms] == ["Hồ sơ; Dịch vụ"]
