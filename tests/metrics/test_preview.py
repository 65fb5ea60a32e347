"""A release seen as it will be: by those who may approve it, and by nobody else."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission

from forum_portal import roles
from metrics.models import Observation, Release
from tests.factories import (
    CitationFactory,
    IndicatorFactory,
    ReleaseFactory,
    UserFactory,
    publish,
    published_figure,
    staff,
)

pytestmark = pytest.mark.django_db
LATER = datetime(2999, 1, 1, tzinfo=UTC)


@pytest.fixture
def public():
    return published_figure(value="90", indicator__slug="ho-so", indicator__name="Hồ sơ")


@pytest.fixture
def release(public):
    release = ReleaseFactory(
        slug="sap-toi",
        title="Sắp tới",
        reason="routine_revision",
        author=staff(roles.EDITOR),
    )
    key = {"indicator": public.indicator, "area": public.area, "period": public.period}
    CitationFactory(observation__release=release, observation__value="91.5", **of(key))
    return release


def of(key):
    return {f"observation__{name}": value for name, value in key.items()}


@pytest.fixture
def approver(client):
    approver = UserFactory()
    approver.user_permissions.add(Permission.objects.get(codename="approve_release"))
    client.force_login(approver)
    return client


def page(client, release, end=""):
    return client.get(f"/admin/metrics/release/{release.pk}/preview/{end}")


def test_shows_the_releases_page_with_a_banner(approver, release):
    answer = page(approver, release)
    assert answer.status_code == 200
    assert '90% <span aria-hidden="true">→</span>' in answer.text
    assert "<b>91,5%</b>" in answer.text
    assert "Xem trước lần phát hành “Sắp tới”: chưa ai khác thấy trang này." in answer.text


def test_shows_each_indicator_that_it_touches(approver, release):
    answer = page(approver, release, "ho-so/")
    assert answer.status_code == 200
    assert "91,5" in answer.text


def test_is_kept_nowhere(approver, release):
    for end in ("", "ho-so/"):
        headers = page(approver, release, end).headers
        assert ("no-store" in headers["Cache-Control"], "ETag" in headers) == (True, False)


def test_changes_nothing(approver, release, public):
    page(approver, release)
    release.refresh_from_db()
    assert (release.state, release.published_at) == (Release.State.DRAFT, None)
    assert list(Observation.objects.public()) == [public]
    assert "91,5" not in approver.get("/chi-so/ho-so/").text


def test_a_scheduled_release_is_seen_at_its_moment(approver, release):
    release.approver = UserFactory()
    publish(release, LATER)
    assert "07:00, 1/1/2999" in page(approver, release).text


def test_its_author_sees_it(client, release):
    client.force_login(release.author)
    assert page(client, release).status_code == 200


def test_others_do_not(client, release):
    assert page(client, release).status_code == 302
    client.force_login(UserFactory())
    for end in ("", "ho-so/"):
        answer = page(client, release, end)
        assert answer.status_code == 403
        assert "Chỉ người duyệt và người soạn" in answer.text


def test_an_indicator_that_it_does_not_touch_is_not_there(approver, release):
    IndicatorFactory(slug="khac")
    assert page(approver, release, "khac/").status_code == 404


def test_of_a_public_release_there_is_no_preview(approver, public):
    assert page(approver, public.release).status_code == 404
