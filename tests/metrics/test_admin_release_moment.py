"""The pages on which an approved release gets its moment, and those that undo."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from pytest_django.asserts import assertRedirects

from metrics import lifecycle
from metrics.clock import portal_now
from metrics.models import Citation, Observation, Release
from tests.factories import (
    UserFactory,
    approved,
    published_figure,
)
from tests.forms import fields_of, form_fields
from tests.metrics.release_desk import (
    LATER,
    an_editor,
    last_step,
    moment_fields,
    page_of,
    problems,
    state,
    told,
)
from tests.words import words

pytestmark = pytest.mark.django_db

OWN = "Bạn đã soạn lần phát hành này nên phải có người khác duyệt."
NOT_YOURS = "Tài khoản của bạn không được thực hiện bước này với lần phát hành này."
WARNED = "Nguồn chưa có địa chỉ để tra lại: Hồ sơ, Hải Phòng, năm 2023."


class TestPublish:
    def test_makes_it_public_after_a_look(self, as_approver, accepted):
        page = page_of(accepted, "publish")
        assert "90,7% (mới)" in words(as_approver.get(page))
        response = as_approver.post(page, {"comment": "Theo lịch."}, follow=True)
        assert told(response) == [
            'Người đọc xem được từ bây giờ. <a href="/phat-hanh/quy-iv/">Xem trang công khai</a>'
        ]
        assert last_step(accepted)[::2] == ("published", "Theo lịch.")
        assert Observation.objects.in_force().count() == 1

    @pytest.mark.parametrize(
        ("fixture", "sentence"),
        [
            ("draft", "Lần phát hành này còn là bản thảo: hãy gửi duyệt trước."),
            ("in_review", "Lần phát hành này đang chờ duyệt: chưa ai duyệt."),
        ],
    )
    def test_without_approval_is_refused(self, as_approver, request, fixture, sentence):
        release = request.getfixturevalue(fixture)
        response = as_approver.post(page_of(release, "publish"), {"comment": "Gấp."})
        assert response.status_code == HTTPStatus.CONFLICT
        assert problems(response) == ([sentence], {})
        assert response.context["form"]["comment"].value() == "Gấp."
        assert list(Observation.objects.public()) == []

    def test_twice_is_refused(self, as_approver):
        release = published_figure().release
        response = as_approver.post(page_of(release, "publish"), {"comment": ""})
        assert response.status_code == HTTPStatus.CONFLICT
        assert problems(response) == (["Lần phát hành này đã công khai."], {})

    def test_is_not_for_editors(self, as_editor, accepted):
        response = as_editor.post(page_of(accepted, "publish"), {"comment": ""})
        assert (response.status_code, NOT_YOURS in words(response)) == (403, True)


class TestSchedule:
    def test_lets_it_become_public_by_itself(self, as_approver, accepted, approver):
        fields = moment_fields(LATER) | {"comment": "Sau họp báo."}
        as_approver.post(page_of(accepted, "schedule"), fields)
        assert Release.objects.scheduled().get().published_at == LATER
        assert last_step(accepted) == ("scheduled", approver, "Sau họp báo.")

    def test_begins_with_the_moment_it_has(self, as_approver, accepted, approver):
        lifecycle.schedule(release=accepted, by=approver, at=LATER)
        form = as_approver.get(page_of(accepted, "schedule")).context["form"]
        assert form["at"].value() == LATER

    @pytest.mark.parametrize(
        ("day", "hour", "sentence"),
        [
            (
                "01/01/2020",
                "08:00",
                "Thời điểm này đã qua. Hãy chọn một lúc muộn hơn, hoặc công bố ngay.",
            ),
            ("", "", "Hãy ghi đủ ngày và giờ."),
            ("12/31/2030", "08:00", "Viết ngày như 27/12/2023."),
            ("01/01/2030", "8 giờ", "Viết giờ như 08:30."),
        ],
    )
    def test_refuses_what_is_no_moment_to_come(self, as_approver, accepted, day, hour, sentence):
        fields = {"at_0": day, "at_1": hour, "comment": "Sau họp báo."}
        response = as_approver.post(page_of(accepted, "schedule"), fields)
        assert response.status_code == HTTPStatus.BAD_REQUEST
        assert problems(response) == ([], {"at": [sentence]})
        assert response.context["form"]["comment"].value() == "Sau họp báo."
        assert f'value="{day}"' in response.text or not day
        assert list(Release.objects.scheduled()) == []

    def test_is_refused_before_approval(self, as_approver, draft):
        fields = moment_fields(LATER) | {"comment": ""}
        response = as_approver.post(page_of(draft, "schedule"), fields)
        assert response.status_code == HTTPStatus.CONFLICT
        assert problems(response) == (
            ["Lần phát hành này còn là bản thảo: hãy gửi duyệt trước."],
            {},
        )

    def test_the_moment_is_taken_away(self, as_approver, accepted, approver):
        lifecycle.schedule(release=accepted, by=approver, at=LATER)
        response = as_approver.post(page_of(accepted, "unschedule"), {"comment": ""}, follow=True)
        assert told(response) == ["Đã bỏ hẹn giờ."]
        assert (state(accepted), list(Release.objects.scheduled())) == ("approved", [])

    def test_what_has_no_moment_loses_none(self, as_approver, accepted):
        response = as_approver.post(page_of(accepted, "unschedule"), {"comment": ""})
        assert response.status_code == HTTPStatus.CONFLICT
        assert problems(response) == (["Lần phát hành này chưa hẹn giờ."], {})


class TestRecall:
    def test_makes_it_a_draft_again(self, as_approver, accepted, approver):
        as_approver.post(page_of(accepted, "recall"), {"comment": "Nguồn vừa đổi."})
        assert (state(accepted), last_step(accepted)) == (
            "draft",
            ("recalled", approver, "Nguồn vừa đổi."),
        )

    def test_needs_a_comment(self, as_approver, accepted):
        response = as_approver.post(page_of(accepted, "recall"), {"comment": " "})
        assert response.status_code == HTTPStatus.BAD_REQUEST
        assert problems(response) == (
            [],
            {"comment": ["Hãy ghi vì sao hủy duyệt để người soạn biết."]},
        )
        assert state(accepted) == "approved"

    def test_comes_too_late_for_what_is_public(self, as_approver, accepted, approver):
        lifecycle.publish(release=accepted, by=approver)
        response = as_approver.post(page_of(accepted, "recall"), {"comment": "Thôi."})
        assert response.status_code == HTTPStatus.CONFLICT
        assert problems(response) == (["Lần phát hành này đã công khai."], {})


class TestAbandon:
    def test_removes_the_figures_and_keeps_the_story(self, as_editor, draft, editor):
        response = as_editor.post(page_of(draft, "abandon"), {"comment": "Nhập thử."}, follow=True)
        assert told(response) == ["Đã bỏ lần phát hành."]
        assert [model.objects.count() for model in (Observation, Citation)] == [0, 0]
        assert last_step(draft) == ("abandoned", editor, "Nhập thử.")
        assert "Đã bỏ. Các số liệu đã bị xóa; quá trình vẫn được lưu lại." in words(response)

    def test_is_for_what_is_not_approved_yet(self, as_editor, accepted):
        response = as_editor.post(page_of(accepted, "abandon"), {"comment": ""})
        assert response.status_code == HTTPStatus.CONFLICT
        assert problems(response) == (
            ["Lần phát hành này đã duyệt: muốn sửa thì phải hủy duyệt."],
            {},
        )
        assert Observation.objects.count() == 1


PAGES = ("submit", "approve", "return", "publish", "schedule", "unschedule", "recall", "abandon")


@pytest.mark.parametrize("name", PAGES)
def test_a_step_that_is_not_open_leads_back_to_the_release(client, name, draft, approver):
    client.force_login(UserFactory(is_superuser=True))
    approved(draft, approver)
    lifecycle.publish(release=draft, by=approver)
    response = client.get(page_of(draft, name), follow=True)
    assertRedirects(response, page_of(draft))
    assert told(response) == [
        "Lúc này không thực hiện được bước đó: xem tình trạng của lần phát hành bên dưới."
    ]


@pytest.mark.parametrize("name", PAGES)
def test_strangers_are_asked_to_log_in(client, name, draft):
    address = page_of(draft, name)
    assertRedirects(client.get(address), f"/admin/login/?next={address}")


@pytest.mark.parametrize("name", PAGES)
def test_others_drafts_are_not_seen(client, name, draft):
    client.force_login(an_editor())
    response = client.post(page_of(draft, name), {"comment": "Xem thử."})
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "Hồ sơ" not in response.text


@pytest.mark.parametrize("pk", ["0", "9" * 25])
def test_an_unknown_release_has_no_steps(as_approver, pk):
    response = as_approver.get(f"/admin/metrics/release/{pk}/approve/")
    assert response.status_code == HTTPStatus.NOT_FOUND


def test_the_database_has_the_last_word(as_approver, accepted, monkeypatch):
    """What a page believes to be open may be public by the time that it acts."""
    Release.objects.filter(pk=accepted.pk).update(published_at=portal_now())
    response = as_approver.post(page_of(accepted, "recall"), {"comment": "Thôi."})
    assert problems(response) == (["Lần phát hành này đã công khai."], {})


class TestSomebodyWasFaster:
    """Two approvers at pages that both opened before either pressed."""

    def opened(self, client, release, name, **typed):
        return fields_of(client.get(page_of(release, name))) | typed

    def test_the_second_moment_waits_for_a_second_look(self, as_approver, accepted, approver):
        page = page_of(accepted, "schedule")
        form = self.opened(as_approver, accepted, "schedule", **moment_fields(LATER))
        sooner = LATER - timedelta(days=1)
        lifecycle.schedule(release=accepted, by=approver, at=sooner)

        answer = as_approver.post(page, form)

        said = "Trong lúc đó đã có người xử lý: Đã hẹn giờ 08:30, 3/3/2099."
        assert answer.status_code == HTTPStatus.CONFLICT
        assert problems(answer) == ([f"{said} Bạn xem lại rồi quyết định."], {})
        accepted.refresh_from_db()
        assert accepted.published_at == sooner
        again = form_fields(answer.text) | moment_fields(LATER)
        assert as_approver.post(page, again).status_code == HTTPStatus.FOUND
        accepted.refresh_from_db()
        assert accepted.published_at == LATER

    def test_nobody_publishes_past_a_moment_unseen(self, as_approver, accepted, approver):
        form = self.opened(as_approver, accepted, "publish")
        lifecycle.schedule(release=accepted, by=approver, at=LATER)
        answer = as_approver.post(page_of(accepted, "publish"), form)
        assert answer.status_code == HTTPStatus.CONFLICT
        assert last_step(accepted)[0] == "scheduled"

    def test_what_was_sent_anew_is_not_sent_back_unread(self, as_approver, in_review, editor):
        form = self.opened(as_approver, in_review, "return", comment="Thiếu nguồn.")
        lifecycle.take_back(release=in_review, by=editor, comment="Để sửa.")
        lifecycle.submit(release=in_review, by=editor, comment="Đã sửa.")
        answer = as_approver.post(page_of(in_review, "return"), form)
        assert answer.status_code == HTTPStatus.CONFLICT
        assert answer.context["form"]["comment"].value() == "Thiếu nguồn."
        assert state(in_review) == "in_review"

    def test_ones_own_edits_of_a_draft_are_no_step(self, as_editor, draft, editor):
        form = self.opened(as_editor, draft, "submit", comment="Đã xem.")
        lifecycle.note_edit(draft, UserFactory())
        assert as_editor.post(page_of(draft, "submit"), form).status_code == HTTPStatus.FOUND
