"""Correcting and withdrawing a public figure at the editors' desk."""

from datetime import timedelta
from decimal import Decimal
from http import HTTPStatus

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone
from pytest_django.asserts import assertRedirects

from metrics.models import Observation
from metrics.publishing import version_in_force, withdraw_figure
from tests.factories import (
    CitationFactory,
    ObservationFactory,
    SourceFactory,
    UnitFactory,
    UserFactory,
    publish,
    published_figure,
)

pytestmark = pytest.mark.django_db

FIGURES = "/admin/metrics/observation/"


@pytest.fixture
def editor(client):
    """An administrator who is logged in."""
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def figure():
    return published_figure(
        value="90.0",
        period="2023",
        indicator__name="Hồ sơ trực tuyến",
        indicator__slug="ho-so-truc-tuyen",
        area__code="hai-phong",
    )


def form(**changes):
    values = {
        "value": "90,7",
        "comparator": "eq",
        "obs_status": "A",
        "comment": "",
        "source": SourceFactory().pk,
        "locator": "đoạn 8",
        "printed": "90.7%",
        "sentence": "Đạt 90.7%.",
        "reason": "error_correction",
        "note": "Bản trước gõ thiếu số lẻ.",
        "note_en": "",
    }
    return values | changes


def correct(client, figure, **changes):
    return client.post(f"{FIGURES}{figure.pk}/correct/", form(**changes))


def errors(response):
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


class TestCorrect:
    def test_the_form_shows_what_is_public_and_begins_with_it(self, client, editor, figure):
        response = client.get(f"{FIGURES}{figure.pk}/correct/")
        assert str(response.context["public_text"]) == "90,0%"
        fields = response.context["form"]
        assert [fields[name].value() for name in ("value", "comparator", "obs_status")] == [
            "90,0",
            "eq",
            "A",
        ]
        assert [name for name in ("out_of", "numerator") if name in fields.fields] == []

    def test_a_rank_is_corrected_with_its_number_of_places(self, client, editor):
        unit = UnitFactory(kind="rank", symbol="", lowest=1, highest=None)
        rank = published_figure(indicator__unit=unit, value="8", out_of=63)
        response = correct(client, rank, value="9", out_of="63")
        new = version_in_force(rank)
        assertRedirects(response, f"{FIGURES}{new.pk}/change/")
        assert (new.value, new.out_of) == (Decimal(9), 63)

    def test_saving_makes_the_new_value_public_at_once(self, client, editor, figure):
        response = correct(client, figure)
        new = version_in_force(figure)
        assertRedirects(response, f"{FIGURES}{new.pk}/change/")
        assert (new.value, new.release.reason, new.release.author) == (
            Decimal("90.7"),
            "error_correction",
            editor,
        )
        assert new.release.note == "Bản trước gõ thiếu số lẻ."
        citation = new.citations.preferred_first()[0]
        assert (citation.locator, citation.printed) == ("đoạn 8", "90.7%")

    def test_the_message_leads_to_the_public_page(self, client, editor, figure):
        correct(client, figure)
        [message] = client.get("/admin/").context["messages"]
        assert str(message) == (
            'Số mới đã công khai. <a href="/chi-so/ho-so-truc-tuyen/hai-phong/2023/">'
            "Xem trang công khai</a>"
        )

    def test_the_public_page_shows_new_and_old(self, client, editor, figure):
        correct(client, figure)
        page = client.get("/chi-so/ho-so-truc-tuyen/hai-phong/2023/").text
        assert ("90,7%" in page, "90,0%" in page, "Bản trước gõ thiếu số lẻ." in page) == (
            True,
            True,
            True,
        )

    def test_it_is_on_record_who_did_it(self, client, editor, figure):
        correct(client, figure)
        entry = LogEntry.objects.get()
        assert (entry.user, entry.object_id) == (editor, str(version_in_force(figure).pk))

    def test_the_old_version_lists_both_and_offers_no_correction(self, client, editor, figure):
        correct(client, figure)
        response = client.get(f"{FIGURES}{figure.pk}/change/")
        page = response.text
        assert f"{FIGURES}{figure.pk}/correct/" not in page
        assert f"{FIGURES}{version_in_force(figure).pk}/change/" in page

    def test_the_list_offers_it_for_the_version_in_force_alone(self, client, editor, figure):
        correct(client, figure)
        draft = ObservationFactory()
        page = client.get(FIGURES).text
        offered = [
            each.pk
            for each in (figure, version_in_force(figure), draft)
            if f"{FIGURES}{each.pk}/correct/" in page
        ]
        assert offered == [version_in_force(figure).pk]


