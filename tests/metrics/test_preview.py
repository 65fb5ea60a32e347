"""A release seen as it will be: by those who may approve it, and by nobody else."""

import re
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.http import HttpResponse

from forum_portal import roles
from forum_portal.models import User
from metrics.admin.release_preview import as_if_public
from metrics.history import approver_name
from metrics.models import Observation, Release
from tests.factories import (
    LONG_AGO,
    CitationFactory,
    IndicatorFactory,
    ReleaseFactory,
    UserFactory,
    publish,
    published_figure,
    staff,
)
from tests.words import words

pytestmark = pytest.mark.django_db
NEXT_DAY = LONG_AGO + timedelta(days=1)
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


@pytest.fixture
def scheduled(release, public):
    """The release, for the same moment as one of another body that touches the same indicator."""
    other = ReleaseFactory(author=staff(roles.EDITOR), reason="routine_revision")
    key = {"indicator": public.indicator, "area": public.area, "period": "2024"}
    CitationFactory(observation__release=other, observation__value="93.5", **of(key))
    for each in (release, other):
        each.approver = UserFactory()
    publish(other, LATER - timedelta(days=1))
    return publish(release, LATER)


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


def links(answer):
    """Return the addresses that the main part of a page leads to."""
    return set(re.findall(r'<a\b[^>]*?href="([^"]*)"', answer.text.split("<main")[1]))


def test_links_lead_to_previews_and_to_what_is_public(approver, release, public):
    key = {"indicator": public.indicator, "area": public.area, "period": "2030"}
    fresh = CitationFactory(observation__release=release, observation__value="95", **of(key))
    other = published_figure(NEXT_DAY, **key | {"period": "2020"}, value="80")
    previews = f"/admin/metrics/release/{release.pk}/preview/"
    seen, indicator = links(page(approver, release)), links(page(approver, release, "ho-so/"))
    to_come = {
        *("/phat-hanh/sap-toi.csv", "/phat-hanh/sap-toi.csv?dialect=vi", "/phat-hanh/sap-toi/"),
        *(fresh.observation.get_absolute_url(), fresh.source.get_absolute_url()),
        public.get_absolute_url(),  # where the old value stands until then
    }
    assert (seen | indicator) & to_come == set()
    assert other.get_absolute_url() in indicator
    assert (previews in indicator, "/chi-so/ho-so.csv" in indicator) == (True, True)
    for each in seen | indicator:
        if each.startswith("/"):
            answer = approver.get(each)
            b"".join(answer)  # a file holds the connection until its end
            assert (each, answer.status_code) == (each, 200)


def test_an_indicator_without_public_figures_has_no_file_yet(approver):
    release = ReleaseFactory(slug="dau-tien", author=staff(roles.EDITOR))
    new = CitationFactory(observation__release=release, observation__indicator__slug="moi")
    answer = page(approver, release, "moi/")
    assert answer.status_code == 200
    assert {each for each in links(answer) if each.startswith("/chi-so/moi")} == set()
    assert new.observation.get_absolute_url() not in answer.text.split("<main")[1]


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


def test_who_approves_sees_it_beside_all_that_is_public_by_then(approver, public, scheduled):
    assert "93,5" in page(approver, scheduled, "ho-so/").text


def test_what_another_body_has_scheduled_stays_hidden_from_an_author(client, public, scheduled):
    client.force_login(scheduled.author)
    answer = page(client, scheduled, "ho-so/")
    assert ("91,5" in answer.text, "93,5" in answer.text) == (True, False)
    scheduled.refresh_from_db()
    assert scheduled.published_at == LATER


def test_whoever_stands_in_for_its_approver_has_no_name(release):
    def show():
        seen = Release.objects.get(pk=release.pk)
        return HttpResponse(f"{seen.author_id}, {approver_name(seen)}")

    for user in (release.author, UserFactory(last_name="Trần Văn", first_name="Bình")):
        assert as_if_public(release, user, show).text == f"{release.author_id}, "


@pytest.mark.django_db(transaction=True)
def test_while_somebody_writes_it_there_is_no_preview(approver, release):
    accounts = User.objects.count()
    with psycopg.connect(**connection.get_connection_params() | {"autocommit": False}) as other:
        other.execute("SELECT FROM metrics_release WHERE id = %s FOR UPDATE", [release.pk])
        answer = page(approver, release)
    assert answer.status_code == 409
    assert "Đang có người lưu lần phát hành này. Vui lòng mở lại sau giây lát." in words(answer)
    assert page(approver, release).status_code == 200
    assert User.objects.count() == accounts


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
