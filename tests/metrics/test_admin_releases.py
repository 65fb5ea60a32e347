"""Releases at the desk: the list, the form in each state, and what only drafts allow."""

from datetime import timedelta

import pytest
from pytest_django.asserts import assertRedirects

from forum_portal.words import moment_text
from metrics import lifecycle
from metrics.models import Release, ReleaseStep
from tests.clock import set_clock
from tests.desk import FIGURES, RELEASES, errors
from tests.factories import (
    ReleaseFactory,
    UserFactory,
    published_figure,
    submitted,
)
from tests.metrics.release_desk import LATER, a_draft, page_of, release_form
from tests.words import words

pytestmark = pytest.mark.django_db


def tools(response) -> tuple[list[str], list[str]]:
    """Return the buttons at the top, the one that is filled first, and those that stand apart."""
    ways, stops = response.context["ways"], response.context["stops"]
    filled = [each for each in ways if each.is_main]
    assert (ways[: len(filled)], response.text.count('<a class="addlink"')) == (filled, len(filled))
    return [each.text for each in ways], [each.text for each in stops]


@pytest.fixture
def scheduled(accepted, approver):
    lifecycle.schedule(release=accepted, by=approver, at=LATER)
    return accepted


@pytest.fixture
def public(accepted, approver):
    lifecycle.publish(release=accepted, by=approver, comment="Theo lịch.")
    return accepted


@pytest.fixture
def abandoned(draft, editor):
    lifecycle.abandon(release=draft, by=editor)
    return draft


class TestBeginning:
    def test_makes_a_draft_of_its_author(self, as_editor, editor):
        assertRedirects(as_editor.post(f"{RELEASES}add/", release_form()), RELEASES)
        release = Release.objects.get()
        assert (release.slug, release.state, release.author) == ("so-lieu-quy-iv", "draft", editor)
        step = ReleaseStep.objects.get()
        assert (step.release, step.action, step.by) == (release, "created", editor)

    def test_an_address_that_exists_is_refused(self, staff):
        ReleaseFactory(title="Số liệu quý IV")
        response = staff.post(f"{RELEASES}add/", release_form())
        assert list(errors(response)) == ["slug"]

    def test_a_title_without_letters_needs_an_address(self, staff):
        response = staff.post(f"{RELEASES}add/", release_form(title="!!!"))
        assert errors(response) == {"slug": ["Tên không có chữ cái để tạo địa chỉ: hãy tự điền."]}

    def test_no_moment_can_be_slipped_in(self, staff):
        forged = {"published_at": "2020-01-01", "published_at_0": "01/01/2020", "state": "approved"}
        staff.post(f"{RELEASES}add/", release_form(**forged))
        assert Release.objects.values_list("state", "published_at").get() == ("draft", None)


class TestList:
    @pytest.fixture
    def releases(self):
        """A release in each state, begun in this order."""
        for title in ("Bỏ", "Hẹn", "Duyệt", "Chờ", "Thảo"):
            ReleaseFactory(title=title, slug=title.lower().replace("ỏ", "o"))
        published_figure(release__title="Công khai")
        Release.objects.filter(title="Bỏ").update(state="abandoned")
        Release.objects.filter(title="Chờ").update(state="in_review")
        Release.objects.filter(title__in=["Duyệt", "Hẹn"]).update(state="approved")
        Release.objects.filter(title="Hẹn").update(published_at=LATER)

    def test_begins_with_what_is_on_its_way(self, staff, releases):
        response = staff.get(RELEASES)
        listed = response.context["cl"].result_list
        assert [each.title for each in listed] == [
            "Thảo",
            "Chờ",
            "Duyệt",
            "Hẹn",
            "Công khai",
            "Bỏ",
        ]
        states = ["Bản thảo", "Chờ duyệt", "Đã duyệt", "Đã hẹn giờ", "Đã công khai", "Đã bỏ"]
        page = words(response)
        assert [f" {state} " in page.lower() for state in map(str.lower, states)] == [True] * 6

    @pytest.mark.parametrize(
        ("state", "title"),
        [
            ("draft", "Thảo"),
            ("in_review", "Chờ"),
            ("approved", "Duyệt"),
            ("scheduled", "Hẹn"),
            ("public", "Công khai"),
            ("abandoned", "Bỏ"),
        ],
    )
    def test_is_filtered_by_where_they_stand(self, staff, releases, state, title):
        response = staff.get(RELEASES, {"state": state})
        assert [each.title for each in response.context["cl"].result_list] == [title]

    def test_holds_no_draft_of_others(self, as_editor, draft):
        other = ReleaseFactory(title="Của Sở khác", author=UserFactory())
        listed = as_editor.get(RELEASES).context["cl"].result_list
        assert (list(listed), other in listed) == ([draft], False)


STANDING = {
    "draft": "Bản thảo. Chỉ cán bộ thấy, còn sửa được.",
    "in_review": "Chờ duyệt. Đang chờ người khác duyệt; trong lúc chờ, không ai sửa được.",
    "accepted": "Đã duyệt. Chờ người công bố hoặc hẹn giờ.",
    "public": (
        "Đã công khai. Lần phát hành này đã công khai và giữ nguyên. "
        "Muốn đổi số nào thì đính chính số đó."
    ),
    "abandoned": "Đã bỏ. Các số liệu đã bị xóa; quá trình vẫn được lưu lại.",
}


LOOKS = ["Xem 1 số liệu", "Xem trước", "Lịch sử"]