class TestKeptCitations:
    @pytest.fixture
    def cited(self):
        """A figure of 90% that three articles speak of, one of them with another number."""
        figure = ObservationFactory(
            value="90.0",
            indicator__slug="ho-so-truc-tuyen",
            area__code="hai-phong",
        )
        stances = {"Báo A": "states", "Báo B": "disagrees", "Báo C": "republishes"}
        for position, (title, stance) in enumerate(stances.items(), 1):
            CitationFactory(
                observation=figure, source__title=title, stance=stance, position=position
            )
        publish(figure.release)
        return figure

    def stances(self, figure):
        """The sources of the version in force in their order, and what they say."""
        citations = version_in_force(figure).citations.preferred_first()
        return [(str(each.source), each.stance) for each in citations]

    def keeping(self, figure, **choices):
        """The fields of the page as they are sent when nothing of them is touched."""
        names = {str(each.source): each.pk for each in figure.citations.all()}
        fields = {f"keep_{pk}": "on" for pk in names.values()}
        fields |= {f"stance_{pk}": "" for pk in names.values()}
        fields[f"stance_{names['Báo B']}"] = "disagrees"
        for name, value in choices.items():
            field, source = name.split("_")
            fields[f"{field}_{names[f'Báo {source}']}"] = value
        return {name: value for name, value in fields.items() if value is not None}

    def test_stand_behind_the_new_source_and_say_something_else(self, client, editor, cited):
        source = SourceFactory(title="Báo cáo mới")
        correct(client, cited, source=source.pk, **self.keeping(cited))
        assert self.stances(cited) == [
            ("Báo cáo mới", "states"),
            ("Báo A", "disagrees"),
            ("Báo B", "disagrees"),
            ("Báo C", "disagrees"),
        ]
        page = client.get("/chi-so/ho-so-truc-tuyen/hai-phong/2023/").text
        assert [name in page for name in ("Báo A", "Báo B", "Báo C")] == [True] * 3

    def test_say_what_the_officer_chose_or_go(self, client, editor, cited):
        source = SourceFactory(title="Báo cáo mới")
        chosen = self.keeping(cited, keep_A=None, stance_B="agrees", stance_C="rounds")
        correct(client, cited, source=source.pk, **chosen)
        assert self.stances(cited) == [
            ("Báo cáo mới", "states"),
            ("Báo B", "agrees"),
            ("Báo C", "rounds"),
        ]

    def test_stay_as_they_were_where_the_number_does(self, client, editor, cited):
        source = SourceFactory(title="Báo cáo mới")
        same = self.keeping(cited) | {"value": "90", "obs_status": "P"}
        correct(client, cited, source=source.pk, **same)
        assert [stance for _, stance in self.stances(cited)] == [
            "states",
            "states",
            "disagrees",
            "republishes",
        ]

    def test_the_place_that_is_cited_anew_is_not_repeated(self, client, editor, cited):
        first = cited.citations.preferred_first()[0]
        correct(client, cited, source=first.source_id, locator=first.locator)
        assert [name for name, _ in self.stances(cited)] == ["Báo A", "Báo B", "Báo C"]

    def test_are_offered_with_a_tick(self, client, editor, cited):
        form = client.get(f"{FIGURES}{cited.pk}/correct/").context["form"]
        offered = [
            (each["source"], each["keep"].value(), each["stance"].value())
            for each in form.citations_to_keep()
        ]
        assert offered == [
            ("Báo A", True, ""),
            ("Báo B", True, "disagrees"),
            ("Báo C", True, ""),
        ]

    def test_what_the_page_did_not_know_is_kept(self, client, editor, cited):
        correct(client, cited, value="91")
        second = correct(client, cited, value="92", **self.keeping(cited))
        client.post(second.context["action"], form(value="92") | self.keeping(cited))
        assert len(self.stances(cited)) == 5  # three of the first version, one of each correction


