"""What was sent for approval is neither changed nor removed; what was typed is not lost."""

from http import HTTPStatus

import pytest
from pytest_django.asserts import assertRedirects

from metrics import lifecycle
from metrics.models import Citation, Observation, Release
from tests.desk import FIGURES, errors, figure_form
from tests.factories import CitationFactory, ReleaseFactory, UserFactory, published_figure
from tests.metrics.release_desk import a_draft, page_of, release_form
from tests.words import words

pytestmark = pytest.mark.django_db

NO_DRAFT = (
    "Lần phát hành không còn là bản thảo nên chưa lưu gì. "
    "Muốn sửa tiếp thì lấy lại; nếu đã duyệt thì phải hủy duyệt trước."
)
IS_PUBLIC = "Mục này đã công khai nên không lưu được. Hãy dùng Đính chính."


@pytest.fixture
def public(accepted, approver):
    lifecycle.publish(release=accepted, by=approver)
    return accepted


class TestDraftsAlone:
    def test_a_figure_is_removed_with_its_citations(self, staff):
        citation, kept = CitationFactory(), CitationFactory()
        page = f"{FIGURES}{citation.observation.pk}/delete/"
        assert [str(each) for each in staff.get(page).context["protected"]] == []
        assertRedirects(staff.post(page, {"post": "yes"}), FIGURES)
        assert list(Citation.objects.all()) == [kept]
        assert list(Observation.objects.all()) == [kept.observation]

    def test_a_figure_that_another_release_cites_stays(self, staff):
        citation = CitationFactory()
        hidden = CitationFactory(observation=citation.observation, release=ReleaseFactory())
        page = f"{FIGURES}{citation.observation.pk}/delete/"
        shown = staff.get(page)
        assert list(shown.context["protected"]) == [
            "Một lần phát hành khác chưa công khai dẫn số này nên số này ở lại."
        ]
        assert str(hidden.source) not in words(shown)
        staff.post(page, {"post": "yes"})
        assert set(Citation.objects.all()) == {citation, hidden}

    def test_a_figure_stays_once_it_was_sent_for_approval(self, as_editor, in_review):
        figure = in_review.observations.get()
        response = as_editor.post(f"{FIGURES}{figure.pk}/delete/", {"post": "yes"})
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert "Số đã gửi duyệt không xóa được." in words(response)
        assert list(Observation.objects.all()) == [figure]

    def test_what_became_public_meanwhile_stays(self, staff, monkeypatch):
        figure = published_figure()
        monkeypatch.setattr("metrics.admin.record.is_draft", lambda record: True)
        response = staff.post(f"{FIGURES}{figure.pk}/delete/", {"post": "yes"}, follow=True)
        assert [str(each) for each in response.context["messages"]] == [
            "Mục này đã công khai nên không lưu được. Hãy dùng Đính chính."
        ]
        assert list(Observation.objects.public()) == [figure]

    @pytest.mark.parametrize("fixture", ["draft", "in_review", "public"])
    def test_a_release_is_never_deleted(self, request, staff, fixture):
        release = request.getfixturevalue(fixture)
        response = staff.post(page_of(release, "delete"), {"post": "yes"})
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert Release.objects.filter(pk=release.pk).exists()


