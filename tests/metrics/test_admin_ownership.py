"""At the desk, editors meet the figures of their organisation, and what is public of others."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertRedirects

from forum_portal import roles
from metrics.models import Indicator, Observation, Release
from tests.desk import FIGURES, RELEASES, errors, figure_form
from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    OrganisationFactory,
    PortalSettingsFactory,
    ReleaseFactory,
    SourceFactory,
    UserFactory,
    publish,
    published_figure,
    published_figures,
    staff,
)

pytestmark = pytest.mark.django_db

INDICATORS = "/admin/metrics/indicator/"
NOT_SEEN = "Mục này do cơ quan khác chuẩn bị và chưa công khai."
NOT_KEPT = "Mục này do cơ quan khác cập nhật; tài khoản của bạn chỉ được xem."


@pytest.fixture
def office():
    return OrganisationFactory(name="Sở Du lịch")


@pytest.fixture
def editor(client, office):
    user = staff(roles.EDITOR, organisation=office)
    client.force_login(user)
    return user


@pytest.fixture
def mine(office):
    return IndicatorFactory(name="Lượt khách", responsible=office)


@pytest.fixture
def others():
    return IndicatorFactory(name="Lượt tàu", responsible=OrganisationFactory())


def new_figure(editor, indicator):
    """The form of a figure in a draft of the editor's."""
    keys = {"release": ReleaseFactory(author=editor).pk, "area": AreaFactory().pk}
    return figure_form(indicator=indicator.pk, **keys) | {"citations-0-source": SourceFactory().pk}


class TestEntering:
    def test_the_select_offers_the_indicators_of_ones_own(self, client, editor, mine, others):
        question = {"app_label": "metrics", "model_name": "observation", "field_name": "indicator"}
        answer = client.get(reverse("admin:autocomplete"), question | {"term": "luot"}).json()
        assert [each["text"] for each in answer["results"]] == ["Lượt khách"]

    def test_the_caretaker_is_offered_those_that_name_nobody(self, client, editor, office, others):
        PortalSettingsFactory(caretaker=office)
        nobodys = IndicatorFactory(name="Lượt xem")
        question = {"app_label": "metrics", "model_name": "observation", "field_name": "indicator"}
        answer = client.get(reverse("admin:autocomplete"), question | {"term": "luot"}).json()
        assert [each["id"] for each in answer["results"]] == [str(nobodys.pk)]
        response = client.post(f"{FIGURES}add/", new_figure(editor, nobodys))
        assertRedirects(response, f"{RELEASES}{Release.objects.get().pk}/change/")

    def test_others_indicators_are_refused_with_a_sentence(self, client, editor, others):
        response = client.post(f"{FIGURES}add/", new_figure(editor, others))
        assert errors(response) == {
            "indicator": ["Số liệu của chỉ số này do cơ quan khác cập nhật."]
        }
        assert Observation.objects.count() == 0

    def test_others_drafts_are_refused_with_a_sentence(self, client, editor, mine):
        form = new_figure(editor, mine) | {"release": ReleaseFactory().pk}
        response = client.post(f"{FIGURES}add/", form)
        assert errors(response) == {"release": ["Hãy chọn một bản thảo của cơ quan mình."]}

    def test_a_figure_is_not_moved_to_others_indicators(self, client, editor, mine, others):
        figure = CitationFactory(
            observation__indicator=mine, observation__release__author=editor
        ).observation
        form = new_figure(editor, others) | {"release": figure.release.pk}
        form |= {"citations-INITIAL_FORMS": 1, "citations-0-id": figure.citations.get().pk}
        response = client.post(f"{FIGURES}{figure.pk}/change/", form)
        assert list(errors(response)) == ["indicator"]
        figure.refresh_from_db()
        assert figure.indicator == mine