class TestForm:
    @pytest.mark.parametrize("fixture", STANDING)
    def test_says_where_the_release_stands(self, request, as_approver, fixture):
        release = request.getfixturevalue(fixture)
        assert STANDING[fixture] in words(as_approver.get(page_of(release)))

    def test_says_when_it_becomes_public(self, as_approver, scheduled):
        page = words(as_approver.get(page_of(scheduled)))
        assert "Đã hẹn giờ. Cổng sẽ tự công khai vào 08:30, 4/3/2099." in page

    @pytest.mark.parametrize("fixture", ["in_review", "accepted", "scheduled", "public"])
    def test_has_fields_for_a_draft_alone(self, request, as_editor, draft, fixture):
        assert list(as_editor.get(page_of(draft)).context["adminform"].form.fields) == [
            *("title", "title_en", "reason", "note", "note_en", "slug"),
        ]
        release = request.getfixturevalue(fixture)
        response = as_editor.get(page_of(release))
        assert response.context["adminform"].form.fields == {}

    @pytest.mark.parametrize(
        ("fixture", "for_editor", "for_approver"),
        [
            (
                "draft",
                (
                    ["Gửi duyệt", "Thêm số liệu", "Nhập theo bảng", *LOOKS],
                    ["Bỏ lần phát hành"],
                ),
                (["Xem trước", "Xem 1 số liệu", "Lịch sử"], []),
            ),
            (
                "in_review",
                (
                    ["Xem trước", "Lấy lại để sửa", "Xem 1 số liệu", "Lịch sử"],
                    ["Bỏ lần phát hành"],
                ),
                (["Duyệt", "Trả lại", *LOOKS], []),
            ),
            (
                "accepted",
                (["Xem trước", "Xem 1 số liệu", "Lịch sử"], []),
                (["Công bố ngay", "Hẹn giờ công bố", *LOOKS], ["Hủy duyệt"]),
            ),
            (
                "scheduled",
                (["Xem trước", "Xem 1 số liệu", "Lịch sử"], []),
                (
                    ["Xem trước", "Công bố ngay", "Đổi giờ", "Xem 1 số liệu", "Lịch sử"],
                    ["Bỏ hẹn giờ", "Hủy duyệt"],
                ),
            ),
            (
                "public",
                (["Xem trên trang", "Xem 1 số liệu trong danh sách", "Lịch sử"], []),
                (["Xem trên trang", "Xem 1 số liệu trong danh sách", "Lịch sử"], []),
            ),
            ("abandoned", (["Lịch sử"], []), (["Lịch sử"], [])),
        ],
    )
    def test_offers_the_steps_of_the_person_who_looks(
        self, request, client, editor, approver, fixture, for_editor, for_approver
    ):
        release = request.getfixturevalue(fixture)
        for person, offered in ((editor, for_editor), (approver, for_approver)):
            client.force_login(person)
            assert tools(client.get(page_of(release))) == offered

    def test_offers_nobody_to_approve_their_own(self, client):
        author = UserFactory(is_superuser=True)
        draft = a_draft(author)
        submitted(draft, author)
        client.force_login(author)
        offered = ["Xem trước", "Trả lại", "Lấy lại để sửa", "Xem 1 số liệu", "Lịch sử"]
        assert tools(client.get(page_of(draft))) == (offered, ["Bỏ lần phát hành"])

    def test_puts_adding_figures_first_while_something_is_to_be_mended(self, as_editor, editor):
        empty = ReleaseFactory(author=editor)
        response = as_editor.get(page_of(empty))
        offered = ["Thêm số liệu", "Gửi duyệt", "Nhập theo bảng", "Lịch sử"]
        assert tools(response) == (offered, ["Bỏ lần phát hành"])
        assert response.context["checklist"].errors == [
            "Lần phát hành chưa có số liệu hay nguồn nào."
        ]
        assert (
            f'<a class="addlink" href="{FIGURES}add/?release={empty.pk}">Thêm số liệu</a>'
            in response.text
        )

    def test_shows_the_author_why_it_came_back(self, as_editor, in_review, approver):
        lifecycle.send_back(release=in_review, by=approver, comment="Sai kỳ.\nXem trang 4.")
        step = ReleaseStep.objects.last()
        assert (
            f"Bản thảo. Trần Văn Bình trả lại lúc {moment_text(step.at)}: Sai kỳ. Xem trang 4."
            in words(as_editor.get(page_of(in_review)))
        )


def lines(response) -> list[tuple[str, str, str]]:
    """Return what happened, who did it and what they said, the last first."""
    return [(each.what, each.who, each.comment) for each in response.context["story"]]


class TestStory:
    def test_tells_each_step_with_who_and_why(self, as_editor, public):
        assert lines(as_editor.get(page_of(public))) == [
            ("công bố", "Trần Văn Bình", "Theo lịch."),
            ("duyệt", "Trần Văn Bình", ""),
            ("gửi duyệt", "Nguyễn Thị Hoa", "Đã rà soát."),
        ]

    def test_names_each_moment_that_was_set(self, as_approver, accepted, approver):
        for moment in (LATER, LATER + timedelta(hours=1)):
            lifecycle.schedule(release=accepted, by=approver, at=moment)
        told = [what for what, _, _ in lines(as_approver.get(page_of(accepted)))]
        assert told == [
            "hẹn giờ công bố: 09:30, 4/3/2099",
            "hẹn giờ công bố: 08:30, 4/3/2099",
            *("duyệt", "gửi duyệt"),
        ]

    def test_ends_with_the_moment_that_came_by_itself(self, as_approver, scheduled):
        set_clock(LATER)
        [first, *_] = as_approver.get(page_of(scheduled)).context["story"]
        assert (first.what, first.at, first.who) == (
            "tự công khai đúng giờ hẹn",
            LATER,
            "",
        )