class TestSentMeanwhile:
    """A form that was opened on a draft and is saved after the draft was sent for approval."""

    def figure_fields(self, figure):
        citation = figure.citations.get()
        return figure_form(
            **{
                "release": figure.release_id,
                "indicator": figure.indicator_id,
                "area": figure.area_id,
                "value": "91,2",
                "comment": "Vừa nhận số mới.",
                "citations-INITIAL_FORMS": 1,
                "citations-0-id": citation.pk,
                "citations-0-observation": figure.pk,
                "citations-0-source": citation.source_id,
            }
        )

    def test_a_figure_is_not_saved_and_all_that_was_typed_stays(self, as_editor, in_review):
        figure = in_review.observations.get()
        fields = self.figure_fields(figure)
        response = as_editor.post(f"{FIGURES}{figure.pk}/change/", fields)
        assert response.status_code == HTTPStatus.CONFLICT
        assert errors(response) == {"__all__": [NO_DRAFT]}
        form = response.context["adminform"].form
        assert (form["value"].value(), form["comment"].value()) == ("91,2", "Vừa nhận số mới.")
        figure.refresh_from_db()
        assert str(figure.value) == "90.7"

    def test_even_in_the_last_instant(self, as_editor, in_review, monkeypatch):
        """The page took it for a draft; the database did not."""
        monkeypatch.setattr("metrics.admin.record.is_draft", lambda record: True)
        monkeypatch.setattr("metrics.models.release.ReleaseQuerySet.drafts", lambda self: self)
        figure = in_review.observations.get()
        fields = self.figure_fields(figure)
        response = as_editor.post(f"{FIGURES}{figure.pk}/change/", fields)
        assert response.status_code == HTTPStatus.CONFLICT
        assert errors(response) == {"__all__": [NO_DRAFT]}
        assert response.context["adminform"].form["value"].value() == "91,2"

    def test_a_release_is_not_saved_and_all_that_was_typed_stays(self, as_editor, in_review):
        response = as_editor.post(page_of(in_review), release_form(title="Quý IV, bản mới"))
        assert response.status_code == HTTPStatus.CONFLICT
        assert errors(response) == {"__all__": [NO_DRAFT]}
        assert response.context["adminform"].form["title"].value() == "Quý IV, bản mới"
        assert Release.objects.get().title == "Quý IV"

    def test_a_public_release_takes_nothing_and_all_that_was_typed_stays(self, as_editor, public):
        response = as_editor.post(page_of(public), release_form(title="Khác"))
        assert response.status_code == HTTPStatus.CONFLICT
        assert errors(response) == {"__all__": [IS_PUBLIC]}
        assert response.context["adminform"].form["title"].value() == "Khác"
        assert Release.objects.get().title == "Quý IV"

    def test_nor_does_a_public_figure(self, as_editor, public):
        figure = public.observations.get()
        fields = self.figure_fields(figure)
        response = as_editor.post(f"{FIGURES}{figure.pk}/change/", fields)
        assert response.status_code == HTTPStatus.CONFLICT
        assert errors(response) == {"__all__": [IS_PUBLIC]}
        form = response.context["adminform"].form
        assert (form["value"].value(), form["comment"].value()) == ("91,2", "Vừa nhận số mới.")
        assert "91,2" in response.text
        figure.refresh_from_db()
        assert str(figure.value) == "90.7"


def test_one_figure_is_in_one_release_on_its_way(as_editor, editor, draft):
    taken = draft.observations.get()
    other = ReleaseFactory(title="Lần khác", author=editor)
    fields = figure_form(
        **{
            "release": other.pk,
            "indicator": taken.indicator_id,
            "area": taken.area_id,
            "period": taken.period,
            "citations-0-source": taken.citations.get().source_id,
        }
    )
    response = as_editor.post(f"{FIGURES}add/", fields)
    assert response.status_code == HTTPStatus.CONFLICT
    assert errors(response) == {
        "__all__": ["Hồ sơ, Hải Phòng, năm 2023 đang được sửa trong lần phát hành “Quý IV”."]
    }
    assert response.context["adminform"].form["value"].value() == "90,7"
    assert Observation.objects.count() == 1


def test_a_release_of_others_that_holds_the_figure_is_not_named(as_editor, editor):
    theirs = a_draft(UserFactory(), indicator__responsible=editor.organisation)
    taken = theirs.observations.get()
    fields = figure_form(
        **{
            "release": ReleaseFactory(author=editor).pk,
            "indicator": taken.indicator_id,
            "area": taken.area_id,
            "citations-0-source": taken.citations.get().source_id,
        }
    )
    response = as_editor.post(f"{FIGURES}add/", fields)
    text = "Hồ sơ, Hải Phòng, năm 2023 đang được sửa trong một lần phát hành khác chưa công khai."
    assert (response.status_code, errors(response)) == (HTTPStatus.CONFLICT, {"__all__": [text]})
