"""Releases at the desk: begun, scheduled, published, abandoned."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone
from pytest_django.asserts import assertRedirects

from metrics.models import Citation, Observation, Release
from tests.desk import FIGURES, RELEASES, errors
from tests.factories import (
    CitationFactory,
    ObservationFactory,
    ReleaseFactory,
    published_figure,
)

pytestmark = pytest.mark.django_db


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
