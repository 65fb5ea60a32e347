"""The pages about the portal itself."""

import pytest
from django.http import StreamingHttpResponse
from django.test import RequestFactory

from forum_portal.pages import public_page
from tests.factories import ObservationFactory, PortalSettingsFactory, published_figure
from tests.words import section, words

pytestmark = pytest.mark.django_db
PAGES = ["/gioi-thieu/", "/lien-he/", "/quyen-rieng-tu/", "/tro-nang/"]


@pytest.mark.parametrize("address", PAGES)
def test_each_page_answers_with_one_query_and_no_cookie(client, address, django_assert_num_queries):
    PortalSettingsFactory()
    with django_assert_num_queries(1):
        response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, s-maxage=1"
    assert not response.cookies


@pytest.mark.parametrize("address", PAGES)
def test_each_page_stands_on_an_empty_base(client, address):
    answers = [client.get(address), client.get(f"/en{address}")]
    assert [answer.status_code for answer in answers] == [200, 200]


class TestContact:
    def test_names_what_is_known(self, client):
        PortalSettingsFactory(responsible_body="Sở KH&CN", contact_email="bien-tap@example.vn")
        response = client.get("/lien-he/")
        assert section(response, "reach") == (
            "Cách liên hệ Cơ quan chịu trách nhiệm Sở KH&CN Thư điện tử bien-tap@example.vn"
        )
        assert 'href="mailto:bien-tap@example.vn"' in response.text

    def test_says_what_is_not_known(self, client):
        PortalSettingsFactory()
        assert section(client.get("/lien-he/"), "reach") == (
            "Cách liên hệ Chưa có địa chỉ, thư điện tử hay điện thoại. "
            "Những thông tin này sẽ hiện ở đây khi cơ quan chịu trách nhiệm cung cấp."
        )


class TestAbout:
    def test_names_the_licence_and_who_is_responsible(self, client):
        PortalSettingsFactory(licence="CC BY 4.0", responsible_body="Sở KH&CN")
        response = client.get("/gioi-thieu/")
        assert "Giấy phép: CC BY 4.0." in section(response, "use")
        assert section(response, "who") == "Ai chịu trách nhiệm Sở KH&CN. Liên hệ"

    def test_says_what_is_not_known(self, client):
        PortalSettingsFactory()
        response = client.get("/gioi-thieu/")
        assert "Giấy phép dữ liệu chưa được ấn định." in section(response, "use")
        assert "Chưa ghi cơ quan chịu trách nhiệm." in section(response, "who")


class TestPrivacy:
    def test_names_the_cdn(self, client, settings):
        settings.PORTAL_CDN = True
        assert "Chart.js từ cdn.jsdelivr.net." in section(client.get("/quyen-rieng-tu/"), "others")

    def test_names_nobody_when_the_cdn_is_off(self, client, settings):
        settings.PORTAL_CDN = False
        assert "cdn.jsdelivr.net" not in words(client.get("/quyen-rieng-tu/"))


def test_the_accessibility_statement_says_what_was_not_tested(client):
    assert "Chưa có người dùng trình đọc màn hình" in section(client.get("/tro-nang/"), "tested")


class TestETag:
    def test_who_has_the_page_as_it_is_gets_304(self, client):
        first = client.get("/gioi-thieu/")
        again = client.get("/gioi-thieu/", headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"] == "public, s-maxage=1"

    def test_a_page_that_changed_is_sent_whole(self, client):
        first = client.get("/gioi-thieu/")
        PortalSettingsFactory(responsible_body="Sở KH&CN")
        again = client.get("/gioi-thieu/", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 200
        assert again["ETag"] != first["ETag"]

    def test_a_draft_changes_no_etag(self, client):
        published_figure(indicator__slug="ho-so")
        first = client.get("/chi-so/")
        ObservationFactory()
        again = client.get("/chi-so/", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304

    def test_a_page_that_is_not_there_stays_404(self, client):
        first = client.get("/chi-so/khong-co/")
        again = client.get("/chi-so/khong-co/", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 404
        assert again["Cache-Control"] == "public, s-maxage=1"

    def test_a_stream_has_none_but_its_own(self):
        def stream(request):
            return StreamingHttpResponse([b"1"])

        response = public_page(stream)(RequestFactory().get("/"))
        response.close()
        assert "ETag" not in response
