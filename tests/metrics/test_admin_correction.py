"""Correcting and withdrawing a public figure at the desk: proposed here, public once approved."""

from decimal import Decimal
from http import HTTPStatus

import pytest
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError
from pytest_django.asserts import assertRedirects

from metrics import lifecycle
from metrics.correcting import version_in_force
from metrics.models import Observation, Release
from tests.desk import FIGURES, RELEASES
from tests.factories import ObservationFactory, UnitFactory, UserFactory, approved
from tests.metrics.correction_desk import NOTE, a_figure, accept, correct, correction, errors
from tests.metrics.release_desk import LATER, an_editor
from tests.words import words

pytestmark = pytest.mark.django_db

SENT = "Đã gửi duyệt. Số mới công khai khi có người khác duyệt và công bố."
TAKEN = (
    "Hồ sơ trực tuyến, Hải Phòng, năm 2023 đang được sửa trong lần phát hành "
    "“Đính chính: Hồ sơ trực tuyến, Hải Phòng, năm 2023”."
)


@pytest.fixture
def figure(editor):
    return a_figure(editor)


class TestCorrect:
    def test_the_form_shows_what_is_public_and_begins_with_it(self, as_editor, figure):
        response = as_editor.get(f"{FIGURES}{figure.pk}/correct/")
        assert str(response.context["public_text"]) == "90,0%"
        fields = response.context["form"]
        assert [fields[name].value() for name in ("value", "comparator", "obs_status")] == [
            "90,0",
            "eq",
            "A",
        ]
        assert [name for name in ("out_of", "numerator") if name in fields.fields] == []

    def test_a_rank_is_corrected_with_its_number_of_places(self, as_editor, editor):
        unit = UnitFactory(kind="rank", symbol="", lowest=1, highest=None)
        rank = a_figure(editor, indicator__unit=unit, value="8", out_of=63)
        correct(as_editor, rank, value="9", out_of="63")
        new = accept(rank)
        assert (new.value, new.out_of) == (Decimal(9), 63)

    def test_sending_makes_a_release_in_review(self, as_editor, editor, figure):
        response = correct(as_editor, figure)
        release = Release.objects.get(state="in_review")
        assertRedirects(response, f"{RELEASES}{release.pk}/change/")
        assert (release.title, release.reason, release.note, release.author) == (
            "Đính chính: Hồ sơ trực tuyến, Hải Phòng, năm 2023",
            "error_correction",
            NOTE,
            editor,
        )
        new = release.observations.get()
        assert new.value == Decimal("90.7")
        citation = new.citations.preferred_first()[0]
        assert (citation.locator, citation.printed) == ("đoạn 8", "90.7%")

    def test_what_cannot_be_logged_is_not_sent(self, as_editor, figure, monkeypatch):
        def refuse(*args):
            raise IntegrityError

        monkeypatch.setattr(ModelAdmin, "log_addition", refuse)
        assert correct(as_editor, figure).status_code == HTTPStatus.CONFLICT
        assert not Release.objects.filter(state="in_review").exists()

    def test_says_that_it_waits_for_somebody_else(self, as_editor, figure):
        response = as_editor.post(f"{FIGURES}{figure.pk}/correct/", correction(), follow=True)
        assert [str(each) for each in response.context["messages"]] == [SENT]
        assert [(each.what, each.comment) for each in response.context["story"]] == [
            ("gửi duyệt", NOTE),
            ("bắt đầu soạn", ""),
        ]

    def test_readers_see_the_old_value_until_it_is_approved(self, client, as_editor, figure):
        address = "/chi-so/ho-so-truc-tuyen/hai-phong/2023/"
        before = client.get(address).content
        correct(as_editor, figure)
        assert client.get(address).content == before
        accept(figure)
        page = words(client.get(address))
        assert ("90,7%" in page, "90,0%" in page, NOTE in page) == (True, True, True)

    def test_its_author_does_not_approve_it(self, client, figure):
        author = UserFactory(is_superuser=True)
        client.force_login(author)
        correct(client, figure)
        release = Release.objects.get(state="in_review")
        response = client.post(
            f"{RELEASES}{release.pk}/approve/", {"then": "now", "at_0": "", "at_1": ""}
        )
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert version_in_force(figure) == figure

    def test_it_is_on_record_who_did_it(self, as_editor, editor, figure):
        correct(as_editor, figure)
        entry = LogEntry.objects.get()
        assert (entry.user, entry.object_id) == (editor, str(accept(figure).pk))

    def test_the_old_version_lists_both_and_offers_no_correction(self, as_editor, figure):
        correct(as_editor, figure)
        new = accept(figure)
        page = as_editor.get(f"{FIGURES}{figure.pk}/change/").text
        assert f"{FIGURES}{figure.pk}/correct/" not in page
        assert f"{FIGURES}{new.pk}/change/" in page

    def test_the_list_offers_it_for_the_version_in_force_alone(self, as_editor, editor, figure):
        correct(as_editor, figure)
        new = accept(figure)
        draft = ObservationFactory(release__author=editor, indicator=figure.indicator)
        page = as_editor.get(FIGURES).text
        offered = [each.pk for each in (figure, new, draft) if f"{each.pk}/correct/" in page]
        assert offered == [new.pk]


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
        self, as_editor, figure, typed, sentence
    ):
        response = correct(as_editor, figure, value=typed)
        assert response.status_code == HTTPStatus.BAD_REQUEST
        assert errors(response) == {"value": [sentence]}
        assert response.context["form"]["value"].value() == typed
        assert response.context["form"]["note"].value() == NOTE
        assert version_in_force(figure) == figure

    def test_what_must_be_filled_is_marked(self, as_editor, figure):
        page = as_editor.get(f"{FIGURES}{figure.pk}/correct/").text
        rows = page.split('<div class="form-row field-')[1:]
        marked = [row.partition('"')[0] for row in rows if 'class="needed">bắt buộc<' in row]
        assert marked == ["source", "reason", "note"]

    def test_everything_missing_is_named_on_top_with_links(self, as_editor, figure):
        response = correct(as_editor, figure, value="90.7", source="", reason="", note=" ")
        assert response.context["form"].error_links() == [
            ("id_value", "Giá trị, %: Dấu chấm là dấu hàng nghìn. Hãy viết 90,7."),
            ("id_source", "Nguồn: Hãy chọn nguồn của số mới."),
            ("id_reason", "Loại lý do: Hãy chọn lý do."),
            ("id_note", "Lý do thay đổi: Hãy viết một câu nói vì sao số đổi."),
        ]

    def test_an_unchanged_value_is_refused(self, as_editor, figure):
        response = correct(as_editor, figure, value="90")
        assert response.status_code == HTTPStatus.CONFLICT
        assert errors(response) == {
            "__all__": ["Chưa có gì khác với số đang công khai. Hãy đổi giá trị hoặc trạng thái."]
        }

    @pytest.mark.parametrize("reason", ["planned", "withdrawal", "vì thích"])
    def test_reasons_that_are_none_of_a_correction(self, as_editor, figure, reason):
        assert list(errors(correct(as_editor, figure, reason=reason))) == ["reason"]

    def test_withdrawing_is_not_a_status_here(self, as_editor, figure):
        assert list(errors(correct(as_editor, figure, obs_status="withdrawn"))) == ["obs_status"]

    @pytest.mark.parametrize("forged", ["abc", "-1", "9" * 40, "٣"])
    def test_a_forged_source_is_an_error_of_the_form(self, as_editor, figure, forged):
        assert list(errors(correct(as_editor, figure, source=forged))) == ["source"]

    def test_what_the_checklist_finds_is_said(self, as_editor, editor):
        ratio = a_figure(editor, numerator="90", denominator="100")
        response = correct(as_editor, ratio, numerator="101", denominator="100")
        assert response.status_code == HTTPStatus.CONFLICT
        assert errors(response) == {
            "__all__": ["Tử số lớn hơn mẫu số: Hồ sơ trực tuyến, Hải Phòng, năm 2023."]
        }
        assert Release.objects.count() == 1

    def test_a_draft_has_no_correction(self, as_editor, editor):
        draft = ObservationFactory(release__author=editor)
        assert correct(as_editor, draft).status_code == HTTPStatus.NOT_FOUND

    def test_neither_has_what_is_scheduled(self, as_editor, draft, approver):
        release = approved(draft, approver)
        lifecycle.schedule(release=release, by=approver, at=LATER)
        assert correct(as_editor, release.observations.get()).status_code == HTTPStatus.NOT_FOUND

    def test_figures_of_others_are_looked_at(self, as_editor):
        response = correct(as_editor, a_figure(an_editor()))
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert "Mục này do cơ quan khác cập nhật" in words(response)