class TestLooking:
    def test_the_list_holds_what_is_public_and_ones_own(self, client, editor, mine):
        public = published_figure()
        draft = ObservationFactory(indicator=mine, release__author=editor)
        ObservationFactory()
        listed = client.get(FIGURES).context["cl"]
        assert set(listed.result_list) == {public, draft}

    def test_the_filter_names_no_release_of_others(self, client, editor):
        titles = ["Đã công khai", "Của cơ quan khác", "Của mình"]
        published_figure(release__title=titles[0])
        ReleaseFactory(title=titles[1])
        ReleaseFactory(title=titles[2], author=editor)
        [by_release] = [
            each
            for each in client.get(FIGURES).context["cl"].filter_specs
            if getattr(each, "field_path", "") == "release"
        ]
        assert sorted(title for _, title in by_release.lookup_choices) == [titles[2], titles[0]]

    def test_correcting_is_offered_for_ones_own_alone(self, client, editor, mine):
        own, other = published_figures({"indicator": mine}, {})
        page = client.get(FIGURES).text
        offered = [f"{FIGURES}{each.pk}/correct/" in page for each in (own, other)]
        assert offered == [True, False]
        pages = [client.get(f"{FIGURES}{each.pk}/change/").text for each in (own, other)]
        offered = [f"/{name}/" in page for page in pages for name in ("correct", "withdraw")]
        assert offered == [True, True, False, False]

    @pytest.mark.parametrize("name", ["change", "history", "delete"])
    def test_others_drafts_are_refused_with_a_sentence(self, client, editor, name):
        figure = ObservationFactory()
        addresses = [f"{FIGURES}{figure.pk}/{name}/", f"{RELEASES}{figure.release.pk}/{name}/"]
        answers = [client.get(address) for address in addresses]
        assert [answer.status_code for answer in answers] == [403, 403]
        assert [NOT_SEEN in answer.text for answer in answers] == [True, True]

    def test_the_way_to_the_public_page_tells_no_address_of_others(self, client, editor):
        public, draft = published_figure().release, ReleaseFactory()
        kind = ContentType.objects.get_for_model(public).pk
        answers = [client.get(f"/admin/r/{kind}/{each.pk}/") for each in (public, draft)]
        assert answers[0].url == public.get_absolute_url()
        assert (answers[1].status_code, "Location" in answers[1]) == (403, False)

    def test_the_first_page_names_no_scheduled_release_of_others(self, client, editor):
        for title, author in [("Của mình", editor), ("Của cơ quan khác", UserFactory())]:
            release = ReleaseFactory(title=title, author=author, approver=UserFactory())
            publish(release, timezone.now() + timedelta(days=1))
        parts = client.get("/admin/").context["desk"]
        lines = [line.text for part in parts for line in part.lines]
        assert lines == ["Của mình"]

    def test_the_count_of_citations_leaves_others_drafts_out(self, client, editor):
        source = SourceFactory()
        CitationFactory(source=source)
        CitationFactory(source=source, observation__release__author=editor)
        [row] = client.get("/admin/metrics/source/").context["cl"].result_list
        assert row.citation_count == 1


class TestSourcesOfHiddenReleases:
    """A release of others that adds a source to a figure of one's own shows it nowhere."""

    @pytest.fixture
    def hidden(self, mine):
        figure = published_figure(indicator=mine, period="2023")
        secret = SourceFactory(title="Nguồn chưa ai được thấy")
        CitationFactory(
            observation=figure, release=ReleaseFactory(), source=secret, stance="disagrees"
        )
        return figure

    def test_neither_the_page_nor_the_list_of_figures(self, client, editor, hidden):
        for page in (f"{FIGURES}{hidden.pk}/change/", FIGURES):
            answer = client.get(page)
            assert answer.status_code == 200
            assert "Nguồn chưa ai được thấy" not in answer.text
            assert "Các nguồn ghi khác nhau" not in answer.text

    def test_nor_what_a_release_of_ones_own_changes(self, client, editor, hidden):
        release = ReleaseFactory(author=editor)
        key = {"indicator": hidden.indicator, "area": hidden.area, "period": hidden.period}
        ObservationFactory(release=release, value=hidden.value, **key)
        answer = client.get(f"{RELEASES}{release.pk}/change/")
        assert "Số giữ nguyên" in answer.text
        assert "Nguồn chưa ai được thấy" not in answer.text


class TestCorrecting:
    @pytest.mark.parametrize("name", ["correct", "withdraw"])
    def test_others_figures_are_refused_with_a_sentence(self, client, editor, name):
        figure = published_figure()
        answers = [
            getattr(client, method)(f"{FIGURES}{figure.pk}/{name}/") for method in ("get", "post")
        ]
        assert [answer.status_code for answer in answers] == [403, 403]
        assert [NOT_KEPT in answer.text for answer in answers] == [True, True]


class TestIndicator:
    def form(self, indicator, **changes):
        values = {"name": indicator.name, "definition": "Định nghĩa mới."}
        rows = {"breaks-TOTAL_FORMS": 0, "breaks-INITIAL_FORMS": 0}
        return values | rows | changes

    def test_its_texts_are_ones_own_to_write(self, client, editor, mine):
        page = f"{INDICATORS}{mine.pk}/change/"
        fields = client.get(page).context["adminform"].form.fields
        assert list(fields) == [
            "name",
            "name_en",
            "sentence",
            "sentence_en",
            "definition",
            "definition_en",
            "why_it_matters",
            "why_it_matters_en",
            "method",
            "method_en",
        ]
        assertRedirects(client.post(page, self.form(mine)), INDICATORS)
        assert Indicator.objects.get(pk=mine.pk).definition == "Định nghĩa mới."

    def test_nobody_takes_over_anothers(self, client, editor, mine, office):
        body = OrganisationFactory()
        client.post(f"{INDICATORS}{mine.pk}/change/", self.form(mine, responsible=body.pk))
        assert Indicator.objects.get(pk=mine.pk).responsible == office

    def test_others_are_read_and_not_written(self, client, editor, others):
        page = f"{INDICATORS}{others.pk}/change/"
        assert client.get(page).context["has_change_permission"] is False
        answer = client.post(page, self.form(others))
        assert (answer.status_code, NOT_KEPT in answer.text) == (403, True)
        assert Indicator.objects.get(pk=others.pk).definition == ""


def test_a_list_asks_the_same_whatever_its_length(client, office, django_assert_num_queries):
    user = staff(roles.EDITOR, organisation=office)
    client.force_login(user)
    for count in (1, 30):
        for _ in range(count):
            CitationFactory(observation__release__author=user)
        with django_assert_num_queries(10):
            client.get(FIGURES)
