"""The pages on which a draft is sent for approval, approved or sent back."""

from http import HTTPStatus

import pytest
from pytest_django.asserts import assertRedirects

from metrics import lifecycle
from metrics.manifest import manifest_sha256
from metrics.models import Observation, Release, Source
from tests.factories import (
    ObservationFactory,
    ReleaseFactory,
    UserFactory,
)
from tests.metrics.release_desk import (
    LATER,
    a_draft,
    approval,
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


class TestSubmit:
    def test_shows_what_is_sent_and_what_the_checklist_says(self, as_editor, draft):
        page = words(as_editor.get(page_of(draft, "submit")))
        assert "Hồ sơ, Hải Phòng, năm 2023: 90,7% (mới) Báo cáo" in page
        assert "Bảng kiểm Không có gì phải sửa, không có gì bất thường." in page

    def test_sends_it_with_a_comment(self, as_editor, draft, editor):
        response = as_editor.post(
            page_of(draft, "submit"), {"comment": "Đã đối chiếu."}, follow=True
        )
        assertRedirects(response, page_of(draft))
        assert told(response) == ["Đã gửi duyệt."]
        assert state(draft) == "in_review"
        assert last_step(draft) == ("submitted", editor, "Đã đối chiếu.")

    def test_an_empty_release_is_refused(self, as_editor, editor):
        empty = ReleaseFactory(author=editor)
        response = as_editor.post(page_of(empty, "submit"), {"comment": "Gấp."})
        assert response.status_code == HTTPStatus.CONFLICT
        assert problems(response) == (["Lần phát hành chưa có số liệu hay nguồn nào."], {})
        assert response.context["form"]["comment"].value() == "Gấp."
        assert state(empty) == "draft"

    def test_what_must_be_mended_leaves_no_button(self, as_editor, editor):
        response = as_editor.get(page_of(ReleaseFactory(author=editor), "submit"))
        assert response.context["checklist"].errors == [
            "Lần phát hành chưa có số liệu hay nguồn nào."
        ]
        assert '<button class="button default' not in response.text

    def test_a_warning_asks_for_a_comment(self, as_editor, draft):
        Source.objects.update(url="")
        response = as_editor.post(page_of(draft, "submit"), {"comment": " "})
        assert response.status_code == HTTPStatus.BAD_REQUEST
        assert problems(response) == (
            [],
            {"comment": ["Hãy giải thích những điều bảng kiểm nêu ra."]},
        )
        assert response.context["checklist"].warnings == [WARNED]
        as_editor.post(page_of(draft, "submit"), {"comment": "Bản giấy, lưu tại Sở."})
        assert state(draft) == "in_review"

    def test_once_is_enough(self, as_editor, in_review):
        response = as_editor.post(page_of(in_review, "submit"), {"comment": "Lần nữa."})
        assert response.status_code == HTTPStatus.CONFLICT
        assert problems(response) == (["Lần phát hành này đang chờ duyệt: chưa ai duyệt."], {})
        assert response.context["form"]["comment"].value() == "Lần nữa."

    def test_is_for_those_who_prepare_it(self, as_approver, draft):
        for ask in (as_approver.get, as_approver.post):
            response = ask(page_of(draft, "submit"))
            assert response.status_code == HTTPStatus.FORBIDDEN
            assert NOT_YOURS in words(response)
        assert state(draft) == "draft"

    def test_a_colleague_of_the_same_organisation_may(self, client, draft, editor):
        colleague = UserFactory(organisation=editor.organisation)
        colleague.groups.set(editor.groups.all())
        client.force_login(colleague)
        client.post(page_of(draft, "submit"), {"comment": ""})
        assert last_step(draft) == ("submitted", colleague, "")


class TestApprove:
    def test_shows_what_the_author_said_and_warns_that_it_is_for_good(
        self, as_approver, draft, editor
    ):
        lifecycle.submit(release=draft, by=editor, comment="Theo báo cáo quý.")
        page = words(as_approver.get(page_of(draft, "approve")))
        assert "Người soạn Nguyễn Thị Hoa Ý kiến người soạn Theo báo cáo quý." in page
        assert "Số đã công khai thì không ai sửa hay xóa được nữa" in page

    def test_chooses_nothing_beforehand(self, as_approver, in_review):
        form = as_approver.get(page_of(in_review, "approve")).context["form"]
        assert (form["then"].value(), form["manifest"].value()) == (
            None,
            manifest_sha256(in_review),
        )

    def test_and_no_more(self, as_approver, in_review, approver):
        response = as_approver.post(
            page_of(in_review, "approve"), approval(in_review, comment="Khớp."), follow=True
        )
        assert told(response) == ["Đã duyệt."]
        assert last_step(in_review) == ("approved", approver, "Khớp.")
        assert list(Observation.objects.public()) == []

    def test_and_publish_at_once(self, as_approver, in_review, approver):
        response = as_approver.post(
            page_of(in_review, "approve"), approval(in_review, then="now"), follow=True
        )
        assert told(response) == [
            'Người đọc xem được từ bây giờ. <a href="/phat-hanh/quy-iv/">Xem trang công khai</a>'
        ]
        assert last_step(in_review) == ("published", approver, "")
        assert [str(each.value) for each in Observation.objects.in_force()] == ["90.7"]

    def test_and_publish_at_a_moment(self, as_approver, in_review):
        response = as_approver.post(
            page_of(in_review, "approve"),
            approval(in_review, then="at", **moment_fields(LATER)),
            follow=True,
        )
        assert told(response) == ["Đã duyệt. Đã đặt giờ công khai."]
        assert Release.objects.scheduled().get().published_at == LATER
        assert list(Observation.objects.public()) == []

    @pytest.mark.parametrize(
        ("fields", "errors"),
        [
            ({"then": ""}, {"then": ["Hãy chọn việc làm sau khi duyệt."]}),
            ({"then": "at"}, {"at": ["Hãy ghi đủ ngày và giờ."]}),
            (
                {"then": "at", "at_0": "31/02/2030", "at_1": "08:00"},
                {"at": ["Không có ngày 31/02/2030 trong lịch."]},
            ),
            (
                {"then": "at", "at_0": "01/01/2020", "at_1": "08:00"},
                {"at": ["Thời điểm này đã qua. Hãy chọn một lúc muộn hơn, hoặc công bố ngay."]},
            ),
            (
                {"then": "now", "at_0": "01/01/2030", "at_1": "08:00"},
                {"then": ["Ô bên dưới có ghi giờ: hãy chọn hẹn giờ, hoặc xóa giờ đi."]},
            ),
        ],
    )
    def test_a_decision_in_doubt_is_asked_again(self, as_approver, in_review, fields, errors):
        fields = fields | {"comment": "Khớp."}
        response = as_approver.post(page_of(in_review, "approve"), approval(in_review, **fields))
        assert response.status_code == HTTPStatus.BAD_REQUEST
        assert problems(response) == ([], errors)
        assert response.context["form"]["comment"].value() == "Khớp."
        assert state(in_review) == "in_review"

    def test_each_error_is_named_on_top_with_a_link_to_its_field(self, as_approver, in_review):
        response = as_approver.post(page_of(in_review, "approve"), approval(in_review, then=""))
        assert response.context["form"].error_links() == [
            ("id_then_0", "Sau khi duyệt: Hãy chọn việc làm sau khi duyệt.")
        ]

    def test_ones_own_release_is_refused(self, client):
        author = UserFactory(is_superuser=True)
        draft = a_draft(author)
        lifecycle.submit(release=draft, by=author)
        client.force_login(author)
        shown = client.get(page_of(draft, "approve"))
        assert (shown.status_code, OWN in words(shown)) == (HTTPStatus.FORBIDDEN, True)
        fields = approval(draft, then="now", comment="Tự duyệt.")
        refused = client.post(page_of(draft, "approve"), fields)
        assert refused.status_code == HTTPStatus.FORBIDDEN
        assert problems(refused) == ([OWN], {})
        assert refused.context["form"]["comment"].value() == "Tự duyệt."
        assert state(draft) == "in_review"

    def test_what_was_changed_meanwhile_is_looked_at_again(
        self, as_approver, in_review, editor, approver
    ):
        opened = approval(in_review, then="now")
        lifecycle.send_back(release=in_review, by=approver, comment="Sửa số.")
        Observation.objects.update(value="91.2")
        lifecycle.submit(release=in_review, by=editor)
        response = as_approver.post(page_of(in_review, "approve"), opened)
        assert response.status_code == HTTPStatus.CONFLICT
        assert problems(response) == (
            ["Lần phát hành đã thay đổi từ khi bạn mở trang. Hãy xem lại."],
            {},
        )
        assert [each.new for each in response.context["changes"].lines] == ["91,2%"]
        assert state(in_review) == "in_review"
        shown = {name: response.context["form"][name].value() for name in ("then", "manifest")}
        as_approver.post(page_of(in_review, "approve"), opened | shown)
        assert [str(each.value) for each in Observation.objects.in_force()] == ["91.2"]

    @pytest.mark.parametrize("sent", [{}, {"manifest": ""}])
    def test_what_was_seen_is_sent_along(self, as_approver, in_review, sent):
        fields = approval(in_review, then="now")
        del fields["manifest"]
        response = as_approver.post(page_of(in_review, "approve"), fields | sent)
        assert response.status_code == HTTPStatus.BAD_REQUEST
        text = "Thiếu dấu của nội dung bạn đã xem. Hãy xem lại lần phát hành."
        assert response.context["form"].error_links() == [("", text)]
        assert state(in_review) == "in_review"

    def test_is_not_for_editors(self, as_editor, in_review):
        response = as_editor.post(page_of(in_review, "approve"), approval(in_review))
        assert (response.status_code, NOT_YOURS in words(response)) == (403, True)
        assert state(in_review) == "in_review"

    def test_what_stopped_it_meanwhile_is_said(self, as_approver, in_review):
        ObservationFactory(
            release=ReleaseFactory(),
            **Observation.objects.values("indicator_id", "area_id", "period").get(),
        )
        response = as_approver.post(page_of(in_review, "approve"), approval(in_review, then="now"))
        assert response.status_code == HTTPStatus.CONFLICT
        assert problems(response) == (
            ["Một lần phát hành khác chưa công khai cũng có: Hồ sơ, Hải Phòng, năm 2023."],
            {},
        )


class TestReturn:
    def test_tells_the_author_what_to_mend(self, as_approver, in_review, approver):
        response = as_approver.post(page_of(in_review, "return"), {"comment": "Sai kỳ."})
        assertRedirects(response, page_of(in_review))
        assert last_step(in_review) == ("returned", approver, "Sai kỳ.")
        assert state(in_review) == "draft"

    def test_needs_a_comment(self, as_approver, in_review):
        response = as_approver.post(page_of(in_review, "return"), {"comment": ""})
        assert response.status_code == HTTPStatus.BAD_REQUEST
        assert problems(response) == (
            [],
            {"comment": ["Hãy ghi điều cần sửa để người soạn biết."]},
        )
        assert state(in_review) == "in_review"


class TestTakeBack:
    def test_the_author_mends_what_was_sent(self, as_editor, in_review, editor):
        page = page_of(in_review, "take-back")
        assert f'href="{page}"' in as_editor.get(page_of(in_review)).text
        response = as_editor.post(page, {"comment": "Quên một số."}, follow=True)
        assertRedirects(response, page_of(in_review))
        assert told(response) == ["Đã trở lại bản thảo."]
        assert last_step(in_review) == ("taken_back", editor, "Quên một số.")
        assert state(in_review) == "draft"
        assert response.context["given_back"][1] == "Quên một số."

    def test_needs_a_comment(self, as_editor, in_review):
        response = as_editor.post(page_of(in_review, "take-back"), {"comment": ""})
        assert response.status_code == HTTPStatus.BAD_REQUEST
        assert problems(response) == (
            [],
            {"comment": ["Hãy ghi vì sao lấy lại để người duyệt biết."]},
        )
        assert state(in_review) == "in_review"

    def test_the_approver_sends_back_instead(self, as_approver, in_review):
        response = as_approver.post(page_of(in_review, "take-back"), {"comment": "Sửa."})
        assert (response.status_code, NOT_YOURS in words(response)) == (403, True)
        assert state(in_review) == "in_review"

    def test_what_was_approved_meanwhile_stays(self, as_editor, accepted):
        response = as_editor.post(page_of(accepted, "take-back"), {"comment": "Sửa."})
        assert response.status_code == HTTPStatus.CONFLICT
        assert state(accepted) == "approved"
