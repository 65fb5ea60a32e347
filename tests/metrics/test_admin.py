"""The editors' desk: its first page, its door, what the database refuses."""

from http import HTTPStatus

import pytest
from pytest_django.asserts import assertRedirects

from forum_portal.models import PortalSettings
from metrics.models import Observation, Source
from tests.desk import FIGURES, RELEASES, errors
from tests.factories import (
    CitationFactory,
    HomeAreaFactory,
    PanelFactory,
    PanelIndicatorFactory,
    PortalSettingsFactory,
    SourceFactory,
    UnitFactory,
    UserFactory,
    published_figure,
)

pytestmark = pytest.mark.django_db


class TestFirstPage:
    def test_lists_what_staff_do_in_the_order_of_their_work(self, staff):
        groups = staff.get("/admin/").context["app_list"]
        assert [(group["name"], [str(e["name"]) for e in group["models"]]) for group in groups] == [
            (
                "Số liệu",
                [
                    *("Lần phát hành", "Số liệu", "Chỉ số", "Nguồn", "Bảng số liệu"),
                    "Nhập từ Excel",
                ],
            ),
            (
                "Diễn đàn",
                ["Diễn đàn", "Phiên", "Nhân vật", "Gian hàng", "Tổ chức", "Báo cáo"],
            ),
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
                "Số liệu đã duyệt hoặc đã công khai gọi mục này bằng mã, địa chỉ hoặc đơn vị "
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


def test_a_panel_without_a_title_is_called_by_its_indicators(staff):
    panel = PanelFactory()
    for position, name in enumerate(["Hồ sơ", "Dịch vụ"], 1):
        PanelIndicatorFactory(panel=panel, indicator__name=name, position=position)
    page = staff.get(f"/admin/metrics/dashboard/{panel.dashboard.pk}/change/")
    [formset] = [each.formset for each in page.context["inline_admin_formsets"]]
    assert [str(form.instance) for form in formset.initial_forms] == ["Hồ sơ; Dịch vụ"]