class TestTwoProposals:
    """A figure is in one release on its way at most."""

    def test_the_second_is_told_and_keeps_what_was_typed(self, as_editor, figure):
        correct(as_editor, figure, value="91")
        response = correct(as_editor, figure, value="92")
        assert response.status_code == HTTPStatus.CONFLICT
        assert errors(response) == {"__all__": [TAKEN]}
        assert response.context["form"]["value"].value() == "92"
        assert Release.objects.filter(state="in_review").count() == 1

    @pytest.mark.parametrize("name", ["correct", "withdraw"])
    def test_whoever_opens_the_page_is_told_before_typing(self, as_editor, figure, name):
        correct(as_editor, figure)
        release = Release.objects.get(state="in_review")
        response = as_editor.get(f"{FIGURES}{figure.pk}/{name}/")
        assert response.context["underway"].release == release
        assert f'<a href="{RELEASES}{release.pk}/change/">Mở lần phát hành</a>' in response.text
        assert '<button class="button default">' not in response.text

    @pytest.mark.parametrize("name", ["correct", "withdraw"])
    def test_a_release_that_is_not_theirs_is_not_named(self, as_editor, figure, name):
        key = {"indicator": figure.indicator, "area": figure.area, "period": figure.period}
        ObservationFactory(**key, release__title="Mật", release__author=UserFactory())
        page = f"{FIGURES}{figure.pk}/{name}/"
        for response in (as_editor.get(page), as_editor.post(page, correction())):
            said = words(response)
            assert ("Mật" in said, "lần phát hành khác chưa công khai" in said) == (False, True)

    def test_is_free_again_once_the_first_was_abandoned(self, as_editor, editor, figure):
        correct(as_editor, figure, value="91")
        lifecycle.abandon(release=Release.objects.get(state="in_review"), by=editor)
        correct(as_editor, figure, value="92")
        assert accept(figure).value == 92

    def test_a_double_click_makes_one_version(self, as_editor, figure):
        same = correction()
        for _ in range(2):
            as_editor.post(f"{FIGURES}{figure.pk}/correct/", same)
        assert Observation.objects.count() == 2