class TestRefusals:
    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("90.7", "Dấu chấm là dấu hàng nghìn. Hãy viết 90,7."),
            ("907", "Giá trị vượt 100, mức cao nhất của đơn vị."),
            ("-1", "Giá trị dưới 0, mức thấp nhất của đơn vị."),
            ("", "Ghi giá trị, hoặc ghi tình trạng cho biết vì sao không có."),
        ],
    )
    def test_a_wrong_value_gets_its_sentence_and_stays_typed(
        self, client, editor, figure, typed, sentence
    ):
        response = correct(client, figure, value=typed)
        assert errors(response) == {"value": [sentence]}
        assert response.context["form"]["value"].value() == typed
        assert response.context["form"]["note"].value() == "Bản trước gõ thiếu số lẻ."
        assert version_in_force(figure) == figure

    def test_everything_missing_is_named_on_top_with_links(self, client, editor, figure):
        response = correct(client, figure, value="90.7", source="", reason="", note=" ")
        assert response.context["form"].error_links() == [
            ("id_value", "Giá trị, %: Dấu chấm là dấu hàng nghìn. Hãy viết 90,7."),
            ("id_source", "Nguồn: Hãy chọn nguồn của số mới."),
            ("id_reason", "Loại lý do: Hãy chọn lý do."),
            ("id_note", "Lý do thay đổi: Viết một câu nói vì sao số đổi."),
        ]

    def test_an_unchanged_value_is_refused(self, client, editor, figure):
        response = correct(client, figure, value="90")
        assert errors(response) == {
            "__all__": ["Chưa có gì khác với số đang công khai. Hãy đổi giá trị hoặc trạng thái."]
        }

    @pytest.mark.parametrize("reason", ["planned", "withdrawal", "vì thích"])
    def test_reasons_that_are_none_of_a_correction(self, client, editor, figure, reason):
        assert list(errors(correct(client, figure, reason=reason))) == ["reason"]

    def test_withdrawing_is_not_a_status_here(self, client, editor, figure):
        assert list(errors(correct(client, figure, obs_status="withdrawn"))) == ["obs_status"]

    @pytest.mark.parametrize("forged", ["abc", "-1", "9" * 40, "٣"])
    def test_a_forged_source_is_an_error_of_the_form(self, client, editor, figure, forged):
        assert list(errors(correct(client, figure, source=forged))) == ["source"]

    def test_a_draft_has_no_correction(self, client, editor):
        draft = ObservationFactory()
        assert correct(client, draft).status_code == HTTPStatus.NOT_FOUND

    def test_neither_has_what_is_scheduled(self, client, editor):
        scheduled = ObservationFactory()
        scheduled.release.published_at = timezone.now() + timedelta(days=1)
        scheduled.release.save()
        assert correct(client, scheduled).status_code == HTTPStatus.NOT_FOUND


class TestTwoEditors:
    def test_the_second_is_told_and_keeps_what_was_typed(self, client, editor, figure):
        correct(client, figure, value="91")
        response = correct(client, figure, value="92")
        newest = version_in_force(figure)
        assert errors(response) == {
            "__all__": ["Vừa có người đổi số này. Hãy so lại rồi lưu lần nữa."]
        }
        assert str(response.context["public_text"]) == "91%"
        assert response.context["form"]["value"].value() == "92"
        assert response.context["action"] == f"{FIGURES}{newest.pk}/correct/"

    def test_and_may_then_decide(self, client, editor, figure):
        correct(client, figure, value="91")
        response = correct(client, figure, value="92")
        client.post(response.context["action"], form(value="92"))
        values = Observation.objects.public().order_by("release__published_at")
        assert list(values.values_list("value", flat=True)) == [90, 91, 92]

    def test_opening_an_older_version_leads_to_the_newest(self, client, editor, figure):
        correct(client, figure)
        newest = version_in_force(figure)
        response = client.get(f"{FIGURES}{figure.pk}/correct/")
        assertRedirects(response, f"{FIGURES}{newest.pk}/correct/")

    def test_a_double_click_makes_one_version(self, client, editor, figure):
        same = form()
        for _ in range(2):
            client.post(f"{FIGURES}{figure.pk}/correct/", same)
        assert Observation.objects.count() == 2


class TestWithdraw:
    def test_needs_a_reason_and_no_value(self, client, editor, figure):
        page = f"{FIGURES}{figure.pk}/withdraw/"
        refused = client.post(page, {"note": "", "note_en": "", "source": "", "locator": ""})
        assert errors(refused) == {"note": ["Viết một câu nói vì sao số đổi."]}
        client.post(page, {"note": "Nguồn đã cải chính.", "note_en": "", "source": ""})
        new = version_in_force(figure)
        assert (new.value, new.obs_status, new.release.note) == (
            None,
            "withdrawn",
            "Nguồn đã cải chính.",
        )

    def test_a_withdrawn_figure_is_not_withdrawn_again(self, client, editor, figure):
        gone = withdraw_figure(observation=figure, author=None, note="Nguồn đã cải chính.")
        response = client.post(f"{FIGURES}{gone.pk}/withdraw/", {"note": "Lần nữa."})
        assert list(errors(response)) == ["__all__"]
        assert f"{FIGURES}{gone.pk}/withdraw/" not in client.get(f"{FIGURES}{gone.pk}/change/").text