class TestOutdated:
    """A form that was opened before somebody else's version became public."""

    def test_shows_the_newest_version_and_keeps_what_was_typed(self, as_editor, figure):
        correct(as_editor, figure, value="91")
        newest = accept(figure)
        response = correct(as_editor, figure, value="92")
        assert response.status_code == HTTPStatus.CONFLICT
        assert errors(response) == {
            "__all__": ["Vừa có người đổi số này. Hãy so lại rồi lưu lần nữa."]
        }
        assert str(response.context["public_text"]) == "91%"
        assert response.context["form"]["value"].value() == "92"
        assert response.context["action"] == f"{FIGURES}{newest.pk}/correct/"

    def test_and_may_then_be_sent(self, as_editor, figure):
        correct(as_editor, figure, value="91")
        accept(figure)
        response = correct(as_editor, figure, value="92")
        as_editor.post(response.context["action"], correction(value="92"))
        accept(figure)
        values = Observation.objects.public().order_by("release__published_at")
        assert list(values.values_list("value", flat=True)) == [90, 91, 92]

    def test_opening_an_older_version_leads_to_the_newest(self, as_editor, figure):
        correct(as_editor, figure)
        newest = accept(figure)
        response = as_editor.get(f"{FIGURES}{figure.pk}/correct/")
        assertRedirects(response, f"{FIGURES}{newest.pk}/correct/")


class TestWithdraw:
    def withdraw(self, client, figure, **changes):
        fields = {"note": "Nguồn đã cải chính.", "note_en": "", "source": "", "locator": ""}
        return client.post(f"{FIGURES}{figure.pk}/withdraw/", fields | changes)

    def test_needs_a_reason(self, as_editor, figure):
        refused = self.withdraw(as_editor, figure, note="")
        assert refused.status_code == HTTPStatus.BAD_REQUEST
        assert errors(refused) == {"note": ["Hãy viết một câu nói vì sao rút số."]}

    def test_is_sent_for_approval_without_a_value(self, as_editor, figure):
        response = self.withdraw(as_editor, figure)
        release = Release.objects.get(state="in_review")
        assertRedirects(response, f"{RELEASES}{release.pk}/change/")
        assert (release.title, release.reason, release.note) == (
            "Rút số: Hồ sơ trực tuyến, Hải Phòng, năm 2023",
            "withdrawal",
            "Nguồn đã cải chính.",
        )
        assert release.observations.values_list("value", "obs_status").get() == (None, "withdrawn")

    def test_says_that_it_waits_for_somebody_else(self, as_editor, figure):
        self.withdraw(as_editor, figure)
        page = as_editor.get(RELEASES)
        assert [str(each) for each in page.context["messages"]] == [
            "Đã gửi duyệt việc rút số. Số được rút khi có người khác duyệt và công bố."
        ]

    def test_readers_are_told_once_it_is_approved(self, client, as_editor, figure):
        address = "/chi-so/ho-so-truc-tuyen/hai-phong/2023/"
        self.withdraw(as_editor, figure)
        assert client.get(address).status_code == HTTPStatus.OK
        accept(figure)
        gone = client.get(address)
        assert gone.status_code == HTTPStatus.GONE
        assert "Nguồn đã cải chính." in words(gone)

    def test_a_withdrawn_figure_is_not_withdrawn_again(self, as_editor, figure):
        self.withdraw(as_editor, figure)
        gone = accept(figure)
        response = self.withdraw(as_editor, gone)
        assert response.status_code == HTTPStatus.CONFLICT
        assert errors(response) == {
            "__all__": ["Chưa có gì khác với số đang công khai. Hãy đổi giá trị hoặc trạng thái."]
        }
        page = as_editor.get(f"{FIGURES}{gone.pk}/change/").text
        assert f"{FIGURES}{gone.pk}/withdraw/" not in page
